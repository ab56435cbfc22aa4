#include "number.h"

#include <charconv>
#include <cmath>

namespace mimus::jsonschema {
namespace {

__extension__ using Wide = unsigned __int128;

constexpr double kTwo63 = 9223372036854775808.0;

template <class T>
int order(T a, T b) {
  return a < b ? -1 : a > b ? 1 : 0;
}

std::uint64_t magnitude(const json::Value& integer) {
  if (integer.is_uint64()) return integer.get_uint64();
  const std::int64_t number = integer.get_int64();
  return number < 0 ? 0 - static_cast<std::uint64_t>(number) : static_cast<std::uint64_t>(number);
}

int compare_integers(const json::Value& a, const json::Value& b) {
  if (a.is_int64() && b.is_int64()) return order(a.get_int64(), b.get_int64());
  if (a.is_uint64() && b.is_uint64()) return order(a.get_uint64(), b.get_uint64());
  if (a.is_uint64()) return -compare_integers(b, a);
  if (a.get_int64() < 0) return -1;
  return order(static_cast<std::uint64_t>(a.get_int64()), b.get_uint64());
}

// `real` is compared with its whole part first, which converts without loss.
int compare_real(double real, const json::Value& integer) {
  if (real >= 2 * kTwo63) return 1;
  if (real < -kTwo63) return -1;
  const double whole = std::floor(real);
  const json::Value floor = whole >= kTwo63 ? json::Value(static_cast<std::uint64_t>(whole))
                                            : json::Value(static_cast<std::int64_t>(whole));
  const int by_whole = compare_integers(floor, integer);
  return by_whole == 0 && real > whole ? 1 : by_whole;
}

Decimal without_trailing_zeros(Decimal decimal) {
  if (decimal.digits == 0) return {};
  while (decimal.digits % 10 == 0) {
    decimal.digits /= 10;
    ++decimal.exponent;
  }
  return decimal;
}

// base * 10^exponent mod modulus
std::uint64_t scaled_remainder(std::uint64_t base, unsigned exponent, std::uint64_t modulus) {
  Wide result = base % modulus;
  Wide power = 10 % modulus;
  for (; exponent != 0; exponent >>= 1) {
    if ((exponent & 1) != 0) result = result * power % modulus;
    power = power * power % modulus;
  }
  return static_cast<std::uint64_t>(result);
}

}  // namespace

Decimal decimal_of(const json::Value& number) {
  if (!number.is_double()) return without_trailing_zeros({magnitude(number), 0});
  char text[32];
  const double real = std::fabs(number.get_double());
  const char* const end =
      std::to_chars(text, text + sizeof text, real, std::chars_format::scientific).ptr;
  Decimal decimal;
  const char* at = text;
  for (; at != end && *at != 'e'; ++at) {
    if (*at == '.') continue;
    decimal.digits = decimal.digits * 10 + static_cast<std::uint64_t>(*at - '0');
    if (at != text) --decimal.exponent;
  }
  int power = 0;
  if (at != end) std::from_chars(at[1] == '+' ? at + 2 : at + 1, end, power);
  decimal.exponent += power;
  return without_trailing_zeros(decimal);
}

int compare_numbers(const json::Value& a, const json::Value& b) {
  if (a.is_double() && b.is_double()) return order(a.get_double(), b.get_double());
  if (a.is_double()) return compare_real(a.get_double(), b);
  if (b.is_double()) return -compare_real(b.get_double(), a);
  return compare_integers(a, b);
}

bool is_integral(double number) {
  return std::isfinite(number) && std::floor(number) == number;
}

bool is_multiple(const json::Value& number, const json::Value& divisor) {
  if (!number.is_double() && !divisor.is_double())
    return magnitude(number) % magnitude(divisor) == 0;
  const Decimal n = decimal_of(number);
  const Decimal d = decimal_of(divisor);
  if (n.digits == 0) return true;
  // A multiple of d × 10^k has k trailing zeros, and n.digits has none.
  if (n.exponent < d.exponent) return false;
  return scaled_remainder(n.digits, static_cast<unsigned>(n.exponent - d.exponent), d.digits) == 0;
}

}  // namespace mimus::jsonschema
