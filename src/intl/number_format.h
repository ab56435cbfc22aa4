#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "decimal.h"

namespace mimus::intl {

// What Java's NumberFormat is asked for.
struct NumberFormatOptions {
  std::string style;   // "" (three decimals at most), "integer", "percent", "currency", or a
                       // pattern: "#,##0.00"
  std::string locale;  // "en_US" (empty), "de", "en_GB"; one that nobody knows is English
  std::optional<bool> grouping;
  std::optional<int> maximum_fraction_digits, minimum_fraction_digits;
  std::optional<int> maximum_integer_digits, minimum_integer_digits;
  std::optional<Rounding> rounding;  // absent: half even

  friend auto operator<=>(const NumberFormatOptions&, const NumberFormatOptions&) = default;
};

// "1,234,567.891", "26%", "£12.50". A double is rounded by its exact value, as in Java (1.015 to
// two digits is 1.01). Fails with Code::kSyntax for a bad pattern and with Code::kInvalid where
// Rounding::kUnnecessary would lose digits.
//
//   format_number(Decimal::of(1234567), {.style = "currency", .locale = "en_GB"});
//
// Formatters are kept per thread.
Result<std::string> format_number(const Decimal& value, const NumberFormatOptions& options);
Result<std::string> format_number(double value, const NumberFormatOptions& options);

}  // namespace mimus::intl
