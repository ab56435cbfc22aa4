#include "duration.h"

#include <algorithm>
#include <cmath>

#include "text/duration.h"

namespace mimus::native {
namespace {

constexpr Nanoseconds kLongest = std::chrono::hours(24) * 36525;  // a century

std::optional<Nanoseconds> nanoseconds(double seconds) {
  constexpr double kMost = std::chrono::duration<double>(kLongest).count();
  if (!(seconds > 0) || seconds > kMost) return std::nullopt;
  return Nanoseconds(std::max<std::int64_t>(1, std::llround(seconds * 1e9)));
}

}  // namespace

std::optional<Nanoseconds> read_duration(Context& in, const json::Value& value, const Place& at) {
  std::optional<Nanoseconds> duration;
  if (value.is_number()) duration = nanoseconds(value.to_number<double>());
  if (const json::String* text = value.if_string()) duration = text::parse_duration(*text);
  if (!duration || *duration <= Nanoseconds(0) || *duration > kLongest) {
    in.faults.error(at, at.name() + " must be a duration",
                    "such as 30s, 1h30m, 250ms, or a number of seconds above 0");
    return std::nullopt;
  }
  return duration;
}

}  // namespace mimus::native
