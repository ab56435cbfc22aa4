#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <optional>

namespace mimus::json {

__extension__ using Wide = unsigned __int128;

// Powers of five as 128 bits of which the top one is set: exact, or, below 0, rounded up.
struct PowerOfFive {
  std::uint64_t high, low;
};
inline constexpr int kLeastPower = -27;
inline constexpr int kMostPower = 55;
extern const std::array<PowerOfFive, kMostPower - kLeastPower + 1> kPowersOfFive;

// digits × 10^exponent as the nearest double, ties to even. Nothing where the answer would take
// more than one or two multiplications: for exponents outside of [-27, 55]. Several times as fast
// as from_chars, which has to read the text once more.
//
// D. Lemire, "Number parsing at a gigabyte per second" (2021): the product of the digits and a
// 128-bit power of five, cut to 55 bits, decides the rounding; for these exponents it always can.
[[gnu::always_inline]] inline std::optional<double> nearest_double(std::uint64_t digits, int exponent) {
  if (exponent < kLeastPower || exponent > kMostPower) return std::nullopt;
  if (digits == 0) return 0.0;
  constexpr int kFraction = 52;
  constexpr int kBias = 1023;
  const int shift = std::countl_zero(digits);
  digits <<= shift;
  const PowerOfFive& power = kPowersOfFive[static_cast<std::size_t>(exponent - kLeastPower)];
  const Wide product = static_cast<Wide>(digits) * power.high;
  auto upper = static_cast<std::uint64_t>(product >> 64);
  auto lower = static_cast<std::uint64_t>(product);
  // Nine bits below the 55 that count: all ones could still carry.
  if ((upper & 0x1ff) == 0x1ff) {
    const auto more = static_cast<std::uint64_t>(static_cast<Wide>(digits) * power.low >> 64);
    lower += more;
    if (lower < more) ++upper;
  }
  const int top = static_cast<int>(upper >> 63);
  const int drop = top + 64 - kFraction - 3;
  std::uint64_t mantissa = upper >> drop;
  // Half way between two doubles is possible only for these.
  const bool exact = lower <= 1 && exponent >= -4 && exponent <= 23 && mantissa << drop == upper;
  if (exact && (mantissa & 3) == 1) mantissa &= ~std::uint64_t{1};
  mantissa = (mantissa + (mantissa & 1)) >> 1;
  int binary = ((217706 * exponent) >> 16) + 63 + top - shift + kBias;  // 217706 / 2^16: log2(10)
  if (mantissa >> (kFraction + 1) != 0) {
    mantissa >>= 1;
    ++binary;
  }
  mantissa &= (std::uint64_t{1} << kFraction) - 1;
  return std::bit_cast<double>(mantissa | static_cast<std::uint64_t>(binary) << kFraction);
}

}  // namespace mimus::json
