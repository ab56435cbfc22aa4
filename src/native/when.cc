#include "when.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <utility>

#include "json/document.h"

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
    {"body", match::Place::kBody,
     "Members of a JSON body: user.name, items[0].id; $ is the whole body."},
    {"path", match::Place::kPathParameter, "Captures of the path, as they were sent."},
    {"url", match::Place::kUrl, "Path and query as they were sent."},
    {"host", match::Place::kHost, "The host that was asked for, without its port."},
    {"port", match::Place::kPort, "The port that was asked for."},
    {"scheme", match::Place::kScheme, "http or https."},
    {"clientIp", match::Place::kClientIp, "X-Forwarded-For, else the peer's address."},
    {"request", match::Place::kRequest, "The request as a whole: probability."},
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

// Where there is one value, so that matchers stand there without a name.
bool is_single(Place place) { return !match::takes_name(place); }

// The matcher of this object that the key is an option of, or nullptr.
match::Test* owner_of(std::string_view option, std::vector<match::Test>& tests) {
  for (match::Test& test : tests) {
    for (const match::MatcherRow& row : match::matcher_table()) {
      if (row.key != test.key) continue;
      if (std::find(row.options.begin(), row.options.end(), option) != row.options.end()) return &test;
    }
  }
  return nullptr;
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

// What a value means that is no object of matchers.
match::Test shorthand(const json::Value& value, Place place) {
  if (value.is_null()) return {"absent", true};
  const bool several = value.is_array() && place != Place::kBody;
  return {several ? "hasExactly" : "equals", json::own(value)};
}

// Compiles one condition alone, so that every bad one is found, and reports at the matcher or, when
// the tests are a shorthand, at the value.
bool check(Context& in, const match::Condition& condition, const native::Place& at,
           bool shorthand) {
  auto compiled = match::CompiledPattern::compile({{}, {}, {condition}});
  if (compiled) return true;
  Error error = std::move(compiled).error();
  constexpr std::string_view kTests = "/conditions/0/tests/";
  if (error.where.pointer == "/conditions/0/name") {
    in.faults.error_at_key(at, "'" + std::string(at.member) + "': " + error.message, error.hint);
  } else if (shorthand || !error.where.pointer.starts_with(kTests)) {
    in.faults.error_inside(at, std::move(error));
  } else {
    const std::string_view number = std::string_view(error.where.pointer).substr(kTests.size());
    std::size_t which = 0;
    std::from_chars(number.data(), number.data() + number.size(), which);
    const std::string& key = condition.tests[std::min(which, condition.tests.size() - 1)].key;
    error.message = key + ": " + error.message;
    in.faults.error_inside(at.key(key), std::move(error));
  }
  return false;
}

void read_condition(Context& in, match::Condition condition, const json::Value& value,
                    const native::Place& at, std::vector<match::Condition>& out) {
  if (!value.is_object()) {
    condition.tests.push_back(shorthand(value, condition.place));
    if (check(in, condition, at, true)) out.push_back(std::move(condition));
    return;
  }
  if (value.get_object().empty()) {
    return in.faults.error(at, at.name() + " says nothing", "write a value or {contains: ...}");
  }
  for (const auto& member : value.get_object()) {
    if (is_matcher(member.key())) condition.tests.push_back({member.key(), json::own(member.value())});
  }
  bool known = true;
  for (const auto& member : value.get_object()) {
    if (is_matcher(member.key())) continue;
    if (match::Test* test = owner_of(member.key(), condition.tests)) {
      test->options[member.key()] = member.value();
      continue;
    }
    unknown_matcher(in, at.key(member.key()), condition);
    known = false;
  }
  if (known && check(in, condition, at, false)) out.push_back(std::move(condition));
}

void read_place(Context& in, const PlaceKey& key, const json::Value& value, const native::Place& at,
                std::vector<match::Condition>& out) {
  if (is_single(key.place)) {
    read_condition(in, {key.place, "", {}}, value, at, out);
  } else if (value.is_object()) {
    for (const auto& member : value.get_object()) {
      read_condition(in, {key.place, member.key(), {}}, member.value(), at.key(member.key()), out);
    }
  } else if (key.place == Place::kBody) {
    read_condition(in, {key.place, "", {}}, value, at, out);
  } else {
    in.faults.wrong_type(at, "an object from name to value", value);
  }
}

// ---- what the world remembers ------------------------------------------------------------------

constexpr std::string_view kState = "state";

void read_expression(Context& in, std::string_view text, const native::Place& at, WhenDraft& out) {
  auto condition = stub::StateCondition::parse(text);
  if (condition) {
    out.state.push_back(*std::move(condition));
  } else {
    in.faults.error_inside(at, std::move(condition).error());
  }
}

// state: { cart.size: { gt: 3 } }: paths with matchers, as for members of a body.
void read_state(Context& in, const json::Value& value, const native::Place& at, WhenDraft& out) {
  if (!value.is_object()) return in.faults.wrong_type(at, "an object from path to value", value);
  for (const auto& member : value.get_object()) {
    const native::Place here = at.key(member.key());
    auto path = facts::StatePath::parse(member.key());
    if (!path) {
      in.faults.error_at_key(here, "'" + std::string(member.key()) + "': " + path.error().message, "write names, dots and [0]");
      continue;
    }
    std::vector<match::Condition> read;
    read_condition(in, {Place::kBody, "", {}}, member.value(), here, read);
    if (read.empty()) continue;
    auto condition = stub::StateCondition::matching(*std::move(path), read.front().tests);
    if (condition) {
      out.state.push_back(*std::move(condition));
    } else {
      in.faults.error(here, condition.error().message, condition.error().hint);
    }
  }
}

json::Value operand_schema(std::string_view operand) {
  if (operand == "any") return true;
  if (operand == "matcher") return json::Object{{"$ref", "#/$defs/condition"}};
  return json::Object{{"type", operand}};
}

}  // namespace

