#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace mimus::text {

// RFC 3339, UTC: "2026-11-20T09:50:57.123Z" (digits: 0, 3, 6 or 9 of the fraction).
std::string iso8601(WallTime time, int digits = 3);
// Accepts an offset ("+02:00", "+0200", "+02"; none is UTC), a lower-case t or z, a blank for the T, any
// number of fraction digits (nine count), and a date alone. Years 0000 to 9999; an instant beyond what WallTime
// holds (1677 to 2262) becomes the nearest it can hold, so that comparisons stay right.
std::optional<WallTime> parse_iso8601(std::string_view text);

// IMF-fixdate (RFC 9110 §5.6.7): "Fri, 20 Nov 2026 09:50:57 GMT".
std::string http_date(WallTime time);
// All three forms of RFC 9110 §5.6.7. Two-digit years lie in 1970 to 2069; the weekday's name is not checked
// against the date; far years as above.
std::optional<WallTime> parse_http_date(std::string_view text);

}  // namespace mimus::text
