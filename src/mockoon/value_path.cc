#include "value_path.h"

#include <vector>

#include "handlebars/dialect.h"
#include "handlebars/value.h"
#include "json/pointer.h"
#include "jsonpath/path.h"

namespace mimus::mockoon {
namespace {

// "a.b\.c.0" -> "a", "b.c", "0"
std::vector<std::string> segments(std::string_view text) {
  std::vector<std::string> parts(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i).starts_with("\\.")) {
      parts.back() += text[++i];
    } else if (text[i] == '.') {
      parts.emplace_back();
    } else {
      parts.back() += text[i];
    }
  }
  return parts;
}

const json::Value* child(const json::Value& parent, const std::string& segment) {
  if (const json::Object* object = parent.if_object()) return object->if_contains(segment);
  const json::Array* array = parent.if_array();
  const auto index = array == nullptr ? std::nullopt : json::array_index(segment);
  return index && *index < array->size() ? &(*array)[*index] : nullptr;
}

}  // namespace

std::optional<json::Value> find_at(const json::Value& value, std::string_view path) {
  if (path.empty()) return value;
  if (path.starts_with('$')) {
    const auto compiled = jsonpath::Path::compile(path, jsonpath::Dialect::kJayway);
    if (!compiled || !value.is_structured()) return std::nullopt;
    auto found = compiled->read(value);
    if (!found || !*found) return std::nullopt;
    const bool nothing = !compiled->definite() && (*found)->is_array() && (*found)->get_array().empty();
    return nothing ? std::nullopt : *std::move(found);
  }
  const json::Value* at = &value;
  for (const std::string& segment : segments(path)) {
    at = child(*at, segment);
    if (at == nullptr) return std::nullopt;
  }
  return *at;
}

NamedPath split_name(std::string_view text) {
  NamedPath split;
  std::size_t at = 0;
  for (; at < text.size() && text[at] != '.'; ++at) {
    if (text.substr(at).starts_with("\\.")) ++at;
    split.name += text[at];
  }
  if (at < text.size()) split.path = text.substr(at + 1);
  return split;
}

std::string_view javascript_text(const json::Value& value, Arena& arena) {
  if (const json::String* text = value.if_string()) return {text->data(), text->size()};
  if (value.is_null()) return "null";
  return handlebars::to_text(handlebars::Value::json(value), handlebars::kMockoon, arena);
}

std::string javascript_json(const json::Value& value, Arena& arena) {
  std::string text;
  handlebars::append_json(handlebars::Value::json(value), handlebars::kMockoon, arena, text);
  return text;
}

}  // namespace mimus::mockoon
