#include "identity.h"

#include <openssl/err.h>
#include <openssl/pem.h>

#include "certificate.h"
#include "keystore.h"

namespace mimus::tls {
namespace {

// The key's certificate may stand anywhere: the others are its chain.
Result<Identity> assemble(Keystore store) {
  if (!store.key) return invalid("there is no private key", "a PEM block that begins with -----BEGIN PRIVATE KEY-----");
  auto data = std::make_shared<IdentityData>();
  data->certificate = std::move(store.own);
  for (CertificatePtr& certificate : store.certificates) {
    if (!data->certificate && X509_check_private_key(certificate.get(), store.key.get()) == 1) {
      data->certificate = std::move(certificate);
    } else {
      data->chain.push_back(std::move(certificate));
    }
  }
  ERR_clear_error();
  if (data->certificate) {
    data->key = std::move(store.key);
    return Identity(std::move(data));
  }
  if (data->chain.empty()) return invalid("there is no certificate", "a PEM block that begins with -----BEGIN CERTIFICATE-----");
  return invalid("the private key does not belong to the certificate of " +
                     name_text(X509_get_subject_name(data->chain.front().get())),
                 "both must come from the same request");
}

}  // namespace

Result<Identity> Identity::from_pem(std::string_view certificates, std::string_view key, std::string_view password) {
  MIMUS_TRY(Keystore store, read_pem(certificates, password));
  if (!store.key || key != certificates) {
    MIMUS_TRY(Keystore other, read_pem(key, password));
    if (other.key) store.key = std::move(other.key);
  }
  return assemble(std::move(store));
}

Result<Identity> Identity::from_pkcs12(std::string_view bytes, std::string_view password) {
  MIMUS_TRY(Keystore store, read_pkcs12(bytes, password));
  return assemble(std::move(store));
}

Result<Identity> Identity::from_files(const std::filesystem::path& certificates, const std::filesystem::path& key,
                                      std::string_view password) {
  MIMUS_TRY(const std::string bytes, read_small_file(certificates));
  auto store = read_keystore(bytes, password);
  if (!store) return in_file(std::move(store).error(), certificates);
  if (!key.empty()) {
    MIMUS_TRY(const std::string key_bytes, read_small_file(key));
    auto other = read_keystore(key_bytes, password);
    if (!other) return in_file(std::move(other).error(), key);
    if (!other->key) return in_file(invalid("there is no private key"), key);
    store->key = std::move(other->key);
  }
  auto whole = assemble(*std::move(store));
  if (!whole) return in_file(std::move(whole).error(), certificates);
  return whole;
}

CertificateFacts Identity::facts() const { return facts_of(data_->certificate.get()); }

std::string Identity::certificate_pem() const { return pem_of(data_->certificate.get()); }

std::string Identity::key_pem() const {
  const BioPtr out(BIO_new(BIO_s_secmem()));
  PEM_write_bio_PKCS8PrivateKey(out.get(), data_->key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return all_of(out.get());
}

std::string Identity::certificate_der() const {
  unsigned char* bytes = nullptr;
  const int size = i2d_X509(data_->certificate.get(), &bytes);
  if (size <= 0) return "";
  std::string der(reinterpret_cast<char*>(bytes), static_cast<std::size_t>(size));
  OPENSSL_free(bytes);
  return der;
}

}  // namespace mimus::tls
