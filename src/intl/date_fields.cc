#include "date_fields.h"

#include <span>

namespace mimus::intl {
namespace {

using Kind = DateField::Kind;
using Form = DateField::Form;

// How a letter's count is read.
enum class Shape {
  kDigits,     // at least so many digits
  kText,       // up to three letters short, four full, five narrow
  kEither,     // one and two digits, then text
  kOffset,     // count is the offset's layout
  kOffsetRfc,  // Z: one to three +hhmm, four GMT+hh:mm, five +hh:mm or Z
  kGmt,        // O: short, four full
  kZoneId,     // VV
};
struct Letter {
  char letter;
  Kind kind;
  Shape shape;
  int most;  // letters
};
constexpr int kAny = 1000;

constexpr Letter kSimple[] = {
    {'G', Kind::kEra, Shape::kText, kAny},
    {'y', Kind::kYear, Shape::kDigits, kAny},
    {'Y', Kind::kWeekYear, Shape::kDigits, kAny},
    {'M', Kind::kMonth, Shape::kEither, kAny},
    {'L', Kind::kMonth, Shape::kEither, kAny},
    {'w', Kind::kWeek, Shape::kDigits, kAny},
    {'W', Kind::kWeekOfMonth, Shape::kDigits, kAny},
    {'D', Kind::kDayOfYear, Shape::kDigits, kAny},
    {'d', Kind::kDay, Shape::kDigits, kAny},
    {'F', Kind::kWeekdayInMonth, Shape::kDigits, kAny},
    {'E', Kind::kWeekday, Shape::kText, kAny},
    {'u', Kind::kIsoWeekday, Shape::kDigits, kAny},
    {'a', Kind::kAmPm, Shape::kText, kAny},
    {'H', Kind::kHour24, Shape::kDigits, kAny},
    {'k', Kind::kHour1To24, Shape::kDigits, kAny},
    {'K', Kind::kHour0To11, Shape::kDigits, kAny},
    {'h', Kind::kHour1To12, Shape::kDigits, kAny},
    {'m', Kind::kMinute, Shape::kDigits, kAny},
    {'s', Kind::kSecond, Shape::kDigits, kAny},
    {'S', Kind::kMillisecond, Shape::kDigits, kAny},
    {'z', Kind::kZoneName, Shape::kText, kAny},
    {'Z', Kind::kOffset, Shape::kOffsetRfc, kAny},
    {'X', Kind::kOffsetOrZ, Shape::kOffset, 3},
};
constexpr Letter kFormatter[] = {
    {'G', Kind::kEra, Shape::kText, 5},
    {'u', Kind::kProlepticYear, Shape::kDigits, 19},
    {'y', Kind::kYear, Shape::kDigits, 19},
    {'D', Kind::kDayOfYear, Shape::kDigits, 3},
    {'M', Kind::kMonth, Shape::kEither, 5},
    {'L', Kind::kMonth, Shape::kEither, 5},
    {'d', Kind::kDay, Shape::kDigits, 2},
    {'Q', Kind::kQuarter, Shape::kEither, 5},
    {'q', Kind::kQuarter, Shape::kEither, 5},
    {'Y', Kind::kWeekYear, Shape::kDigits, 19},
    {'w', Kind::kWeek, Shape::kDigits, 2},
    {'W', Kind::kWeekOfMonth, Shape::kDigits, 1},
    {'E', Kind::kWeekday, Shape::kText, 5},
    {'e', Kind::kLocalWeekday, Shape::kEither, 5},
    {'c', Kind::kLocalWeekday, Shape::kEither, 5},
    {'F', Kind::kWeekdayInMonth, Shape::kDigits, 1},
    {'a', Kind::kAmPm, Shape::kText, 5},
    {'B', Kind::kDayPeriod, Shape::kText, 5},
    {'h', Kind::kHour1To12, Shape::kDigits, 2},
    {'K', Kind::kHour0To11, Shape::kDigits, 2},
    {'k', Kind::kHour1To24, Shape::kDigits, 2},
    {'H', Kind::kHour24, Shape::kDigits, 2},
    {'m', Kind::kMinute, Shape::kDigits, 2},
    {'s', Kind::kSecond, Shape::kDigits, 2},
    {'S', Kind::kFraction, Shape::kDigits, 9},
    {'A', Kind::kMilliOfDay, Shape::kDigits, 19},
    {'n', Kind::kNanosecond, Shape::kDigits, 19},
    {'N', Kind::kNanoOfDay, Shape::kDigits, 19},
    {'V', Kind::kZoneId, Shape::kZoneId, 2},
    {'v', Kind::kZoneName, Shape::kText, 4},
    {'z', Kind::kZoneName, Shape::kText, 4},
    {'O', Kind::kGmtOffset, Shape::kGmt, 4},
    {'X', Kind::kOffsetOrZ, Shape::kOffset, 5},
    {'x', Kind::kOffset, Shape::kOffset, 5},
    {'Z', Kind::kOffset, Shape::kOffsetRfc, 5},
};
constexpr Letter kDateFns[] = {
    {'G', Kind::kEra, Shape::kText, 5},
    {'y', Kind::kYear, Shape::kDigits, kAny},
    {'Y', Kind::kWeekYear, Shape::kDigits, kAny},
    {'R', Kind::kIsoWeekYear, Shape::kDigits, kAny},
    {'u', Kind::kProlepticYear, Shape::kDigits, kAny},
    {'Q', Kind::kQuarter, Shape::kEither, 5},
    {'q', Kind::kQuarter, Shape::kEither, 5},
    {'M', Kind::kMonth, Shape::kEither, 5},
    {'L', Kind::kMonth, Shape::kEither, 5},
    {'w', Kind::kWeek, Shape::kDigits, kAny},
    {'I', Kind::kIsoWeek, Shape::kDigits, kAny},
    {'d', Kind::kDay, Shape::kDigits, kAny},
    {'D', Kind::kDayOfYear, Shape::kDigits, kAny},
    {'E', Kind::kWeekday, Shape::kText, 6},
    {'i', Kind::kIsoWeekday, Shape::kEither, 6},
    {'e', Kind::kLocalWeekday, Shape::kEither, 6},
    {'c', Kind::kLocalWeekday, Shape::kEither, 6},
    {'a', Kind::kAmPm, Shape::kText, 5},
    {'b', Kind::kNoonMidnight, Shape::kText, 5},
    {'B', Kind::kDayPeriod, Shape::kText, 5},
    {'h', Kind::kHour1To12, Shape::kDigits, kAny},
    {'H', Kind::kHour24, Shape::kDigits, kAny},
    {'K', Kind::kHour0To11, Shape::kDigits, kAny},
    {'k', Kind::kHour1To24, Shape::kDigits, kAny},
    {'m', Kind::kMinute, Shape::kDigits, kAny},
    {'s', Kind::kSecond, Shape::kDigits, kAny},
    {'S', Kind::kFraction, Shape::kDigits, kAny},
    {'X', Kind::kOffsetOrZ, Shape::kOffset, 5},
    {'x', Kind::kOffset, Shape::kOffset, 5},
    {'O', Kind::kGmtOffset, Shape::kGmt, 4},
    {'z', Kind::kGmtOffset, Shape::kGmt, 4},
    {'t', Kind::kEpochSeconds, Shape::kDigits, kAny},
    {'T', Kind::kEpochMilliseconds, Shape::kDigits, kAny},
};

std::span<const Letter> letters(DateDialect dialect) {
  switch (dialect) {
    case DateDialect::kJavaSimple:
      return kSimple;
    case DateDialect::kJavaFormatter:
      return kFormatter;
    default:
      return kDateFns;
  }
}

Form text_form(int count) {
  if (count <= 3) return Form::kShort;
  if (count == 4) return Form::kFull;
  return count == 5 ? Form::kNarrow : Form::kTwoLetters;
}

DateField rfc_offset(DateDialect dialect, int count) {
  if (count <= 3 || dialect == DateDialect::kJavaSimple) return {.kind = Kind::kOffset, .count = 2};
  if (count == 4) return {.kind = Kind::kGmtOffset, .form = Form::kFull};
  return {.kind = Kind::kOffsetOrZ, .count = 5};
}

std::string run(char letter, int count) {
  return "'" + std::string(static_cast<std::size_t>(std::min(count, 20)), letter) + "'";
}

// date-fns refuses what people mix up with yyyy and dd.
bool is_protected(char letter, int count) {
  return (letter == 'Y' && (count == 2 || count == 4)) || (letter == 'D' && count <= 2);
}

}  // namespace

Result<DateField> date_field(DateDialect dialect, char letter, int count) {
  for (const Letter& row : letters(dialect)) {
    if (row.letter != letter) continue;
    if (count > row.most) return invalid("too many letters: " + run(letter, count));
    if (dialect == DateDialect::kDateFns && is_protected(letter, count)) {
      const char meant = letter == 'Y' ? 'y' : 'd';
      return invalid("use " + run(meant, count) + " instead of " + run(letter, count));
    }
    DateField field{.kind = row.kind,
                    .count = count,
                    .standalone = letter == 'L' || letter == 'c' || letter == 'q'};
    switch (row.shape) {
      case Shape::kText:
        field.form = text_form(dialect == DateDialect::kJavaSimple ? std::min(count, 4) : count);
        break;
      case Shape::kEither:
        if (count > 2)
          field.form = text_form(dialect == DateDialect::kJavaSimple ? std::min(count, 4) : count);
        break;
      case Shape::kOffsetRfc:
        return rfc_offset(dialect, count);
      case Shape::kGmt:
        field.form = count == 4 ? Form::kFull : Form::kShort;
        break;
      case Shape::kZoneId:
        if (count != 2) return invalid("the zone's name is written 'VV'");
        break;
      default:
        break;
    }
    return field;
  }
  return invalid("the letter '" + std::string(1, letter) + "' means nothing in a date pattern",
                 "put text in quotes: 'text'");
}

Result<DateField> ordinal_field(char letter) {
  MIMUS_TRY(DateField field,
            date_field(DateDialect::kDateFns, letter, 3));  // "Do" is not protected
  field.count = 1;
  field.form = Form::kOrdinal;
  return field;
}

}  // namespace mimus::intl
