#include <cmath>

#include "host.h"
#include "intl/date_pattern.h"
#include "intl/shift.h"
#include "javascript.h"
#include "javascript_date.h"
#include "mockoon.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::HelperRow;
using handlebars::Value;
using intl::DatePattern;

constexpr std::string_view kIso = "yyyy-MM-dd'T'HH:mm:ss.SSSxxx";

// The pattern in date-fns' letters, with those for week years and days of years.
Result<DatePattern> compile(std::string_view pattern) {
  return DatePattern::compile(pattern, intl::DateDialect::kDateFns);
}

Result<std::shared_ptr<const void>> prepare(const Value& pattern, std::string_view otherwise) {
  if (!pattern.is_text() && !pattern.is_absent()) return std::shared_ptr<const void>();
  MIMUS_TRY(DatePattern compiled, compile(pattern.is_text() ? pattern.as_text() : otherwise));
  return std::shared_ptr<const void>(std::make_shared<DatePattern>(std::move(compiled)));
}
template <std::size_t kArgument>
Result<std::shared_ptr<const void>> prepare_argument(Call& call) {
  if (!call.arg(kArgument).is_text()) return std::shared_ptr<const void>();
  return prepare(call.arg(kArgument), {});
}
Result<std::shared_ptr<const void>> prepare_format(Call& call) {
  if (!call.hash("format").is_text()) return std::shared_ptr<const void>();
  return prepare(call.hash("format"), {});
}

Result<Value> formatted(Call& call, WallTime instant, const Value& pattern,
                        std::string_view otherwise = kIso) {
  const intl::ZonedTime time{instant, server_zone(call)};
  if (const auto* prepared = call.prepared<DatePattern>())
    return call.made(prepared->format(time, "en"));
  const auto compiled = compile(pattern.is_text() ? pattern.as_text() : otherwise);
  if (!compiled) return call.fail(compiled.error().message, compiled.error().hint);
  return call.made(compiled->format(time, "en"));
}

Result<Value> now(Call& call) {
  return formatted(call, host_of(call).now(), call.arg(0));
}

Result<Value> date_format(Call& call) {
  const auto date = date_of(call.arg(0), call);
  if (call.size() < 2 || !call.arg(1).is_text()) return Value::text("");
  if (!date) return call.fail("Invalid time value");
  return formatted(call, *date, call.arg(1));
}

Result<Value> is_valid_date(Call& call) {
  return Value::boolean(date_of(call.arg(0), call).has_value());
}

// By chance, on a whole millisecond of [from, to].
Result<WallTime> between(Call& call, const Value& from, const Value& to) {
  const auto low = date_of(from, call);
  const auto high = date_of(to, call);
  if (!low || !high || *low > *high)
    return call.fail("there is no date between '" + std::string(call.text(from)) + "' and '" +
                     std::string(call.text(to)) + "'");
  const auto milliseconds = [](WallTime time) {
    return std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count();
  };
  return WallTime(std::chrono::milliseconds(
      call.chance().fork("date").between(milliseconds(*low), milliseconds(*high))));
}

Result<Value> date(Call& call) {
  if (!call.arg(0).is_text() || !call.arg(1).is_text()) return Value::text("");
  MIMUS_TRY(const WallTime chosen, between(call, call.arg(0), call.arg(1)));
  if (call.arg(2).is_text()) return formatted(call, chosen, call.arg(2));
  return Value::object(call.make<JavaScriptDate>(chosen, &server_zone(call)));
}

Result<Value> time(Call& call) {
  const bool given = call.arg(0).is_text() && call.arg(1).is_text();
  const auto on_that_day = [&](std::size_t argument, std::string_view otherwise) {
    return call.made("1970-01-01T" + std::string(given ? call.text(argument) : otherwise));
  };
  MIMUS_TRY(const WallTime chosen,
            between(call, on_that_day(0, "00:00:00"), on_that_day(1, "23:59:00")));
  return formatted(call, chosen, call.arg(2), "HH:mm");
}

struct Step {
  std::string_view name;
  intl::Unit unit;
};
constexpr Step kSteps[] = {
    {"days", intl::Unit::kDays},       {"months", intl::Unit::kMonths},
    {"years", intl::Unit::kYears},     {"hours", intl::Unit::kHours},
    {"minutes", intl::Unit::kMinutes}, {"seconds", intl::Unit::kSeconds},
};

Result<Value> date_time_shift(Call& call) {
  const Value given = call.hash("date");
  const auto date = given.is_nothing() ? host_of(call).now() : date_of(given, call);
  if (!date) return call.fail("Invalid time value");
  intl::ZonedTime time{*date, server_zone(call)};
  for (const Step& step : kSteps) {
    const auto amount = javascript::integer_at_front(call.text(call.hash(step.name)));
    if (!amount || std::fabs(*amount) > 1e9) continue;
    time = intl::shifted(time, {static_cast<std::int64_t>(*amount), step.unit});
  }
  return formatted(call, time.instant, call.hash("format"));
}

using Use = HelperRow::Use;
constexpr HelperRow kRows[] = {
    {"now", &now, "{{now 'yyyy-MM-dd'}}",
     "date and time, in date-fns' letters (ISO 8601 with milliseconds)", Use::kInline, false,
     &prepare_argument<0>},
    {"date", &date, "{{date '2020-01-01' '2020-12-31' 'yyyy-MM-dd'}}",
     "a date between two, by chance", Use::kInline, false, &prepare_argument<2>},
    {"time", &time, "{{time '09:00' '17:00' 'HH:mm'}}", "a time of day between two, by chance",
     Use::kInline, false, &prepare_argument<2>},
    {"dateFormat", &date_format, "{{dateFormat '2020-02-03T04:05:06.000Z' 'yyyy'}}",
     "a date in date-fns' letters", Use::kInline, false, &prepare_argument<1>},
    {"dateTimeShift", &date_time_shift,
     "{{dateTimeShift date='2020-01-31' months=1 format='yyyy-MM-dd'}}",
     "a date (now) so many days, months, years, hours, minutes or seconds later", Use::kInline,
     false, &prepare_format},
    {"isValidDate", &is_valid_date, "{{#if (isValidDate (body 'date'))}}…{{/if}}", "is it a date?"},
};

}  // namespace

handlebars::HelperTable mockoon_dates() {
  return kRows;
}

}  // namespace mimus::helpers
