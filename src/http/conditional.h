#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "http/message.h"

namespace mimus::http {

// Preconditions of RFC 9110 §13.2.2 for a GET or HEAD of a representation with this validator.
struct Validator {
  std::string etag;        // with its quotes, W/ when weak
  WallTime last_modified;
};
enum class Precondition { kProceed, kNotModified, kFailed };   // 200/206, 304, 412
Precondition evaluate(const Request& request, const Validator& validator);

// Range: bytes=… (RFC 9110 §14). Ranges beyond the end are dropped, the others clipped.
struct ByteRange {
  std::uint64_t first;
  std::uint64_t last;      // included
};
struct RangeAnswer {
  enum class Kind { kWhole, kPartial, kUnsatisfiable } kind = Kind::kWhole;
  std::vector<ByteRange> ranges;   // of kPartial, in the order asked
};
// kWhole when there is no Range, it is not understood, If-Range does not hold, or the ranges are abusive (more than 32
// or overlapping ones beyond two).
RangeAnswer requested_ranges(const Request& request, std::uint64_t size, const Validator& validator);

// The media type for a file name by its extension, with charset for text; application/octet-stream when unknown.
std::string_view media_type_for(std::string_view file_name);

}  // namespace mimus::http
