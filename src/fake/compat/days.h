#pragma once

#include <chrono>
#include <string>

#include "engine.h"

// Calendar days, and the ones that persons are born on.
namespace mimus::fake::compat {

using Day = std::chrono::sys_days;

inline double ms_of(Day day) {
  return static_cast<double>(day.time_since_epoch().count()) * 86'400'000.0;
}
inline Day day_of(double ms) {
  return Day(std::chrono::days(static_cast<std::int64_t>(std::floor(ms / 86'400'000.0))));
}

// Python's date_of_birth: between `min` and `max` whole years before the reference date. One draw.
Day birthday(Engine& engine, int min_age, int max_age);
// A day from `first` to `last`, both included. One draw.
Day day_between(Engine& engine, Day first, Day last);
void append_iso_day(Day day, std::string& out);  // 1961-04-20; years of 0 to 9999

}  // namespace mimus::fake::compat
