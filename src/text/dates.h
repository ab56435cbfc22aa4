#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace mimus::text {

// RFC 3339, UTC: "2026-11-20T09:50:57.123Z" (digits: 0, 3, 6 or 9 of the fraction).
std::string iso8601(WallTime time, int digits = 3);
// Accepts an offset ("+02:00"), a lower-case t or z, a blank for the T, any number of fraction digits, and a date alone.
std::optional<WallTime> parse_iso8601(std::string_view text);

// IMF-fixdate (RFC 9110 §5.6.7): "Fri, 20 Nov 2026 09:50:57 GMT".
std::string http_date(WallTime time);
// All three forms of RFC 9110 §5.6.7.
std::optional<WallTime> parse_http_date(std::string_view text);

}  // namespace mimus::text
