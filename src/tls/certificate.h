#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "identity.h"
#include "openssl.h"

namespace mimus::tls {

// Making and reading X.509 certificates (RFC 5280). Private to this module.

KeyPtr make_key();  // EC P-256

struct Subject {
  std::string organization;  // "": none
  std::string common_name;   // "": none; at most 64 characters (RFC 5280, appendix A)
};

// A root that signs itself: CA, pathlen 0, keyCertSign and cRLSign.
Result<CertificatePtr> make_root(EVP_PKEY* key, const Subject& subject, WallTime begins, WallTime ends);

// A server's certificate, signed by `issuer`: subjectAltName of `names` (host names and IP addresses), serverAuth, SHA-256.
Result<CertificatePtr> make_leaf(EVP_PKEY* key, const Subject& subject, std::span<const std::string> names, WallTime begins,
                                 WallTime ends, X509* issuer, EVP_PKEY* issuer_key);

CertificateFacts facts_of(X509* certificate);

}  // namespace mimus::tls
