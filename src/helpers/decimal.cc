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
  const bool negative = text.starts_with('-');
  std::size_t at = negative ? 1 : 0;
  const auto digits = [&] {
    const std::size_t first = at;
    while (at < text.size() && is_digit(text[at])) ++at;
    return text.substr(first, at - first);
  };
  const std::string_view whole = digits();
  if (whole.empty() || (whole.size() > 1 && whole.front() == '0')) return false;
  if (at == text.size()) return whole.size() <= kMostDigits && !(negative && whole.front() == '0');
  if (text[at++] != '.') return false;
  const std::string_view fraction = digits();
  if (at < text.size() || fraction.empty() || fraction.back() == '0') return false;
  return whole.size() + fraction.size() <= kMostDigits;
}

}  // namespace mimus::helpers
