#pragma once

#include <cstddef>
#include <string_view>

#include "base/error.h"

namespace mimus::native {

// From a string's position in a document to the position of a byte inside that string, so that a
// fault in a path pattern points at the brace and not at the path.
//
//   path: "/users/{id:[}"      where: the quote; value: /users/{id:[}; offset 11: the bracket
//
// Follows quotes and backslash escapes of JSON and YAML. Where the text does not show the value
// byte for byte (block scalars, folded lines, aliases), the string's own position comes back.
Where inside_string(std::string_view text, Where where, std::string_view value, std::size_t offset);

}  // namespace mimus::native
