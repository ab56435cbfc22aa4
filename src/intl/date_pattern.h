#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "zone.h"

namespace mimus::intl {

enum class DateDialect {
  kJavaSimple,     // java.text.SimpleDateFormat: "EEE, d MMM yyyy", S counts milliseconds, u is the
                   // day of the week
  kJavaFormatter,  // java.time.format.DateTimeFormatter: S is a fraction, [optional parts], VV,
                   // uuuu
  kDateFns,        // date-fns 2 and 3: "yyyy-MM-dd'T'HH:mm:ss.SSSxxx", do, PPPp, t
};

// A compiled pattern.
//
//   MIMUS_TRY(const intl::DatePattern day, intl::DatePattern::compile("EEE, d MMM yyyy",
//   DateDialect::kJavaSimple)); day.format(time, "");                  // "Thu, 6 May 2021"
//   day.parse("Thu, 6 May 2021", "");      // local 2021-05-06T00:00
//
// Locales are written "en_US" (also ""), "de", "pt-BR"; one that nobody knows is English. date-fns
// patterns are always English. compile() fails with Code::kSyntax and the byte offset: an unknown
// letter, an open quote, and in date-fns YYYY and DD, as there. Immutable; copies share; any
// thread.
class DatePattern {
 public:
  static Result<DatePattern> compile(std::string_view pattern, DateDialect dialect);

  std::string format(const ZonedTime& time, std::string_view locale) const;

  // What was read: a zoned time where the text named an offset or a zone, else a local one (`zone`
  // is UTC). Parts that the pattern lacks are 1 January and midnight; without a year there is
  // nothing. Numbers out of range, other literals and text left over: nullopt. A day behind a
  // month's end becomes its last (as java.time resolves).
  struct Read {
    ZonedTime time;
    bool zoned = false;
  };
  std::optional<Read> parse(std::string_view text, std::string_view locale) const;

 private:
  struct Compiled;
  explicit DatePattern(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
  std::shared_ptr<const Compiled> compiled_;
};

enum class DateStyle { kFull, kLong, kMedium, kShort };
std::optional<DateStyle> date_style_named(
    std::string_view name);  // "full", "long", "medium", "short"
// The date alone, as Java's DateFormat.getDateInstance(style, locale) prints it: "Feb 29, 2024".
std::string format_date(const ZonedTime& time, DateStyle style, std::string_view locale);

}  // namespace mimus::intl
