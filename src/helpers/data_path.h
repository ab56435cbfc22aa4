#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "handlebars/call.h"
#include "jsonpath/path.h"

namespace mimus::helpers {

// A place inside a value as Mockoon's helpers name it: `a.b.0`, with `\.` for a dot of a name, or
// JSONPath when it begins with `$`.
//
//   DataPath::compile("users.0.first\\.name").find(value, call)
//
// A JSONPath that leads to one value at most yields that value, any other the list of all; a faulty
// one leads nowhere.
class DataPath {
 public:
  static DataPath compile(std::string_view text);
  // Absent when it leads nowhere. The empty path is the value itself.
  handlebars::Value find(const handlebars::Value& value, const handlebars::Call& call) const;
  // Of `a.b.0`: "a", "b", "0".
  static std::vector<std::string> segments(std::string_view text);

 private:
  std::vector<std::string> segments_;
  std::optional<jsonpath::Path> json_path_;
  bool faulty_ = false;
};

// HelperRow::prepare of helpers that take such a path as that argument.
template <std::size_t kArgument>
Result<std::shared_ptr<const void>> prepare_data_path(handlebars::Call& call) {
  if (!call.arg(kArgument).is_text()) return std::shared_ptr<const void>();
  return std::shared_ptr<const void>(
      std::make_shared<DataPath>(DataPath::compile(call.text(kArgument))));
}

// The value at the path that is this argument: prepared, or compiled now. What is no text is no
// path.
handlebars::Value at_path(handlebars::Call& call, const handlebars::Value& value,
                          std::size_t argument);

}  // namespace mimus::helpers
