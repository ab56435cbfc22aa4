#include "civil.h"

#include <algorithm>

namespace mimus::intl {
namespace {

using std::chrono::days;

constexpr std::int64_t kSecondsADay = 86400;
constexpr std::int64_t kFirstSecond = INT64_MIN / 1'000'000'000 + 1;
constexpr std::int64_t kLastSecond = INT64_MAX / 1'000'000'000 - 1;

// Days since 1970-01-01 of a date of any year, after Howard Hinnant's algorithm: eras of 400 years,
// March first.
std::int64_t days_from_civil(std::int64_t year, int month, int day) {
  year -= month <= 2;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

// Whole seconds, rounded down, and what is left; right up to the ends of what WallTime holds.
struct Split {
  std::int64_t seconds, nanoseconds;
};
Split split(WallTime time) {
  constexpr std::int64_t kASecond = 1'000'000'000;
  const std::int64_t count = time.time_since_epoch().count();
  Split parts{count / kASecond, count % kASecond};
  if (parts.nanoseconds < 0) {
    parts.nanoseconds += kASecond;
    --parts.seconds;
  }
  return parts;
}

bool is_leap(std::int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int weekday_of(std::int64_t days) {
  return static_cast<int>(((days + 3) % 7 + 7) % 7) + 1;
}  // day 0: a Thursday

// The day on which week 1 of a period begins; `first` is the period's first day.
std::int64_t first_week(std::int64_t first, WeekRule rule) {
  const int lead =
      (weekday_of(first) - rule.first_day + 7) % 7;  // days of that week before the period
  return 7 - lead >= rule.minimal_days ? first - lead : first - lead + 7;
}

}  // namespace

Civil civil_of(WallTime local) {
  const Split time = split(local);
  const std::int64_t day =
      time.seconds >= 0 ? time.seconds / kSecondsADay : (time.seconds + 1) / kSecondsADay - 1;
  const int second_of_day = static_cast<int>(time.seconds - day * kSecondsADay);
  const std::chrono::year_month_day date{std::chrono::sys_days(days(day))};
  return {static_cast<int>(date.year()),
          static_cast<int>(static_cast<unsigned>(date.month())),
          static_cast<int>(static_cast<unsigned>(date.day())),
          second_of_day / 3600,
          second_of_day / 60 % 60,
          second_of_day % 60,
          static_cast<int>(time.nanoseconds)};
}

WallTime local_time(const Civil& civil) {
  constexpr std::int64_t kFarYear = 100'000;
  const std::int64_t year = std::clamp<std::int64_t>(civil.year, -kFarYear, kFarYear);
  const std::int64_t seconds = days_from_civil(year, civil.month, civil.day) * kSecondsADay +
                               civil.hour * 3600 + civil.minute * 60 + civil.second;
  return WallTime(std::chrono::seconds(std::clamp(seconds, kFirstSecond, kLastSecond))) +
         Nanoseconds(civil.nanosecond);
}

WallTime saturating_add(WallTime time, std::chrono::seconds by) {
  const Split from = split(time);
  const std::int64_t room = (by.count() < 0 ? kFirstSecond : kLastSecond) - from.seconds;
  const bool fits = by.count() < 0 ? by.count() >= room : by.count() <= room;
  return WallTime(std::chrono::seconds(from.seconds + (fits ? by.count() : room))) +
         Nanoseconds(from.nanoseconds);
}

int days_in_month(std::int64_t year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[month - 1];
}

int day_of_year(const Civil& civil) {
  return static_cast<int>(days_from_civil(civil.year, civil.month, civil.day) -
                          days_from_civil(civil.year, 1, 1)) +
         1;
}

int weekday(const Civil& civil) {
  return weekday_of(days_from_civil(civil.year, civil.month, civil.day));
}

Week week_of(const Civil& civil, WeekRule rule) {
  const std::int64_t day = days_from_civil(civil.year, civil.month, civil.day);
  for (std::int64_t year = civil.year + 1;; --year) {
    const std::int64_t start = first_week(days_from_civil(year, 1, 1), rule);
    if (day >= start) return {year, static_cast<int>((day - start) / 7) + 1};
  }
}

int week_of_month(const Civil& civil, WeekRule rule) {
  const std::int64_t day = days_from_civil(civil.year, civil.month, civil.day);
  const std::int64_t start = first_week(day - civil.day + 1, rule);
  return day < start ? 0 : static_cast<int>((day - start) / 7) + 1;
}

}  // namespace mimus::intl
