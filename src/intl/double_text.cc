#include <array>
#include <charconv>
#include <cmath>

#include "decimal.h"

namespace mimus::intl {

std::string double_text(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  if (value == 0) return std::signbit(value) ? "-0.0" : "0.0";
  std::array<char, 512> buffer;
  const double magnitude = std::fabs(value);
  const bool plain = magnitude >= 1e-3 && magnitude < 1e7;
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                    plain ? std::chars_format::fixed : std::chars_format::scientific);
  std::string text(buffer.data(), end);
  const std::size_t exponent = text.find('e');
  if (exponent == std::string::npos)
    return text.find('.') == std::string::npos ? text + ".0" : text;
  // 1.5e+10 is Java's 1.5E10.
  std::string mantissa = text.substr(0, exponent), power = text.substr(exponent + 1);
  if (mantissa.find('.') == std::string::npos) mantissa += ".0";
  const bool negative = power[0] == '-';
  power.erase(0, 1);
  power.erase(0, std::min(power.find_first_not_of('0'), power.size() - 1));
  return mantissa + "E" + (negative ? "-" : "") + power;
}

std::optional<Decimal> Decimal::shortest(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  std::array<char, 64> buffer;
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                          std::chars_format::scientific);
  return parse({buffer.data(), end});
}

std::optional<Decimal> Decimal::exact(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  std::array<char, 1200> buffer;  // 1,074 digits behind the point at most, or 309 before it
  const int size = std::snprintf(buffer.data(), buffer.size(), "%.1074f", value);
  std::string_view text(buffer.data(),
                        std::min<std::size_t>(static_cast<std::size_t>(size), buffer.size() - 1));
  while (text.ends_with('0')) text.remove_suffix(1);
  if (text.ends_with('.')) text.remove_suffix(1);
  return parse(text);
}

}  // namespace mimus::intl
