#include "compat/days.h"
#include "compat/draw.h"
#include "compat/providers.h"
#include "data.h"
#include "dates.h"
#include "js_text.h"

namespace mimus::fake::compat {
namespace {

constexpr double kSecond = 1000;
constexpr double kDay = 86'400'000;

enum class Span { kYear, kMonth, kDecade, kCentury };

// The period around the reference date that "this year" means.
struct Period {
  double first, last;  // milliseconds; last is not in it
};
Period around(double now, Span span) {
  const std::chrono::year_month_day date(day_of(now));
  const int year = static_cast<int>(date.year());
  const auto at = [](int y, std::chrono::month m) {
    return ms_of(Day(std::chrono::year(y) / m / 1));
  };
  if (span == Span::kMonth) {
    const std::chrono::year_month next = date.year() / date.month() + std::chrono::months(1);
    return {at(year, date.month()), ms_of(Day(next / 1))};
  }
  const int years = span == Span::kYear ? 1 : span == Span::kDecade ? 10 : 100;
  const int first = year - year % years;
  return {at(first, std::chrono::January), at(first + years, std::chrono::January)};
}

double within(Engine& engine, double first, double last) {
  if (!(last > first)) return std::floor(first / kSecond) * kSecond;
  return std::floor((first + engine.next() * (last - first)) / kSecond) * kSecond;
}

// before_today, after_today: Python's switches; before alone unless told otherwise.
double this_span(Engine& engine, const Args& args, Span span) {
  const double now = engine.reference_ms();
  const Period period = around(now, span);
  const bool before = args.flag(0, true);
  const bool after = args.flag(1, false);
  return within(engine, before ? period.first : now, after ? period.last : now);
}

void append_day(double ms, std::string& out) {
  append_iso_day(day_of(ms), out);
}

template <Span kSpan>
void date_this(Engine& engine, const Args& args, std::string& out) {
  append_day(this_span(engine, args, kSpan), out);
}
template <Span kSpan>
Value date_time_this(Engine& engine, const Args& args) {
  return Date{this_span(engine, args, kSpan)};
}

double since_1970(Engine& engine, const Args& args) {
  return within(engine, 0, args.date(engine, 0));
}
Value date_time(Engine& engine, const Args& args) {
  return Date{since_1970(engine, args)};
}
Value date_time_ad(Engine& engine, const Args& args) {
  return Date{within(engine, ms_of(Day(std::chrono::year(1) / 1 / 1)), args.date(engine, 0))};
}
Value unix_time(Engine& engine, const Args& args) {
  return since_1970(engine, args) / kSecond;
}
void iso8601(Engine& engine, const Args& args, std::string& out) {
  std::string text;
  append_iso(since_1970(engine, args), text);
  out.append(text, 0, 19);
}

// strftime's letters that people use: %Y %m %d %H %M %S %y %B %b %A %a %j %p %I.
void append_pattern(double ms, std::string_view pattern, std::string& out) {
  constexpr std::string_view kMonths[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};
  constexpr std::string_view kWeekdays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                            "Thursday", "Friday", "Saturday"};
  const CivilDate at = civil(ms);
  const auto year = static_cast<int>(at.year);
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%' || i + 1 == pattern.size()) {
      out += pattern[i];
      continue;
    }
    switch (pattern[++i]) {
      case 'Y':
        append_padded(year, 4, out);
        break;
      case 'y':
        append_padded(year % 100, 2, out);
        break;
      case 'm':
        append_padded(at.month, 2, out);
        break;
      case 'd':
        append_padded(at.day, 2, out);
        break;
      case 'H':
        append_padded(at.hour, 2, out);
        break;
      case 'I':
        append_padded((at.hour + 11) % 12 + 1, 2, out);
        break;
      case 'M':
        append_padded(at.minute, 2, out);
        break;
      case 'S':
        append_padded(at.second, 2, out);
        break;
      case 'p':
        out += at.hour < 12 ? "AM" : "PM";
        break;
      case 'B':
        out += kMonths[at.month - 1];
        break;
      case 'b':
        out += kMonths[at.month - 1].substr(0, 3);
        break;
      case 'A':
        out += kWeekdays[at.weekday];
        break;
      case 'a':
        out += kWeekdays[at.weekday].substr(0, 3);
        break;
      case 'j':
        append_padded(
            static_cast<int>((day_of(ms) - Day(std::chrono::year(year) / 1 / 1)).count()) + 1, 3,
            out);
        break;
      default:
        out += pattern[i];
    }
  }
}
void date(Engine& engine, const Args& args, std::string& out) {
  const double end = args.has(1) ? args.number(1, 0) : engine.reference_ms();
  append_pattern(within(engine, 0, end), args.text(0, "%Y-%m-%d"), out);
}
void time(Engine& engine, const Args& args, std::string& out) {
  append_pattern(within(engine, 0, engine.reference_ms()), args.text(0, "%H:%M:%S"), out);
}
template <char kLetter>
void part(Engine& engine, const Args&, std::string& out) {
  constexpr char kPattern[2] = {'%', kLetter};
  append_pattern(within(engine, 0, engine.reference_ms()), {kPattern, 2}, out);
}
void century(Engine& engine, const Args&, std::string& out) {
  constexpr std::string_view kCenturies[] = {"I",    "II",  "III",  "IV",    "V",   "VI",   "VII",
                                             "VIII", "IX",  "X",    "XI",    "XII", "XIII", "XIV",
                                             "XV",   "XVI", "XVII", "XVIII", "XIX", "XX",   "XXI"};
  out += row_of(engine, kCenturies);
}
void date_of_birth(Engine& engine, const Args& args, std::string& out) {
  const int min = static_cast<int>(args.number(0, 0));
  const int max = static_cast<int>(args.number(1, 115));
  if (min < 0 || max < min || max > 1900)
    engine.fail("ages go from minimum_age up to maximum_age",
                "give 0 <= minimum_age <= maximum_age");
  else
    append_iso_day(birthday(engine, min, max), out);
}

