#include <cmath>

#include "javascript.h"
#include "mockoon.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::HelperRow;
using handlebars::Value;
using javascript::number;

// The first number, and then each of the others that is one.
Result<Value> fold(Call& call, double (*apply)(double, double)) {
  if (call.size() == 0) return Value::text("");
  double result = number(call.arg(0), call);
  for (const Value& argument : call.args().subspan(1)) {
    const double next = number(argument, call);
    if (!std::isnan(next)) result = apply(result, next);
  }
  return javascript::value_of(result);
}

Result<Value> add(Call& call) {
  return fold(call, [](double a, double b) { return a + b; });
}
Result<Value> subtract(Call& call) {
  return fold(call, [](double a, double b) { return a - b; });
}
Result<Value> multiply(Call& call) {
  return fold(call, [](double a, double b) { return a * b; });
}
Result<Value> divide(Call& call) {
  return fold(call, [](double a, double b) { return b == 0 ? a : a / b; });
}

Result<Value> modulo(Call& call) {
  const double by = number(call.arg(1), call);
  if (call.size() < 2 || by == 0) return Value::text("");
  return javascript::value_of(std::fmod(number(call.arg(0), call), by));
}

Result<Value> rounded(Call& call, double (*round)(double)) {
  if (call.size() == 0) return Value::text("");
  return javascript::value_of(round(number(call.arg(0), call)));
}
Result<Value> ceil(Call& call) {
  return rounded(call, [](double x) { return std::ceil(x); });
}
Result<Value> floor(Call& call) {
  return rounded(call, [](double x) { return std::floor(x); });
}
Result<Value> round(Call& call) {
  return rounded(call, &javascript::round);
}

Result<Value> to_fixed(Call& call) {
  const double given = number(call.arg(0), call);
  const double digits = number(call.arg(1), call);
  if (digits < 0 || digits > 100)
    return call.fail("toFixed() digits argument must be between 0 and 100");
  return call.made(javascript::to_fixed(std::isnan(given) ? 0 : given,
                                        std::isnan(digits) ? 0 : static_cast<int>(digits)));
}

Result<Value> eq(Call& call) {
  return Value::boolean(javascript::same(call.arg(0), call.arg(1)));
}

// Comparisons with what is no number are false by themselves.
Result<Value> gt(Call& call) {
  return Value::boolean(number(call.arg(0), call) > number(call.arg(1), call));
}
Result<Value> gte(Call& call) {
  return Value::boolean(number(call.arg(0), call) >= number(call.arg(1), call));
}
Result<Value> lt(Call& call) {
  return Value::boolean(number(call.arg(0), call) < number(call.arg(1), call));
}
Result<Value> lte(Call& call) {
  return Value::boolean(number(call.arg(0), call) <= number(call.arg(1), call));
}

using Use = HelperRow::Use;
constexpr HelperRow kRows[] = {
    {"add", &add, "{{add 1 2 3}}", "the sum; what is no number is left out", Use::kInline, true},
    {"subtract", &subtract, "{{subtract 5 2}}", "the first without all others", Use::kInline, true},
    {"multiply", &multiply, "{{multiply 2 3}}", "the product", Use::kInline, true},
    {"divide", &divide, "{{divide 7 2}}", "the first by all others; 0 is left out", Use::kInline,
     true},
    {"modulo", &modulo, "{{modulo 7 3}}", "what a division leaves over", Use::kInline, true},
    {"ceil", &ceil, "{{ceil 1.2}}", "the next whole number above", Use::kInline, true},
    {"floor", &floor, "{{floor 1.8}}", "the next whole number below", Use::kInline, true},
    {"round", &round, "{{round 1.5}}", "the nearest whole number, halves upwards", Use::kInline,
     true},
    {"toFixed", &to_fixed, "{{toFixed 1.005 2}}", "with so many decimals", Use::kInline, true},
    {"eq", &eq, "{{#if (eq (method) 'GET')}}…{{/if}}", "the same, kind and value: 1 is not '1'",
     Use::kInline, true},
    {"gt", &gt, "{{gt 2 1}}", "greater, as numbers", Use::kInline, true},
    {"gte", &gte, "{{gte 2 2}}", "greater or equal, as numbers", Use::kInline, true},
    {"lt", &lt, "{{lt 1 2}}", "less, as numbers", Use::kInline, true},
    {"lte", &lte, "{{lte 2 2}}", "less or equal, as numbers", Use::kInline, true},
};

}  // namespace

handlebars::HelperTable mockoon_numbers() {
  return kRows;
}

}  // namespace mimus::helpers
