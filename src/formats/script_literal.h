#pragma once

#include <cstddef>
#include <string_view>

#include "base/result.h"
#include "json/json.h"

namespace mimus::formats {

// A JavaScript literal at `at`, which moves behind it: texts in ' " or `, numbers, true, false, null, undefined, lists and
// objects with plain or quoted names and commas at their ends. Wrappers that browsers and people put around are seen
// through: JSON.stringify(x) is the text of x, new Headers(x) and new URLSearchParams(x) are x, a + b of texts is both.
// Comments are blanks. Errors: kSyntax at the byte offset; nesting beyond 100 is refused.
Result<json::Value> read_script_literal(std::string_view text, std::size_t& at);

}  // namespace mimus::formats
