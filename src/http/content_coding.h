#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mimus::http {

enum class Coding { kIdentity, kGzip, kDeflate, kBrotli, kZstd };

std::string_view name_of(Coding coding);  // "gzip", "br", …

// Removes the codings of a Content-Encoding header, last applied first. Errors: kUnsupported for an unknown
// coding (415), kSyntax for broken data (400), kLimit when the result would exceed `limit` bytes (413).
Result<std::string> decode_content(std::string_view content_encoding, std::string_view bytes,
                                   std::size_t limit);

std::string encode_content(Coding coding, std::string_view bytes);

// The coding to answer with: the acceptable one of zstd, br, gzip, deflate with the highest weight (that
// order on ties), or identity (RFC 9110 §12.5.3).
Coding negotiate_coding(std::string_view accept_encoding);

}  // namespace mimus::http
