#include "decimal.h"

#include <algorithm>
#include <charconv>

#include "text/encoding.h"

namespace mimus::intl {
namespace {

bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

std::string without_leading_zeros(std::string digits) {
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
  return digits;
}

// The four ways of arithmetic on texts of digits without sign.
int compare_digits(const std::string& a, const std::string& b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  const int order = a.compare(b);
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

std::string add_digits(const std::string& a, const std::string& b) {
  std::string sum;
  int carry = 0;
  for (std::size_t i = 0; i < std::max(a.size(), b.size()) || carry; ++i) {
    if (i < a.size()) carry += a[a.size() - 1 - i] - '0';
    if (i < b.size()) carry += b[b.size() - 1 - i] - '0';
    sum += static_cast<char>('0' + carry % 10);
    carry /= 10;
  }
  std::reverse(sum.begin(), sum.end());
  return sum.empty() ? "0" : sum;
}

std::string subtract_digits(const std::string& large, const std::string& small) {
  std::string difference(large);
  int borrow = 0;
  for (std::size_t i = 0; i < large.size(); ++i) {
    char& digit = difference[large.size() - 1 - i];
    int value = digit - '0' - borrow - (i < small.size() ? small[small.size() - 1 - i] - '0' : 0);
    borrow = value < 0 ? 1 : 0;
    digit = static_cast<char>('0' + value + borrow * 10);
  }
  return without_leading_zeros(std::move(difference));
}

std::string multiply_digits(const std::string& a, const std::string& b) {
  std::string product(a.size() + b.size(), 0);
  for (std::size_t i = a.size(); i-- > 0;) {
    int carry = 0;
    for (std::size_t j = b.size(); j-- > 0;) {
      const int value = product[i + j + 1] + (a[i] - '0') * (b[j] - '0') + carry;
      product[i + j + 1] = static_cast<char>(value % 10);
      carry = value / 10;
    }
    product[i] = static_cast<char>(product[i] + carry);
  }
  for (char& digit : product) digit = static_cast<char>(digit + '0');
  return without_leading_zeros(std::move(product));
}

struct Quotient {
  std::string quotient, remainder;
};

// Long division, one digit at a time.
Quotient divide_digits(const std::string& a, const std::string& b) {
  Quotient result{"", "0"};
  for (const char digit : a) {
    result.remainder = without_leading_zeros(result.remainder + digit);
    char count = '0';
    while (compare_digits(result.remainder, b) >= 0) {
      result.remainder = subtract_digits(result.remainder, b);
      ++count;
    }
    result.quotient += count;
  }
  result.quotient = without_leading_zeros(std::move(result.quotient));
  return result;
}

// Whether a magnitude grows by one when `rest`/`whole` of it is dropped.
bool rounds_away(Rounding rounding, bool negative, bool odd, bool rest_is_zero, int rest_to_half) {
  if (rest_is_zero) return false;
  switch (rounding) {
    case Rounding::kUp:
      return true;
    case Rounding::kCeiling:
      return !negative;
    case Rounding::kFloor:
      return negative;
    case Rounding::kHalfUp:
      return rest_to_half >= 0;
    case Rounding::kHalfDown:
      return rest_to_half > 0;
    case Rounding::kHalfEven:
      return rest_to_half > 0 || (rest_to_half == 0 && odd);
    default:
      return false;
  }
}

struct RoundingName {
  std::string_view name;
  Rounding rounding;
};
constexpr RoundingName kRoundings[] = {{"UP", Rounding::kUp},
                                       {"DOWN", Rounding::kDown},
                                       {"CEILING", Rounding::kCeiling},
                                       {"FLOOR", Rounding::kFloor},
                                       {"HALF_UP", Rounding::kHalfUp},
                                       {"HALF_DOWN", Rounding::kHalfDown},
                                       {"HALF_EVEN", Rounding::kHalfEven},
                                       {"UNNECESSARY", Rounding::kUnnecessary}};

}  // namespace

std::optional<Rounding> rounding_named(std::string_view name) {
  for (const RoundingName& row : kRoundings) {
    if (text::equal_ignoring_case(row.name, name)) return row.rounding;
  }
  return std::nullopt;
}

Decimal::Decimal(bool negative, std::string digits, int scale)
    : digits_(without_leading_zeros(std::move(digits))), scale_(scale) {
  // Beyond the limit the last digits behind the point go; what is left before it stays whole.
  const std::size_t most = 2 * kMostDigits;
  if (digits_.size() > most && scale_ > 0) {
    const std::size_t cut = std::min(digits_.size() - most, static_cast<std::size_t>(scale_));
    digits_.resize(digits_.size() - cut);
    scale_ -= static_cast<int>(cut);
  }
  negative_ = negative && digits_ != "0";
}

Decimal Decimal::of(std::int64_t value) {
  std::string text = std::to_string(value);
  const bool negative = text[0] == '-';
  return Decimal(negative, text.substr(negative ? 1 : 0), 0);
}

std::optional<Decimal> Decimal::parse(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  std::string digits;
  std::int64_t scale = 0;
  bool point = false;
  while (!text.empty() && (is_digit(text[0]) || (text[0] == '.' && !point))) {
    if (text[0] == '.') {
      point = true;
    } else {
      digits += text[0];
      scale += point ? 1 : 0;
    }
    text.remove_prefix(1);
  }
  if (digits.empty() || digits.size() > kMostDigits) return std::nullopt;
  if (!text.empty()) {
    if (text[0] != 'e' && text[0] != 'E') return std::nullopt;
    text.remove_prefix(text.size() > 1 && text[1] == '+' ? 2 : 1);
    int exponent = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), exponent);
    if (error != std::errc() || end != text.data() + text.size() || text.empty())
      return std::nullopt;
    scale -= exponent;
  }
  const auto most = static_cast<std::int64_t>(kMostDigits);
  if (scale > most || scale < -most) return std::nullopt;
  if (scale < 0) digits.append(static_cast<std::size_t>(-scale), '0');
  return Decimal(negative, std::move(digits), static_cast<int>(std::max<std::int64_t>(scale, 0)));
}

