#include <algorithm>
#include <array>
#include <cmath>

#include "json_equal.h"
#include "matcher.h"
#include "text/encoding.h"

namespace mimus::match {
namespace {

// ---- operands ----------------------------------------------------------------------------------

std::string_view kind_name(const json::Value& value) {
  switch (value.kind()) {
    case boost::json::kind::null: return "null";
    case boost::json::kind::bool_: return "a boolean";
    case boost::json::kind::string: return "a string";
    case boost::json::kind::array: return "an array";
    case boost::json::kind::object: return "an object";
    default: return "a number";
  }
}

Error wants(std::string_view what, const json::Value& got, std::string hint = {}) {
  return invalid("expected " + std::string(what) + ", got " + std::string(kind_name(got)), std::move(hint));
}

std::string_view view(const json::String& string) { return {string.data(), string.size()}; }

// A string, or the text of a number or boolean: in YAML one easily stands for the other.
Result<std::string> text_operand(const json::Value& operand) {
  if (const json::String* string = operand.if_string()) return std::string(view(*string));
  if (operand.is_number() || operand.is_bool()) return json::write(operand);
  return wants("a string", operand, operand.is_null() ? "write {\"absent\": true} for a missing value" : "");
}

Result<double> number_operand(const json::Value& operand) {
  if (!operand.is_number()) return wants("a number", operand);
  return operand.to_number<double>();
}

// ---- one value ---------------------------------------------------------------------------------

using OnText = bool (*)(const Matcher&, std::string_view);

template <OnText kHolds>
bool on_text(const Matcher& matcher, const Sample& sample, Arena& arena) {
  return kHolds(matcher, sample.text(arena));
}

bool same(const Matcher& m, std::string_view text) { return text == m.text; }
bool same_ignoring_case(const Matcher& m, std::string_view text) {
  return text::equal_ignoring_case(text, m.text);
}
bool contains(const Matcher& m, std::string_view text) { return text.find(m.text) != text.npos; }
bool starts(const Matcher& m, std::string_view text) { return text.starts_with(m.text); }
bool ends(const Matcher& m, std::string_view text) { return text.ends_with(m.text); }
bool fits_regex(const Matcher& m, std::string_view text) {
  return m.regex->full_match(text) == regex::Regex::Outcome::kYes;
}

bool same_json(const Matcher& matcher, const Sample& sample, Arena&) {
  if (sample.json() != nullptr && json_equal(*sample.json(), matcher.operand)) return true;
  return matcher.operand.is_string() && sample.raw() == view(matcher.operand.get_string());
}

template <OnText kHolds>
Result<Matcher> compile_text(const json::Value& operand, Place) {
  Matcher matcher;
  MIMUS_TRY(matcher.text, text_operand(operand));
  matcher.on_value = &on_text<kHolds>;
  return matcher;
}

Result<Matcher> compile_equals(const json::Value& operand, Place place) {
  if (place != Place::kBody) return compile_text<&same>(operand, place);
  Matcher matcher;
  if (operand.is_string()) matcher.text = view(operand.get_string());
  matcher.on_value = &same_json;
  return matcher;
}

Result<Matcher> compile_regex(const json::Value& operand, Place place) {
  MIMUS_TRY(Matcher matcher, compile_text<&fits_regex>(operand, place));
  MIMUS_TRY(matcher.regex, regex::Regex::compile(matcher.text));
  return matcher;
}

bool any_nested(const Matcher& matcher, const Sample& sample, Arena& arena) {
  return std::any_of(matcher.nested.begin(), matcher.nested.end(), [&](const Matchers& nested) {
    return nested.hold({&sample, 1}, arena);
  });
}

Result<std::vector<Matchers>> nested_operands(const json::Value& operand, Place place) {
  std::vector<Matchers> nested;
  const json::Array* array = operand.if_array();
  if (array == nullptr) {
    MIMUS_TRY(Matchers one, Matchers::compile(operand, place));
    nested.push_back(std::move(one));
    return nested;
  }
  for (const json::Value& item : *array) {
    MIMUS_TRY(Matchers one, Matchers::compile(item, place));
    nested.push_back(std::move(one));
  }
  return nested;
}

Result<Matcher> compile_one_of(const json::Value& operand, Place place) {
  if (!operand.is_array()) return wants("an array", operand, "write [a, b]");
  Matcher matcher;
  MIMUS_TRY(matcher.nested, nested_operands(operand, place));
  matcher.on_value = &any_nested;
  return matcher;
}

// ---- numbers -----------------------------------------------------------------------------------

using OnNumber = bool (*)(const Matcher&, double);

template <OnNumber kHolds>
bool on_number(const Matcher& matcher, const Sample& sample, Arena&) {
  const std::optional<double> number = sample.number();
  return number && kHolds(matcher, *number);
}

bool greater(const Matcher& m, double x) { return x > m.low; }
bool at_least(const Matcher& m, double x) { return x >= m.low; }
bool less(const Matcher& m, double x) { return x < m.low; }
bool at_most(const Matcher& m, double x) { return x <= m.low; }
bool within(const Matcher& m, double x) { return x >= m.low && x <= m.high; }

template <OnNumber kHolds>
Result<Matcher> compile_number(const json::Value& operand, Place) {
  Matcher matcher;
  MIMUS_TRY(matcher.low, number_operand(operand));
  matcher.on_value = &on_number<kHolds>;
  return matcher;
}

Result<Matcher> compile_between(const json::Value& operand, Place) {
  const json::Array* array = operand.if_array();
  if (array == nullptr || array->size() != 2) return wants("two numbers", operand, "write [1, 5]");
  Matcher matcher;
  MIMUS_TRY(matcher.low, number_operand(array->front()));
  MIMUS_TRY(matcher.high, number_operand(array->back()));
  if (matcher.low > matcher.high) return invalid("the first number is larger than the second", "swap them");
  matcher.on_value = &on_number<&within>;
  return matcher;
}

// Asks the nested matcher about a number that we counted ourselves.
bool holds_for_number(const Matcher& matcher, std::size_t number, Arena& arena) {
  const json::Value value(static_cast<std::uint64_t>(number));
  const Sample sample(&value);
  return matcher.nested.front().hold({&sample, 1}, arena);
}

std::size_t code_points(std::string_view text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

bool length_holds(const Matcher& matcher, const Sample& sample, Arena& arena) {
  std::size_t length = 0;
  if (const json::Value* value = sample.json(); value != nullptr && value->is_array()) {
    length = value->get_array().size();
  } else if (value != nullptr && value->is_object()) {
    length = value->get_object().size();
  } else {
    length = code_points(sample.text(arena));
  }
  return holds_for_number(matcher, length, arena);
}

// A number, or a matcher for one: {"gte": 2}. As JSON, so that 2 is 2.0.
Result<Matcher> compile_counted(const json::Value& operand) {
  if (!operand.is_number() && !operand.is_object()) {
    return wants("a number or a matcher", operand, "write 2, or {\"gte\": 2}");
  }
  Matcher matcher;
  MIMUS_TRY(Matchers nested, Matchers::compile(operand, Place::kBody));
  matcher.nested.push_back(std::move(nested));
  return matcher;
}

Result<Matcher> compile_length(const json::Value& operand, Place) {
  MIMUS_TRY(Matcher matcher, compile_counted(operand));
  matcher.on_value = &length_holds;
  return matcher;
}

// ---- types -------------------------------------------------------------------------------------

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

bool is_of_type(const Matcher& matcher, const Sample& sample, Arena&) {
  if (sample.json() == nullptr) return false;
  const auto row = std::find_if(std::begin(kTypeNames), std::end(kTypeNames),
                                [&](const TypeName& type) { return type.name == matcher.text; });
  return row->is(*sample.json());
}

Result<Matcher> compile_type(const json::Value& operand, Place place) {
  if (place != Place::kBody) return invalid("only bodies have types", "write a regex, or gte and lte");
  Matcher matcher;
  MIMUS_TRY(matcher.text, text_operand(operand));
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

// ---- the list of values ------------------------------------------------------------------------

// The elements of a JSON array are repeated values as well.
template <class Use>
bool with_elements(std::span<const Sample> samples, Arena& arena, Use use) {
  if (samples.size() != 1 || samples[0].json() == nullptr || !samples[0].json()->is_array()) {
    return use(samples);
  }
  Samples elements(arena);
  for (const json::Value& element : samples[0].json()->get_array()) elements.add(Sample(&element));
  return use(elements.view());
}

template <OnText kHolds>
bool no_text(const Matcher& matcher, std::span<const Sample> samples, Arena& arena) {
  return std::none_of(samples.begin(), samples.end(), [&](const Sample& sample) {
    return kHolds(matcher, sample.text(arena));
  });
}

Result<Matcher> compile_not_contains(const json::Value& operand, Place) {
  Matcher matcher;
  MIMUS_TRY(matcher.text, text_operand(operand));
  matcher.on_list = &no_text<&contains>;
  return matcher;
}

Result<Matcher> compile_not_regex(const json::Value& operand, Place place) {
  MIMUS_TRY(Matcher matcher, compile_regex(operand, place));
  matcher.on_value = nullptr;
  matcher.on_list = &no_text<&fits_regex>;
  return matcher;
}

template <bool kWanted>
bool there(const Matcher& matcher, std::span<const Sample> samples, Arena&) {
  return samples.empty() != (matcher.operand.get_bool() == kWanted);
}

template <bool kWanted>
Result<Matcher> compile_presence(const json::Value& operand, Place) {
  if (!operand.is_bool()) return wants("true or false", operand);
  Matcher matcher;
  matcher.on_list = &there<kWanted>;
  return matcher;
}

bool does_not_hold(const Matcher& matcher, std::span<const Sample> samples, Arena& arena) {
  return !matcher.nested.front().hold(samples, arena);
}

Result<Matcher> compile_not(const json::Value& operand, Place place) {
  Matcher matcher;
  MIMUS_TRY(Matchers nested, Matchers::compile(operand, place));
  matcher.nested.push_back(std::move(nested));
  matcher.on_list = &does_not_hold;
  return matcher;
}

bool count_holds(const Matcher& matcher, std::span<const Sample> samples, Arena& arena) {
  return with_elements(samples, arena, [&](std::span<const Sample> values) {
    return holds_for_number(matcher, values.size(), arena);
  });
}

Result<Matcher> compile_count(const json::Value& operand, Place) {
  MIMUS_TRY(Matcher matcher, compile_counted(operand));
  matcher.on_list = &count_holds;
  return matcher;
}

bool includes(const Matcher& matcher, std::span<const Sample> samples, Arena& arena) {
  return with_elements(samples, arena, [&](std::span<const Sample> values) {
    return std::all_of(matcher.nested.begin(), matcher.nested.end(), [&](const Matchers& wanted) {
      return std::any_of(values.begin(), values.end(),
                         [&](const Sample& value) { return wanted.hold({&value, 1}, arena); });
    });
  });
}

// Every wanted one gets a value of its own: an augmenting path for each (Kuhn's bipartite matching).
class Pairing {
 public:
  Pairing(std::span<const Matchers> wanted, std::span<const Sample> values, Arena& arena)
      : wanted_(wanted), values_(values), arena_(arena), owner_(arena.array<int>(values.size())),
        tried_(arena.array<bool>(values.size())) {
    std::fill(owner_.begin(), owner_.end(), -1);
  }

  bool complete() {
    for (std::size_t i = 0; i < wanted_.size(); ++i) {
      std::fill(tried_.begin(), tried_.end(), false);
      if (!place(static_cast<int>(i))) return false;
    }
    return true;
  }

 private:
  bool place(int wanted) {
    for (std::size_t j = 0; j < values_.size(); ++j) {
      if (tried_[j] || !wanted_[static_cast<std::size_t>(wanted)].hold({&values_[j], 1}, arena_)) continue;
      tried_[j] = true;
      if (owner_[j] >= 0 && !place(owner_[j])) continue;
      owner_[j] = wanted;
      return true;
    }
    return false;
  }

  std::span<const Matchers> wanted_;
  std::span<const Sample> values_;
  Arena& arena_;
  std::span<int> owner_;
  std::span<bool> tried_;
};

bool has_exactly(const Matcher& matcher, std::span<const Sample> samples, Arena& arena) {
  return with_elements(samples, arena, [&](std::span<const Sample> values) {
    return values.size() == matcher.nested.size() && Pairing(matcher.nested, values, arena).complete();
  });
}

template <auto kHolds>
Result<Matcher> compile_list(const json::Value& operand, Place place) {
  if (!operand.is_array()) return wants("an array", operand, "write [a, b]");
  Matcher matcher;
  MIMUS_TRY(matcher.nested, nested_operands(operand, place));
  matcher.on_list = kHolds;
  return matcher;
}

// ---- the table ---------------------------------------------------------------------------------

constexpr MatcherKind kKinds[] = {
    {{"equals", "any", "the same text; in a body the same JSON value"}, 1, &compile_equals},
    {{"equalsIgnoreCase", "string", "the same text, ASCII letters in either case"},
     1, &compile_text<&same_ignoring_case>},
    {{"contains", "string", "the text somewhere inside"}, 2, &compile_text<&contains>},
    {{"notContains", "string", "the text in none of the values"}, 2, &compile_not_contains},
    {{"startsWith", "string", "the text at the beginning"}, 1, &compile_text<&starts>},
    {{"endsWith", "string", "the text at the end"}, 1, &compile_text<&ends>},
    {{"regex", "string", "a regular expression for the whole text"}, 8, &compile_regex},
    {{"matches", "string", "the same as regex"}, 8, &compile_regex},
    {{"notRegex", "string", "a regular expression that fits none of the values"}, 8, &compile_not_regex},
    {{"absent", "boolean", "true: there is no such value"}, 0, &compile_presence<false>},
    {{"present", "boolean", "true: there is such a value, be it empty"}, 0, &compile_presence<true>},
    {{"oneOf", "array", "equals one of these, or fits one of these matchers"}, 2, &compile_one_of},
    {{"gt", "number", "a number greater than this"}, 2, &compile_number<&greater>},
    {{"gte", "number", "a number of at least this"}, 2, &compile_number<&at_least>},
    {{"lt", "number", "a number less than this"}, 2, &compile_number<&less>},
    {{"lte", "number", "a number of at most this"}, 2, &compile_number<&at_most>},
    {{"between", "array", "a number from the first to the second, both included"}, 2, &compile_between},
    {{"not", "matcher", "the matcher inside does not hold, or the value is absent"}, 8, &compile_not},
    {{"count", "any", "how often the value is there: a number, or a matcher for it"}, 1, &compile_count},
    {{"hasExactly", "array", "these values (or values for these matchers), in any order, and no other"},
     9, &compile_list<&has_exactly>},
    {{"includes", "array", "these values (or values for these matchers) are among the values"},
     9, &compile_list<&includes>},
    {{"type", "string", "of a body: string, number, integer, boolean, array, object or null"},
     0, &compile_type},
    {{"length", "any", "characters, elements or members: a number, or a matcher for it"}, 3, &compile_length},
};

}  // namespace

std::span<const MatcherKind> matcher_kinds() { return kKinds; }

std::span<const MatcherRow> matcher_table(Manner) {
  static constexpr auto kRows = [] {
    std::array<MatcherRow, std::size(kKinds)> rows{};
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = kKinds[i].row;
    return rows;
  }();
  return kRows;
}

}  // namespace mimus::match
