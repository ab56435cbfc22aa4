#include <cmath>

#include "comparing.h"
#include "wiremock.h"

// eq, neq, gt, gte, lt, lte, and, or, not: `true` or `false`, yes= and no=, or a block; contains;
// isEven, isOdd, stripes.
namespace mimus::helpers {
namespace {

using handlebars::HelperRow;
using handlebars::truthy;
using Use = HelperRow::Use;

Result<Value> decided(Call& call, bool holds) {
  if (call.is_block()) {
    MIMUS_TRY_DONE(holds ? call.block() : call.inverse());
    return Value();
  }
  const Value word = call.hash(holds ? "yes" : "no");
  return word.is_absent() ? Value::boolean(holds) : word;
}

Result<Value> eq(Call& call) {
  return decided(call, call.size() > 1 && java_equals(call.arg(0), call.arg(1), call.arena()));
}
Result<Value> neq(Call& call) {
  return decided(call, call.size() < 2 || !java_equals(call.arg(0), call.arg(1), call.arena()));
}

template <class Accept>
Result<Value> compared(Call& call, Accept accept) {
  MIMUS_TRY(const int order, java_compare(call, call.arg(0), call.arg(1)));
  return decided(call, accept(order));
}

Result<Value> gt(Call& call) {
  return compared(call, [](int order) { return order > 0; });
}
Result<Value> gte(Call& call) {
  return compared(call, [](int order) { return order >= 0; });
}
Result<Value> lt(Call& call) {
  return compared(call, [](int order) { return order < 0; });
}
Result<Value> lte(Call& call) {
  return compared(call, [](int order) { return order <= 0; });
}

Result<Value> and_helper(Call& call) {
  bool holds = true;
  for (const Value& value : call.args()) holds = holds && truthy(value);
  return decided(call, holds);
}

Result<Value> or_helper(Call& call) {
  bool holds = false;
  for (const Value& value : call.args()) holds = holds || truthy(value);
  return decided(call, holds);
}

Result<Value> not_helper(Call& call) {
  return decided(call, !truthy(call.arg(0)));
}

// Without {{else}}: a block that does not hold prints nothing.
Result<Value> shown(Call& call, bool holds) {
  if (!call.is_block()) return Value::boolean(holds);
  if (holds) MIMUS_TRY_DONE(call.block());
  return Value();
}

Result<Value> contains(Call& call) {
  if (call.size() < 2) {
    return complaint(
        call, "You must specify the string or array to be matched and the regular expression");
  }
  if (!call.arg(1).is_text()) return class_cast(call, call.arg(1), "java.lang.String");
  const Value where = call.arg(0);
  const std::string_view what = call.arg(1).as_text();
  if (where.is_nothing()) return shown(call, false);
  if (!where.is_list_like() || where.kind() == Value::Kind::kObject) {
    return shown(call, call.text(where).find(what) != std::string_view::npos);
  }
  for (std::size_t i = 0; i < handlebars::size_of(where); ++i) {
    const Value item = handlebars::entry_of(where, i, call.arena()).value;
    if (item.is_text() && item.as_text() == what) return shown(call, true);
  }
  return shown(call, false);
}

bool is_odd_number(double number) {
  return std::fmod(std::trunc(number), 2) != 0;
}

Result<Value> when_odd(Call& call, bool odd, std::string_view word) {
  const auto number = subject(call).to_double();
  if (!number || is_odd_number(*number) != odd) return Value();
  return call.size() > 1 ? call.arg(1) : Value::text(word);
}

Result<Value> is_even(Call& call) {
  return when_odd(call, false, "even");
}
Result<Value> is_odd(Call& call) {
  return when_odd(call, true, "odd");
}

Result<Value> stripes(Call& call) {
  const auto number = subject(call).to_double();
  if (!number) return Value();
  return call.arg(is_odd_number(*number) ? 2 : 1);
}

constexpr HelperRow kRows[] = {
    {"eq", &eq, "{{eq a b}}, {{#eq a b}}…{{else}}…{{/eq}}",
     "whether both are equal; yes= and no= say other words", Use::kEither},
    {"neq", &neq, "{{neq a b}}", "whether both differ", Use::kEither},
    {"gt", &gt, "{{gt a b}}", "whether a is greater than b; both of one type", Use::kEither},
    {"gte", &gte, "{{gte a b}}", "whether a is greater than b or equal", Use::kEither},
    {"lt", &lt, "{{lt a b}}", "whether a is less than b", Use::kEither},
    {"lte", &lte, "{{lte a b}}", "whether a is less than b or equal", Use::kEither},
    {"and", &and_helper, "{{and a b}}", "whether all of them hold", Use::kEither},
    {"or", &or_helper, "{{or a b}}", "whether one of them holds", Use::kEither},
    {"not", &not_helper, "{{not a}}", "whether it does not hold", Use::kEither},
    {"contains", &contains, "{{contains 'abcdef' 'cd'}}",
     "whether a text contains another, or a list a text", Use::kEither},
    {"isEven", &is_even, "{{isEven 2 'yes'}}", "the word (even) for even numbers", Use::kInline,
     true},
    {"isOdd", &is_odd, "{{isOdd 3 'yes'}}", "the word (odd) for odd numbers", Use::kInline, true},
    {"stripes", &stripes, "{{stripes @index 'light' 'dark'}}",
     "the first word for even numbers, the second for odd ones", Use::kInline, true},
};

}  // namespace

handlebars::HelperTable condition_rows() {
  return kRows;
}

}  // namespace mimus::helpers
