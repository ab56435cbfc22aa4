#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mimus::intl {

// Java's RoundingMode.
enum class Rounding { kUp, kDown, kCeiling, kFloor, kHalfUp, kHalfDown, kHalfEven, kUnnecessary };
std::optional<Rounding> rounding_named(std::string_view name);  // "HALF_UP", in any case

// A decimal number with as many digits as it takes and a scale, as java.math.BigDecimal has
// it: 1.50 is not 1.5 when printed, and equal to it when compared.
//
//   Decimal::parse("10.0")->divided(*Decimal::parse("3"), 1, Rounding::kHalfUp)->text();   // "3.3"
//
// A value. Digits and scale are limited to kMostDigits: parse() is nullopt beyond, results are cut.
class Decimal {
 public:
  static constexpr std::size_t kMostDigits = 2000;

  Decimal() = default;  // 0
  static Decimal of(std::int64_t value);
  // [+-] digits [. digits] [e [+-] digits], a point needs a digit on one side.
  static std::optional<Decimal> parse(std::string_view text);
  static std::optional<Decimal> shortest(
      double value);  // the fewest digits that read back as `value`; not for NaN, ∞
  static std::optional<Decimal> exact(double value);  // all of its digits

  std::string text() const;             // plain, never with an exponent; the scale's zeros included
  int scale() const { return scale_; }  // digits behind the point; never negative
  bool is_zero() const { return digits_ == "0"; }
  bool is_negative() const { return negative_; }
  double to_double() const;
  std::optional<std::int64_t> to_integer() const;  // when it is one and fits

  Decimal plus(const Decimal& other) const;
  Decimal minus(const Decimal& other) const { return plus(other.negated()); }
  Decimal times(const Decimal& other) const;
  std::optional<Decimal> divided(const Decimal& by, int scale,
                                 Rounding rounding) const;    // nullopt: by zero
  std::optional<Decimal> remainder(const Decimal& by) const;  // has the sign of *this
  Decimal negated() const;
  // With that scale. kUnnecessary where digits would be lost: nullopt.
  std::optional<Decimal> rounded(int scale, Rounding rounding) const;

  int compare(const Decimal& other) const;  // by value: -1, 0, 1
  friend bool operator==(const Decimal& a, const Decimal& b) { return a.compare(b) == 0; }

 private:
  Decimal(bool negative, std::string digits, int scale);
  std::string scaled_digits(int scale) const;  // digits with zeros appended up to that scale

  bool negative_ = false;
  std::string digits_ = "0";  // no leading zeros
  int scale_ = 0;
};

// Java's Double.toString: "1.0", "1.5", "1.0E10", "1.0E-5", "NaN", "-Infinity".
std::string double_text(double value);

}  // namespace mimus::intl
