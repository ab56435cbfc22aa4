#include "decimal.h"

#include <array>
#include <bit>

namespace mimus::json {
namespace {

constexpr Wide five_to(int exponent) {
  Wide power = 1;
  for (int i = 0; i < exponent; ++i) power *= 5;
  return power;
}

// 5^exponent, exact, shifted until its top bit is set.
constexpr PowerOfFive raised(int exponent) {
  Wide power = five_to(exponent);
  while ((power >> 127) == 0) power <<= 1;
  return {static_cast<std::uint64_t>(power >> 64), static_cast<std::uint64_t>(power)};
}

// 1 / 5^exponent, rounded up to 128 bits of which the top one is set.
constexpr PowerOfFive lowered(int exponent) {
  const Wide divisor = five_to(exponent);  // below 2^63
  const int bits = 64 - std::countl_zero(static_cast<std::uint64_t>(divisor)) + 127;
  Wide quotient = 0;
  Wide rest = 1;  // of 2^bits, bit by bit
  for (int i = 0; i < bits; ++i) {
    rest <<= 1;
    quotient <<= 1;
    if (rest < divisor) continue;
    rest -= divisor;
    quotient |= 1;
  }
  ++quotient;
  return {static_cast<std::uint64_t>(quotient >> 64), static_cast<std::uint64_t>(quotient)};
}

}  // namespace

constinit const std::array<PowerOfFive, kMostPower - kLeastPower + 1> kPowersOfFive = [] {
  std::array<PowerOfFive, kMostPower - kLeastPower + 1> powers{};
  for (int i = kLeastPower; i <= kMostPower; ++i)
    powers[static_cast<std::size_t>(i - kLeastPower)] = i < 0 ? lowered(-i) : raised(i);
  return powers;
}();

}  // namespace mimus::json
