#include <charconv>
#include <cmath>

#include "intl/decimal.h"
#include "intl/number_format.h"
#include "java.h"
#include "wiremock.h"

// numberFormat, math, range.
namespace mimus::helpers {
namespace {

using handlebars::HelperRow;
using intl::Decimal;
using intl::Rounding;
using Use = HelperRow::Use;

Result<std::optional<int>> digits_option(const Call& call, std::string_view name) {
  if (call.hash(name).is_nothing()) return std::optional<int>();
  MIMUS_TRY(const std::int64_t digits, integer_option(call, name, 0));
  return std::optional<int>(static_cast<int>(std::clamp<std::int64_t>(digits, 0, 1000)));
}

Result<intl::NumberFormatOptions> format_options(const Call& call) {
  intl::NumberFormatOptions options;
  options.style = call.size() > 1 ? call.text(1) : call.text(call.hash("format"));
  options.locale = call.size() > 2 ? call.text(2) : call.text(call.hash("locale"));
  if (options.style == "number") options.style.clear();
  if (!call.hash("groupingUsed").is_nothing()) {
    MIMUS_TRY(options.grouping, boolean_option(call, "groupingUsed", true));
  }
  MIMUS_TRY(options.maximum_fraction_digits, digits_option(call, "maximumFractionDigits"));
  MIMUS_TRY(options.minimum_fraction_digits, digits_option(call, "minimumFractionDigits"));
  MIMUS_TRY(options.maximum_integer_digits, digits_option(call, "maximumIntegerDigits"));
  MIMUS_TRY(options.minimum_integer_digits, digits_option(call, "minimumIntegerDigits"));
  const Value rounding = call.hash("roundingMode");
  if (!rounding.is_nothing()) {
    options.rounding = intl::rounding_named(call.text(rounding));
    if (!options.rounding) {
      return thrown(call, "java.lang.IllegalArgumentException",
                    "No enum constant java.math.RoundingMode." + std::string(call.text(rounding)));
    }
  }
  return options;
}

Result<Value> number_format(Call& call) {
  const Value value = subject(call);
  if (!value.is_number()) return Value();
  MIMUS_TRY(const intl::NumberFormatOptions options, format_options(call));
  const auto text = value.kind() == Value::Kind::kInteger
                        ? intl::format_number(Decimal::of(value.as_integer()), options)
                        : intl::format_number(value.to_double().value_or(0), options);
  if (text) return call.made(*text);
  const std::string_view type = text.error().code == Code::kSyntax
                                    ? "java.lang.IllegalArgumentException"
                                    : "java.lang.ArithmeticException";
  return thrown(call, type, text.error().message);
}

// new BigDecimal(value.toString()), or zero.
Decimal decimal_of(const Call& call, const Value& value) {
  if (value.kind() == Value::Kind::kInteger) return Decimal::of(value.as_integer());
  const bool real = value.kind() == Value::Kind::kDouble;
  const std::string text =
      real ? intl::double_text(value.as_double()) : std::string(call.text(value));
  return Decimal::parse(text).value_or(Decimal());
}

// BigDecimal.longValue: the low 64 bits.
std::int64_t long_value(const Decimal& whole) {
  if (const auto fits = whole.to_integer()) return *fits;
  const Decimal two64 = *Decimal::parse("18446744073709551616");
  Decimal low = *whole.remainder(two64);
  if (low.is_negative()) low = low.plus(two64);
  if (low.compare(*Decimal::parse("9223372036854775807")) > 0) low = low.minus(two64);
  return low.to_integer().value_or(0);
}

// Without decimals a long, else a double; large and small doubles in Java's spelling.
Value number_of(const Call& call, const Decimal& result) {
  if (result.scale() == 0) return Value::number(long_value(result));
  const double number = result.to_double();
  const double magnitude = std::fabs(number);
  if (magnitude != 0 && std::isfinite(number) && (magnitude < 1e-3 || magnitude >= 1e7)) {
    return Value::numeral(call.arena().copy(intl::double_text(number)));
  }
  return Value::number(number);
}

Result<Value> math(Call& call) {
  if (call.size() != 3) {
    return complaint(
        call,
        "All maths functions require two operands and an operator as parameters e.g. 3 '+' 2");
  }
  for (const std::size_t i : {0u, 2u}) {
    if (call.arg(i).is_nothing()) return null_pointer(call, "Object.toString()", "value");
  }
  const Decimal left = decimal_of(call, call.arg(0)), right = decimal_of(call, call.arg(2));
  const std::string_view sign = call.text(1);
  if (sign == "+") return number_of(call, left.plus(right));
  if (sign == "-") return number_of(call, left.minus(right));
  if (sign == "*" || sign == "x") return number_of(call, left.times(right));
  if (sign == "/") {
    const auto quotient = left.divided(right, left.scale(), Rounding::kHalfUp);
    if (!quotient) return thrown(call, "java.lang.ArithmeticException", "/ by zero");
    return number_of(call, *quotient);
  }
  if (sign == "%") {
    const auto remainder = left.remainder(right);
    if (!remainder) return thrown(call, "java.lang.ArithmeticException", "Division by zero");
    return number_of(call, *remainder);
  }
  return complaint(call, std::string(sign) + " is not a valid mathematical operator");
}

// Integer.parseInt of a text, intValue of a number.
Result<std::int64_t> int_of(const Call& call, const Value& value) {
  if (const auto number = value.to_double())
    return static_cast<std::int64_t>(std::clamp(*number, -2147483648.0, 2147483647.0));
  const std::string_view text = call.text(value);
  std::int32_t parsed = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
  if (error != std::errc() || end != text.data() + text.size()) {
    return thrown(call, "java.lang.NumberFormatException",
                  "For input string: \"" + std::string(text) + "\"");
  }
  return static_cast<std::int64_t>(parsed);
}

Result<Value> range(Call& call) {
  if (call.arg(0).is_nothing() || call.arg(1).is_nothing()) {
    return complaint(call,
                     "The range helper requires both lower and upper bounds as integer parameters");
  }
  MIMUS_TRY(const std::int64_t low, int_of(call, call.arg(0)));
  MIMUS_TRY(const std::int64_t high, int_of(call, call.arg(1)));
  const std::int64_t count = high - low + 1;
  if (count < 0) return thrown(call, "java.lang.IllegalArgumentException", std::to_string(count));
  if (static_cast<std::uint64_t>(count) > call.rendering().limits.max_loops) {
    Error error = call.fail("a range of " + std::to_string(count) + " numbers",
                            "--template-max-loops allows more");
    error.code = Code::kLimit;
    return error;
  }
  const std::span<Value> values = call.values(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i < count; ++i)
    values[static_cast<std::size_t>(i)] = Value::number(low + i);
  return Value::list(values);
}

constexpr HelperRow kRows[] = {
    {"numberFormat", &number_format,
     "{{numberFormat 1234.567 '#,##0.00' 'en_GB' roundingMode='half_up'}}",
     "a number as a pattern, 'integer', 'percent' or 'currency' of a locale has it", Use::kInline,
     true},
    {"math", &math, "{{math 10.0 '/' 3}}",
     "decimal arithmetic: + - * / %; division keeps the left operand's decimals", Use::kInline,
     true},
    {"range", &range, "{{#each (range 1 5) as |n|}}…{{/each}}",
     "the whole numbers from one bound to the other"},
};

}  // namespace

handlebars::HelperTable number_rows() {
  return kRows;
}

}  // namespace mimus::helpers
