#include <algorithm>
#include <cmath>

#include "number.h"
#include "sample_parts.h"

namespace mimus::jsonschema {
namespace {

double real(const json::Value& number) {
  return number.to_number<double>();
}

// The bounds as doubles; where only one is given, the other is within reach.
struct Span {
  double low, high;
};
Span span_of(const Wish& wish) {
  constexpr double kReach = 1000;
  Span span{0, kReach};
  if (wish.lower) span.low = real(wish.lower->value);
  if (wish.upper) span.high = real(wish.upper->value);
  if (wish.lower && !wish.upper) span.high = span.low + std::max(kReach, std::fabs(span.low) / 8);
  if (!wish.lower && wish.upper && span.high <= 0)
    span.low = span.high - std::max(kReach, std::fabs(span.high) / 8);
  for (const Format* const format : wish.formats) {
    if (format->name == "int32")
      span = {std::max(span.low, -2147483648.0), std::min(span.high, 2147483647.0)};
  }
  return span;
}

bool inside(const Wish& wish, const json::Value& value) {
  if (wish.lower) {
    const int order = compare_numbers(value, wish.lower->value);
    if (order < 0 || (order == 0 && wish.lower->exclusive)) return false;
  }
  if (wish.upper) {
    const int order = compare_numbers(value, wish.upper->value);
    if (order > 0 || (order == 0 && wish.upper->exclusive)) return false;
  }
  return true;
}

std::optional<json::Value> whole_between(const Wish& wish, Span span, const Chance& chance) {
  constexpr double kMost = 9.2e18;
  const double low = std::ceil(std::clamp(span.low, -kMost, kMost));
  const double high = std::floor(std::clamp(span.high, -kMost, kMost));
  if (low > high) return std::nullopt;
  // Bounds beyond 2^53 come without rounding from the schema itself.
  for (unsigned attempt = 0; attempt < 4; ++attempt) {
    json::Value value(chance.fork(attempt).between(static_cast<std::int64_t>(low),
                                                   static_cast<std::int64_t>(high)));
    if (inside(wish, value)) return value;
  }
  for (const auto& bound : {wish.lower, wish.upper}) {
    if (!bound || (bound->value.is_double() && !is_integral(bound->value.get_double()))) continue;
    for (const int step : {0, 1, -1}) {
      const json::Value value =
          bound->value.is_int64() ? json::Value(bound->value.get_int64() + step)
          : bound->value.is_uint64()
              ? json::Value(bound->value.get_uint64() + static_cast<std::uint64_t>(step))
              : json::Value(bound->value.get_double() + step);
      if (inside(wish, value)) return value;
    }
  }
  return std::nullopt;
}

// k × step, in decimals: 7 × 0.01 is 0.07.
json::Value times(std::int64_t k, const Decimal& step) {
  const std::string text =
      (k < 0 ? "-" : "") +
      std::to_string(static_cast<std::uint64_t>(k < 0 ? -k : k) * step.digits) +
      (step.exponent == 0 ? "" : "e" + std::to_string(step.exponent));
  auto value = json::parse(text);
  return value ? *std::move(value) : json::Value(0);
}

std::optional<json::Value> multiple_between(const Wish& wish, Span span, const Chance& chance) {
  Decimal step = decimal_of(wish.multiples.front());
  if (wish.whole) {
    for (; step.exponent < 0 && step.digits < 1'000'000'000'000'000ULL; ++step.exponent) {
      if (step.digits % 2 == 0 && step.digits % 5 == 0) step.digits /= 10;
    }
  }
  // Several: their product is a multiple of each, when they are whole.
  for (std::size_t i = 1; i < wish.multiples.size(); ++i) {
    const Decimal other = decimal_of(wish.multiples[i]);
    if (other.exponent >= 0 && other.digits < 1'000'000 && step.digits < 1'000'000)
      step.digits *= other.digits;
  }
  const double size = static_cast<double>(step.digits) * std::pow(10.0, step.exponent);
  const double low = std::ceil(span.low / size);
  double high = std::floor(span.high / size);
  if (!wish.upper) high = std::max(high, low + 10);
  constexpr double kMost = 1e15;
  if (low > high || std::fabs(low) > kMost) return std::nullopt;
  for (unsigned attempt = 0; attempt < 8; ++attempt) {
    json::Value value =
        times(chance.fork(attempt).between(static_cast<std::int64_t>(low),
                                           static_cast<std::int64_t>(std::min(high, kMost))),
              step);
    if (inside(wish, value)) return value;
  }
  return std::nullopt;
}

}  // namespace

std::optional<json::Value> sample_number(const Wish& wish, const Chance& chance) {
  const Span span = span_of(wish);
  if (!wish.multiples.empty()) return multiple_between(wish, span, chance);
  if (wish.whole) return whole_between(wish, span, chance);
  for (unsigned attempt = 0; attempt < 6; ++attempt) {
    const double any = span.low + (span.high - span.low) * chance.fork(attempt).uniform();
    const double rounded = std::round(any * 100) / 100;
    for (const double number : {rounded, any}) {
      if (std::isfinite(number) && inside(wish, json::Value(number))) return json::Value(number);
    }
  }
  for (const auto& bound : {wish.lower, wish.upper}) {
    if (bound && inside(wish, bound->value)) return bound->value;
  }
  return std::nullopt;
}

}  // namespace mimus::jsonschema
