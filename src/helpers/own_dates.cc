#include <chrono>

#include "host.h"
#include "intl/date_pattern.h"
#include "intl/shift.h"
#include "javascript_date.h"
#include "own.h"
#include "text/dates.h"

namespace mimus::helpers {
namespace {

using handlebars::Call;
using handlebars::Complaint;
using handlebars::HelperRow;
using handlebars::KnownArgument;
using handlebars::Value;
using intl::DatePattern;
using intl::ZonedTime;

// What zone=, shift= and locale= ask for.
Result<ZonedTime> placed(Call& call, WallTime instant) {
  ZonedTime time{instant, intl::Zone::utc()};
  if (const Value zone = call.hash("zone"); !zone.is_nothing()) {
    const auto named = intl::Zone::named(call.text(zone));
    if (!named) return call.fail(named.error().message, named.error().hint);
    time.zone = *named;
  }
  if (const Value shift = call.hash("shift"); !shift.is_nothing()) {
    const auto by = intl::Shift::parse(call.text(shift));
    if (!by) return call.fail(by.error().message, by.error().hint);
    time = intl::shifted(time, *by);
  }
  return time;
}

template <std::size_t kArgument>
Result<std::shared_ptr<const void>> prepare_pattern(Call& call) {
  if (!call.arg(kArgument).is_text()) return std::shared_ptr<const void>();
  MIMUS_TRY(DatePattern pattern,
            DatePattern::compile(call.text(kArgument), intl::DateDialect::kJavaFormatter));
  return std::shared_ptr<const void>(std::make_shared<DatePattern>(std::move(pattern)));
}

Result<Value> formatted(Call& call, WallTime instant, const Value& given,
                        std::string_view otherwise) {
  MIMUS_TRY(const ZonedTime time, placed(call, instant));
  const std::string_view locale = call.text(call.hash("locale"));
  if (const auto* prepared = call.prepared<DatePattern>())
    return call.made(prepared->format(time, locale));
  const auto pattern = DatePattern::compile(given.is_text() ? given.as_text() : otherwise,
                                            intl::DateDialect::kJavaFormatter);
  if (!pattern) return call.fail(pattern.error().message, pattern.error().hint);
  return call.made(pattern->format(time, locale));
}

constexpr std::string_view kIso = "yyyy-MM-dd'T'HH:mm:ss.SSSXXX";

Result<Value> now(Call& call) {
  return formatted(call, host_of(call).now(), call.arg(0), kIso);
}
Result<Value> date(Call& call) {
  return formatted(call, host_of(call).now(), call.arg(0), "yyyy-MM-dd");
}

Result<Value> format_date(Call& call) {
  const auto instant = date_of(call.arg(0), call);
  if (!instant)
    return call.fail("'" + std::string(call.text(0)) + "' is no date",
                     "ISO 8601, or milliseconds since 1970");
  return formatted(call, *instant, call.arg(1), kIso);
}

// The unit, 'ms', is a text or the bare word, which is no name of anything.
std::optional<Complaint> check_timestamp(std::span<const KnownArgument> arguments) {
  constexpr std::string_view kHint = "for example {{timestamp ms}}";
  if (arguments.size() > 1)
    return Complaint{"'timestamp' takes one argument at most", std::string(kHint), 1};
  if (arguments.empty() || !arguments[0].known) return std::nullopt;
  const Value& unit = arguments[0].value;
  if (unit.is_text() && unit.as_text() == "ms") return std::nullopt;
  return Complaint{"'timestamp' knows no unit but ms", std::string(kHint), 0};
}

Result<Value> timestamp(Call& call) {
  MIMUS_TRY(const ZonedTime time, placed(call, host_of(call).now()));
  const auto since = time.instant.time_since_epoch();
  if (call.size() > 0)
    return Value::number(
        std::int64_t{std::chrono::floor<std::chrono::milliseconds>(since).count()});
  return Value::number(std::int64_t{std::chrono::floor<std::chrono::seconds>(since).count()});
}

struct Span {
  std::string_view name;
  std::int64_t seconds;
};
constexpr Span kSpans[] = {
    {"seconds", 1}, {"minutes", 60}, {"hours", 3600}, {"days", 86400}, {"weeks", 604800}};

// Whole ones, towards nothing.
Result<Value> between_dates(Call& call) {
  const auto from = date_of(call.arg(0), call);
  const auto to = date_of(call.arg(1), call);
  if (!from || !to)
    return call.fail("betweenDates takes two dates and a unit",
                     "write {{betweenDates body.from body.to 'days'}}");
  for (const Span& span : kSpans) {
    if (span.name != call.text(2)) continue;
    const auto milliseconds = std::chrono::floor<std::chrono::milliseconds>(*to) -
                              std::chrono::floor<std::chrono::milliseconds>(*from);
    return Value::number(std::int64_t{milliseconds / std::chrono::seconds(span.seconds)});
  }
  return call.fail("there is no unit '" + std::string(call.text(2)) + "'",
                   "seconds, minutes, hours, days or weeks");
}

using Use = HelperRow::Use;
constexpr HelperRow kRows[] = {
    {"now", &now, "{{now 'd MMMM yyyy HH:mm' zone='Europe/Paris' shift='3 days' locale='fr'}}",
     "date and time: ISO 8601 in UTC with milliseconds, or in Java's pattern letters", Use::kInline,
     false, &prepare_pattern<0>},
    {"date", &date, "{{date shift='-1 days'}}", "the date: YYYY-MM-DD in UTC, or in a pattern",
     Use::kInline, false, &prepare_pattern<0>},
    {"formatDate", &format_date, "{{formatDate body.born 'EEEE, d MMMM yyyy' locale='de'}}",
     "a date that is there (ISO 8601, or milliseconds since 1970) in a pattern; zone= and shift= "
     "as with now",
     Use::kInline, false, &prepare_pattern<1>},
    {"timestamp", &timestamp, "{{timestamp}}",
     "seconds since 1970, a number; {{timestamp ms}}: milliseconds; shift= as with now",
     Use::kInline, false, nullptr, &check_timestamp},
    {"betweenDates", &between_dates, "{{betweenDates body.from body.to 'days'}}",
     "how many whole seconds, minutes, hours, days or weeks lie between two dates"},
};

}  // namespace

handlebars::HelperTable own_dates() {
  return kRows;
}

}  // namespace mimus::helpers
