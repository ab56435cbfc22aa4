#include "duration.h"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <iterator>

namespace mimus::text {
namespace {

struct Unit {
  std::string_view name;
  std::int64_t nanoseconds;
};

// From the largest, as they are written.
constexpr Unit kUnits[] = {{"w", 604'800'000'000'000}, {"d", 86'400'000'000'000}, {"h", 3'600'000'000'000},
                           {"m", 60'000'000'000},      {"s", 1'000'000'000},      {"ms", 1'000'000},
                           {"us", 1'000},              {"ns", 1}};

const Unit* find_unit(std::string_view name) {
  for (const Unit& unit : kUnits) {
    if (unit.name == name) return &unit;
  }
  return nullptr;
}

}  // namespace

std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text) {
  constexpr double kMost = 9.2e18;
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  double total = 0;
  while (!text.empty()) {
    double amount = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount, std::chars_format::fixed);
    if (error != std::errc() || amount < 0 || !(amount < kMost)) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const std::string_view name = text.substr(0, std::min(text.find_first_of("0123456789."), text.size()));
    const Unit* const unit = find_unit(name);
    if (unit == nullptr) return std::nullopt;
    text.remove_prefix(name.size());
    total += amount * static_cast<double>(unit->nanoseconds);
  }
  if (!(total < kMost)) return std::nullopt;
  return std::chrono::nanoseconds(std::llround(negative ? -total : total));
}

std::string duration_text(std::chrono::nanoseconds duration) {
  std::int64_t left = duration.count();
  if (left == 0) return "0s";
  std::string text;
  if (left < 0) text = "-";
  for (const Unit& unit : kUnits) {
    if (unit.name == "w") continue;  // "14d" is what people say
    const std::int64_t amount = left / unit.nanoseconds;
    left %= unit.nanoseconds;
    if (amount != 0) text += std::to_string(amount < 0 ? -amount : amount) + std::string(unit.name);
  }
  return text;
}

}  // namespace mimus::text
