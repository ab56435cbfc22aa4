#pragma once

#include <optional>
#include <string>
#include <string_view>

// JavaScript's Date: milliseconds since 1970 in UTC, a whole number within ±8.64e15; NaN where
// there is none.
namespace mimus::fake {

inline constexpr double kMillisecondsOfDay = 86'400'000;

struct CivilDate {
  double year;
  int month, day;  // from 1
  int hour, minute, second, millisecond;
  int weekday;  // 0: Sunday
};
CivilDate civil(double ms);

double time_clip(double ms);  // fraction cut off; NaN beyond the limits

// date.setUTCFullYear(year) and date.setUTCDate(date.getUTCDate() + days); fractions are cut off.
double with_utc_year(double ms, double year);
double plus_days(double ms, double days);
double utc_year(double ms);

// ISO 8601 as ECMAScript's date-time form: "2026", "2026-11", "2026-11-20", with
// "T09:50[:57[.123]]" and Z or an offset, years of six digits with a sign; a time without an offset
// is UTC's. NaN for everything else.
double parse_date(std::string_view text);

void append_iso(double ms, std::string& out);        // toISOString
void append_date_text(double ms, std::string& out);  // String(date) in UTC

}  // namespace mimus::fake
