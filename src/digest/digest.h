#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mimus::helpers {

// Digests and signatures (OpenSSL's libcrypto, seen by digest.cc alone).
enum class Digest { kMd5, kSha1, kSha256, kSha384, kSha512 };
std::optional<Digest> digest_named(std::string_view name);  // "sha256", "SHA-256", "HmacSHA256"

std::string digest_of(Digest digest, std::string_view bytes);                      // raw bytes
std::string hmac_of(Digest digest, std::string_view key, std::string_view bytes);  // RFC 2104
// RSASSA-PKCS1-v1_5 with a private key in PEM. Code::kSyntax: no such key.
Result<std::string> rsa_signature(Digest digest, std::string_view pem_key, std::string_view bytes);

std::string base64url_encode(std::string_view bytes);  // RFC 4648 §5, without padding

}  // namespace mimus::helpers
