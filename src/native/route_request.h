#pragma once

#include <optional>
#include <string>
#include <vector>

#include "keys.h"
#include "match/path_pattern.h"

namespace mimus::native {

// path: /users/{id:int}. Blanks around it are cut off with a warning.
std::optional<match::PathPattern> read_path(Context& in, const json::Value& value, const Place& at);

// method: GET | [GET, HEAD] | ANY. Empty: any. The common ones may be written in lower case.
std::vector<std::string> read_methods(Context& in, const json::Value& value, const Place& at);

}  // namespace mimus::native
