#pragma once

#include <optional>
#include <string_view>

#include "program.h"

namespace mimus::mockoon {

// The expression behind the first member `key` of a bucket's template, or nothing when a value stands there. `key` may be a path: its
// last name counts.
//
//   find_id_expression("[{{#repeat 5}}{\"id\": \"{{uuid}}\"}{{/repeat}}]", "id")   // {{uuid}}, quoted
std::optional<IdExpression> find_id_expression(std::string_view bucket, std::string_view key);

}  // namespace mimus::mockoon