double between(Engine& engine, const Args& args) {
  const double first = args.has(0) ? args.number(0, 0) : engine.reference_ms() - 30 * 365.25 * kDay;
  const double last = args.date(engine, 1);
  if (last < first) engine.fail("end_date lies before start_date", "swap them");
  return within(engine, first, last);
}
void date_between(Engine& engine, const Args& args, std::string& out) {
  append_day(between(engine, args), out);
}
Value date_time_between(Engine& engine, const Args& args) {
  return Date{between(engine, args)};
}
// As between(), but without an argument since 1970.
double between_dates(Engine& engine, const Args& args) {
  const double first = args.number(0, 0);
  const double last = args.date(engine, 1);
  if (last < first) engine.fail("date_end lies before date_start", "swap them");
  return within(engine, first, last);
}
void date_between_dates(Engine& engine, const Args& args, std::string& out) {
  append_day(between_dates(engine, args), out);
}
Value date_time_between_dates(Engine& engine, const Args& args) {
  return Date{between_dates(engine, args)};
}
double ahead(Engine& engine, const Args& args) {
  return engine.reference_ms() + std::floor(1 + engine.next() * args.number(0, 30)) * kDay;
}
double behind(Engine& engine, const Args& args) {
  return engine.reference_ms() - std::floor(1 + engine.next() * args.number(0, 30)) * kDay;
}
void future_date(Engine& engine, const Args& args, std::string& out) {
  append_day(ahead(engine, args), out);
}
void past_date(Engine& engine, const Args& args, std::string& out) {
  append_day(behind(engine, args), out);
}
Value future_datetime(Engine& engine, const Args& args) {
  return Date{ahead(engine, args)};
}
Value past_datetime(Engine& engine, const Args& args) {
  return Date{behind(engine, args)};
}
Value time_delta(Engine& engine, const Args& args) {
  return std::floor(engine.next() * args.number(0, 30 * 86400));
}
void pytimezone(Engine& engine, const Args&, std::string& out) {
  out += pick(engine, date_time_zone);
}

// Points at a regular distance with a value each: a random walk, so that it draws well.
Value time_series(Engine& engine, const Args& args) {
  const double last = args.date(engine, 1);
  const double first = args.has(0) ? args.number(0, 0) : last - 30 * kDay;
  const double step = args.number(2, (last - first) / 30 / kSecond) * kSecond;
  if (!(step >= 1) || last < first) {
    engine.fail("a time series goes from start_date to end_date in steps of precision seconds",
                "give start_date <= end_date and precision > 0");
    return {};
  }
  if ((last - first) / step > Engine::kMostItems) {
    engine.fail("a time series has at most 10000000 points", "take a larger precision",
                Code::kLimit);
    return {};
  }
  Value::Array out;
  double level = 0;
  for (double at = first; at < last; at += step) {
    level += engine.next() * 2 - 1;
    out.emplace_back(Value::Array{Date{std::floor(at)}, std::round(level * 1e6) / 1e6});
  }
  return out;
}

constexpr Param kThis[] = {{"before_today", Type::kBoolean, "true"},
                           {"after_today", Type::kBoolean, "false"}};
constexpr Param kEnd[] = {{"end_datetime", Type::kDate, "now"}};
constexpr Param kDate[] = {{"pattern", Type::kText, "%Y-%m-%d"},
                           {"end_datetime", Type::kDate, "now"}};
