#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mimus::digest {

// Digests and signatures (OpenSSL's libcrypto, seen by digest.cc alone).
enum class Kind { kMd5, kSha1, kSha256, kSha384, kSha512 };
std::optional<Kind> named(std::string_view name);  // "sha256", "SHA-256", "HmacSHA256"

std::string of(Kind kind, std::string_view bytes);                          // raw bytes
std::string hmac(Kind kind, std::string_view key, std::string_view bytes);  // RFC 2104
// RSASSA-PKCS1-v1_5 with a private key in PEM. Code::kSyntax: no such key.
Result<std::string> rsa_signature(Kind kind, std::string_view pem_key, std::string_view bytes);

}  // namespace mimus::digest
