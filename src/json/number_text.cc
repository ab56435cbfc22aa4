#include "number_text.h"

#include <algorithm>
#include <charconv>

namespace mimus::json {
namespace {

// Whether a JSON number's text has its first significant digit left of the decimal point, exponent
// included. Only asked for numbers out of a double's range, which are far from 1 on either side.
bool is_large(std::string_view text) {
  const std::size_t first = text.find_first_of("123456789");
  const std::size_t exponent_at = std::min(text.find_first_of("eE"), text.size());
  if (first >= exponent_at) return false;  // zero
  const std::size_t point = std::min(text.find('.'), exponent_at);
  double exponent = static_cast<double>(point) - static_cast<double>(first);
  if (exponent_at < text.size()) {
    const bool negative = text.substr(exponent_at + 1).starts_with('-');
    const std::size_t digits = std::min(text.find_first_of("123456789", exponent_at), text.size());
    std::string_view number = text.substr(digits);
    double power = 1e18;  // what more than 18 digits come to
    if (number.size() <= 18) {
      std::int64_t small = 0;
      std::from_chars(number.data(), number.data() + number.size(), small);
      power = static_cast<double>(small);
    }
    exponent += negative ? -power : power;
  }
  return exponent > 0;
}

}  // namespace

std::optional<double> read_double(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc::result_out_of_range) {
    if (is_large(text)) return std::nullopt;
    return text.starts_with('-') ? -0.0 : 0.0;
  }
  return number;
}

void append_shortest(double number, std::string& out) {
  if (number == 0) {
    out += '0';
    return;
  }
  // "-1.2345e+02": sign, digits with a point after the first, exponent.
  char text[32];
  const char* const end =
      std::to_chars(text, text + sizeof text, number, std::chars_format::scientific).ptr;
  const char* at = text;
  if (*at == '-') out += *at++;
  char digits[24];
  int count = 0;
  for (; *at != 'e'; ++at) {
    if (*at != '.') digits[count++] = *at;
  }
  ++at;
  if (*at == '+') ++at;
  int exponent = 0;
  std::from_chars(at, end, exponent);

  // §6.1.6.1.20, with k = count and n = point.
  const int point = exponent + 1;
  const auto size = static_cast<std::size_t>(count);
  if (count <= point && point <= 21) {
    out.append(digits, size).append(static_cast<std::size_t>(point - count), '0');
  } else if (0 < point && point <= 21) {
    const auto whole = static_cast<std::size_t>(point);
    out.append(digits, whole).append(1, '.').append(digits + whole, size - whole);
  } else if (-6 < point && point <= 0) {
    out.append("0.").append(static_cast<std::size_t>(-point), '0').append(digits, size);
  } else {
    out += digits[0];
    if (count > 1) out.append(1, '.').append(digits + 1, size - 1);
    out += exponent < 0 ? "e-" : "e+";
    char power[8];
    const int magnitude = exponent < 0 ? -exponent : exponent;
    out.append(power, std::to_chars(power, power + sizeof power, magnitude).ptr);
  }
}

}  // namespace mimus::json
