#include "duration.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "scalars.h"

namespace mimus::native {

const std::string_view kDurationSchema =
    R"({"oneOf": [{"type": "string", "pattern": "^([0-9.]+(ms|s|m|h|d))+$"}, {"type": "number", "exclusiveMinimum": 0}]})";

namespace {

struct Unit {
  std::string_view name;
  double seconds;
};
constexpr Unit kUnits[] = {{"ms", 0.001}, {"s", 1}, {"m", 60}, {"h", 3600}, {"d", 86400}};
constexpr double kLongest = 100 * 365.25 * 86400;

// Seconds; nothing for a text that is no duration.
std::optional<double> seconds_in(std::string_view text) {
  double total = 0;
  while (!text.empty()) {
    double number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (failed != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    const std::size_t letters = std::min(text.find_first_of("0123456789."), text.size());
    const Unit* unit = std::ranges::find(kUnits, text.substr(0, letters), &Unit::name);
    if (unit == std::end(kUnits)) return std::nullopt;
    total += number * unit->seconds;
    text.remove_prefix(letters);
  }
  return total;
}

}  // namespace

std::optional<Nanoseconds> read_duration(Context& in, const json::Value& value, const Place& at) {
  std::optional<double> seconds;
  if (value.is_number()) seconds = value.to_number<double>();
  if (const json::String* text = value.if_string()) seconds = seconds_in(*text);
  if (!seconds || !(*seconds > 0) || *seconds > kLongest) {
    in.faults.error(at, at.name() + " must be a duration", "such as 30s, 1h30m, 250ms, or a number of seconds above 0");
    return std::nullopt;
  }
  return Nanoseconds(std::max<std::int64_t>(1, std::llround(*seconds * 1e9)));
}

}  // namespace mimus::native
