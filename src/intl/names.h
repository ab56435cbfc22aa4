#pragma once

#include <array>
#include <string>
#include <string_view>

#include "civil.h"
#include "date_pattern.h"

namespace mimus::intl {

// The words of a locale's calendar.
struct CalendarNames {
  using Months = std::array<std::string, 12>;
  using Weekdays = std::array<std::string, 7>;  // Monday first
  Months months, short_months, narrow_months, standalone_months, standalone_short_months;
  Weekdays weekdays, short_weekdays, narrow_weekdays, standalone_weekdays,
      standalone_short_weekdays;
  std::array<std::string, 2> eras, full_eras, am_pm;
  WeekRule weeks = kAmericanWeeks;
};

// English ones are built in, others are ICU's, kept for the life of the process.
const CalendarNames& names_for(std::string_view locale);
std::string style_pattern(DateStyle style, std::string_view locale);
bool is_english(std::string_view locale);  // and written as in the United States

}  // namespace mimus::intl
