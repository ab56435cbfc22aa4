#pragma once

#include <cstdint>
#include <optional>

#include "json/json.h"

namespace mimus::jsonschema {

// A double as the decimal number that its author wrote: ± digits × 10^exponent, the digits without
// trailing zeros. 0.01 is 1 × 10^-2, though no double is a hundredth.
struct Decimal {
  std::uint64_t digits = 0;
  int exponent = 0;
};
Decimal decimal_of(const json::Value& number);  // the sign is dropped

// -1, 0 or 1, by mathematical value: 2^53 + 1 is more than 2^53, whatever the kinds. Both are
// numbers.
int compare_numbers(const json::Value& a, const json::Value& b);

// No fraction: 3, 3.0, 1e300.
bool is_integral(double number);

// Is `number` a whole multiple? Exact in decimals: 0.0075 is one of 0.0001. `divisor` is not 0.
bool is_multiple(const json::Value& number, const json::Value& divisor);

}  // namespace mimus::jsonschema
