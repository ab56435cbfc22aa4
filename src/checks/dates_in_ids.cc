#include <algorithm>
#include <chrono>

#include "national_rules.h"

namespace mimus::checks {

bool day_exists(int year, int month, int day) {
  return std::chrono::year_month_day(std::chrono::year(year),
                                     std::chrono::month(static_cast<unsigned>(month)),
                                     std::chrono::day(static_cast<unsigned>(day)))
      .ok();
}

Status check_day(std::string_view text, std::size_t year_at, std::size_t month_at,
                 std::size_t day_at, std::initializer_list<int> shifts) {
  const int year = number_at(text, year_at, 2);
  const int day = number_at(text, day_at, 2);
  const int written = number_at(text, month_at, 2);
  const auto* shift = std::find_if(shifts.begin(), shifts.end(),
                                   [&](int by) { return written - by >= 1 && written - by <= 12; });
  if (shift == shifts.end())
    return wrong_at("there is no month " + std::string(text.substr(month_at, 2)), month_at);
  if (day_exists(1900 + year, written - *shift, day) ||
      day_exists(2000 + year, written - *shift, day))
    return Done{};
  return wrong_at("that month has no day " + std::string(text.substr(day_at, 2)), day_at);
}

}  // namespace mimus::checks
