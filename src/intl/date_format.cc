#include <algorithm>
#include <charconv>

#include "date_compiled.h"
#include "names.h"

namespace mimus::intl {
namespace {

using Kind = DateField::Kind;
using Form = DateField::Form;
using std::chrono::seconds;

std::string digits(std::int64_t value, int at_least) {
  std::string text = std::to_string(value < 0 ? -value : value);
  if (text.size() < static_cast<std::size_t>(at_least)) {
    text.insert(0, static_cast<std::size_t>(std::min(at_least, 1000)) - text.size(), '0');
  }
  return value < 0 ? "-" + text : text;
}

std::string ordinal(std::int64_t value) {
  const std::int64_t tens = value % 100;
  std::string_view ending = "th";
  if (tens < 11 || tens > 13) {
    const std::int64_t ones = value % 10;
    ending = ones == 1 ? "st" : ones == 2 ? "nd" : ones == 3 ? "rd" : "th";
  }
  return std::to_string(value).append(ending);
}

constexpr std::string_view kFullQuarters[] = {"1st quarter", "2nd quarter", "3rd quarter",
                                              "4th quarter"};

class Formatter {
 public:
  Formatter(const ZonedTime& time, DateDialect dialect, std::string_view locale)
      : time_(time),
        dialect_(dialect),
        locale_(dialect == DateDialect::kDateFns ? "" : locale),
        names_(names_for(locale_)),
        offset_(time.zone.offset_at(time.instant)),
        civil_(civil_of(saturating_add(time.instant, offset_))) {}

  std::string format(const std::vector<DateField>& fields) {
    for (const DateField& field : fields) {
      if (field.kind == Kind::kLiteral) {
        out_ += field.literal;
      } else if (field.kind != Kind::kOptionalBegin && field.kind != Kind::kOptionalEnd) {
        print(field);
      }
    }
    return std::move(out_);
  }

 private:
  void print(const DateField& field) {
    switch (field.kind) {
      case Kind::kFraction:
        out_ += fraction(field.count);
        return;
      case Kind::kZoneId:
        out_ += time_.zone.id();
        return;
      case Kind::kZoneName:
        out_ += zone_name(field.form == Form::kFull);
        return;
      case Kind::kOffset:
        out_ += offset(field.count);
        return;
      case Kind::kOffsetOrZ:
        out_ += offset_.count() == 0 ? "Z" : offset(field.count);
        return;
      case Kind::kGmtOffset:
        out_ += gmt(field.form == Form::kFull);
        return;
      default:
        break;
    }
    if (field.form == Form::kOrdinal) {
      out_ += ordinal(number(field.kind));
    } else if (field.form != Form::kNumber) {
      out_ += text(field);
    } else if ((field.kind == Kind::kYear || field.kind == Kind::kProlepticYear ||
                field.kind == Kind::kWeekYear) &&
               field.count == 2 &&
               !(dialect_ == DateDialect::kDateFns && field.kind == Kind::kProlepticYear)) {
      out_ += digits(number(field.kind) % 100, 2);
    } else {
      out_ += digits(number(field.kind), field.count);
    }
  }

  std::int64_t number(Kind kind) const {
    const int half = civil_.hour % 12;
    const std::int64_t second_of_day = civil_.hour * 3600 + civil_.minute * 60 + civil_.second;
    switch (kind) {
      case Kind::kYear:
        return civil_.year > 0 ? civil_.year : 1 - civil_.year;
      case Kind::kProlepticYear:
        return civil_.year;
      case Kind::kWeekYear:
        return week_of(civil_, names_.weeks).year;
      case Kind::kIsoWeekYear:
        return week_of(civil_, kIsoWeeks).year;
      case Kind::kQuarter:
        return (civil_.month + 2) / 3;
      case Kind::kMonth:
        return civil_.month;
      case Kind::kWeek:
        return week_of(civil_, names_.weeks).number;
      case Kind::kIsoWeek:
        return week_of(civil_, kIsoWeeks).number;
      case Kind::kWeekOfMonth:
        return week_of_month(civil_, names_.weeks);
      case Kind::kDay:
        return civil_.day;
      case Kind::kDayOfYear:
        return day_of_year(civil_);
      case Kind::kWeekdayInMonth:
        return dialect_ == DateDialect::kJavaFormatter ? (civil_.day - 1) % 7 + 1
                                                       : (civil_.day + 6) / 7;
      case Kind::kIsoWeekday:
        return weekday(civil_);
      case Kind::kLocalWeekday:
        return (weekday(civil_) - names_.weeks.first_day + 7) % 7 + 1;
      case Kind::kHour24:
        return civil_.hour;
      case Kind::kHour1To24:
        return civil_.hour == 0 ? 24 : civil_.hour;
      case Kind::kHour0To11:
        return half;
      case Kind::kHour1To12:
        return half == 0 ? 12 : half;
      case Kind::kMinute:
        return civil_.minute;
      case Kind::kSecond:
        return civil_.second;
      case Kind::kMillisecond:
        return civil_.nanosecond / 1'000'000;
      case Kind::kMilliOfDay:
        return second_of_day * 1000 + civil_.nanosecond / 1'000'000;
      case Kind::kNanosecond:
        return civil_.nanosecond;
      case Kind::kNanoOfDay:
        return second_of_day * 1'000'000'000 + civil_.nanosecond;
      case Kind::kEpochSeconds:
        return std::chrono::floor<seconds>(time_.instant.time_since_epoch()).count();
      case Kind::kEpochMilliseconds:
        return std::chrono::floor<std::chrono::milliseconds>(time_.instant.time_since_epoch())
            .count();
      default:
        return 0;
    }
  }

