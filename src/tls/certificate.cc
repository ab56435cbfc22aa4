#include "certificate.h"

#include <arpa/inet.h>
#include <openssl/ec.h>
#include <openssl/rand.h>

#include <ctime>

namespace mimus::tls {
namespace {

constexpr int kVersion3 = 2;

Error failed(std::string_view what) {
  const std::string why = last_failure();
  return Error{Code::kIo, "cannot make a certificate: " + std::string(what) + (why.empty() ? "" : ": " + why), "", {}};
}

std::time_t seconds_of(WallTime time) {
  return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

// RFC 5280 §4.1.2.2: positive, at most 20 octets; CA/Browser Forum: 64 bits of chance at least.
bool set_serial(X509* certificate) {
  unsigned char bytes[16];
  if (RAND_bytes(bytes, sizeof bytes) != 1) return false;
  bytes[0] = static_cast<unsigned char>((bytes[0] & 0x3f) | 0x40);
  BIGNUM* const number = BN_bin2bn(bytes, sizeof bytes, nullptr);
  const bool set = number != nullptr && BN_to_ASN1_INTEGER(number, X509_get_serialNumber(certificate)) != nullptr;
  BN_free(number);
  return set;
}

bool add_name(X509_NAME* name, const char* field, const std::string& text) {
  if (text.empty()) return true;
  return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.data()),
                                    static_cast<int>(text.size()), -1, 0) == 1;
}

bool set_subject(X509* certificate, const Subject& subject) {
  X509_NAME* const name = X509_get_subject_name(certificate);
  return add_name(name, "O", subject.organization) && add_name(name, "CN", subject.common_name);
}

bool extend(X509* certificate, X509* issuer, int nid, const char* value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, &context, nid, value);
  const bool added = extension != nullptr && X509_add_ext(certificate, extension, -1) == 1;
  X509_EXTENSION_free(extension);
  return added;
}

// One entry of subjectAltName. Built as a structure: a name that comes from a client never meets a text format.
GENERAL_NAME* general_name(const std::string& text) {
  unsigned char address[16];
  int size = 0;
  if (inet_pton(AF_INET, text.c_str(), address) == 1) size = 4;
  else if (inet_pton(AF_INET6, text.c_str(), address) == 1) size = 16;
  ASN1_STRING* const value = size > 0 ? ASN1_OCTET_STRING_new() : ASN1_IA5STRING_new();
  GENERAL_NAME* const name = GENERAL_NAME_new();
  const bool set = value != nullptr && name != nullptr &&
                   (size > 0 ? ASN1_STRING_set(value, address, size)
                             : ASN1_STRING_set(value, text.data(), static_cast<int>(text.size()))) == 1;
  if (!set) {
    ASN1_STRING_free(value);
    GENERAL_NAME_free(name);
    return nullptr;
  }
  GENERAL_NAME_set0_value(name, size > 0 ? GEN_IPADD : GEN_DNS, value);
  return name;
}

bool add_names(X509* certificate, std::span<const std::string> names) {
  GENERAL_NAMES* const all = sk_GENERAL_NAME_new_null();
  bool added = all != nullptr;
  for (const std::string& each : names) {
    GENERAL_NAME* const name = added ? general_name(each) : nullptr;
    added = name != nullptr && sk_GENERAL_NAME_push(all, name) > 0;
    if (!added) GENERAL_NAME_free(name);
  }
  added = added && X509_add1_ext_i2d(certificate, NID_subject_alt_name, all, 0, X509V3_ADD_DEFAULT) == 1;
  GENERAL_NAMES_free(all);
  return added;
}

CertificatePtr blank(EVP_PKEY* key, const Subject& subject, WallTime begins, WallTime ends) {
  CertificatePtr made(X509_new());
  const bool filled = made && X509_set_version(made.get(), kVersion3) == 1 && set_serial(made.get()) &&
                      ASN1_TIME_set(X509_getm_notBefore(made.get()), seconds_of(begins)) != nullptr &&
                      ASN1_TIME_set(X509_getm_notAfter(made.get()), seconds_of(ends)) != nullptr &&
                      X509_set_pubkey(made.get(), key) == 1 && set_subject(made.get(), subject);
  return filled ? std::move(made) : CertificatePtr();
}

