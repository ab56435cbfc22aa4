#include <algorithm>

#include "format_forms.h"

namespace mimus::jsonschema {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// So many digits at the front, as a number; -1 when they are not there.
int digits(std::string_view& text, std::size_t count) {
  if (text.size() < count) return -1;
  int number = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (!is_digit(text[i])) return -1;
    number = number * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return number;
}

bool eat(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

int days_in(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : kDays[month - 1];
}

bool eat_date(std::string_view& text) {
  const int year = digits(text, 4);
  if (year < 0 || !eat(text, '-')) return false;
  const int month = digits(text, 2);
  if (month < 1 || month > 12 || !eat(text, '-')) return false;
  const int day = digits(text, 2);
  return day >= 1 && day <= days_in(year, month);
}

}  // namespace

bool is_date(std::string_view text) {
  return eat_date(text) && text.empty();
}

bool is_time(std::string_view text) {
  const int hour = digits(text, 2);
  if (hour < 0 || hour > 23 || !eat(text, ':')) return false;
  const int minute = digits(text, 2);
  if (minute < 0 || minute > 59 || !eat(text, ':')) return false;
  const int second = digits(text, 2);
  if (second < 0 || second > 60) return false;
  if (eat(text, '.')) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    if (end == text.begin()) return false;
    text.remove_prefix(static_cast<std::size_t>(end - text.begin()));
  }
  int offset = 0;
  if (!eat(text, 'Z') && !eat(text, 'z')) {
    const bool west = text.starts_with('-');
    if (!eat(text, '-') && !eat(text, '+')) return false;
    const int hours = digits(text, 2);
    if (hours < 0 || hours > 23 || !eat(text, ':')) return false;
    const int minutes = digits(text, 2);
    if (minutes < 0 || minutes > 59) return false;
    offset = (west ? -1 : 1) * (hours * 60 + minutes);
  }
  // A leap second is the last of a day in UTC.
  constexpr int kDay = 24 * 60;
  const bool last_minute = (hour * 60 + minute - offset + kDay) % kDay == kDay - 1;
  return text.empty() && (second < 60 || last_minute);
}

bool is_date_time(std::string_view text) {
  return eat_date(text) && (eat(text, 'T') || eat(text, 't')) && is_time(text);
}

bool is_duration(std::string_view text) {
  // dur-date, dur-time and dur-week: units in this order, none left out in the middle.
  if (!eat(text, 'P')) return false;
  const auto eat_units = [&text](std::string_view units) {
    std::size_t count = 0;
    std::size_t last = 0;
    while (!text.empty() && is_digit(text.front())) {
      const auto end = static_cast<std::size_t>(
          std::find_if_not(text.begin(), text.end(), is_digit) - text.begin());
      if (end == text.size()) return -1;
      const std::size_t unit = units.find(text[end]);
      if (unit == std::string_view::npos || (count > 0 && unit != last + 1)) return -1;
      last = unit;
      ++count;
      text.remove_prefix(end + 1);
    }
    return static_cast<int>(count);
  };
  if (text.ends_with('W')) return eat_units("W") == 1 && text.empty();
  const int dates = eat_units("YMD");
  if (dates < 0) return false;
  if (!eat(text, 'T')) return dates > 0 && text.empty();
  return eat_units("HMS") > 0 && text.empty();
}

}  // namespace mimus::jsonschema
