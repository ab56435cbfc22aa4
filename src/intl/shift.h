#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"
#include "zone.h"

namespace mimus::intl {

enum class Unit { kSeconds, kMinutes, kHours, kDays, kWeeks, kMonths, kYears };
std::optional<Unit> unit_named(std::string_view name);  // "days", "DAY", …

// "3 days", "-30 years", "now +5 years": so much later than something.
struct Shift {
  std::int64_t amount = 0;
  Unit unit = Unit::kDays;

  // Code::kSyntax for everything else.
  static Result<Shift> parse(std::string_view text);
  friend bool operator==(const Shift&, const Shift&) = default;
};

// Days, months and years move the calendar and keep the clock (31 January plus a month is the last
// of February); hours, minutes and seconds move the instant.
ZonedTime shifted(const ZonedTime& time, Shift by);

enum class Truncation {
  kFirstSecondOfMinute,
  kFirstMinuteOfHour,
  kFirstHourOfDay,
  kFirstDayOfMonth,
  kFirstDayOfNextMonth,
  kLastDayOfMonth,
  kFirstDayOfYear,
  kFirstDayOfNextYear,
  kLastDayOfYear,
};
std::optional<Truncation> truncation_named(
    std::string_view words);  // "first day of next month", in any case

// All but the first two cut to midnight.
ZonedTime truncated(const ZonedTime& time, Truncation how);

}  // namespace mimus::intl
