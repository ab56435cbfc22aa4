#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "json/json.h"

namespace mimus::cli {

std::string list_methods();     // a line each, by module
json::Value methods_as_json();  // name, summary, returns, params, library
Result<std::string> describe_method(std::string_view name);  // aliases too

}  // namespace mimus::cli
