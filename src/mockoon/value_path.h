#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "json/json.h"

namespace mimus::mockoon {

// The value at a path as rules name it: "a.b.0" with "\." for a dot of a name, or JSONPath when it begins with '$' (a path that can
// lead to one value yields it, any other the list of all). "" is the value itself. Nothing when it leads nowhere.
//
//   find_at(body, "user.name")   find_at(body, "$.items[*].id")
std::optional<json::Value> find_at(const json::Value& value, std::string_view path);

// "users.0.name" -> "users" and "0.name": what is named, and the path in it.
struct NamedPath {
  std::string name, path;
};
NamedPath split_name(std::string_view text);

// String(value) of JavaScript: "[object Object]", "1,2", "null".
std::string_view javascript_text(const json::Value& value, Arena& arena);
// JSON.stringify(value).
std::string javascript_json(const json::Value& value, Arena& arena);

}  // namespace mimus::mockoon
