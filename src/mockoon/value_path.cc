#include "value_path.h"

#include "handlebars/dialect.h"
#include "handlebars/value.h"
#include "json/pointer.h"

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

const json::Value* read(const jsonpath::Path& path, const json::Value& value, Arena& arena) {
  if (!value.is_structured()) return nullptr;
  if (path.singular()) return path.at(value);
  const auto found = path.read(value);
  if (!found || !*found) return nullptr;
  const bool nothing = !path.definite() && (*found)->is_array() && (*found)->get_array().empty();
  return nothing ? nullptr : &handlebars::keep_in(arena, **found);
}

}  // namespace

ValuePath ValuePath::compile(std::string_view text) {
  ValuePath made;
  if (text.starts_with('$')) {
    auto compiled = jsonpath::Path::compile(text, jsonpath::Dialect::kJayway);
    made.faulty_ = !compiled;
    if (compiled) made.json_path_ = *std::move(compiled);
  } else if (!text.empty()) {
    made.names_ = segments(text);
  }
  return made;
}

const json::Value* ValuePath::find(const json::Value& value, Arena& arena) const {
  if (faulty_) return nullptr;
  if (json_path_) return read(*json_path_, value, arena);
  const json::Value* at = &value;
  for (const std::string& name : names_) {
    at = child(*at, name);
    if (at == nullptr) return nullptr;
  }
  return at;
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

void append_javascript_json(const json::Value& value, Arena& arena, std::string& out) {
  handlebars::append_json(handlebars::Value::json(value), handlebars::kMockoon, arena, out);
}

std::string body_text(const json::Value* value, Arena& arena) {
  if (value == nullptr) return "";
  if (const json::String* text = value->if_string()) return {text->data(), text->size()};
  std::string made;
  append_javascript_json(*value, arena, made);
  return made;
}

}  // namespace mimus::mockoon
