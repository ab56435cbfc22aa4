#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mimus::text {

// RFC 4648 §4, with padding. Decoding accepts missing padding and the URL-safe alphabet (§5), refuses
// anything else.
std::string base64_encode(std::string_view bytes);
std::string base64url_encode(std::string_view bytes);  // §5, without padding
std::optional<std::string> base64_decode(std::string_view text);

std::string hex_encode(std::string_view bytes);  // lower case

bool is_valid_utf8(std::string_view text);       // RFC 3629: no surrogates, no overlong forms
// The text with every invalid sequence replaced by U+FFFD (Unicode §3.9, maximal subparts).
std::string to_valid_utf8(std::string_view text);

std::string to_lower_ascii(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);  // ASCII
std::string_view trim(std::string_view text);                      // blanks, tabs, CR, LF

}  // namespace mimus::text
