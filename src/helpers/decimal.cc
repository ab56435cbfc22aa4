#include "decimal.h"

#include <algorithm>

namespace mimus::helpers {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  Decimal decimal;
  int digits = 0;
  bool point = false;
  for (const char c : text) {
    if (c == '.' && !point && digits > 0) {
      point = true;
    } else if (is_digit(c) && ++digits <= kMostDigits) {
      decimal.digits = decimal.digits * 10 + (c - '0');
      decimal.decimals += point ? 1 : 0;
    } else {
      return std::nullopt;
    }
  }
  if (digits == 0 || (point && decimal.decimals == 0)) return std::nullopt;
  if (negative) decimal.digits = -decimal.digits;
  return decimal;
}

std::optional<Decimal> with_decimals(Decimal decimal, int decimals) {
  constexpr std::int64_t kMost = 100'000'000'000'000'000;
  for (; decimal.decimals < decimals; ++decimal.decimals) {
    if (decimal.digits >= kMost || decimal.digits <= -kMost) return std::nullopt;
    decimal.digits *= 10;
  }
  return decimal;
}

bool is_canonical_number(std::string_view text) {
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(sign, point - std::min(sign, point));
  const std::string_view fraction =
      point < text.size() ? text.substr(point + 1) : std::string_view();
  if (!std::all_of(whole.begin(), whole.end(), is_digit) ||
      !std::all_of(fraction.begin(), fraction.end(), is_digit)) {
    return false;
  }
  if (whole.empty() || (whole.size() > 1 && whole.front() == '0')) return false;
  if (point < text.size() && (fraction.empty() || fraction.back() == '0')) return false;
  if (sign == 1 && whole == "0" && fraction.empty()) return false;
  return whole.size() + fraction.size() <= kMostDigits;
}

}  // namespace mimus::helpers