  std::string text(const DateField& field) const {
    switch (field.kind) {
      case Kind::kEra:
        return era(field.form);
      case Kind::kQuarter:
        return quarter(field);
      case Kind::kMonth:
        return month(field);
      case Kind::kWeekday:
      case Kind::kIsoWeekday:
      case Kind::kLocalWeekday:
        return day_name(field);
      case Kind::kAmPm:
        return half_day(field);
      case Kind::kNoonMidnight:
        return noon_or_midnight(field);
      case Kind::kDayPeriod:
        return day_period();
      default:
        return "";
    }
  }

  std::string era(Form form) const {
    const std::size_t index = civil_.year > 0 ? 1 : 0;
    if (form == Form::kNarrow) return names_.eras[index].substr(0, 1);
    return form == Form::kFull && dialect_ != DateDialect::kJavaSimple ? names_.full_eras[index]
                                                                       : names_.eras[index];
  }

  std::string quarter(const DateField& field) const {
    const int index = (civil_.month - 1) / 3;
    if (field.form == Form::kNarrow) return std::to_string(index + 1);
    return field.form == Form::kFull ? std::string(kFullQuarters[index])
                                     : "Q" + std::to_string(index + 1);
  }

  std::string month(const DateField& field) const {
    const auto index = static_cast<std::size_t>(civil_.month - 1);
    if (field.form == Form::kNarrow) return names_.narrow_months[index];
    if (field.form == Form::kFull)
      return (field.standalone ? names_.standalone_months : names_.months)[index];
    return (field.standalone ? names_.standalone_short_months : names_.short_months)[index];
  }

  std::string day_name(const DateField& field) const {
    const auto index = static_cast<std::size_t>(weekday(civil_) - 1);
    if (field.form == Form::kNarrow) return names_.narrow_weekdays[index];
    if (field.form == Form::kTwoLetters) return names_.weekdays[index].substr(0, 2);
    if (field.form == Form::kFull)
      return (field.standalone ? names_.standalone_weekdays : names_.weekdays)[index];
    return (field.standalone ? names_.standalone_short_weekdays : names_.short_weekdays)[index];
  }

  // date-fns: AM, AM, am (three), a.m., a.
  std::string half_day(const DateField& field) const {
    const bool afternoon = civil_.hour >= 12;
    if (dialect_ != DateDialect::kDateFns) return names_.am_pm[afternoon ? 1 : 0];
    if (field.count == 3) return afternoon ? "pm" : "am";
    if (field.form == Form::kFull) return afternoon ? "p.m." : "a.m.";
    if (field.form == Form::kNarrow) return afternoon ? "p" : "a";
    return afternoon ? "PM" : "AM";
  }

  std::string noon_or_midnight(const DateField& field) const {
    if (civil_.hour == 12) return field.form == Form::kNarrow ? "n" : "noon";
    if (civil_.hour == 0) return field.form == Form::kNarrow ? "mi" : "midnight";
    return half_day(field);
  }

  // Java's periods are CLDR's, date-fns has its own.
  std::string day_period() const {
    const bool java = dialect_ == DateDialect::kJavaFormatter;
    const int night_begins = java ? 21 : 24, evening = java ? 18 : 17, morning = java ? 6 : 4;
    if (java && civil_.minute == 0 && civil_.hour % 12 == 0)
      return civil_.hour == 0 ? "midnight" : "noon";
    if (civil_.hour >= night_begins || civil_.hour < morning) return "at night";
    if (civil_.hour >= evening) return "in the evening";
    return civil_.hour >= 12 ? "in the afternoon" : "in the morning";
  }

  std::string fraction(int count) const {
    std::string text = digits(civil_.nanosecond, 9);
    text.resize(static_cast<std::size_t>(std::min(count, 1000)), '0');
    return text;
  }

  std::string offset(int layout) const {
    const bool colon = layout == 3 || layout == 5;
    const std::int64_t whole = offset_.count();
    if (layout < 4) {
      const seconds minutes(whole - whole % 60);
      std::string text = offset_text(minutes, colon);
      // SimpleDateFormat's X has hours only, whatever the offset.
      if (layout == 1 && (text.ends_with("00") || dialect_ == DateDialect::kJavaSimple))
        text.resize(3);
      return text;
    }
    return offset_text(offset_, colon);
  }

  // java.time prints the id of a zone that is an offset, java.text "GMT+09:00".
  std::string zone_name(bool full) const {
    if (dialect_ == DateDialect::kJavaFormatter && !time_.zone.is_place() && offset_.count() != 0)
      return time_.zone.id();
    return time_.zone.name_at(time_.instant, full, locale_);
  }

  // "GMT+9", "GMT+09:00"; nothing behind GMT for Java at zero, "GMT+0" and "GMT+00:00" in date-fns.
  std::string gmt(bool full) const {
    if (offset_.count() == 0 && dialect_ != DateDialect::kDateFns) return "GMT";
    if (full) return "GMT" + offset_text(offset_, true);
    const std::int64_t total = offset_.count() < 0 ? -offset_.count() : offset_.count();
    std::string text =
        std::string("GMT") + (offset_.count() < 0 ? '-' : '+') + std::to_string(total / 3600);
    if (total % 3600 != 0) text += ":" + digits(total / 60 % 60, 2);
    return text;
  }

  const ZonedTime& time_;
  DateDialect dialect_;
  std::string_view locale_;
  const CalendarNames& names_;
  seconds offset_;
  Civil civil_;
  std::string out_;
};

}  // namespace

std::string DatePattern::format(const ZonedTime& time, std::string_view locale) const {
  return Formatter(time, compiled_->dialect, locale).format(compiled_->fields);
}

}  // namespace mimus::intl
