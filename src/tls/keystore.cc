#include "keystore.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>

namespace mimus::tls {
namespace {

constexpr std::uintmax_t kMostBytes = 4u << 20;
constexpr std::size_t kMostCertificates = 4096;
// A file says how often its password is hashed: one that says a billion would keep us busy for minutes.
constexpr long kMostMacRounds = 5'000'000;

constexpr std::string_view kJavaMagic("\xfe\xed\xfe\xed", 4);   // "JKS"
constexpr std::string_view kJceksMagic("\xce\xce\xce\xce", 4);

struct Password {
  std::string_view text;
  bool asked = false;
};

int give_password(char* into, int size, int, void* password) {
  auto& given = *static_cast<Password*>(password);
  given.asked = true;
  if (given.text.empty()) return -1;
  const int length = std::min(size, static_cast<int>(given.text.size()));
  std::memcpy(into, given.text.data(), static_cast<std::size_t>(length));
  return length;
}

// Whether a PEM block of a key stands in the text, readable or not.
bool names_key(std::string_view text) { return text.find("PRIVATE KEY-----") != std::string_view::npos; }

Result<long> mac_rounds(const PKCS12* store) {
  const ASN1_INTEGER* rounds = nullptr;
  PKCS12_get0_mac(nullptr, nullptr, nullptr, &rounds, store);
  return rounds == nullptr ? 1 : ASN1_INTEGER_get(rounds);
}

Error wrong_password(std::string_view password) {
  return password.empty() ? invalid("it needs a password") : invalid("the password is not the right one");
}

}  // namespace

Kind kind_of(std::string_view bytes) {
  if (bytes.starts_with(kJavaMagic) || bytes.starts_with(kJceksMagic)) return Kind::kJavaKeystore;
  if (bytes.find("-----BEGIN ") != std::string_view::npos) return Kind::kPem;
  if (bytes.starts_with('\x30')) return Kind::kPkcs12;
  return Kind::kUnknown;
}

Result<Keystore> read_pem(std::string_view text, std::string_view password) {
  Keystore store;
  Password given{password};
  {
    const BioPtr in = reading(text);
    if (const KeyPtr key{PEM_read_bio_PrivateKey(in.get(), nullptr, &give_password, &given)}) {
      EVP_PKEY_up_ref(key.get());
      store.key.reset(key.get());
    }
  }
  std::string why = last_failure();
  if (!store.key && given.asked) return wrong_password(password);
  if (!store.key && names_key(text)) {
    return invalid("its private key cannot be read" + (why.empty() ? "" : ": " + why));
  }
  const BioPtr in = reading(text);
  for (;;) {
    char* label = nullptr;
    char* header = nullptr;
    unsigned char* data = nullptr;
    long size = 0;
    if (PEM_read_bio(in.get(), &label, &header, &data, &size) != 1) break;
    const std::string_view is(label);
    const unsigned char* at = data;
    CertificatePtr certificate;
    const bool wanted = is == PEM_STRING_X509 || is == PEM_STRING_X509_OLD || is == PEM_STRING_X509_TRUSTED;
    if (wanted) {
      certificate.reset(is == PEM_STRING_X509_TRUSTED ? d2i_X509_AUX(nullptr, &at, size) : d2i_X509(nullptr, &at, size));
    }
    OPENSSL_free(label);
    OPENSSL_free(header);
    OPENSSL_clear_free(data, static_cast<std::size_t>(size));
    if (!wanted) continue;
    if (!certificate) {
      why = last_failure();
      return invalid("certificate " + std::to_string(store.certificates.size() + 1) + " cannot be read" +
                     (why.empty() ? "" : ": " + why));
    }
    if (store.certificates.size() == kMostCertificates) {
      return Error{Code::kLimit, "it holds more than " + std::to_string(kMostCertificates) + " certificates", "", {}};
    }
    store.certificates.push_back(std::move(certificate));
  }
  // "no start line": the text has ended. Anything else is a block that is not whole.
  const unsigned long code = ERR_peek_last_error();
  const bool ended = code == 0 || ERR_GET_REASON(code) == PEM_R_NO_START_LINE;
  why = last_failure();
  if (!ended) return invalid("a PEM block is broken: " + why);
  return store;
}

Result<Keystore> read_pkcs12(std::string_view bytes, std::string_view password) {
  const BioPtr in = reading(bytes);
  const Pkcs12Ptr parsed(d2i_PKCS12_bio(in.get(), nullptr));
  if (!parsed) {
    const std::string why = last_failure();
    return invalid("it is no PKCS#12 keystore: " + why, "PEM and PKCS#12 are read");
  }
  // Without one a wrong password could not be told from a broken file, and rounds could not be bounded.
  if (PKCS12_mac_present(parsed.get()) != 1) {
    return invalid("the keystore has no integrity check (MAC)", "openssl pkcs12 -export makes one that has");
  }
  MIMUS_TRY(const long rounds, mac_rounds(parsed.get()));
  if (rounds < 1 || rounds > kMostMacRounds) return invalid("the keystore wants its password hashed " + std::to_string(rounds) + " times");
  const std::string text(password);
  EVP_PKEY* key = nullptr;
  X509* own = nullptr;
  STACK_OF(X509)* others = nullptr;
  const bool verified = PKCS12_verify_mac(parsed.get(), text.c_str(), -1) == 1 ||
                        (text.empty() && PKCS12_verify_mac(parsed.get(), nullptr, 0) == 1);
  if (!verified) {
    (void)last_failure();
    return wrong_password(password);
  }
  if (PKCS12_parse(parsed.get(), text.c_str(), &key, &own, &others) != 1) {
    const std::string why = last_failure();
    return invalid("the keystore cannot be decrypted: " + why,
                   "it may use an old cipher (RC2): openssl pkcs12 -legacy -in OLD -nodes -out all.pem, and use all.pem");
  }
  Keystore store;
  store.key.reset(key);
  store.own.reset(own);
  const CertificatesPtr owner(others);
  while (owner && sk_X509_num(owner.get()) > 0) store.certificates.emplace_back(sk_X509_shift(owner.get()));
  (void)last_failure();
  return store;
}

Result<Keystore> read_keystore(std::string_view bytes, std::string_view password) {
  switch (kind_of(bytes)) {
    case Kind::kPem: return read_pem(bytes, password);
    case Kind::kPkcs12: return read_pkcs12(bytes, password);
    case Kind::kJavaKeystore:
      return Error{Code::kUnsupported, "it is a Java keystore (JKS), which is not read here",
                   "keytool -importkeystore -srckeystore OLD.jks -destkeystore NEW.p12 -deststoretype PKCS12, and name NEW.p12", {}};
    case Kind::kUnknown: break;
  }
  return invalid("it is neither PEM nor a PKCS#12 keystore", "PEM begins with -----BEGIN");
}

Result<std::string> read_small_file(const std::filesystem::path& path) {
  std::error_code failure;
  const std::uintmax_t size = std::filesystem::file_size(path, failure);
  if (failure) return io_error("cannot read '" + path.string() + "'", failure.value());
  if (size > kMostBytes) return Error{Code::kLimit, "'" + path.string() + "' is too large for certificates and keys", "", {}};
  std::ifstream in(path, std::ios::binary);
  if (!in) return io_error("cannot read '" + path.string() + "'", errno);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

Error in_file(Error error, const std::filesystem::path& path) {
  if (error.where.source.empty()) error.where.source = path.string();
  return error;
}

}  // namespace mimus::tls
