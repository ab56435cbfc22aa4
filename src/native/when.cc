#include "when.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "scalars.h"

namespace mimus::native {
namespace {

using match::Place;

struct PlaceKey {
  std::string_view name;
  match::Place place;
  std::string_view summary;
};
constexpr PlaceKey kPlaces[] = {
    {"query", match::Place::kQuery, "Query parameters."},
    {"header", match::Place::kHeader, "Request headers; their names without regard to case."},
    {"cookie", match::Place::kCookie, "Cookies."},
    {"form", match::Place::kForm, "Fields of a form body."},
    {"body", match::Place::kBody, "Members of a JSON body: user.name, items[0].id; $ is all of it."},
    {"queries", match::Place::kQuery, "The same as query."},
    {"headers", match::Place::kHeader, "The same as header."},
    {"cookies", match::Place::kCookie, "The same as cookie."},
};

const PlaceKey* find_place(std::string_view name) {
  const auto* found = std::find_if(std::begin(kPlaces), std::end(kPlaces),
                                   [&](const PlaceKey& row) { return row.name == name; });
  return found == std::end(kPlaces) ? nullptr : found;
}

bool is_matcher(std::string_view key) {
  const auto table = match::matcher_table();
  return std::any_of(table.begin(), table.end(),
                     [&](const match::MatcherRow& row) { return row.key == key; });
}

void unknown_matcher(Context& in, const native::Place& at, const match::Condition& condition) {
  std::vector<std::string_view> keys;
  for (const match::MatcherRow& row : match::matcher_table()) keys.push_back(row.key);
  std::string hint = text::did_you_mean(at.member, keys);
  if (condition.place == Place::kBody && text::nearest(at.member, keys).empty()) {
    hint = "members inside members are written " + condition.name + "." + std::string(at.member);
  }
  in.faults.error_at_key(at, "unknown matcher '" + std::string(at.member) + "'", std::move(hint));
}

// Values outside JSON bodies are text, however the file writes them: page: 2.
json::Value as_text(const json::Value& value) {
  if (auto text = scalar_text(value)) return json::Value(*text);
  return value;
}

std::optional<match::Test> shorthand(Context& in, const json::Value& value, const native::Place& at,
                                     bool body) {
  if (value.is_null()) return match::Test{"absent", true};
  if (!value.is_array()) return match::Test{"equals", body ? value : as_text(value)};
  if (body) return match::Test{"equals", value};
  json::Array values;
  for (std::size_t i = 0; i < value.get_array().size(); ++i) {
    const json::Value& item = value.get_array()[i];
    if (!scalar_text(item)) {
      in.faults.wrong_type(at.item(i), "a string, number or boolean", item);
      return std::nullopt;
    }
    values.push_back(as_text(item));
  }
  return match::Test{"hasExactly", std::move(values)};
}

// Compiles one condition alone, so that every bad one is found. `tests_at`: whether its tests are
// members of the value at `at` or the value itself.
bool check(Context& in, const match::Condition& condition, const native::Place& at, bool tests_at) {
  auto compiled = match::CompiledPattern::compile({{}, {}, {condition}});
  if (compiled) return true;
  Error error = std::move(compiled).error();
  constexpr std::string_view kTests = "/conditions/0/tests/";
  std::size_t which = 0;
  if (error.where.pointer.starts_with(kTests)) {
    which = static_cast<std::size_t>(std::atoi(error.where.pointer.c_str() + kTests.size()));
  }
  if (tests_at && which < condition.tests.size()) {
    in.faults.error_inside(at.key(condition.tests[which].key), std::move(error));
  } else {
    in.faults.error_inside(at, std::move(error));
  }
  return false;
}

void read_condition(Context& in, match::Condition condition, const json::Value& value,
                    const native::Place& at, std::vector<match::Condition>& out) {
  const bool body = condition.place == Place::kBody;
  if (!value.is_object()) {
    auto test = shorthand(in, value, at, body);
    if (!test) return;
    condition.tests.push_back(*std::move(test));
    if (check(in, condition, at, false)) out.push_back(std::move(condition));
    return;
  }
  if (value.get_object().empty()) {
    return in.faults.error(at, at.name() + " says nothing", "write a value or {contains: ...}");
  }
  bool known = true;
  for (const auto& member : value.get_object()) {
    if (!is_matcher(member.key())) {
      unknown_matcher(in, at.key(member.key()), condition);
      known = false;
      continue;
    }
    const bool scalar = !body && (member.value().is_number() || member.value().is_bool());
    const bool text = scalar && member.key() == "equals";
    condition.tests.push_back({member.key(), text ? as_text(member.value()) : member.value()});
  }
  if (known && check(in, condition, at, true)) out.push_back(std::move(condition));
}

// "$", "$.user.name" and "user.name".
std::string body_member(std::string_view name) {
  if (name == "$") return {};
  if (name.starts_with("$.")) name.remove_prefix(2);
  return std::string(name);
}

void read_place(Context& in, const PlaceKey& key, const json::Value& value, const native::Place& at,
                std::vector<match::Condition>& out) {
  const bool body = key.place == Place::kBody;
  if (value.is_object()) {
    for (const auto& member : value.get_object()) {
      std::string name = body ? body_member(member.key()) : std::string(member.key());
      read_condition(in, {key.place, std::move(name), {}}, member.value(), at.key(member.key()), out);
    }
  } else if (body) {
    read_condition(in, {key.place, "", {}}, value, at, out);
  } else {
    in.faults.wrong_type(at, "an object from name to value", value);
  }
}

json::Value operand_schema(std::string_view operand) {
  if (operand == "any") return true;
  if (operand == "matcher") return json::Object{{"$ref", "#/$defs/condition"}};
  return json::Object{{"type", operand}};
}

}  // namespace

void read_when(Context& in, const json::Value& value, const native::Place& at,
               std::vector<match::Condition>& out) {
  if (!value.is_object()) {
    return in.faults.wrong_type(at, "an object with query, header, cookie, form or body", value);
  }
  for (const auto& member : value.get_object()) {
    const native::Place here = at.key(member.key());
    if (const PlaceKey* key = find_place(member.key())) {
      read_place(in, *key, member.value(), here, out);
      continue;
    }
    std::vector<std::string_view> names;
    for (const PlaceKey& row : kPlaces) names.push_back(row.name);
    unknown_key(in.faults, here, names);
  }
}

json::Value condition_schema() {
  json::Object properties;
  for (const match::MatcherRow& row : match::matcher_table()) {
    json::Value operand = operand_schema(row.operand);
    if (operand.is_object()) operand.get_object()["description"] = row.summary;
    properties[row.key] = std::move(operand);
  }
  json::Object matchers{{"type", "object"}, {"minProperties", 1}, {"additionalProperties", false}};
  matchers["properties"] = std::move(properties);
  json::Object plain{{"type", json::Array{"string", "number", "boolean", "null", "array"}}};
  return json::Object{{"oneOf", json::Array{std::move(plain), std::move(matchers)}}};
}

json::Value when_schema() {
  json::Object properties;
  for (const PlaceKey& row : kPlaces) {
    json::Object map{{"type", "object"}};
    map["additionalProperties"] = json::Object{{"$ref", "#/$defs/condition"}};
    json::Object place{{"description", row.summary}};
    if (row.place == match::Place::kBody) {
      place["oneOf"] = json::Array{std::move(map), json::Object{{"not", {{"type", "object"}}}}};
    } else {
      place.insert(map.begin(), map.end());
    }
    properties[row.name] = std::move(place);
  }
  json::Object when{{"type", "object"}, {"additionalProperties", false}};
  when["properties"] = std::move(properties);
  return when;
}

}  // namespace mimus::native
