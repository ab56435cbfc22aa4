#pragma once

// OpenSSL's objects with owners. Private to this module.
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pkcs12.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mimus::tls {

template <auto kFree>
struct Frees {
  template <class T>
  void operator()(T* object) const {
    kFree(object);
  }
};
inline void free_certificates(STACK_OF(X509) * all) { sk_X509_pop_free(all, X509_free); }

using BioPtr = std::unique_ptr<BIO, Frees<&BIO_free_all>>;
using KeyPtr = std::unique_ptr<EVP_PKEY, Frees<&EVP_PKEY_free>>;
using CertificatePtr = std::unique_ptr<X509, Frees<&X509_free>>;
using CertificatesPtr = std::unique_ptr<STACK_OF(X509), Frees<&free_certificates>>;
using Pkcs12Ptr = std::unique_ptr<PKCS12, Frees<&PKCS12_free>>;
using SslContextPtr = std::unique_ptr<SSL_CTX, Frees<&SSL_CTX_free>>;
using SslPtr = std::unique_ptr<SSL, Frees<&SSL_free>>;

// What Identity holds.
struct IdentityData {
  KeyPtr key;
  CertificatePtr certificate;
  std::vector<CertificatePtr> chain;  // between it and the root
};

// What went wrong last on this thread, in OpenSSL's words, "" when it knows nothing; forgets it.
std::string last_failure();

// A BIO that reads `bytes`, which outlive it.
BioPtr reading(std::string_view bytes);
std::string all_of(BIO* written);

std::string name_text(const X509_NAME* name);  // RFC 2253, "CN=a,O=b"
std::string pem_of(X509* certificate);

}  // namespace mimus::tls
