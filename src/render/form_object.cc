#include "form_object.h"

#include <string>
#include <utility>
#include <vector>

#include "text/encoding.h"

namespace mimus::render {
namespace {

constexpr std::size_t kMostLevels = 5;

// a[b][]: {"a", "b", ""}
std::vector<std::string> steps_of(std::string_view name) {
  std::vector<std::string> steps;
  const std::size_t open = name.find('[');
  if (open == std::string_view::npos || open == 0) return {text::to_valid_utf8(name)};
  steps.push_back(text::to_valid_utf8(name.substr(0, open)));
  std::string_view rest = name.substr(open);
  while (rest.starts_with('[') && steps.size() <= kMostLevels) {
    const std::size_t close = rest.find(']');
    if (close == std::string_view::npos) break;
    steps.push_back(text::to_valid_utf8(rest.substr(1, close - 1)));
    rest.remove_prefix(close + 1);
  }
  if (!rest.empty()) steps.push_back(text::to_valid_utf8(rest));
  return steps;
}

// A second value of the same name makes a list.
void add(json::Value& to, json::Value value) {
  if (to.is_null()) {
    to = std::move(value);
  } else if (to.is_array()) {
    to.get_array().push_back(std::move(value));
  } else {
    json::Array both{std::move(to), std::move(value)};
    to = std::move(both);
  }
}

json::Value& step_into(json::Value& at, const std::string& step) {
  if (step.empty()) {
    if (!at.is_array()) {
      json::Array list;
      if (!at.is_null()) list.push_back(std::move(at));
      at = std::move(list);
    }
    at.get_array().push_back(nullptr);
    return at.get_array().back();
  }
  if (!at.is_object()) at = json::Object{};
  return at.get_object()[step];
}

}  // namespace

json::Value form_object(std::span<const facts::NameValue> pairs) {
  json::Value root = json::Object{};
  for (const facts::NameValue& pair : pairs) {
    json::Value* at = &root;
    for (const std::string& step : steps_of(pair.name)) at = &step_into(*at, step);
    add(*at, json::Value(text::to_valid_utf8(pair.value)));
  }
  return root;
}

}  // namespace mimus::render
