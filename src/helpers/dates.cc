#include <charconv>
#include <optional>

#include "date_value.h"
#include "host.h"
#include "intl/date_pattern.h"
#include "intl/loose_date.h"
#include "intl/shift.h"
#include "java.h"
#include "text/encoding.h"
#include "wiremock.h"

// now, date, parseDate, truncateDate, dateFormat.
namespace mimus::helpers {
namespace {

using handlebars::HelperRow;
using intl::DateDialect;
using intl::DatePattern;
using intl::Zone;
using intl::ZonedTime;
using Use = HelperRow::Use;

constexpr std::string_view kIllegal = "java.lang.IllegalArgumentException";

Value date_value(const Call& call, const ZonedTime& time, std::string_view text = {}) {
  return Value::object(call.make<DateValue>(time.instant, call.arena().copy(time.zone.id()),
                                            call.arena().copy(text)));
}

Result<Zone> zone_named(const Call& call, std::string_view id) {
  auto zone = Zone::named(id);
  if (zone) return *zone;
  return thrown(call, "java.time.zone.ZoneRulesException",
                "Unknown time-zone ID: " + std::string(id));
}

Result<DatePattern> pattern_of(const Call& call, std::string_view pattern, DateDialect dialect) {
  auto compiled = DatePattern::compile(pattern, dialect);
  if (compiled) return *compiled;
  const std::size_t at = compiled.error().where.offset.value_or(0);
  const std::string letter = at < pattern.size() ? std::string(1, pattern[at]) : "";
  if (dialect == DateDialect::kJavaSimple)
    return thrown(call, kIllegal, "Illegal pattern character '" + letter + "'");
  return thrown(call, kIllegal, "Unknown pattern letter: " + letter);
}

Result<ZonedTime> moved(const Call& call, const ZonedTime& time) {
  const Value offset = call.hash("offset");
  if (offset.is_nothing()) return time;
  const auto shift = intl::Shift::parse(call.text(offset));
  if (shift) return intl::shifted(time, *shift);
  return thrown(call, kIllegal,
                "Offset can be of the short form <amount> <unit> e.g. 8 seconds or long form now "
                "+/-<amount> <unit> e.g. now +5 years");
}

std::int64_t milliseconds(WallTime time) {
  return std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count();
}

// now and date: `given` is a date that was handed in.
Result<Value> rendered(Call& call, const DateValue* given) {
  const Value timezone = call.hash("timezone"), format = call.hash("format");
  ZonedTime time = given ? given->time() : ZonedTime{host_of(call).now(), Zone()};
  if (!given && !timezone.is_nothing()) {
    MIMUS_TRY(time.zone, zone_named(call, call.text(timezone)));
  }
  MIMUS_TRY(time, moved(call, time));
  if (format.is_nothing()) return date_value(call, time);
  const std::string_view pattern = call.text(format);
  if (pattern == "epoch") return call.made(std::to_string(milliseconds(time.instant)));
  if (pattern == "unix") {
    return call.made(std::to_string(
        std::chrono::floor<std::chrono::seconds>(time.instant.time_since_epoch()).count()));
  }
  MIMUS_TRY(const DatePattern compiled, pattern_of(call, pattern, DateDialect::kJavaSimple));
  ZonedTime printed = time;
  if (!given && timezone.is_nothing())
    printed.zone = Zone::named(host_of(call).time_zone()).value_or(Zone());
  return date_value(call, time, compiled.format(printed, ""));
}

Result<Value> now(Call& call) {
  return rendered(call, nullptr);
}
Result<Value> date(Call& call) {
  return rendered(call, call.arg(0).if_object<DateValue>());
}

// Seconds or milliseconds since 1970.
Result<Value> since_epoch(const Call& call, std::string_view text, std::int64_t in_a_second) {
  std::int64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || end != text.data() + text.size()) {
    return thrown(call, "java.lang.NumberFormatException",
                  "For input string: \"" + std::string(text) + "\"");
  }
  const std::int64_t whole = count / in_a_second, rest = count % in_a_second;
  const WallTime instant = intl::saturating_add(WallTime(), std::chrono::seconds(whole));
  return date_value(call,
                    {instant + std::chrono::milliseconds(in_a_second == 1 ? 0 : rest), Zone()});
}

Result<Value> parse_date(Call& call) {
  MIMUS_TRY(const std::string_view text, subject_text(call));
  const Value format = call.hash("format");
  std::optional<DatePattern::Read> read;
  if (format.is_nothing()) {
    read = intl::parse_date(text);
    if (read && !read->zoned) read.reset();  // a local time without a format is no date here
  } else {
    const std::string_view pattern = call.text(format);
    if (pattern == "unix") return since_epoch(call, text, 1);
    if (pattern == "epoch") return since_epoch(call, text, 1000);
    MIMUS_TRY(const DatePattern compiled, pattern_of(call, pattern, DateDialect::kJavaFormatter));
    read = compiled.parse(text, "");
  }
  return read ? date_value(call, read->time) : Value();
}

Result<Value> truncate_date(Call& call) {
  if (call.size() < 2)
    return complaint(call,
                     "Truncation type must be specified as the first parameter to truncateDate");
  const DateValue* given = call.arg(0).if_object<DateValue>();
  if (!given) return complaint(call, "A date object must be passed to the truncateDate helper");
  const auto how = intl::truncation_named(call.text(1));
  if (how) return date_value(call, intl::truncated(given->time(), *how));
  std::string constant = text::to_lower_ascii(call.text(1));
  for (char& byte : constant)
    byte = byte == ' '                  ? '_'
           : byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A')
                                        : byte;
  return thrown(
      call, kIllegal,
      "No enum constant com.github.tomakehurst.wiremock.common.DateTimeTruncation." + constant);
}

// Java's times of day in English, by style; long dates are joined by " at ".
std::string time_of_day(const ZonedTime& time, intl::DateStyle style) {
  constexpr std::string_view kPatterns[] = {"h:mm:ss a zzzz", "h:mm:ss a z", "h:mm:ss a", "h:mm a"};
  const auto pattern =
      DatePattern::compile(kPatterns[static_cast<int>(style)], DateDialect::kJavaFormatter);
  return pattern ? pattern->format(time, "") : "";
}

Result<Value> date_format(Call& call) {
  const Value value = subject(call);
  if (value.is_nothing()) return Value();
  const DateValue* given = value.if_object<DateValue>();
  if (!given) {
    return thrown(call, kIllegal,
                  "found instance of String with value '" + std::string(call.text(value)) +
                      "', but expected instance of TemporalAccessor");
  }
  ZonedTime time = given->time();
  if (!call.hash("tz").is_nothing()) {
    MIMUS_TRY(time.zone, zone_named(call, call.text(call.hash("tz"))));
  }
  const Value chosen = call.size() > 1 ? call.arg(1) : call.hash("format");
  const std::string_view format =
      chosen.is_nothing() ? std::string_view("medium") : call.text(chosen);
  const std::string_view locale = call.size() > 2 ? call.text(2) : call.text(call.hash("locale"));
  const auto style = intl::date_style_named(format);
  if (!style) {
    MIMUS_TRY(const DatePattern pattern, pattern_of(call, format, DateDialect::kJavaFormatter));
    return call.made(pattern.format(time, locale));
  }
  std::string text = intl::format_date(time, *style, locale);
  const auto time_style = intl::date_style_named(call.text(call.hash("time")));
  if (time_style)
    text += (*style <= intl::DateStyle::kLong ? " at " : ", ") + time_of_day(time, *time_style);
  return call.made(text);
}

constexpr HelperRow kRows[] = {
    {"now", &now, "{{now offset='3 days' timezone='Europe/Paris' format='yyyy-MM-dd'}}",
     "the time; format is a SimpleDateFormat pattern, 'epoch' or 'unix'"},
    {"date", &date, "{{date (parseDate x) offset='-1 days' format='EEE, d MMM yyyy'}}",
     "a date, or the time, moved and formatted"},
    {"parseDate", &parse_date, "{{parseDate '06/05/2021' format='dd/MM/yyyy'}}",
     "a date from text: ISO 8601, RFC 1123, or a DateTimeFormatter pattern, 'unix', 'epoch'"},
    {"truncateDate", &truncate_date, "{{truncateDate (now) 'first day of next month'}}",
     "a date cut to a minute, hour, day, month or year"},
    {"dateFormat", &date_format, "{{dateFormat (now) 'medium' locale='de_DE' tz='Asia/Tokyo'}}",
     "a date as full, long, medium, short or a DateTimeFormatter pattern has it"},
};

}  // namespace

handlebars::HelperTable date_rows() {
  return kRows;
}

}  // namespace mimus::helpers
