#include <algorithm>
#include <charconv>

#include "json/lenient.h"
#include "json_equality.h"

namespace mimus::match {
namespace {

// 0.DIGITS × 10^exponent, the digits without zeros at either end; no digits: zero.
struct Decimal {
  bool negative = false;
  std::string digits;
  std::int64_t exponent = 0;
  friend bool operator==(const Decimal&, const Decimal&) = default;
};

constexpr std::int64_t kFar = 1'000'000'000'000;  // exponents beyond are all the same to us

std::int64_t exponent_of(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t exponent = 0;
  const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
  if (error == std::errc::result_out_of_range) return text.starts_with('-') ? -kFar : kFar;
  return std::clamp(exponent, -kFar, kFar);
}

Decimal decimal_of(std::string_view text) {
  Decimal decimal;
  decimal.negative = text.starts_with('-');
  if (decimal.negative) text.remove_prefix(1);
  const std::size_t e = std::min(text.find_first_of("eE"), text.size());
  const std::string_view mantissa = text.substr(0, e);
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  decimal.exponent = static_cast<std::int64_t>(point) + (e < text.size() ? exponent_of(text.substr(e + 1)) : 0);
  std::copy_if(mantissa.begin(), mantissa.end(), std::back_inserter(decimal.digits), [](char c) { return c != '.'; });
  const std::size_t zeros = std::min(decimal.digits.find_first_not_of('0'), decimal.digits.size());
  decimal.digits.erase(0, zeros);
  decimal.exponent -= static_cast<std::int64_t>(zeros);
  decimal.digits.erase(decimal.digits.find_last_not_of('0') + 1);
  if (decimal.digits.empty()) return {};
  return decimal;
}

bool has_kept_digits(const json::Value& value) {
  const json::String* string = value.if_string();
  return string != nullptr && std::string_view(string->data(), string->size()).starts_with(json::kDigits);
}

std::string text_of(const json::Value& number) {
  if (!has_kept_digits(number)) return json::write(number);
  const json::String& string = number.get_string();
  return {string.data() + json::kDigits.size(), string.size() - json::kDigits.size()};
}

}  // namespace

bool is_number(const json::Value& value) { return value.is_number() || has_kept_digits(value); }

bool same_number(const json::Value& a, const json::Value& b) {
  const bool kept = has_kept_digits(a) || has_kept_digits(b);
  if (!kept && a.is_double() == b.is_double()) return a.is_double() ? a.get_double() == b.get_double() : a == b;
  return decimal_of(text_of(a)) == decimal_of(text_of(b));
}

}  // namespace mimus::match
