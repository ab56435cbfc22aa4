#include <algorithm>
#include <cmath>

#include "helper.h"

// What every dialect has: if, unless, each, with, lookup, log.
namespace mimus::handlebars {
namespace {

// Handlebars.js' isEmpty(): 0 is not.
bool is_empty(const Value& value) {
  if (value.is_number()) return std::isnan(value.to_double().value_or(0));
  return !truthy(value);
}

Result<Value> conditional(Call& call, std::string_view name, bool wanted) {
  if (call.size() != 1)
    return call.fail('#' + std::string(name) + " requires exactly one argument");
  const bool zero_counts = truthy(call.hash("includeZero"));
  const bool holds = zero_counts ? !is_empty(call.arg(0)) : truthy(call.arg(0));
  MIMUS_TRY_DONE(holds == wanted ? call.block() : call.inverse());
  return Value();
}

Result<Value> if_helper(Call& call) {
  return conditional(call, "if", true);
}
Result<Value> unless_helper(Call& call) {
  return conditional(call, "unless", false);
}

// Handlebars.java's words for @first, @last, @odd and @even.
struct Words {
  Value first, last, odd, even;
};
Words words(const Dialect& dialect, std::size_t index, std::size_t size) {
  const bool first = index == 0;
  const bool last = index + 1 == size;
  const bool even = index % 2 == 0;
  if (!dialect.first_last_words) {
    return {Value::boolean(first), Value::boolean(last), Value::boolean(!even),
            Value::boolean(even)};
  }
  return {Value::text(first ? "first" : ""), Value::text(last ? "last" : ""),
          Value::text(even ? "" : "odd"), Value::text(even ? "even" : "")};
}

Result<Value> each_helper(Call& call) {
  if (call.size() != 1) return call.fail("Must pass iterator to #each");
  const Value over = call.arg(0);
  const std::size_t size = size_of(over);
  const bool map = over.is_map_like();
  for (std::size_t i = 0; i < size; ++i) {
    const Entry entry = entry_of(over, i, call.arena());
    const Value index = Value::number(static_cast<std::int64_t>(i));
    const Value key = map ? Value::text(entry.name) : index;
    const Words is = words(call.dialect(), i, size);
    const Entry data[] = {{"index", index},  {"key", key},    {"first", is.first},
                          {"last", is.last}, {"odd", is.odd}, {"even", is.even}};
    const Value params[] = {entry.value, key};
    const Value context = entry.value.is_absent() ? Value::null() : entry.value;
    MIMUS_TRY_DONE(call.block({context, data, params, i}));
  }
  if (size == 0) MIMUS_TRY_DONE(call.inverse());
  return Value();
}

Result<Value> with_helper(Call& call) {
  if (call.size() != 1) return call.fail("#with requires exactly one argument");
  if (is_empty(call.arg(0))) {
    MIMUS_TRY_DONE(call.inverse());
  } else {
    const Value params[] = {call.arg(0)};
    MIMUS_TRY_DONE(call.block({call.arg(0), {}, params}));
  }
  return Value();
}

Result<Value> lookup_helper(Call& call) {
  if (call.arg(0).is_nothing()) return call.arg(0);
  return member(call.arg(0), call.text(1), call.dialect(), call.arena());
}

Result<Value> log_helper(Call&) {
  return Value();
}

using Use = HelperRow::Use;
constexpr HelperRow kRows[] = {
    {"if", &if_helper, "{{#if x}}…{{else if y}}…{{else}}…{{/if}}",
     "the first part whose condition holds", Use::kBlock},
    {"unless", &unless_helper, "{{#unless x}}…{{/unless}}",
     "the inside when the condition does not hold", Use::kBlock},
    {"each", &each_helper, "{{#each list as |item index|}}…{{else}}…{{/each}}",
     "the inside for each element or member: this, @index, @key, @first, @last", Use::kBlock},
    {"with", &with_helper, "{{#with x as |name|}}…{{/with}}", "the inside with x as this",
     Use::kBlock},
    {"lookup", &lookup_helper, "{{lookup object key}}", "the member whose name is worked out"},
    {"log", &log_helper, "{{log x}}", "nothing; for templates that come from elsewhere"},
};

}  // namespace

HelperTable builtin_helpers() {
  return kRows;
}

const HelperRow* find_helper(HelperTables tables, std::string_view name) {
  for (const HelperTable& table : tables) {
    const auto row = std::find_if(table.begin(), table.end(),
                                  [&](const HelperRow& known) { return known.name == name; });
    if (row != table.end()) return &*row;
  }
  return nullptr;
}

}  // namespace mimus::handlebars
