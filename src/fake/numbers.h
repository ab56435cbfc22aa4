#pragma once

#include <cmath>
#include <optional>

#include "engine.h"

namespace mimus::fake {

inline constexpr double kMaxSafe = 9007199254740991.0;  // 2^53 - 1

// number.int with its options.
double number_int_slow(Engine& engine, double min, double max, double multiple_of);
inline double number_int(Engine& engine, double min, double max) {
  const double low = std::ceil(min);
  const double high = std::floor(max);
  if (high > low) [[likely]]
    return std::floor(engine.next() * (high - low + 1) + low);
  return number_int_slow(engine, min, max, 1);
}

// number.float without fractionDigits and multipleOf.
inline double number_real(Engine& engine, double min, double max) {
  return engine.next() * (max - min) + min;
}
// With fractionDigits (whole, 0 or more), or with multipleOf (above 0).
double number_digits(Engine& engine, double min, double max, double digits);
double number_step(Engine& engine, double min, double max, double step);

// What JavaScript makes of 10 ** n and (1 / 10) ** n, for whole n of 0 to 324. V8's powers are not
// correctly rounded.
double ten_to_the(int n);
double tenth_to_the(int n);

bool is_safe_integer(double number);  // Number.isSafeInteger

}  // namespace mimus::fake
