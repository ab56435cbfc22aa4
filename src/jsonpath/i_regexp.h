#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "regex/regex.h"

namespace mimus::jsonpath {

// An I-Regexp (RFC 9485) in PCRE2's spelling: '.' does not match \n and \r. Nothing when the text is none:
// \d, \w, lazy quantifiers, look-arounds and back references are outside of it. ^ and $ are anchors, as in
// the RFC's mapping to other engines (§5.3).
std::optional<std::string> pcre_from_i_regexp(std::string_view text);

// Ready to match or search. Nothing for a text that is no I-Regexp, or too large a one.
std::optional<regex::Regex> compile_i_regexp(std::string_view text);

}  // namespace mimus::jsonpath
