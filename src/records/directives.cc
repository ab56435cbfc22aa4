#include <algorithm>
#include <array>
#include <cmath>

#include "compiler.h"
#include "references.h"
#include "text/dates.h"
#include "text/suggest.h"

namespace mimus::records {
namespace {

using Node_ = Result<NodePtr>;

std::optional<double> number_of(const json::Value* value) {
  if (value == nullptr || !value->is_number()) return std::nullopt;
  return value->to_number<double>();
}

Error wrong(std::string message, std::string hint, const Place& place) {
  return at(invalid(std::move(message), std::move(hint)), place);
}

// {"min": a, "max": b}, [a, b], or b alone.
Result<Range> range_of(const json::Value& value, Range fallback, const Place& place) {
  Range range = fallback;
  if (const auto one = number_of(&value)) {
    range.max = *one;
    range.min = std::min(fallback.min, *one);
  } else if (const json::Array* pair = value.if_array(); pair != nullptr && pair->size() == 2 &&
                                                         (*pair)[0].is_number() &&
                                                         (*pair)[1].is_number()) {
    range = {*number_of(&(*pair)[0]), *number_of(&(*pair)[1])};
  } else if (const json::Object* members = value.if_object()) {
    for (const auto& [key, bound] : *members) {
      if (key != "min" && key != "max" && key != "digits")
        return wrong("a range has no '" + std::string(key) + "'", "say {\"min\": 1, \"max\": 10}",
                     place);
      if (!bound.is_number())
        return wrong("a bound must be a number", "say {\"min\": 1, \"max\": 10}",
                     place.member(key));
    }
    range.min = number_of(members->if_contains("min")).value_or(fallback.min);
    range.max = number_of(members->if_contains("max")).value_or(std::max(fallback.max, range.min));
  } else {
    return wrong("a range is a number, [min, max] or {\"min\": …, \"max\": …}",
                 "say {\"min\": 1, \"max\": 10}", place);
  }
  if (range.min > range.max) return wrong("min is above max", "swap them", place);
  return range;
}

bool is_unique(const json::Object& members) {
  const json::Value* unique = members.if_contains("$unique");
  return unique != nullptr && unique->is_bool() && unique->get_bool();
}

Node_ compile_int(Compiler&, const json::Object& members, const json::Value& operand,
                  const Place& place) {
  MIMUS_TRY(const Range range, range_of(operand, {0, 9999}, place));
  if (std::floor(range.max) < std::ceil(range.min))
    return wrong("there is no whole number in this range", "widen it", place);
  return integer_node(std::ceil(range.min), std::floor(range.max), is_unique(members));
}
Node_ compile_float(Compiler&, const json::Object&, const json::Value& operand,
                    const Place& place) {
  MIMUS_TRY(const Range range, range_of(operand, {0, 1}, place));
  const json::Object* members = operand.if_object();
  const double digits =
      number_of(members != nullptr ? members->if_contains("digits") : nullptr).value_or(2);
  if (!(digits >= 0 && digits <= 12))
    return wrong("digits is a number of 0 to 12", "say {\"digits\": 2}", place.member("digits"));
  return number_node(range.min, range.max, static_cast<int>(digits));
}

Result<double> date_of(const json::Value* value, const Place& place) {
  if (value == nullptr) return std::nan("");
  if (const auto ms = number_of(value)) return *ms;
  const json::String* text = value->if_string();
  const auto time = text != nullptr ? text::parse_iso8601(*text) : std::nullopt;
  if (!time)
    return wrong("this is no date", "say \"2026-01-31\" or \"2026-01-31T12:00:00Z\"", place);
  return static_cast<double>(
      std::chrono::floor<std::chrono::milliseconds>(*time).time_since_epoch().count());
}
Node_ compile_date_kind(const json::Value& operand, const Place& place, bool day_only) {
  static const json::Object kNone;
  const json::Object* bounds = operand.if_object();
  if (bounds == nullptr && !operand.is_null())
    return wrong("the bounds of a date are {\"min\": …, \"max\": …}",
                 "say {\"min\": \"2020-01-01\"}", place);
  if (bounds == nullptr) bounds = &kNone;
  for (const auto& [key, value] : *bounds) {
    if (key != "min" && key != "max")
      return wrong("a date has no '" + std::string(key) + "'",
                   "say {\"min\": \"2020-01-01\", \"max\": \"2026-01-01\"}", place);
  }
  MIMUS_TRY(const double min, date_of(bounds->if_contains("min"), place.member("min")));
  MIMUS_TRY(const double max, date_of(bounds->if_contains("max"), place.member("max")));
  if (min > max) return wrong("min lies after max", "swap them", place);
  return date_node(min, max, day_only);
}
Node_ compile_date(Compiler&, const json::Object&, const json::Value& operand, const Place& place) {
  return compile_date_kind(operand, place, true);
}
Node_ compile_datetime(Compiler&, const json::Object&, const json::Value& operand,
                       const Place& place) {
  return compile_date_kind(operand, place, false);
}

Node_ compile_sequence(Compiler&, const json::Object&, const json::Value& operand,
                       const Place& place) {
  if (const auto start = number_of(&operand)) return sequence_node(*start, 1);
  const json::Object* members = operand.if_object();
  if (members == nullptr)
    return wrong("a sequence is its first number, or {\"start\": 1, \"step\": 1}", "say 1", place);
  for (const auto& [key, value] : *members) {
    if ((key != "start" && key != "step") || !value.is_number())
      return wrong("a sequence has start and step, both numbers", "say {\"start\": 1, \"step\": 1}",
                   place.member(key));
  }
  return sequence_node(number_of(members->if_contains("start")).value_or(1),
                       number_of(members->if_contains("step")).value_or(1));
}

Node_ compile_literal(Compiler&, const json::Object&, const json::Value& operand, const Place&) {
  return literal_node(operand);
}
Node_ compile_template(Compiler&, const json::Object&, const json::Value& operand,
                       const Place& place) {
  const json::String* text = operand.if_string();
  if (text == nullptr) return wrong("a template is a text", "say \"{{person.firstName}}\"", place);
  Result<NodePtr> made = text_node(*text);
  if (!made) return at(std::move(made).error(), place);
  return made;
}
Node_ compile_method(Compiler&, const json::Object& members, const json::Value& operand,
                     const Place& place) {
  const json::String* name = operand.if_string();
  if (name == nullptr) return wrong("$method names a method", "say \"person.fullName\"", place);
  json::Array arguments;
  if (const json::Value* given = members.if_contains("$args")) {
    arguments = given->is_array() ? given->get_array() : json::Array{*given};
  }
  Result<fake::Call> call = fake::Call::compile(std::string_view(*name), arguments);
  if (call) return call_node(*std::move(call));
  Error error = std::move(call).error();
  Place where = place;
  if (!error.where.pointer.empty()) {
    where.pointer =
        place.pointer.substr(0, place.pointer.rfind('/')) + "/$args" + error.where.pointer;
    error.where.pointer.clear();
  }
  return at(std::move(error), where);
}

Node_ compile_one_of(Compiler& compiler, const json::Object& members, const json::Value& operand,
                     const Place& place) {
  const json::Array* choices = operand.if_array();
  if (choices == nullptr || choices->empty())
    return wrong("$oneOf is a list of what to choose from", "say [\"red\", \"green\"]", place);
  std::vector<NodePtr> items;
  std::vector<double> weights;
  bool weighted = false;
  for (std::size_t i = 0; i < choices->size(); ++i) {
    const json::Object* row = (*choices)[i].if_object();
    const json::Value* weight = row != nullptr ? row->if_contains("$weight") : nullptr;
    const json::Value* value = weight != nullptr ? row->if_contains("value") : nullptr;
    if (weight != nullptr) {
      const auto number = number_of(weight);
      if (!number || !(*number >= 0) || value == nullptr)
        return wrong("a weighted choice is {\"$weight\": 3, \"value\": …}",
                     "give a weight of 0 or more, and a value", place.element(i));
      weighted = true;
      weights.push_back(*number);
    } else {
      weights.push_back(1);
    }
    const json::Value& item = value != nullptr ? *value : (*choices)[i];
    // Plain texts are meant as they stand: "active", "city"; methods are asked for with {"$method":
    // …} or a template.
    const json::String* text = item.if_string();
    if (text != nullptr && text->find("{{") == json::String::npos) {
      items.push_back(literal_node(item));
      continue;
    }
    MIMUS_TRY(NodePtr node, compiler.node(item, place.element(i)));
    items.push_back(std::move(node));
  }
  if (weighted &&
      std::all_of(weights.begin(), weights.end(), [](double weight) { return weight == 0; }))
    return wrong("every weight is 0", "give one of them a weight", place);
  if (is_unique(members)) return unique_choice_node(std::move(items));
  if (!weighted) weights.clear();
  return choice_node(std::move(items), std::move(weights));
}

Node_ compile_array(Compiler& compiler, const json::Object& members, const json::Value& operand,
                    const Place& place) {
  Place inside = place.element(0);
  inside.pointer = place.pointer;
  inside.of_record = false;
  MIMUS_TRY(NodePtr item, compiler.node(operand, inside));
  Range count{1, 3};
  if (const json::Value* given = members.if_contains("$count")) {
    Place where = place;
    where.pointer = place.pointer.substr(0, place.pointer.rfind('/')) + "/$count";
    if (const auto exactly = number_of(given)) {
      count = {*exactly, *exactly};
    } else {
      MIMUS_TRY(count, range_of(*given, {1, 3}, where));
    }
    if (count.min < 0 || count.max > fake::Engine::kMostItems)
      return wrong("a list has 0 to 10000000 elements", "give a smaller $count", where);
  }
  return array_node(std::move(item), count);
}

Result<std::string> as_of(const json::Object& members, const Place& place) {
  const json::Value* as = members.if_contains("$as");
  if (as == nullptr) return std::string();
  if (!as->is_string()) return wrong("$as is a name", "say \"seller\"", place);
  return std::string(as->get_string());
}
Node_ compile_ref(Compiler& compiler, const json::Object& members, const json::Value& operand,
                  const Place& place) {
  MIMUS_TRY(Compiler::Target target, compiler.target(operand, place));
  MIMUS_TRY(std::string as, as_of(members, place));
  return reference_node(target.type, std::move(target.field), std::move(as));
}
Node_ compile_many(Compiler& compiler, const json::Object& members, const json::Value& operand,
                   const Place& place) {
  if (!place.of_record)
    return wrong("$many stands in a record, not in the elements of a list",
                 "move it out of the list", place);
  MIMUS_TRY(Compiler::Target target, compiler.target(operand, place));
  MIMUS_TRY(std::string as, as_of(members, place));
  return many_node(target.type, std::move(target.field), std::move(as));
}

constexpr Directive kDirectives[] = {
    {{"$array", "a list of one schema; with $count: 3 or {min, max}",
      R"({"$array": "word.noun", "$count": {"min": 0, "max": 5}})"},
     compile_array},
    {{"$date", "a day, with bounds", R"({"$date": {"min": "2020-01-01", "max": "2026-01-01"}})"},
     compile_date},
    {{"$datetime", "a time, with bounds", R"({"$datetime": {"min": "2020-01-01"}})"},
     compile_datetime},
    {{"$float", "a number, with bounds and digits",
      R"({"$float": {"min": 0, "max": 5, "digits": 1}})"},
     compile_float},
    {{"$int", "a whole number, with bounds", R"({"$int": {"min": 18, "max": 99}})"}, compile_int},
    {{"$literal", "this value as it stands", R"({"$literal": "person.fullName"})"},
     compile_literal},
    {{"$many", "a field of all records that refer to this one", R"({"$many": "order.id"})"},
     compile_many},
    {{"$method", "a method by name, with $args",
      R"({"$method": "number.int", "$args": [{"max": 5}]})"},
     compile_method},
    {{"$oneOf", "one of a list; {\"$weight\": 3, \"value\": …} for weights",
      R"({"$oneOf": ["new", {"$weight": 3, "value": "paid"}]})"},
     compile_one_of},
    {{"$ref", "a field of the record that this one belongs to; $as: the relation's name",
      R"({"$ref": "user.id"})"},
     compile_ref},
    {{"$sequence", "numbers in a row: the first, or {start, step}", R"({"$sequence": 1000})"},
     compile_sequence},
    {{"$template", "text with {{methods}} and {{this.field}}",
      R"({"$template": "{{this.name}} <{{this.email}}>"})"},
     compile_template},
};

NodePtr int_or_id(const Place& place) {
  const bool id = place.of_record && place.field == "id";
  return id ? sequence_node(1, 1) : integer_node(0, 9999, false);
}
constexpr Shorthand kShorthands[] = {
    {{"age", "whole years, fitting the date of birth", "\"age\""},
     "",
     [](const Place&) { return coherent_node("person.age"); }},
    {{"birthdate", "the person's date of birth, as a day", "\"birthdate\""},
     "date_time.date_of_birth"},
    {{"bool", "true or false", "\"bool\""}, "datatype.boolean"},
    {{"boolean", "true or false", "\"boolean\""}, "datatype.boolean"},
    {{"date", "a day of the last year", "\"date\""},
     "",
     [](const Place&) { return date_node(std::nan(""), std::nan(""), true); }},
    {{"datetime", "a time of the last year", "\"datetime\""},
     "",
     [](const Place&) { return date_node(std::nan(""), std::nan(""), false); }},
    {{"float", "a number of 0 to 1000 with two digits", "\"float\""},
     "",
     [](const Place&) { return number_node(0, 1000, 2); }},
    {{"id", "the record's number, from 1", "\"id\""},
     "",
     [](const Place&) { return sequence_node(1, 1); }},
    {{"int", "a whole number of 0 to 9999; in a field called id: the record's number", "\"int\""},
     "",
     int_or_id},
    {{"integer", "as int", "\"integer\""}, "", int_or_id},
    {{"number", "as float", "\"number\""},
     "",
     [](const Place&) { return number_node(0, 1000, 2); }},
    {{"phone", "a phone number", "\"phone\""}, "phone.number"},
    {{"sentence", "a sentence", "\"sentence\""}, "lorem.sentence"},
    {{"sequence", "the record's number, from 1", "\"sequence\""},
     "",
     [](const Place&) { return sequence_node(1, 1); }},
    {{"sex", "F or M, fitting the name", "\"sex\""},
     "",
     [](const Place&) { return coherent_node("person.sexLetter"); }},
    {{"string", "a word", "\"string\""}, "lorem.word"},
    {{"username", "fitting the name", "\"username\""}, "internet.username"},
    {{"uuid", "a UUID of version 4", "\"uuid\""}, "string.uuid"},
};

template <std::size_t kCount, class Row>
std::array<Word, kCount> words(const Row (&rows)[kCount]) {
  std::array<Word, kCount> all;
  for (std::size_t i = 0; i < kCount; ++i) all[i] = rows[i].word;
  return all;
}

}  // namespace

std::span<const Directive> directive_table() {
  return kDirectives;
}
std::span<const Shorthand> shorthand_table() {
  return kShorthands;
}
const Shorthand* find_shorthand(std::string_view name) {
  const auto* found = std::find_if(std::begin(kShorthands), std::end(kShorthands),
                                   [&](const Shorthand& row) { return row.word.name == name; });
  return found != std::end(kShorthands) ? found : nullptr;
}

std::span<const Word> shorthands() {
  static const auto kWords = words(kShorthands);
  return kWords;
}
std::span<const Word> directives() {
  static const auto kWords = words(kDirectives);
  return kWords;
}

}  // namespace mimus::records