void read_when(Context& in, const json::Value& value, const native::Place& at, WhenDraft& out) {
  if (const json::String* text = value.if_string()) return read_expression(in, *text, at, out);
  if (const json::Array* list = value.if_array()) {
    for (std::size_t i = 0; i < list->size(); ++i) {
      const native::Place here = at.item(i);
      if ((*list)[i].is_array()) {
        in.faults.wrong_type(here, "a text or an object", (*list)[i]);
      } else {
        read_when(in, (*list)[i], here, out);
      }
    }
    return;
  }
  if (!value.is_object()) {
    return in.faults.wrong_type(at, "an object with query, header, cookie, form or body, or a text such as state.cart.size > 3", value);
  }
  for (const auto& member : value.get_object()) {
    const native::Place here = at.key(member.key());
    if (member.key() == kState) {
      read_state(in, member.value(), here, out);
    } else if (const PlaceKey* key = find_place(member.key())) {
      read_place(in, *key, member.value(), here, out.request);
    } else {
      std::vector<std::string_view> names{kState};
      for (const PlaceKey& row : kPlaces) names.push_back(row.name);
      unknown_key(in.faults, here, names);
    }
  }
}

json::Value condition_schema() {
  json::Object properties;
  for (const match::MatcherRow& row : match::matcher_table()) {
    json::Value operand = operand_schema(row.operand);
    if (operand.is_object()) operand.get_object()["description"] = row.summary;
    properties[row.key] = std::move(operand);
    for (const std::string_view option : row.options) properties[option] = true;
  }
  json::Object matchers{{"type", "object"}, {"minProperties", 1}, {"additionalProperties", false}};
  matchers["properties"] = std::move(properties);
  json::Object plain{{"type", json::Array{"string", "number", "boolean", "null", "array"}}};
  return json::Object{{"oneOf", json::Array{std::move(plain), std::move(matchers)}}};
}

json::Value when_schema() {
  json::Object properties;
  for (const PlaceKey& row : kPlaces) {
    if (is_single(row.place)) {
      properties[row.name] = json::Object{{"description", row.summary}, {"$ref", "#/$defs/condition"}};
      continue;
    }
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
  json::Object paths{{"type", "object"}, {"description", "What the world remembers: paths such as cart.size."}};
  paths["additionalProperties"] = json::Object{{"$ref", "#/$defs/condition"}};
  properties[kState] = std::move(paths);
  json::Object when{{"type", "object"}, {"additionalProperties", false}};
  when["properties"] = std::move(properties);
  const json::Object text{{"type", "string"}, {"description", "Such as state.cart.size > 3 and scenario.checkout == 'Paid'."}};
  json::Object list{{"type", "array"}};
  list["items"] = json::Object{{"anyOf", json::Array{text, when}}};
  return json::Object{{"anyOf", json::Array{text, std::move(when), std::move(list)}}};
}

}  // namespace mimus::native