constexpr Param kTime[] = {{"pattern", Type::kText, "%H:%M:%S"}};
constexpr Param kAges[] = {{"minimum_age", Type::kNumber, "0"},
                           {"maximum_age", Type::kNumber, "115"}};
constexpr Param kBetween[] = {{"start_date", Type::kDate, "30 years ago"},
                              {"end_date", Type::kDate, "now"}};
constexpr Param kBetweenDates[] = {{"date_start", Type::kDate, "1970"},
                                   {"date_end", Type::kDate, "now"}};
constexpr Param kBetweenTimes[] = {{"datetime_start", Type::kDate, "1970"},
                                   {"datetime_end", Type::kDate, "now"}};
constexpr Param kDays[] = {{"days", Type::kNumber, "30"}};
constexpr Param kSeconds[] = {{"seconds", Type::kNumber, "30 days"}};
constexpr Param kSeries[] = {{"start_date", Type::kDate, "30 days before"},
                             {"end_date", Type::kDate, "now"},
                             {"precision", Type::kNumber, "a thirtieth"}};

constexpr Method kMethods[] = {
    text_row("date_time", "am_pm", part<'p'>, "AM or PM"),
    text_row("date_time", "century", century, "A century in Roman numerals"),
    text_row("date_time", "date", date, "A day since 1970, by a strftime pattern", kDate, 2),
    text_row("date_time", "date_between", date_between, "A day between two", kBetween, 2),
    text_row("date_time", "date_between_dates", date_between_dates, "A day between two",
             kBetweenDates, 2),
    text_row("date_time", "date_of_birth", date_of_birth, "A date of birth", kAges, 2),
    text_row("date_time", "date_this_century", date_this<Span::kCentury>, "A day of this century",
             kThis, 2),
    text_row("date_time", "date_this_decade", date_this<Span::kDecade>, "A day of this decade",
             kThis, 2),
    text_row("date_time", "date_this_month", date_this<Span::kMonth>, "A day of this month", kThis,
             2),
    text_row("date_time", "date_this_year", date_this<Span::kYear>, "A day of this year", kThis, 2),
    value_row("date_time", "date_time", Returns::kDate, date_time, "A time since 1970", kEnd, 1),
    value_row("date_time", "date_time_ad", Returns::kDate, date_time_ad, "A time since the year 1",
              kEnd, 1),
    value_row("date_time", "date_time_between", Returns::kDate, date_time_between,
              "A time between two", kBetween, 2),
    value_row("date_time", "date_time_between_dates", Returns::kDate, date_time_between_dates,
              "A time between two", kBetweenTimes, 2),
    value_row("date_time", "date_time_this_century", Returns::kDate, date_time_this<Span::kCentury>,
              "A time of this century", kThis, 2),
    value_row("date_time", "date_time_this_decade", Returns::kDate, date_time_this<Span::kDecade>,
              "A time of this decade", kThis, 2),
    value_row("date_time", "date_time_this_month", Returns::kDate, date_time_this<Span::kMonth>,
              "A time of this month", kThis, 2),
    value_row("date_time", "date_time_this_year", Returns::kDate, date_time_this<Span::kYear>,
              "A time of this year", kThis, 2),
    text_row("date_time", "day_of_month", part<'d'>, "01 to 31"),
    text_row("date_time", "day_of_week", part<'A'>, "A weekday's name"),
    text_row("date_time", "future_date", future_date, "A day within so many days ahead", kDays, 1),
    value_row("date_time", "future_datetime", Returns::kDate, future_datetime,
              "A time within so many days ahead", kDays, 1),
    text_row("date_time", "iso8601", iso8601, "A time without zone: 2003-10-21T16:05:52", kEnd, 1),
    text_row("date_time", "month", part<'m'>, "01 to 12"),
    text_row("date_time", "month_name", part<'B'>, "A month's name"),
    text_row("date_time", "past_date", past_date, "A day within so many days before", kDays, 1),
    value_row("date_time", "past_datetime", Returns::kDate, past_datetime,
              "A time within so many days before", kDays, 1),
    text_row("date_time", "pytimezone", pytimezone, "A time zone's name"),
    text_row("date_time", "time", time, "A time of day, by a strftime pattern", kTime, 1),
    value_row("date_time", "time_delta", Returns::kNumber, time_delta, "A span of time in seconds",
              kSeconds, 1),
    value_row("date_time", "time_series", Returns::kAny, time_series,
              "Points in time with a value each", kSeries, 3),
    value_row("date_time", "unix_time", Returns::kNumber, unix_time, "Seconds since 1970", kEnd, 1),
    text_row("date_time", "year", part<'Y'>, "A year since 1970"),
};

}  // namespace

Rows date_time_methods() {
  return kMethods;
}

}  // namespace mimus::fake::compat
