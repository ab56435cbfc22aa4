#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace mimus::text {

// "250ms", "30s", "1.5h", "1h30m", "7d": amounts of ns, us, ms, s, m, h, d, w in a row, no blanks, one sign in front at
// most. Nothing for what is no duration or does not fit into 64 bits of nanoseconds.
std::optional<std::chrono::nanoseconds> parse_duration(std::string_view text);

// The same the other way: "1h30m", "250ms", "0s".
std::string duration_text(std::chrono::nanoseconds duration);

}  // namespace mimus::text
