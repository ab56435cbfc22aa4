#include "compat/days.h"

#include "compat/draw.h"

namespace mimus::fake::compat {
namespace {

Day years_before(Day day, int years) {
  const std::chrono::year_month_day date(day);
  const std::chrono::year_month_day then = date - std::chrono::years(years);
  return then.ok() ? Day(then) : Day(then.year() / then.month() / std::chrono::last);
}

}  // namespace

Day birthday(Engine& engine, int min_age, int max_age) {
  const Day today = day_of(engine.reference_ms());
  const Day last = years_before(today, min_age);
  const Day first = years_before(today, max_age + 1) + std::chrono::days(1);
  return day_between(engine, first, last);
}

Day day_between(Engine& engine, Day first, Day last) {
  const auto span = static_cast<double>((last - first).count() + 1);
  return first + std::chrono::days(static_cast<std::int64_t>(engine.next() * span));
}

void append_iso_day(Day day, std::string& out) {
  const std::chrono::year_month_day date(day);
  append_padded(static_cast<int>(date.year()), 4, out);
  out += '-';
  append_padded(static_cast<int>(static_cast<unsigned>(date.month())), 2, out);
  out += '-';
  append_padded(static_cast<int>(static_cast<unsigned>(date.day())), 2, out);
}

}  // namespace mimus::fake::compat
