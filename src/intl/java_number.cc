#include "java_number.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace mimus::intl {
namespace {

std::string grouped(std::string digits) {
  const std::size_t whole = std::min(digits.find('.'), digits.size());
  for (std::size_t at = whole; at > 3;) digits.insert(at -= 3, 1, ',');
  return digits;
}

// Sign, zeros and brackets around the digits of a magnitude.
std::string dressed(std::string digits, bool negative, const Specifier& specifier) {
  std::string before = negative             ? (specifier.has('(') ? "(" : "-")
                       : specifier.has('+') ? "+"
                       : specifier.has(' ') ? " "
                                            : "";
  const std::string after = negative && specifier.has('(') ? ")" : "";
  const int taken = static_cast<int>(before.size() + digits.size() + after.size());
  if (specifier.has('0') && specifier.width > taken) {
    digits.insert(0, static_cast<std::size_t>(specifier.width - taken), '0');
  }
  return before + digits + after;
}

// Digits of the mantissa, one before the point, and the exponent, rounded half up.
struct Scientific {
  std::string mantissa;
  int exponent;
};

Scientific scientific(const Decimal& magnitude, int precision) {
  std::string digits = magnitude.text();
  std::erase(digits, '.');
  const std::size_t lead = digits.find_first_not_of('0');
  if (lead == std::string::npos)
    return {Decimal().rounded(precision, Rounding::kHalfUp)->text(), 0};
  int exponent = static_cast<int>(digits.size()) - magnitude.scale() - 1 - static_cast<int>(lead);
  digits.erase(0, lead);
  const auto value = Decimal::parse(digits.substr(0, 1) + "." + digits.substr(1) + "0");
  Decimal mantissa = *value->rounded(precision, Rounding::kHalfUp);
  if (mantissa.compare(Decimal::of(10)) >= 0) {
    mantissa = Decimal::of(1).rounded(precision, Rounding::kHalfUp).value_or(mantissa);
    ++exponent;
  }
  return {mantissa.text(), exponent};
}

std::string exponent_text(int exponent) {
  std::string text = std::to_string(exponent < 0 ? -exponent : exponent);
  if (text.size() < 2) text.insert(0, "0");
  return std::string("e") + (exponent < 0 ? "-" : "+") + text;
}

std::string general(const Decimal& magnitude, int precision) {
  const int digits = precision == 0 ? 1 : precision < 0 ? 6 : precision;
  const Scientific form = scientific(magnitude, digits - 1);
  if (!magnitude.is_zero() && (form.exponent < -4 || form.exponent >= digits))
    return form.mantissa + exponent_text(form.exponent);
  const int scale = std::max(0, digits - 1 - (magnitude.is_zero() ? 0 : form.exponent));
  return magnitude.rounded(scale, Rounding::kHalfUp)->text();
}

}  // namespace

std::string format_integer(std::int64_t value, const Specifier& specifier) {
  if (specifier.conversion != 'd') {
    const bool is_int = value >= INT32_MIN && value <= INT32_MAX;
    const std::uint64_t bits =
        is_int ? static_cast<std::uint32_t>(value) : static_cast<std::uint64_t>(value);
    char buffer[32];
    const auto [end, error] =
        std::to_chars(buffer, buffer + sizeof buffer, bits, specifier.conversion == 'x' ? 16 : 8);
    std::string digits(buffer, end);
    const std::string prefix = !specifier.has('#') ? "" : specifier.conversion == 'x' ? "0x" : "0";
    const int taken = static_cast<int>(digits.size() + prefix.size());
    if (specifier.has('0') && specifier.width > taken)
      digits.insert(0, static_cast<std::size_t>(specifier.width - taken), '0');
    return prefix + digits;
  }
  std::string digits = std::to_string(value);
  const bool negative = digits[0] == '-';
  if (negative) digits.erase(0, 1);
  return dressed(specifier.has(',') ? grouped(std::move(digits)) : std::move(digits), negative,
                 specifier);
}

std::string format_decimal(double value, const Specifier& specifier) {
  if (!std::isfinite(value)) {
    Specifier plain = specifier;
    std::erase(plain.flags, '0');
    return std::isnan(value) ? "NaN" : dressed("Infinity", value < 0, plain);
  }
  const Decimal magnitude = Decimal::shortest(std::fabs(value)).value_or(Decimal());
  const int precision = specifier.precision < 0 ? 6 : specifier.precision;
  std::string digits;
  if (specifier.conversion == 'f') {
    digits = magnitude.rounded(precision, Rounding::kHalfUp)->text();
  } else if (specifier.conversion == 'e') {
    const Scientific form = scientific(magnitude, precision);
    digits = form.mantissa + exponent_text(form.exponent);
  } else {
    digits = general(magnitude, specifier.precision);
  }
  if (specifier.has('#') && specifier.conversion != 'g' && precision == 0) {
    digits.insert(std::min(digits.find('e'), digits.size()), ".");
  }
  return dressed(specifier.has(',') ? grouped(std::move(digits)) : std::move(digits),
                 std::signbit(value), specifier);
}

}  // namespace mimus::intl
