#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "message.h"

namespace mimus::http {

// One part of a multipart body (RFC 2046 §5.1, RFC 7578). Views point into the body or the arena.
struct Part {
  std::string_view name;      // of Content-Disposition; empty when it has none
  std::string_view filename;  // the same; \" is a quote, all else stays as it was sent
  std::string_view body;      // Content-Transfer-Encoding base64 and quoted-printable undone
  std::span<const HeaderField> fields;  // in order, as sent
};

// Parts beyond this number are refused.
inline constexpr std::size_t kMostParts = 10'000;

// The boundary of a multipart Content-Type; nothing for other types, and when it has none.
//
//   multipart_boundary("multipart/form-data; boundary=\"a b\"")   // a b
std::optional<std::string_view> multipart_boundary(std::string_view content_type);

// Takes a body apart. What stands before the first delimiter and behind the last is ignored; lines
// may end in LF alone. Errors: Code::kSyntax at a byte offset into the body: no delimiter, a header
// line that is none, no closing delimiter.
Result<std::span<const Part>> parse_multipart(std::string_view body, std::string_view boundary,
                                              Arena& arena);

}  // namespace mimus::http
