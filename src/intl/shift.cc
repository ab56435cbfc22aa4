#include "shift.h"

#include <algorithm>
#include <charconv>

#include "text/encoding.h"

namespace mimus::intl {
namespace {

struct UnitName {
  std::string_view name;
  Unit unit;
};
constexpr UnitName kUnits[] = {{"second", Unit::kSeconds}, {"minute", Unit::kMinutes},
                               {"hour", Unit::kHours},     {"day", Unit::kDays},
                               {"week", Unit::kWeeks},     {"month", Unit::kMonths},
                               {"year", Unit::kYears}};

struct TruncationName {
  std::string_view words;
  Truncation truncation;
};
constexpr TruncationName kTruncations[] = {
    {"first second of minute", Truncation::kFirstSecondOfMinute},
    {"first minute of hour", Truncation::kFirstMinuteOfHour},
    {"first hour of day", Truncation::kFirstHourOfDay},
    {"first day of month", Truncation::kFirstDayOfMonth},
    {"first day of next month", Truncation::kFirstDayOfNextMonth},
    {"last day of month", Truncation::kLastDayOfMonth},
    {"first day of year", Truncation::kFirstDayOfYear},
    {"first day of next year", Truncation::kFirstDayOfNextYear},
    {"last day of year", Truncation::kLastDayOfYear},
};

constexpr std::int64_t kFar = 400'000;  // months, weeks …: farther than any instant

Civil plus_months(Civil civil, std::int64_t months) {
  const std::int64_t total = civil.year * 12 + civil.month - 1 + months;
  civil.year = total >= 0 ? total / 12 : (total - 11) / 12;
  civil.month = static_cast<int>(total - civil.year * 12) + 1;
  civil.day = std::min(civil.day, days_in_month(civil.year, civil.month));
  return civil;
}

ZonedTime at(const ZonedTime& time, const Civil& civil) {
  return {time.zone.instant_of(local_time(civil)), time.zone};
}

std::int64_t seconds_of(Unit unit) {
  return unit == Unit::kSeconds ? 1 : unit == Unit::kMinutes ? 60 : 3600;
}

}  // namespace

std::optional<Unit> unit_named(std::string_view name) {
  std::string word = text::to_lower_ascii(name);
  if (word.ends_with('s')) word.pop_back();
  for (const UnitName& row : kUnits) {
    if (row.name == word) return row.unit;
  }
  return std::nullopt;
}

Result<Shift> Shift::parse(std::string_view phrase) {
  std::string_view rest = text::trim(phrase);
  if (text::equal_ignoring_case(rest.substr(0, 3), "now")) rest = text::trim(rest.substr(3));
  const std::string_view signless = rest.starts_with('+') ? rest.substr(1) : rest;
  Shift shift;
  const auto [end, error] =
      std::from_chars(signless.data(), signless.data() + signless.size(), shift.amount);
  const auto unit =
      unit_named(text::trim(signless.substr(static_cast<std::size_t>(end - signless.data()))));
  if (error != std::errc() || !unit) {
    Error bad = syntax_error("'" + std::string(phrase) + "' is no span of time", 0);
    bad.hint = "write it as '3 days', 'now +5 years' or '-30 minutes'";
    return bad;
  }
  shift.unit = *unit;
  return shift;
}

ZonedTime shifted(const ZonedTime& time, Shift by) {
  switch (by.unit) {
    case Unit::kYears:
    case Unit::kMonths: {
      const std::int64_t amount = std::clamp(by.amount, -kFar, kFar);
      return at(time, plus_months(time.civil(), amount * (by.unit == Unit::kYears ? 12 : 1)));
    }
    case Unit::kWeeks:
    case Unit::kDays: {
      const std::int64_t days =
          std::clamp(by.amount, -kFar * 7, kFar * 7) * (by.unit == Unit::kWeeks ? 7 : 1);
      const WallTime local =
          saturating_add(time.zone.local_of(time.instant), std::chrono::seconds(days * 86400));
      return {time.zone.instant_of(local), time.zone};
    }
    default: {
      constexpr std::int64_t kMost = INT64_MAX / 4000;
      const std::int64_t amount = std::clamp(by.amount, -kMost, kMost);
      return {saturating_add(time.instant, std::chrono::seconds(amount * seconds_of(by.unit))),
              time.zone};
    }
  }
}

std::optional<Truncation> truncation_named(std::string_view words) {
  for (const TruncationName& row : kTruncations) {
    if (text::equal_ignoring_case(row.words, text::trim(words))) return row.truncation;
  }
  return std::nullopt;
}

ZonedTime truncated(const ZonedTime& time, Truncation how) {
  Civil civil = time.civil();
  civil.nanosecond = civil.second = 0;
  if (how != Truncation::kFirstSecondOfMinute) civil.minute = 0;
  if (how > Truncation::kFirstMinuteOfHour) civil.hour = 0;
  switch (how) {
    case Truncation::kFirstDayOfMonth:
      civil.day = 1;
      break;
    case Truncation::kFirstDayOfNextMonth:
      civil.day = 1;
      civil = plus_months(civil, 1);
      break;
    case Truncation::kLastDayOfMonth:
      civil.day = days_in_month(civil.year, civil.month);
      break;
    case Truncation::kFirstDayOfYear:
      civil.month = civil.day = 1;
      break;
    case Truncation::kFirstDayOfNextYear:
      civil.month = civil.day = 1;
      ++civil.year;
      break;
    case Truncation::kLastDayOfYear:
      civil.month = 12;
      civil.day = 31;
      break;
    default:
      break;
  }
  return at(time, civil);
}

}  // namespace mimus::intl
