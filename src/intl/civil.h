#pragma once

#include <chrono>
#include <cstdint>

#include "base/clock.h"

namespace mimus::intl {

// A date and time of day as a calendar and a clock on the wall show them (proleptic Gregorian), no
// zone.
struct Civil {
  std::int64_t year = 1970;
  int month = 1, day = 1;                // from 1
  int hour = 0, minute = 0, second = 0;  // 0 to 23, 59, 59
  int nanosecond = 0;

  friend auto operator<=>(const Civil&, const Civil&) = default;
};

// Local time is a WallTime that counts as if it were UTC. Instants beyond what WallTime holds (1677
// to 2262) become the nearest it can hold.
Civil civil_of(WallTime local);
WallTime local_time(const Civil& civil);
WallTime saturating_add(WallTime time, std::chrono::seconds by);

int days_in_month(std::int64_t year, int month);
int day_of_year(const Civil& civil);  // from 1
int weekday(const Civil& civil);      // Monday 1 to Sunday 7

// How a year is cut into weeks: by its first day (Monday 1 … Sunday 7) and how many days of the
// year the first one has.
struct WeekRule {
  int first_day, minimal_days;
};
inline constexpr WeekRule kIsoWeeks{1, 4};
inline constexpr WeekRule kAmericanWeeks{7, 1};
struct Week {
  std::int64_t year;
  int number;
};
Week week_of(const Civil& civil, WeekRule rule);
int week_of_month(const Civil& civil, WeekRule rule);

}  // namespace mimus::intl
