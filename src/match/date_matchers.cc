#include <charconv>

#include "intl/date_pattern.h"
#include "intl/loose_date.h"
#include "intl/shift.h"
#include "operands.h"

namespace mimus::match {
namespace {

using intl::DatePattern;
using intl::ZonedTime;

constexpr std::string_view kOptions[] = {"actualFormat",        "truncateExpected", "truncateActual",
                                         "applyTruncationLast", "expectedOffset",   "expectedOffsetUnit"};

// What a date is compared with: one that was written, or one that counts from now. The zone of the machine, where
// Java would ask for it, is UTC.
struct Moment {
  std::optional<DatePattern::Read> fixed;
  bool counts_from_now = false;
  std::optional<intl::Shift> shift;
  std::optional<intl::Truncation> truncate;
  bool truncate_last = false;

  std::optional<DatePattern::Read> at(WallTime now) const {
    if (!counts_from_now) return fixed;
    ZonedTime time{now, intl::Zone::utc()};
    if (truncate && !truncate_last) time = intl::truncated(time, *truncate);
    if (shift) time = intl::shifted(time, *shift);
    if (truncate && truncate_last) time = intl::truncated(time, *truncate);
    return DatePattern::Read{time, true};
  }
};

struct DateMatcher {
  Moment expected;
  enum class Format { kAny, kUnix, kEpoch, kPattern } format = Format::kAny;
  std::optional<DatePattern> pattern;
  std::optional<intl::Truncation> truncate;

  std::optional<DatePattern::Read> read(std::string_view text) const;
};

std::optional<DatePattern::Read> from_number(std::string_view text, Nanoseconds unit) {
  std::int64_t number = 0;
  const auto [at, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || at != text.data() + text.size()) return std::nullopt;
  std::int64_t nanoseconds = 0;
  if (__builtin_mul_overflow(number, unit.count(), &nanoseconds)) return std::nullopt;
  return DatePattern::Read{{WallTime(Nanoseconds(nanoseconds)), intl::Zone::utc()}, true};
}

std::optional<DatePattern::Read> DateMatcher::read(std::string_view text) const {
  std::optional<DatePattern::Read> read;
  switch (format) {
    case Format::kAny: read = intl::parse_date(text); break;
    case Format::kUnix: read = from_number(text, std::chrono::seconds(1)); break;
    case Format::kEpoch: read = from_number(text, std::chrono::milliseconds(1)); break;
    case Format::kPattern: read = pattern->parse(text, ""); break;
  }
  if (read && truncate) read->time = intl::truncated(read->time, *truncate);
  return read;
}

template <class Order>
bool compares(const Matcher& matcher, const Sample& sample, const Asking& asking) {
  if (sample.absent()) return false;
  const auto& m = matcher.as<DateMatcher>();
  const auto actual = m.read(sample.text(asking.arena()));
  if (!actual) return false;
  const auto expected = m.expected.at(m.expected.counts_from_now ? asking.facts.now() : WallTime());
  if (!expected) return false;
  const bool locally = !expected->zoned && actual->zoned;  // then the clock on the wall counts
  const WallTime seen = locally ? actual->time.zone.local_of(actual->time.instant) : actual->time.instant;
  return Order()(seen, expected->time.instant);
}

Result<std::optional<intl::Truncation>> truncation_option(const Test& test, std::string_view name) {
  MIMUS_TRY(const std::string words, text_option(test, name));
  if (words.empty()) return std::optional<intl::Truncation>();
  const auto truncation = intl::truncation_named(words);
  if (!truncation) return invalid(std::string(name) + ": unknown truncation '" + words + "'", "first hour of day, …");
  return truncation;
}

Result<std::optional<intl::Shift>> offset_option(const Test& test) {
  const json::Value* amount = test.options.if_contains("expectedOffset");
  if (amount == nullptr || amount->is_null()) return std::optional<intl::Shift>();
  if (!amount->is_int64()) return wants("a whole number as expectedOffset", *amount);
  MIMUS_TRY(const std::string name, text_option(test, "expectedOffsetUnit", "days"));
  const auto unit = intl::unit_named(name);
  if (!unit) return invalid("unknown expectedOffsetUnit '" + name + "'", "expected seconds, minutes, hours, days, …");
  return std::optional(intl::Shift{amount->get_int64(), *unit});
}

Result<Moment> read_moment(std::string_view text, const Test& test) {
  Moment moment;
  MIMUS_TRY(moment.truncate, truncation_option(test, "truncateExpected"));
  MIMUS_TRY(moment.truncate_last, flag_option(test, "applyTruncationLast"));
  if (text == "now") {
    moment.counts_from_now = true;
    MIMUS_TRY(moment.shift, offset_option(test));
  } else if (auto shift = intl::Shift::parse(text)) {
    moment.counts_from_now = true;
    moment.shift = *shift;
  } else {
    moment.fixed = intl::parse_date(text);  // what is none matches nothing
  }
  return moment;
}

template <class Order>
Result<Matcher> compile_date(const Test& test, Setting setting) {
  Matcher matcher;
  MIMUS_TRY(matcher.text, text_operand(test, setting));
  DateMatcher own;
  MIMUS_TRY(own.expected, read_moment(matcher.text, test));
  MIMUS_TRY(own.truncate, truncation_option(test, "truncateActual"));
  MIMUS_TRY(const std::string format, text_option(test, "actualFormat"));
  if (format == "unix") {
    own.format = DateMatcher::Format::kUnix;
  } else if (format == "epoch") {
    own.format = DateMatcher::Format::kEpoch;
  } else if (!format.empty()) {
    own.format = DateMatcher::Format::kPattern;
    MIMUS_TRY(own.pattern, DatePattern::compile(format, intl::DateDialect::kJavaFormatter));
  }
  matcher.own = std::make_shared<const DateMatcher>(std::move(own));
  matcher.on_value = &compares<Order>;
  return matcher;
}

}  // namespace

std::span<const MatcherKind> date_matchers() {
  static constexpr std::uint8_t kBoth = MatcherKind::kBoth;
  static constexpr MatcherKind kKinds[] = {
      {{"before", "string", "a date before this one: ISO 8601, an HTTP date, now, or 'now -3 days'", kOptions},
       kBoth, 6, &compile_date<std::less<>>},
      {{"after", "string", "a date after this one", kOptions}, kBoth, 6, &compile_date<std::greater<>>},
      {{"equalToDateTime", "string", "the same date and time", kOptions}, kBoth, 6, &compile_date<std::equal_to<>>},
  };
  return kKinds;
}

}  // namespace mimus::match