WallTime time_of(const ASN1_TIME* text) {
  std::tm parts{};
  if (ASN1_TIME_to_tm(text, &parts) != 1) return {};
  return WallTime(std::chrono::seconds(timegm(&parts)));
}

std::string text_of(const GENERAL_NAME* name) {
  int type = 0;
  const auto* const value = static_cast<const ASN1_STRING*>(GENERAL_NAME_get0_value(name, &type));
  const unsigned char* const bytes = type == GEN_DNS || type == GEN_IPADD ? ASN1_STRING_get0_data(value) : nullptr;
  if (bytes == nullptr) return "";
  const int size = ASN1_STRING_length(value);
  if (type == GEN_DNS) return {reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)};
  char text[INET6_ADDRSTRLEN] = "";
  if (size == 4 || size == 16) inet_ntop(size == 4 ? AF_INET : AF_INET6, bytes, text, sizeof text);
  return text;
}

std::string fingerprint_of(const X509* certificate) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  if (X509_digest(certificate, EVP_sha256(), digest, &size) != 1) return "";
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string text;
  for (unsigned i = 0; i < size; ++i) {
    if (i > 0) text += ':';
    text += kDigits[digest[i] >> 4];
    text += kDigits[digest[i] & 15];
  }
  return text;
}

}  // namespace

KeyPtr make_key() { return KeyPtr(EVP_EC_gen("P-256")); }

Result<CertificatePtr> make_root(EVP_PKEY* key, const Subject& subject, WallTime begins, WallTime ends) {
  CertificatePtr made = blank(key, subject, begins, ends);
  X509* const root = made.get();
  const bool whole = root != nullptr && X509_set_issuer_name(root, X509_get_subject_name(root)) == 1 &&
                     extend(root, root, NID_basic_constraints, "critical,CA:TRUE,pathlen:0") &&
                     extend(root, root, NID_key_usage, "critical,keyCertSign,cRLSign") &&
                     extend(root, root, NID_subject_key_identifier, "hash") &&
                     extend(root, root, NID_authority_key_identifier, "keyid:always") && X509_sign(root, key, EVP_sha256()) > 0;
  if (!whole) return failed("the root");
  return made;
}

Result<CertificatePtr> make_leaf(EVP_PKEY* key, const Subject& subject, std::span<const std::string> names, WallTime begins,
                                 WallTime ends, X509* issuer, EVP_PKEY* issuer_key) {
  CertificatePtr made = blank(key, subject, begins, ends);
  X509* const leaf = made.get();
  const bool whole = leaf != nullptr && X509_set_issuer_name(leaf, X509_get_subject_name(issuer)) == 1 &&
                     extend(leaf, issuer, NID_basic_constraints, "critical,CA:FALSE") &&
                     extend(leaf, issuer, NID_key_usage, "critical,digitalSignature") &&
                     extend(leaf, issuer, NID_ext_key_usage, "serverAuth") &&
                     extend(leaf, issuer, NID_subject_key_identifier, "hash") &&
                     extend(leaf, issuer, NID_authority_key_identifier, "keyid:always") && add_names(leaf, names) &&
                     X509_sign(leaf, issuer_key, EVP_sha256()) > 0;
  if (!whole) return failed("for a host");
  return made;
}

CertificateFacts facts_of(X509* certificate) {
  CertificateFacts facts;
  facts.subject = name_text(X509_get_subject_name(certificate));
  facts.issuer = name_text(X509_get_issuer_name(certificate));
  facts.fingerprint = fingerprint_of(certificate);
  facts.not_before = time_of(X509_get0_notBefore(certificate));
  facts.not_after = time_of(X509_get0_notAfter(certificate));
  auto* const names = static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr));
  for (int i = 0; i < sk_GENERAL_NAME_num(names); ++i) {
    if (std::string text = text_of(sk_GENERAL_NAME_value(names, i)); !text.empty()) facts.names.push_back(std::move(text));
  }
  GENERAL_NAMES_free(names);
  (void)last_failure();
  return facts;
}

}  // namespace mimus::tls
