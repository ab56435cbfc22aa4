#pragma once

#include <optional>

#include "base/clock.h"
#include "keys.h"

namespace mimus::native {

// "30s", "1h30m", "250ms", "2d", or a number of seconds. Nothing after it has reported what is
// wrong. 1 ns to 100 years.
std::optional<Nanoseconds> read_duration(Context& in, const json::Value& value, const Place& at);

}  // namespace mimus::native
