#pragma once

#include <optional>
#include <string_view>

#include "json/json.h"

namespace mimus::helpers {

// An object as people write it in an argument: names without quotes, texts in either kind of
// quotes, backslashes before quotes. Mockoon reads faker's options so.
//
//   relaxed_object("{min: 1, max: 10}")               // {"min": 1, "max": 10}
//   relaxed_object("{casing: 'upper', length: {min: 3, max: 5}}")
//
// Nothing for what is no such object.
std::optional<json::Object> relaxed_object(std::string_view text);

}  // namespace mimus::helpers
