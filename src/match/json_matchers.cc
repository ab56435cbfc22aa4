#include <algorithm>
#include <array>
#include <cmath>

#include "compiled_pattern.h"
#include "json_equal.h"
#include "json_equality.h"
#include "json/lenient.h"
#include "json_path_matcher.h"
#include "json_samples.h"
#include "jsonschema/schema.h"
#include "layout.h"
#include "operands.h"

namespace mimus::match {
namespace {

constexpr std::uint8_t kNative = MatcherKind::kNative;
constexpr std::uint8_t kBoth = MatcherKind::kBoth;

// ---- equals and type, natively -----------------------------------------------------------------

bool same_text(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  return sample.text(asking.arena()) == matcher.text;
}

bool same_json(const Matcher& matcher, const Sample& sample, const Asking&) {
  const json::Value* value = sample.json();
  if (value != nullptr && json_equal(*value, matcher.operand)) return true;
  return matcher.operand.is_string() && sample.raw() == view(matcher.operand.get_string());
}

Result<Matcher> compile_equals(const Test& test, Setting setting) {
  Matcher matcher;
  if (setting.place != Place::kBody) {
    MIMUS_TRY(matcher.text, text_operand(test, setting));
    matcher.on_value = &same_text;
    matcher.one_text = true;
    return matcher;
  }
  if (test.operand.is_string()) matcher.text = view(test.operand.get_string());
  matcher.on_value = &same_json;
  return matcher;
}

struct TypeName {
  std::string_view name;
  bool (*is)(const json::Value&);
};
bool is_whole(const json::Value& value) {
  if (!value.is_double()) return value.is_number();
  const double number = value.get_double();
  return std::isfinite(number) && number == std::trunc(number);
}
constexpr TypeName kTypeNames[] = {
    {"string", [](const json::Value& v) { return v.is_string(); }},
    {"number", [](const json::Value& v) { return v.is_number(); }},
    {"integer", &is_whole},
    {"boolean", [](const json::Value& v) { return v.is_bool(); }},
    {"array", [](const json::Value& v) { return v.is_array(); }},
    {"object", [](const json::Value& v) { return v.is_object(); }},
    {"null", [](const json::Value& v) { return v.is_null(); }},
};

bool is_of_type(const Matcher& matcher, const Sample& sample, const Asking&) {
  const json::Value* value = sample.json();
  if (value == nullptr) return false;
  const auto row = std::ranges::find(kTypeNames, matcher.text, &TypeName::name);
  return row->is(*value);
}

Result<Matcher> compile_type(const Test& test, Setting setting) {
  if (setting.place != Place::kBody) return invalid("only bodies have types", "write a regex, or gte and lte");
  Matcher matcher;
  MIMUS_TRY(matcher.text, text_operand(test, setting));
  std::string names;
  for (const TypeName& type : kTypeNames) {
    if (type.name == matcher.text) {
      matcher.on_value = &is_of_type;
      return matcher;
    }
    names += (names.empty() ? "expected one of " : ", ") + std::string(type.name);
  }
  return invalid("unknown type '" + matcher.text + "'", names);
}

double edits(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  if (matcher.text.empty()) return 1;
  return text_distance(matcher.text, sample.text(asking.arena()));
}

// ---- equalToJson -------------------------------------------------------------------------------

constexpr std::string_view kEqualOptions[] = {"ignoreArrayOrder", "ignoreExtraElements"};

// JSON as it stands in the file, or a string that holds it.
Result<json::Value> json_operand(const Test& test) {
  const json::String* string = test.operand.if_string();
  if (string == nullptr) return test.operand;
  return json::parse_leniently(view(*string), true);
}

struct ExpectedJson {
  JsonEquality equality;
  json::Value value;
};

bool equal_to_json(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  const json::Value* actual = exact_json(sample, asking);
  return actual != nullptr && matcher.as<ExpectedJson>().equality.matches(*actual);
}

Result<Matcher> compile_equal_to_json(const Test& test, Setting) {
  MIMUS_TRY(json::Value value, json_operand(test));
  JsonEquality::Options options;
  MIMUS_TRY(options.ignore_array_order, flag_option(test, "ignoreArrayOrder"));
  MIMUS_TRY(options.ignore_extra_elements, flag_option(test, "ignoreExtraElements"));
  MIMUS_TRY(JsonEquality equality, JsonEquality::compile(value, options));
  Matcher matcher;
  matcher.own = std::make_shared<const ExpectedJson>(ExpectedJson{std::move(equality), std::move(value)});
  matcher.on_value = &equal_to_json;
  return matcher;
}

double json_distance(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  const json::Value* actual = exact_json(sample, asking);
  return actual == nullptr ? 1 : matcher.as<ExpectedJson>().equality.distance(*actual);
}

std::string expected_json(const Matcher& matcher) { return jackson_layout(matcher.as<ExpectedJson>().value); }

std::optional<std::string> seen_json(const Matcher&, const Sample& sample, const Asking& asking) {
  if (sample.absent()) return std::nullopt;
  const json::Value* actual = exact_json(sample, asking);
  return actual != nullptr ? jackson_layout(*actual) : std::string(sample.text(asking.arena()));
}

// ---- matchesJsonPath ---------------------------------------------------------------------------

bool says_something(const json::Value& value) {
  if (value.is_null()) return false;
  if (const json::Array* array = value.if_array()) return !array->empty();
  if (const json::Object* object = value.if_object()) return !object->empty();
  return true;
}

// What the path found, as values of their own: elements one by one, unless the matcher wants the array.
bool hold_for_found(const PathMatcher& m, std::span<const json::Value* const> found, const Asking& asking) {
  Samples samples(asking.arena());
  json::Array together;
  json::Value all;
  if (m.path.definite() && !m.whole) {
    add_found(found, samples);
  } else if (m.path.definite()) {
    if (!found.empty() && !found.front()->is_null()) samples.add(Sample(found.front()));
  } else if (m.whole) {
    for (const json::Value* value : found) together.push_back(*value);
    all = std::move(together);
    samples.add(Sample(&all));
  } else {
    for (const json::Value* value : found) samples.add(Sample(value));
  }
  if (samples.view().empty() && m.value->manner() == Manner::kWireMock) return m.value->want_absence();
  return m.value->hold(samples.view(), asking);
}

bool matches_json_path(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  const auto& m = matcher.as<PathMatcher>();
  const json::Value* root = lenient_json(sample, asking);
  if (root == nullptr) return false;
  return with_selected(m.path, *root, [&](std::span<const json::Value* const> found) {
    if (m.value) return hold_for_found(m, found, asking);
    return m.path.definite() ? !found.empty() && says_something(*found.front()) : !found.empty();
  });
}

Result<Matcher> compile_json_path(const Test& test, Setting setting) {
  std::string expression;
  std::optional<Matchers> value;
  if (const json::Object* object = test.operand.if_object()) {
    const json::Value* text = object->if_contains("expression");
    if (text == nullptr || !text->is_string()) return invalid(test.key + " needs an 'expression', a string");
    expression = view(text->get_string());
    if (object->size() > 1) {
      MIMUS_TRY(value, compile_beside(*object, "expression", {Place::kBody, setting.manner}));
    }
  } else {
    MIMUS_TRY(expression, text_operand(test, setting));
  }
  MIMUS_TRY(jsonpath::Path path, jsonpath::Path::compile(expression, jsonpath::Dialect::kJayway));
  const bool whole = value && !value->on_value().empty() && value->on_value().front().kind->row.key == "equalToJson";
  Matcher matcher;
  matcher.own = std::make_shared<const PathMatcher>(PathMatcher{std::move(path), std::move(value), whole});
  matcher.on_value = &matches_json_path;
  return matcher;
}

std::string expected_path(const Matcher& matcher) {
  const auto& m = matcher.as<PathMatcher>();
  if (!m.value) return m.path.text();
  std::string text = m.path.text();
  for (const Matcher& one : m.value->on_value()) {
    text += " [" + std::string(one.kind->row.key) + "] ";
    text += one.kind->wanted              ? one.kind->wanted(one)
            : one.operand.is_string() ? std::string(view(one.operand.get_string()))
                                      : json::write(one.operand);
  }
  return text;
}

std::optional<std::string> seen_at_path(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  if (sample.absent()) return std::nullopt;
  const auto& m = matcher.as<PathMatcher>();
  const json::Value* root = lenient_json(sample, asking);
  if (root == nullptr || !m.value) return std::string(sample.text(asking.arena()));
  const auto found = m.path.read(*root);
  if (!found || !*found) return std::nullopt;
  return std::string(Sample(&**found).text(asking.arena()));
}

// ---- matchesJsonSchema -------------------------------------------------------------------------

constexpr std::string_view kSchemaOptions[] = {"schemaVersion"};

struct SchemaVersion {
  std::string_view name;
  jsonschema::Dialect dialect;
  jsonschema::Formats formats;
};
constexpr SchemaVersion kVersions[] = {
    {"V202012", jsonschema::Dialect::kDraft2020_12, jsonschema::Formats::kByDialect},
    {"V201909", jsonschema::Dialect::kDraft2019_09, jsonschema::Formats::kByDialect},
    {"V7", jsonschema::Dialect::kDraft7, jsonschema::Formats::kAssert},
    {"V6", jsonschema::Dialect::kDraft6, jsonschema::Formats::kAssert},
    {"V4", jsonschema::Dialect::kDraft4, jsonschema::Formats::kAssert},
};

// OpenAPI's "nullable": true beside a "type", in words that every draft has.
void allow_null(json::Value& schema) {
  if (json::Array* array = schema.if_array()) {
    for (json::Value& element : *array) allow_null(element);
  }
  json::Object* object = schema.if_object();
  if (object == nullptr) return;
  for (auto& member : *object) allow_null(member.value());
  const json::Value* nullable = object->if_contains("nullable");
  json::Value* type = object->if_contains("type");
  if (nullable == nullptr || !nullable->is_bool() || !nullable->get_bool() || type == nullptr) return;
  if (type->is_string()) *type = json::Array{*type, "null"};
}

// A schema with a fault accepts nothing.
struct SchemaMatcher {
  std::optional<jsonschema::Schema> schema;
};

bool matches_json_schema(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  const auto& m = matcher.as<SchemaMatcher>();
  if (!m.schema || sample.absent()) return false;
  const json::Value* value = lenient_json(sample, asking);
  if (value != nullptr && m.schema->accepts(*value)) return true;
  if (value != nullptr && (value->is_object() || value->is_array())) return false;
  const std::string_view text = sample.text(asking.arena());
  return m.schema->accepts(json::Value(boost::json::string_view(text.data(), text.size())));
}

Result<Matcher> compile_json_schema(const Test& test, Setting) {
  MIMUS_TRY(const std::string name, text_option(test, "schemaVersion", "V202012"));
  const auto version = std::ranges::find(kVersions, name, &SchemaVersion::name);
  if (version == std::end(kVersions)) {
    return invalid("unknown schemaVersion '" + name + "'", "expected one of V4, V6, V7, V201909, V202012");
  }
  SchemaMatcher own;
  json::Value document = test.operand;
  if (const json::String* string = test.operand.if_string()) {
    auto parsed = json::parse_leniently(view(*string), false);
    document = parsed ? *std::move(parsed) : json::Value();
  }
  allow_null(document);
  auto schema = jsonschema::Schema::compile(document, {.dialect = version->dialect, .formats = version->formats});
  if (schema) own.schema = *std::move(schema);
  Matcher matcher;
  matcher.own = std::make_shared<const SchemaMatcher>(std::move(own));
  matcher.on_value = &matches_json_schema;
  return matcher;
}

}  // namespace

void add_found(std::span<const json::Value* const> found, Samples& samples) {
  if (found.empty() || found.front()->is_null()) return;
  const json::Array* array = found.front()->if_array();
  if (array == nullptr) return samples.add(Sample(found.front()));
  for (const json::Value& element : *array) samples.add(Sample(&element));
}

std::span<const MatcherKind> json_matchers() {
  static constexpr MatcherKind kKinds[] = {
      {{"equals", "any", "the same text; in a body the same JSON value"}, kNative, 1, &compile_equals, &edits},
      {{"type", "string", "of a body: string, number, integer, boolean, array, object or null"},
       kNative, 0, &compile_type},
      {{"equalToJson", "any", "the same JSON value, whatever the order of members; a string holds JSON", kEqualOptions},
       kBoth, 12, &compile_equal_to_json, &json_distance, &expected_json, &seen_json},
      {{"matchesJsonPath", "any", "a JSONPath that finds something, or {expression, and a matcher for what it finds}"},
       kBoth, 13, &compile_json_path, nullptr, &expected_path, &seen_at_path},
      {{"matchesJsonSchema", "any", "a JSON Schema; a string holds JSON", kSchemaOptions},
       kBoth, 14, &compile_json_schema},
  };
  return kKinds;
}

}  // namespace mimus::match
