#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "json/json.h"
#include "jsonpath/path.h"

namespace mimus::mockoon {

// A place inside a value as rules and CRUD routes name it: "a.b.0" with "\." for a dot of a name, or JSONPath when it begins with '$' (one
// that can lead to one value yields it, any other the list of all). "" is the value itself. Immutable; any thread.
//
//   ValuePath::compile("user.name").find(body, arena)   ValuePath::compile("$.items[*].id")
class ValuePath {
 public:
  ValuePath() = default;  // the value itself
  static ValuePath compile(std::string_view text);

  // Inside of `value`; a list that had to be made is in the arena. nullptr: it leads nowhere.
  const json::Value* find(const json::Value& value, Arena& arena) const;
  const std::vector<std::string>& names() const { return names_; }  // of "a.b.0": "a", "b", "0"

 private:
  std::vector<std::string> names_;
  std::optional<jsonpath::Path> json_path_;
  bool faulty_ = false;
};

// "users.0.name": what is named, and the path in it.
struct NamedPath {
  std::string name, path;
};
NamedPath split_name(std::string_view text);

// String(value) of JavaScript: "[object Object]", "1,2", "null".
std::string_view javascript_text(const json::Value& value, Arena& arena);
// JSON.stringify(value).
void append_javascript_json(const json::Value& value, Arena& arena, std::string& out);
// What is sent of a value that is a body: a text as it is, all else as JSON. nullptr is undefined, and nothing.
std::string body_text(const json::Value* value, Arena& arena);

}  // namespace mimus::mockoon
