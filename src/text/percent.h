#pragma once

#include <string>
#include <string_view>

#include "base/arena.h"

namespace mimus::text {

// Percent-decoding (RFC 3986 §2.1). A '%' that is not followed by two hexadecimal digits stays as it is.
std::string percent_decode(std::string_view text);
// The same in form fields: '+' is a blank too (WHATWG URL §5.1).
std::string form_decode(std::string_view text);
// Without copying when there is nothing to decode; else the copy lives in the arena.
std::string_view percent_decode(std::string_view text, Arena& arena);
std::string_view form_decode(std::string_view text, Arena& arena);

// Everything but unreserved characters (RFC 3986 §2.3) becomes %XX.
std::string percent_encode(std::string_view text);

// The form in which paths are compared: percent-encoded octets are decoded, except those that would
// change the path's structure or be ambiguous (%2F and %25, and %00), which keep an upper-case escape.
// "/j%c3%b6rg/a%2fb" -> "/jörg/a%2Fb". Idempotent. Dots and empty segments stay.
// The same view back when there is no '%' in it.
std::string_view normalize_path(std::string_view path, Arena& arena);
std::string normalize_path(std::string_view path);

}  // namespace mimus::text
