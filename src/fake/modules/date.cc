#include "dates.h"

#include <algorithm>

#include "parts.h"
#include "rows.h"

namespace mimus::fake {
namespace {

constexpr double kYear = 365 * kMillisecondsOfDay;

double between(Engine& engine, double from, double to) {
  if (std::isnan(from) || std::isnan(to))
    engine.fail("a date beyond what JavaScript's Date holds");
  else if (from > to)
    engine.fail("'from' must not be after 'to'");
  return engine.failed() ? 0 : number_int(engine, from, to);
}

struct Span {
  double min, max;
};

// {years: 1} is up to a year, {years: {min, max}} as it says. Not drawn: it bounds the draw.
Span span_of(Engine& engine, const Args& args, std::size_t i, const char* what) {
  Span span{0, 1};
  if (args.has(i) && args[i].is == Arg::Is::kNumber)
    span.max = args[i].number;
  else if (args.has(i))
    span = {args[i].number, args[i].max};
  if (span.max <= 0)
    engine.fail(std::string(what) + " must be greater than 0");
  else if (span.min >= span.max)
    engine.fail("the most " + std::string(what) + " must be more than the least");
  return span;
}

double add_years(double reference, double years) {
  return with_utc_year(reference, utc_year(reference) + years);
}
double add_days(double reference, double days) {
  return plus_days(reference, days);
}

using Add = double (*)(double, double);

double before(Engine& engine, double reference, Span span, Add add) {
  if (engine.failed()) return 0;
  return between(engine, add(reference, -span.max), add(reference, -span.min) - 1000);
}

double after(Engine& engine, double reference, Span span, Add add) {
  if (engine.failed()) return 0;
  return between(engine, add(reference, span.min) + 1000, add(reference, span.max));
}

Value anytime_(Engine& engine, const Args& args) {
  return Date{anytime(engine, args.date(engine, 0))};
}

Value past(Engine& engine, const Args& args) {
  return Date{before(engine, args.date(engine, 1), span_of(engine, args, 0, "years"), add_years)};
}
Value future(Engine& engine, const Args& args) {
  return Date{after(engine, args.date(engine, 1), span_of(engine, args, 0, "years"), add_years)};
}
Value recent_(Engine& engine, const Args& args) {
  return Date{before(engine, args.date(engine, 1), span_of(engine, args, 0, "days"), add_days)};
}
Value soon_(Engine& engine, const Args& args) {
  return Date{after(engine, args.date(engine, 1), span_of(engine, args, 0, "days"), add_days)};
}

Value between_(Engine& engine, const Args& args) {
  return Date{between(engine, args.number(0, 0), args.number(1, 0))};
}

Value betweens(Engine& engine, const Args& args) {
  const double count = args.count(engine, 2, 3);
  std::vector<double> times;
  for (double i = 1; i <= count && !engine.failed(); ++i) {
    times.push_back(between(engine, args.number(0, 0), args.number(1, 0)));
  }
  std::sort(times.begin(), times.end());
  Value::Array dates;
  for (const double time : times) dates.push_back(Date{time});
  return dates;
}

Value birthdate(Engine& engine, const Args& args) {
  const bool by_year = args.has(0) && args[0].choice == 1;
  const double min = args.number(1, 18);
  const double max = args.number(2, 80);
  const double reference = args.date(engine, 3);
  double from = 0;
  double to = 0;
  if (by_year) {
    from = with_utc_year(parse_date("1900-01-02"), min);
    to = with_utc_year(parse_date("1900-12-30"), max);
  } else {
    const double year = utc_year(reference);
    from = with_utc_year(reference, year - max - 1) + kMillisecondsOfDay;
    to = with_utc_year(reference, year - min);
  }
  if (from > to)
    engine.fail("max " + number_text(max) + " must not be less than min " + number_text(min));
  return Date{engine.failed() ? 0 : between(engine, from, to)};
}

// Names of months or days: abbreviated or not, as they are written alone or (where that differs) in
// a date.
void name_of(Engine& engine, const Args& args, std::uint16_t entry, std::string& out) {
  const bool abbreviated = args.flag(0, false);
  const Node names = required(engine, entry);
  if (engine.failed()) return;
  const Node in_context = names / (abbreviated ? "abbr_context" : "wide_context");
  const Node alone = names / (abbreviated ? "abbr" : "wide");
  const Node list = args.flag(1, false) && in_context ? in_context : alone;
  if (!list) return fail_without_data(engine, entry);
  out += pick(engine, list);
}

void month(Engine& engine, const Args& args, std::string& out) {
  name_of(engine, args, date_month, out);
}
void weekday(Engine& engine, const Args& args, std::string& out) {
  name_of(engine, args, date_weekday, out);
}

constexpr Param kAnytime[] = {{"refDate", Type::kDate, "now"}};
constexpr Param kYears[] = {{"years", Type::kRange, "1"}, {"refDate", Type::kDate, "now"}};
constexpr Param kDays[] = {{"days", Type::kRange, "1"}, {"refDate", Type::kDate, "now"}};
constexpr Param kBetween[] = {{"from", Type::kDate, "!"}, {"to", Type::kDate, "!"}};
constexpr Param kBetweens[] = {
    {"from", Type::kDate, "!"}, {"to", Type::kDate, "!"}, {"count", Type::kRange, "3"}};
constexpr Param kBirthdate[] = {{"mode", Type::kChoice, "age", "age|year"},
                                {"min", Type::kNumber, "18"},
                                {"max", Type::kNumber, "80"},
                                {"refDate", Type::kDate, "now"}};
constexpr Param kNames[] = {{"abbreviated", Type::kBoolean, "false"},
                            {"context", Type::kBoolean, "false"}};

constexpr Method kMethods[] = {
    value_row("date", "anytime", Returns::kDate, anytime_, "A date within a year of now", kAnytime),
    value_row("date", "between", Returns::kDate, between_, "A date between two", kBetween),
    value_row("date", "betweens", Returns::kDates, betweens, "Dates between two, in order",
              kBetweens),
    value_row("date", "birthdate", Returns::kDate, birthdate, "A date of birth, by age or year",
              kBirthdate),
    value_row("date", "future", Returns::kDate, future, "A date in the coming years", kYears),
    text_row("date", "month", month, "A month's name", kNames),
    value_row("date", "past", Returns::kDate, past, "A date in the last years", kYears),
    value_row("date", "recent", Returns::kDate, recent_, "A date in the last days", kDays),
    value_row("date", "soon", Returns::kDate, soon_, "A date in the coming days", kDays),
    data_row("date", "timeZone", date_time_zone, "A time zone of the IANA database"),
    text_row("date", "weekday", weekday, "A weekday's name", kNames),
};

}  // namespace

Rows date_methods() {
  return kMethods;
}

double recent(Engine& engine, double reference, double min_days, double max_days) {
  return before(engine, reference, {min_days, max_days}, add_days);
}

double soon(Engine& engine, double reference, double min_days, double max_days) {
  return after(engine, reference, {min_days, max_days}, add_days);
}

double anytime(Engine& engine, double reference) {
  return between(engine, time_clip(reference - kYear), time_clip(reference + kYear));
}

}  // namespace mimus::fake
