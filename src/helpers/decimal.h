#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace mimus::helpers {

inline constexpr int kMostDigits = 15;  // a double holds any decimal of 15 digits

// A number as it is written: its digits as a whole number, and how many of them stand after the
// point.
//
//   parse_decimal("-2.05")   // {-205, 2}
struct Decimal {
  std::int64_t digits = 0;
  int decimals = 0;
};

// [-]digits[.digits], at most kMostDigits digits; nothing for any other text.
std::optional<Decimal> parse_decimal(std::string_view text);

// The same number with that many decimals, or nothing when it gets too long. decimals >=
// decimal.decimals.
std::optional<Decimal> with_decimals(Decimal decimal, int decimals);

// Is this how JSON would write a number, so that reading it as one loses nothing? No leading zero,
// no plus, no exponent, no zero at the end of a fraction, at most kMostDigits digits.
bool is_canonical_number(std::string_view text);

}  // namespace mimus::helpers
