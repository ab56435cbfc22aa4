#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "json/json.h"

namespace mimus::recording {

// A value that changes from exchange to exchange, and the expression that gives it.
struct Source {
  std::string expression;           // "{{path.id}}"
  std::string text_expression;      // where it has to be text although it looks like a number: "{{trim path.id}}"
  std::vector<json::Value> values;  // as the expression gives them, one for each exchange
  std::vector<std::string> texts;   // the same as text
  bool used = false;
};

using Values = std::span<const json::Value* const>;

// The values of one place in the responses, as a template over the sources: "{{path.id}}", "/users/{{path.id}}/orders". Nothing when no
// template gives them all. `text`: the place is text (a field, a text body), else a member of JSON. Marks the sources that it takes.
std::optional<std::string> link(Values values, std::vector<Source>& sources, bool text);

}  // namespace mimus::recording
