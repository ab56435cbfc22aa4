#include "multipart_object.h"

#include <charconv>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "media_type.h"
#include "text/encoding.h"

namespace mimus::mockoon {
namespace {

// A name in brackets that is a number is an element, up to this one; beyond it, a member.
constexpr std::size_t kMostElements = 1000;

struct Name {
  std::vector<std::string> steps;  // "a", "b" of a[b]
  bool append = false;             // a[]
};

// What is no such name is one as it stands.
Name read_name(std::string_view text) {
  const Name plain{{std::string(text)}, false};
  const std::size_t first = text.find('[');
  if (first == 0 || first == text.npos) return plain;
  Name name{{std::string(text.substr(0, first))}, false};
  for (std::string_view rest = text.substr(first); !rest.empty();) {
    if (rest == "[]") {
      name.append = true;
      break;
    }
    const std::size_t close = rest.find(']');
    if (!rest.starts_with('[') || close == rest.npos || close == 1) return plain;
    name.steps.emplace_back(rest.substr(1, close - 1));
    rest.remove_prefix(close + 1);
  }
  return name;
}

std::optional<std::size_t> element(const std::string& step) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  return error == std::errc() && end == step.data() + step.size() && index < kMostElements ? std::optional(index) : std::nullopt;
}

// Makes of `at` something that can have this step, and keeps what is there: a scalar under "", elements under their numbers.
json::Value& enter(json::Value& at, const std::string& step, bool fresh) {
  const auto index = element(step);
  if (fresh && index) at = json::Array();
  if (json::Array* const array = at.if_array(); array != nullptr && index) {
    if (array->size() <= *index) array->resize(*index + 1);
    return (*array)[*index];
  }
  if (!at.is_object()) {
    json::Object made;
    if (const json::Array* const array = at.if_array()) {
      for (std::size_t i = 0; i < array->size(); ++i) made[std::to_string(i)] = (*array)[i];
    } else if (!fresh) {
      made[""] = at;
    }
    at = std::move(made);
  }
  return at.get_object()[step];
}

void append_field(json::Object& object, const Name& name, json::Value value) {
  bool fresh = !object.contains(name.steps.front());
  json::Value* at = &object[name.steps.front()];
  for (std::size_t i = 1; i < name.steps.size(); ++i) {
    at = &enter(*at, name.steps[i], fresh);
    fresh = at->is_null();
  }
  if (!fresh && at->is_object()) {  // there is a member of no name for what does not fit
    json::Object& inside = at->get_object();
    fresh = !inside.contains("");
    at = &inside[""];
  }
  if (fresh) {
    *at = name.append ? json::Value(json::Array{std::move(value)}) : std::move(value);
  } else if (json::Array* const array = at->if_array()) {
    array->push_back(std::move(value));
  } else {
    *at = json::Array{std::move(*at), std::move(value)};
  }
}

json::Value content(const http::Part& part) {
  std::string_view given;
  for (const http::HeaderField& field : part.fields) {
    if (http::same_name(field.name, "Content-Type")) given = field.value;
  }
  const std::string type = given.empty() ? "text/plain" : essence_of(given);
  if (part.filename.empty() && type != "application/octet-stream") return json::Value(text::to_valid_utf8(part.body));
  json::Object file;
  if (!part.filename.empty()) file["filename"] = text::to_valid_utf8(part.filename.substr(part.filename.find_last_of("/\\") + 1));
  file["mimetype"] = type;
  file["size"] = part.body.size();
  return file;
}

}  // namespace

json::Value multipart_object(std::span<const http::Part> parts) {
  json::Object object;
  for (const http::Part& part : parts) {
    if (!part.name.empty()) append_field(object, read_name(text::to_valid_utf8(part.name)), content(part));
  }
  return object;
}

}  // namespace mimus::mockoon