std::string Decimal::text() const {
  std::string text = digits_;
  if (scale_ > 0) {
    const auto scale = static_cast<std::size_t>(scale_);
    if (text.size() <= scale) text.insert(0, scale + 1 - text.size(), '0');
    text.insert(text.size() - scale, 1, '.');
  }
  return negative_ ? "-" + text : text;
}

double Decimal::to_double() const {
  double value = 0;
  const std::string plain = text();
  std::from_chars(plain.data(), plain.data() + plain.size(), value);
  return value;
}

std::optional<std::int64_t> Decimal::to_integer() const {
  const auto whole = rounded(0, Rounding::kUnnecessary);
  if (!whole) return std::nullopt;
  std::int64_t value = 0;
  const std::string plain = whole->text();
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  return error == std::errc() ? std::optional(value) : std::nullopt;
}

std::string Decimal::scaled_digits(int scale) const {
  return without_leading_zeros(digits_ +
                               std::string(static_cast<std::size_t>(scale - scale_), '0'));
}

Decimal Decimal::plus(const Decimal& other) const {
  const int scale = std::max(scale_, other.scale_);
  const std::string a = scaled_digits(scale), b = other.scaled_digits(scale);
  if (negative_ == other.negative_) return Decimal(negative_, add_digits(a, b), scale);
  if (compare_digits(a, b) >= 0) return Decimal(negative_, subtract_digits(a, b), scale);
  return Decimal(other.negative_, subtract_digits(b, a), scale);
}

Decimal Decimal::times(const Decimal& other) const {
  return Decimal(negative_ != other.negative_, multiply_digits(digits_, other.digits_),
                 scale_ + other.scale_);
}

std::optional<Decimal> Decimal::divided(const Decimal& by, int scale, Rounding rounding) const {
  if (by.is_zero()) return std::nullopt;
  // a·10^-s / b·10^-t = (a·10^(scale+t-s) / b)·10^-scale
  const int shift = scale + by.scale_ - scale_;
  std::string a = digits_, b = by.digits_;
  (shift >= 0 ? a : b).append(static_cast<std::size_t>(shift >= 0 ? shift : -shift), '0');
  Quotient result = divide_digits(a, b);
  const bool negative = negative_ != by.negative_;
  const bool odd = (result.quotient.back() - '0') % 2 == 1;
  const bool rest_is_zero = result.remainder == "0";
  if (!rest_is_zero && rounding == Rounding::kUnnecessary) return std::nullopt;
  const int to_half =
      compare_digits(add_digits(result.remainder, result.remainder), without_leading_zeros(b));
  if (rounds_away(rounding, negative, odd, rest_is_zero, to_half))
    result.quotient = add_digits(result.quotient, "1");
  return Decimal(negative, std::move(result.quotient), scale);
}

std::optional<Decimal> Decimal::remainder(const Decimal& by) const {
  if (by.is_zero()) return std::nullopt;
  const int scale = std::max(scale_, by.scale_);
  return Decimal(negative_, divide_digits(scaled_digits(scale), by.scaled_digits(scale)).remainder,
                 scale);
}

Decimal Decimal::negated() const {
  return Decimal(!negative_, digits_, scale_);
}

std::optional<Decimal> Decimal::rounded(int scale, Rounding rounding) const {
  if (scale >= scale_) return Decimal(negative_, scaled_digits(scale), scale);
  const auto drop = static_cast<std::size_t>(scale_ - scale);
  const std::string padded =
      digits_.size() <= drop ? std::string(drop + 1 - digits_.size(), '0') + digits_ : digits_;
  std::string kept = padded.substr(0, padded.size() - drop);
  const std::string rest = padded.substr(padded.size() - drop);
  const bool rest_is_zero = rest.find_first_not_of('0') == std::string::npos;
  if (!rest_is_zero && rounding == Rounding::kUnnecessary) return std::nullopt;
  const int to_half = rest.compare("5" + std::string(drop - 1, '0'));
  const bool odd = (kept.back() - '0') % 2 == 1;
  if (rounds_away(rounding, negative_, odd, rest_is_zero, to_half)) kept = add_digits(kept, "1");
  return Decimal(negative_, std::move(kept), scale);
}

int Decimal::compare(const Decimal& other) const {
  if (negative_ != other.negative_) return negative_ ? -1 : 1;
  const int scale = std::max(scale_, other.scale_);
  const int order = compare_digits(scaled_digits(scale), other.scaled_digits(scale));
  return negative_ ? -order : order;
}

}  // namespace mimus::intl
