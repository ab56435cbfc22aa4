#pragma once

#include <string>
#include <string_view>

namespace mimus::intl {

// Unicode's full case mappings, as Java's String has them: "ß" in upper case is "SS". Bytes that
// are no UTF-8 become U+FFFD where a text is not ASCII.
std::string to_upper(std::string_view text);
std::string to_lower(std::string_view text);

}  // namespace mimus::intl
