#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mimus::render {

// Any bytes as a JSON string with its quotes; what is not UTF-8 becomes U+FFFD.
void append_quoted(std::string_view text, std::string& out);

// What stands behind `from` in `out` becomes what stands inside the quotes of a JSON string:
// escaped where it must be. Nothing moves when nothing must be.
void escape_tail(std::string& out, std::size_t from);

}  // namespace mimus::render
