#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "date_pattern.h"

namespace mimus::intl {

// One element of a compiled pattern: what is printed, and how.
struct DateField {
  enum class Kind {
    kLiteral,
    kOptionalBegin,
    kOptionalEnd,
    kEra,
    kYear,
    kProlepticYear,
    kWeekYear,
    kIsoWeekYear,
    kQuarter,
    kMonth,
    kWeek,
    kIsoWeek,
    kWeekOfMonth,
    kDay,
    kDayOfYear,
    kWeekdayInMonth,
    kWeekday,
    kIsoWeekday,
    kLocalWeekday,
    kAmPm,
    kNoonMidnight,
    kDayPeriod,
    kHour24,
    kHour1To24,
    kHour0To11,
    kHour1To12,
    kMinute,
    kSecond,
    kFraction,
    kMillisecond,
    kMilliOfDay,
    kNanosecond,
    kNanoOfDay,
    kZoneName,
    kZoneId,
    kOffset,
    kOffsetOrZ,
    kGmtOffset,
    kEpochSeconds,
    kEpochMilliseconds,
  };
  enum class Form { kNumber, kOrdinal, kShort, kFull, kNarrow, kTwoLetters };

  Kind kind = Kind::kLiteral;
  Form form = Form::kNumber;
  int count =
      1;  // digits at least; of offsets: 1 +hh[mm], 2 +hhmm, 3 +hh:mm, 4 +hhmm[ss], 5 +hh:mm[:ss]
  bool standalone = false;  // L and c: the name alone, not beside a day
  std::string literal;

  bool is_number() const {
    return form == Form::kNumber && kind > Kind::kOptionalEnd && kind < Kind::kZoneName;
  }
};

// What a letter repeated `count` times means. Fails with a sentence, without a position.
Result<DateField> date_field(DateDialect dialect, char letter, int count);
// date-fns' letters with an `o` behind: "do".
Result<DateField> ordinal_field(char letter);

}  // namespace mimus::intl
