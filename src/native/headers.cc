#include "headers.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "scalars.h"
#include "template_check.h"

namespace mimus::native {

const std::string_view kHeadersSchema = R"({"oneOf": [
  {"type": "object", "additionalProperties": {"oneOf": [
    {"type": ["string", "number", "boolean", "null"]},
    {"type": "array", "items": {"type": ["string", "number", "boolean"]}}]}},
  {"type": "array", "items": {"type": "object", "required": ["name", "value"],
    "additionalProperties": false,
    "properties": {"name": {"type": "string"}, "value": {"type": ["string", "number", "boolean"]}}}}]})";

namespace {

bool is_control(char byte) {
  return (static_cast<unsigned char>(byte) < 0x20 && byte != '\t') || byte == 0x7F;
}

bool check_name(Context& in, std::string_view name, const Place& at) {
  if (http::is_token(name)) return true;
  in.faults.error_at_key(at, "'" + std::string(name) + "' is not a header name",
                         "letters, digits and !#$%&'*+-.^_`|~ only");
  return false;
}

void add(Context& in, std::string_view name, const json::Value& value, const Place& at,
         Headers& out) {
  std::optional<std::string> text = scalar_text(value);
  if (!text) {
    in.faults.error(at, "header " + std::string(name) + " must be a string or a list of strings",
                    "got " + std::string(kind_of(value)));
    return;
  }
  if (std::any_of(text->begin(), text->end(), is_control)) {
    in.faults.error(
        at, "header " + std::string(name) + " must not contain line breaks or control characters");
    return;
  }
  check_template(in.faults, *text, at);
  out.fields.push_back({std::string(name), std::move(*text)});
}

struct Pair {
  std::optional<std::string> name;
  const json::Value* value = nullptr;
};
constexpr Key<Pair> kPairKeys[] = {
    {"name", "", "", "the header's name",
     [](Context& in, const json::Value& value, const Place& at, Pair& out) {
       if (const auto text = read_text(in.faults, value, at); text && check_name(in, *text, at)) {
         out.name = std::string(*text);
       }
     }},
    {"value", "", "", "the header's value",
     [](Context&, const json::Value& value, const Place&, Pair& out) { out.value = &value; }},
};

void read_pair(Context& in, const json::Value& item, const Place& at, Headers& out) {
  const std::size_t before = in.faults.error_count();
  Pair pair;
  if (!read_object<Pair>(in, kPairKeys, "an object of name and value", item, at, pair)) return;
  if (pair.name && pair.value) return add(in, *pair.name, *pair.value, at.key("value"), out);
  if (in.faults.error_count() == before) in.faults.error(at, "a header needs a name and a value");
}

}  // namespace

bool Headers::names(std::string_view name) const {
  const auto same = [&](std::string_view other) { return http::same_name(name, other); };
  return std::any_of(fields.begin(), fields.end(),
                     [&](const http::OwnedField& field) { return same(field.name); }) ||
         std::any_of(removed.begin(), removed.end(), same);
}

void read_header_value(Context& in, std::string_view name, const json::Value& value,
                       const Place& at, Headers& out) {
  if (value.is_null()) {
    out.removed.emplace_back(name);
  } else if (value.is_array()) {
    const json::Array& list = value.get_array();
    for (std::size_t i = 0; i < list.size(); ++i) add(in, name, list[i], at.item(i), out);
  } else {
    add(in, name, value, at, out);
  }
}

void read_headers(Context& in, const json::Value& value, const Place& at, Headers& out) {
  if (value.is_array()) {
    const json::Array& list = value.get_array();
    for (std::size_t i = 0; i < list.size(); ++i) read_pair(in, list[i], at.item(i), out);
    return;
  }
  if (!value.is_object()) return in.faults.wrong_type(at, "an object of names and values", value);
  for (const auto& member : value.get_object()) {
    const Place here = at.key(member.key());
    if (check_name(in, member.key(), here)) {
      read_header_value(in, member.key(), member.value(), here, out);
    }
  }
}

Headers merge(const Headers& defaults, Headers own) {
  if (defaults.fields.empty() && defaults.removed.empty()) return own;
  Headers merged;
  for (const http::OwnedField& field : defaults.fields) {
    if (!own.names(field.name)) merged.fields.push_back(field);
  }
  for (const std::string& name : defaults.removed) {
    if (!own.names(name)) merged.removed.push_back(name);
  }
  std::move(own.fields.begin(), own.fields.end(), std::back_inserter(merged.fields));
  std::move(own.removed.begin(), own.removed.end(), std::back_inserter(merged.removed));
  return merged;
}

}  // namespace mimus::native
