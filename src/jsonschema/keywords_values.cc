// Keywords about a value by itself: its kind, its size, its text.
#include <algorithm>
#include <cmath>

#include "draft.h"
#include "formats.h"
#include "number.h"

namespace mimus::jsonschema {
namespace {

constexpr std::uint8_t kind_bit(boost::json::kind kind) {
  return static_cast<std::uint8_t>(1u << static_cast<unsigned>(kind));
}

constexpr std::uint8_t kIntegers =
    kind_bit(boost::json::kind::int64) | kind_bit(boost::json::kind::uint64);
constexpr std::uint8_t kDoubles = kind_bit(boost::json::kind::double_);

struct TypeRow {
  std::string_view name;
  std::uint8_t kinds;
};
constexpr TypeRow kTypes[] = {
    {"null", kind_bit(boost::json::kind::null)},
    {"boolean", kind_bit(boost::json::kind::bool_)},
    {"object", kind_bit(boost::json::kind::object)},
    {"array", kind_bit(boost::json::kind::array)},
    {"string", kind_bit(boost::json::kind::string)},
    {"number", kIntegers | kDoubles},
    {"integer", kIntegers | kDoubles},
};

struct SizeRow {
  std::string_view keyword;
  Op op;
};
constexpr SizeRow kSizes[] = {
    {"minLength", Op::kMinLength},         {"maxLength", Op::kMaxLength},
    {"minItems", Op::kMinItems},           {"maxItems", Op::kMaxItems},
    {"minProperties", Op::kMinProperties}, {"maxProperties", Op::kMaxProperties},
};

bool is_true(const json::Value* value) {
  return value != nullptr && value->is_bool() && value->get_bool();
}

// OpenAPI descriptions of either version have the other version's exclusiveMinimum now and then;
// what they mean is plain.
bool is_openapi(const Draft& draft) {
  const Dialect dialect = draft.language.row->dialect;
  return dialect == Dialect::kOpenApi30 || dialect == Dialect::kOpenApi31;
}

// exclusiveMinimum can be a switch beside minimum.
bool takes_switch(const Draft& draft) {
  return draft.language.row->boolean_exclusive || is_openapi(draft);
}

}  // namespace

Status compile_type(Draft& draft, const json::Value& operand) {
  std::vector<std::string_view> names;
  if (operand.is_string()) names.emplace_back(operand.get_string());
  if (operand.is_array()) {
    for (const json::Value& name : operand.get_array()) {
      if (!name.is_string())
        return bad_operand(draft, "the name of a type, or a list of such names");
      names.emplace_back(name.get_string());
    }
  } else if (!operand.is_string()) {
    return bad_operand(draft, "the name of a type, or a list of such names");
  }
  std::uint8_t kinds = 0;
  bool number = false;
  bool integer = false;
  for (const std::string_view name : names) {
    const auto* const row = std::find_if(std::begin(kTypes), std::end(kTypes),
                                         [&](const TypeRow& r) { return r.name == name; });
    if (row == std::end(kTypes)) {
      return invalid("there is no type '" + std::string(name) + "'",
                     "expected one of null, boolean, object, array, string, number, integer");
    }
    kinds |= row->kinds;
    number = number || name == "number";
    integer = integer || name == "integer";
  }
  draft.node.kinds &= kinds;
  draft.node.whole = integer && !number;
  return Done{};
}

Status compile_nullable(Draft& draft, const json::Value& operand) {
  if (!operand.is_bool()) return bad_operand(draft, "true or false");
  draft.node.nullable = operand.get_bool();
  return Done{};
}

Status compile_const(Draft& draft, const json::Value& operand) {
  draft.add(Op::kConst, keep(draft.source.program().constants, operand));
  return Done{};
}

Status compile_enum(Draft& draft, const json::Value& operand) {
  if (!operand.is_array()) return bad_operand(draft, "a list of values");
  Enum rows;
  std::vector<std::string> strings;
  for (const json::Value& value : operand.get_array()) {
    rows.values.push_back(value);
    if (value.is_string() && std::find(strings.begin(), strings.end(),
                                       std::string_view(value.get_string())) == strings.end()) {
      strings.emplace_back(value.get_string());
    }
  }
  rows.only_strings = std::all_of(rows.values.begin(), rows.values.end(),
                                  [](const json::Value& v) { return v.is_string(); });
  rows.strings = StringTable(std::move(strings));
  draft.add(Op::kEnum, keep(draft.source.program().enums, std::move(rows)));
  return Done{};
}

Status compile_annotation(Draft& draft, const json::Value& operand) {
  if (!draft.annotations) draft.annotations.emplace();
  if (draft.keyword->name == "default") {
    draft.annotations->defaults.push_back(operand);
  } else if (draft.keyword->name == "example" || !operand.is_array()) {
    draft.annotations->examples.push_back(operand);
  } else {
    for (const json::Value& example : operand.get_array())
      draft.annotations->examples.push_back(example);
  }
  return Done{};
}

Status compile_format(Draft& draft, const json::Value& operand) {
  if (!operand.is_string()) return bad_operand(draft, "the name of a format");
  const Format* const format = find_format(operand.get_string(), draft.language.row->dialect);
  if (format == nullptr) return Done{};
  const bool asserts = draft.source.options().formats == Formats::kAssert ||
                       (draft.language.vocabularies & kFormatAssertion) != 0;
  // b: whether it decides, or only helps the sampler
  draft.add(format->accepts_number != nullptr ? Op::kNumberFormat : Op::kFormat,
            keep(draft.source.program().formats, format), asserts ? 1 : 0);
  return Done{};
}

Status compile_bound(Draft& draft, const json::Value& operand) {
  if (!operand.is_number()) return bad_operand(draft, "a number");
  const bool lower = draft.keyword->name == "minimum";
  const bool exclusive = takes_switch(draft) &&
                         is_true(draft.sibling(lower ? "exclusiveMinimum" : "exclusiveMaximum"));
  const Op op = lower ? (exclusive ? Op::kExclusiveMinimum : Op::kMinimum)
                      : (exclusive ? Op::kExclusiveMaximum : Op::kMaximum);
  draft.add(op, keep(draft.source.program().constants, operand));
  return Done{};
}

Status compile_exclusive_bound(Draft& draft, const json::Value& operand) {
  if (operand.is_bool() && takes_switch(draft)) return Done{};  // "minimum" asks for it
  const bool number = !draft.language.row->boolean_exclusive || is_openapi(draft);
  if (!number) return bad_operand(draft, "true or false");
  if (!operand.is_number()) return bad_operand(draft, "a number");
  draft.add(
      draft.keyword->name == "exclusiveMinimum" ? Op::kExclusiveMinimum : Op::kExclusiveMaximum,
      keep(draft.source.program().constants, operand));
  return Done{};
}

Status compile_multiple_of(Draft& draft, const json::Value& operand) {
  if (!operand.is_number() || compare_numbers(operand, json::Value(0)) <= 0)
    return bad_operand(draft, "a number above 0");
  draft.add(Op::kMultipleOf, keep(draft.source.program().constants, operand));
  return Done{};
}

Status compile_size(Draft& draft, const json::Value& operand) {
  const bool whole =
      operand.is_number() && (!operand.is_double() || is_integral(operand.get_double()));
  if (!whole || compare_numbers(operand, json::Value(0)) < 0)
    return bad_operand(draft, "a whole number, 0 or more");
  constexpr std::uint32_t kMost = 0xffffffff;
  const std::uint32_t size = compare_numbers(operand, json::Value(kMost)) >= 0
                                 ? kMost
                                 : static_cast<std::uint32_t>(operand.to_number<double>());
  const auto* const row = std::find_if(std::begin(kSizes), std::end(kSizes), [&](const SizeRow& r) {
    return r.keyword == draft.keyword->name;
  });
  draft.add(row->op, size);
  return Done{};
}

Status compile_pattern(Draft& draft, const json::Value& operand) {
  if (!operand.is_string()) return bad_operand(draft, "a regular expression");
  MIMUS_TRY(const std::uint32_t pattern, draft.source.pattern(operand.get_string()));
  draft.add(Op::kPattern, pattern);
  return Done{};
}

Status compile_unique_items(Draft& draft, const json::Value& operand) {
  if (!operand.is_bool()) return bad_operand(draft, "true or false");
  if (operand.get_bool()) draft.add(Op::kUniqueItems);
  return Done{};
}

}  // namespace mimus::jsonschema
