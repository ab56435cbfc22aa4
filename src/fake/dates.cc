#include "dates.h"

#include <cmath>
#include <cstdint>
#include <cstdio>

namespace mimus::fake {
namespace {

// Days since 1970 of a proleptic Gregorian date, and back (Howard Hinnant, chrono-compatible date
// algorithms).
double days_from_civil(double year, int month, int day) {
  const std::int64_t y = static_cast<std::int64_t>(year) - (month <= 2 ? 1 : 0);
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t of_era = y - era * 400;
  const int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return static_cast<double>(era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year -
                             719468);
}

struct Day {
  std::int64_t days;
  std::int64_t ms;  // of the day
};
Day day_of(double ms) {
  constexpr std::int64_t kDay = 86'400'000;
  const auto whole = static_cast<std::int64_t>(ms);
  const std::int64_t rest = ((whole % kDay) + kDay) % kDay;
  return {(whole - rest) / kDay, rest};
}

char* put_digits(char* at, int number, int digits) {
  for (int i = digits; i-- > 0; number /= 10) at[i] = static_cast<char>('0' + number % 10);
  return at + digits;
}

const char* const kWeekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
const char* const kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                               "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Reads a number of exactly `digits` digits off the front.
std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) return std::nullopt;
  int number = 0;
  for (std::size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
    number = number * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return number;
}

bool take(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

std::optional<double> take_year(std::string_view& text) {
  const bool minus = text.starts_with('-');
  if (!minus && !text.starts_with('+')) return take_number(text, 4);
  text.remove_prefix(1);
  const auto year = take_number(text, 6);
  if (!year || (minus && *year == 0)) return std::nullopt;
  return minus ? -*year : *year;
}

// Milliseconds of the day, or nothing. The text is what follows the T.
std::optional<double> take_time(std::string_view& text) {
  const auto hour = take_number(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute) return std::nullopt;
  double seconds = 0;
  double milliseconds = 0;
  if (take(text, ':')) {
    const auto second = take_number(text, 2);
    if (!second) return std::nullopt;
    seconds = *second;
    if (take(text, '.')) {
      double unit = 100;
      std::size_t digits = 0;
      for (; !text.empty() && text[0] >= '0' && text[0] <= '9';
           text.remove_prefix(1), ++digits, unit /= 10) {
        if (digits < 3) milliseconds += (text[0] - '0') * unit;
      }
      if (digits == 0) return std::nullopt;
    }
  }
  const bool end_of_day = *hour == 24 && *minute == 0 && seconds == 0 && milliseconds == 0;
  if ((*hour > 23 && !end_of_day) || *minute > 59 || seconds > 59) return std::nullopt;
  return ((*hour * 60.0 + *minute) * 60 + seconds) * 1000 + milliseconds;
}

// What is to be taken off for "Z", "+02:00", or nothing.
std::optional<double> take_offset(std::string_view& text) {
  if (text.empty()) return 0;
  if (take(text, 'Z')) return 0;
  const double sign = text[0] == '-' ? -1 : 1;
  if (text[0] != '-' && text[0] != '+') return std::nullopt;
  text.remove_prefix(1);
  const auto hour = take_number(text, 2);
  if (!hour || !take(text, ':')) return std::nullopt;
  const auto minute = take_number(text, 2);
  if (!minute || *hour > 23 || *minute > 59) return std::nullopt;
  return sign * (*hour * 60.0 + *minute) * 60000;
}

}  // namespace

CivilDate civil(double ms) {
  const Day of = day_of(ms);
  const auto rest = static_cast<int>(of.ms);
  const std::int64_t z = of.days + 719468;
  const std::int64_t era = (z >= 0 ? z : z - 146096) / 146097;
  const auto day_of_era = static_cast<int>(z - era * 146097);
  const int year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int shifted = (5 * day_of_year + 2) / 153;
  CivilDate date{};
  date.day = day_of_year - (153 * shifted + 2) / 5 + 1;
  date.month = shifted < 10 ? shifted + 3 : shifted - 9;
  date.year = static_cast<double>(year_of_era + era * 400 + (date.month <= 2 ? 1 : 0));
  date.hour = rest / 3'600'000;
  date.minute = rest / 60'000 % 60;
  date.second = rest / 1000 % 60;
  date.millisecond = rest % 1000;
  date.weekday = static_cast<int>(((of.days + 4) % 7 + 7) % 7);
  return date;
}

double time_clip(double ms) {
  return std::fabs(ms) <= 8.64e15 ? std::trunc(ms) + 0.0 : std::nan("");
}

double utc_year(double ms) {
  return civil(ms).year;
}

double with_utc_year(double ms, double year) {
  if (!std::isfinite(year) || std::fabs(year) > 400'000 || std::isnan(ms)) return std::nan("");
  const CivilDate date = civil(ms);
  // The 29th of February of a common year is the 1st of March: the days just go on.
  const double days = days_from_civil(std::trunc(year), date.month, 1) + date.day - 1;
  return time_clip(days * kMillisecondsOfDay + static_cast<double>(day_of(ms).ms));
}

double plus_days(double ms, double days) {
  // setUTCDate cuts off the fraction of day + days, which rounds negative sums the other way.
  const double day = civil(ms).day;
  return time_clip(ms + (std::trunc(day + days) - day) * kMillisecondsOfDay);
}

double parse_date(std::string_view text) {
  const double nothing = std::nan("");
  const auto year = take_year(text);
  if (!year) return nothing;
  int month = 1;
  int day = 1;
  if (take(text, '-')) {
    const auto read = take_number(text, 2);
    if (!read || *read < 1 || *read > 12) return nothing;
    month = *read;
    if (take(text, '-')) {
      const auto of_month = take_number(text, 2);
      if (!of_month || *of_month < 1 || *of_month > 31) return nothing;
      day = *of_month;
    }
  }
  double ms = (days_from_civil(*year, month, 1) + day - 1) * kMillisecondsOfDay;
  if (take(text, 'T')) {
    const auto time = take_time(text);
    if (!time) return nothing;
    const auto offset = take_offset(text);
    if (!offset) return nothing;
    ms += *time - *offset;
  }
  return text.empty() ? time_clip(ms) : nothing;
}

void append_iso(double ms, std::string& out) {
  const CivilDate date = civil(ms);
  const int year = static_cast<int>(date.year);
  const bool plain = year >= 0 && year <= 9999;
  char text[32];
  char* at = text;
  if (!plain) *at++ = year < 0 ? '-' : '+';
  at = put_digits(at, year < 0 ? -year : year, plain ? 4 : 6);
  *at++ = '-';
  at = put_digits(at, date.month, 2);
  *at++ = '-';
  at = put_digits(at, date.day, 2);
  *at++ = 'T';
  at = put_digits(at, date.hour, 2);
  *at++ = ':';
  at = put_digits(at, date.minute, 2);
  *at++ = ':';
  at = put_digits(at, date.second, 2);
  *at++ = '.';
  at = put_digits(at, date.millisecond, 3);
  *at++ = 'Z';
  out.append(text, at);
}

void append_date_text(double ms, std::string& out) {
  const CivilDate date = civil(ms);
  char text[80];
  const int year = static_cast<int>(date.year);
  const int length = std::snprintf(
      text, sizeof text, "%s %s %02d %s%0*d %02d:%02d:%02d GMT+0000 (Coordinated Universal Time)",
      kWeekdays[date.weekday], kMonths[date.month - 1], date.day, year < 0 ? "-" : "",
      year < 0 ? 6 : 4, year < 0 ? -year : year, date.hour, date.minute, date.second);
  out.append(text, static_cast<std::size_t>(length));
}

}  // namespace mimus::fake
