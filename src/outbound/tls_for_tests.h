#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <fstream>
#include <functional>
#include <memory>
#include <string>

#include "support/upstream.h"

namespace mimus::outbound {

// A self-signed certificate for one name ("DNS:localhost", "IP:127.0.0.1"), valid from now for so many days; less than 0:
// it is over.
class Certificate {
 public:
  explicit Certificate(const std::string& name, long days = 1) : key_(EVP_RSA_gen(2048)), certificate_(X509_new()) {
    X509_set_version(certificate_, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate_), 7);
    X509_gmtime_adj(X509_getm_notBefore(certificate_), -10 * 24 * 3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate_), days * 24 * 3600);
    X509_set_pubkey(certificate_, key_);
    X509_NAME* const subject = X509_get_subject_name(certificate_);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("test"), -1, -1, 0);
    X509_set_issuer_name(certificate_, subject);
    for (const auto& [id, value] : {std::pair{NID_subject_alt_name, name}, {NID_basic_constraints, std::string("CA:TRUE")}}) {
      X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, id, value.c_str());
      X509_add_ext(certificate_, extension, -1);
      X509_EXTENSION_free(extension);
    }
    X509_sign(certificate_, key_, EVP_sha256());
  }
  ~Certificate() {
    X509_free(certificate_);
    EVP_PKEY_free(key_);
  }
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;

  // Certificate and key, both in PEM.
  void write(const std::string& path) const {
    FILE* const file = std::fopen(path.c_str(), "w");
    PEM_write_X509(file, certificate_);
    PEM_write_PrivateKey(file, key_, nullptr, nullptr, 0, nullptr, nullptr);
    std::fclose(file);
  }
  X509* certificate() const { return certificate_; }
  EVP_PKEY* key() const { return key_; }

 private:
  EVP_PKEY* key_;
  X509* certificate_;
};

// What a TLS server with this certificate does with a connection: one request, one answer, that tells whether the client
// showed a certificate.
inline std::function<void(Peer&)> over_tls(const Certificate& certificate, bool asks_client = false) {
  const std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free);
  SSL_CTX_use_certificate(context.get(), certificate.certificate());
  SSL_CTX_use_PrivateKey(context.get(), certificate.key());
  if (asks_client) SSL_CTX_set_verify(context.get(), SSL_VERIFY_PEER, [](int, X509_STORE_CTX*) { return 1; });
  return [context](Peer& peer) {
    const std::shared_ptr<SSL> tls(SSL_new(context.get()), &SSL_free);
    SSL_set_fd(tls.get(), peer.descriptor());
    if (SSL_accept(tls.get()) != 1) return;
    char bytes[4096];
    while (SSL_read(tls.get(), bytes, sizeof bytes) > 0) {
      X509* const shown = SSL_get1_peer_certificate(tls.get());
      const std::string body = shown != nullptr ? "known" : "anon!";
      X509_free(shown);
      const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + body;
      if (SSL_write(tls.get(), answer.data(), static_cast<int>(answer.size())) <= 0) return;
    }
  };
}

}  // namespace mimus::outbound
