#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mimus::digest {

// Not for passwords; MD5 and SHA-1 for what others still send.
enum class Algorithm : std::uint8_t { kMd5, kSha1, kSha256, kSha384, kSha512 };

// "sha256", "SHA-256", "sha_256": case, '-' and '_' do not matter.
std::optional<Algorithm> algorithm_named(std::string_view name);
std::span<const std::string_view> algorithm_names();  // for hints

// The digest's bytes: RFC 1321, FIPS 180-4.
//
//   text::hex_encode(digest::hash(Algorithm::kSha256, ""))   // e3b0c442…
std::string hash(Algorithm algorithm, std::string_view bytes);
// RFC 2104.
std::string hmac(Algorithm algorithm, std::string_view key, std::string_view bytes);

}  // namespace mimus::digest
