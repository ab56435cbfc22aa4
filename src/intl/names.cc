#include "names.h"

#include <unicode/calendar.h>
#include <unicode/datefmt.h>
#include <unicode/dtfmtsym.h>
#include <unicode/smpdtfmt.h>

#include <map>
#include <memory>
#include <mutex>

namespace mimus::intl {
namespace {

CalendarNames english() {
  CalendarNames names;
  names.months = {"January", "February", "March",     "April",   "May",      "June",
                  "July",    "August",   "September", "October", "November", "December"};
  names.weekdays = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  for (std::size_t i = 0; i < 12; ++i) {
    names.short_months[i] = names.months[i].substr(0, 3);
    names.narrow_months[i] = names.months[i].substr(0, 1);
  }
  for (std::size_t i = 0; i < 7; ++i) {
    names.short_weekdays[i] = names.weekdays[i].substr(0, 3);
    names.narrow_weekdays[i] = names.weekdays[i].substr(0, 1);
  }
  names.standalone_months = names.months;
  names.standalone_short_months = names.short_months;
  names.standalone_weekdays = names.weekdays;
  names.standalone_short_weekdays = names.short_weekdays;
  names.eras = {"BC", "AD"};
  names.full_eras = {"Before Christ", "Anno Domini"};
  names.am_pm = {"AM", "PM"};
  return names;
}

const CalendarNames& english_names() {
  static const CalendarNames names = english();
  return names;
}

std::string narrow(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

using Context = icu::DateFormatSymbols::DtContextType;
using Width = icu::DateFormatSymbols::DtWidthType;

// Fills in what ICU has; an array that is too short leaves English behind.
template <std::size_t Size>
void copy(const icu::UnicodeString* from, int32_t count, std::size_t skip,
          std::array<std::string, Size>& into) {
  for (std::size_t i = 0; i < Size && i + skip < static_cast<std::size_t>(count); ++i)
    into[i] = narrow(from[i + skip]);
}

void months(const icu::DateFormatSymbols& symbols, Context context, Width width,
            CalendarNames::Months& into) {
  int32_t count = 0;
  const icu::UnicodeString* all = symbols.getMonths(count, context, width);
  copy(all, count, 0, into);
}

// ICU's weekdays count from 1, Sunday.
void weekdays(const icu::DateFormatSymbols& symbols, Context context, Width width,
              CalendarNames::Weekdays& into) {
  int32_t count = 0;
  const icu::UnicodeString* all = symbols.getWeekdays(count, context, width);
  if (count < 8) return;
  for (std::size_t i = 0; i < 6; ++i) into[i] = narrow(all[i + 2]);
  into[6] = narrow(all[1]);
}

WeekRule week_rule(const icu::Locale& locale) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<icu::Calendar> calendar(icu::Calendar::createInstance(locale, status));
  if (U_FAILURE(status) || !calendar) return kIsoWeeks;
  const int first = calendar->getFirstDayOfWeek(status);  // Sunday 1
  return {first == UCAL_SUNDAY ? 7 : first - 1, calendar->getMinimalDaysInFirstWeek()};
}

CalendarNames from_icu(const icu::Locale& locale) {
  CalendarNames names = english();
  UErrorCode status = U_ZERO_ERROR;
  const icu::DateFormatSymbols symbols(locale, status);
  if (U_FAILURE(status)) return names;
  using Symbols = icu::DateFormatSymbols;
  months(symbols, Symbols::FORMAT, Symbols::WIDE, names.months);
  months(symbols, Symbols::FORMAT, Symbols::ABBREVIATED, names.short_months);
  months(symbols, Symbols::STANDALONE, Symbols::NARROW, names.narrow_months);
  months(symbols, Symbols::STANDALONE, Symbols::WIDE, names.standalone_months);
  months(symbols, Symbols::STANDALONE, Symbols::ABBREVIATED, names.standalone_short_months);
  weekdays(symbols, Symbols::FORMAT, Symbols::WIDE, names.weekdays);
  weekdays(symbols, Symbols::FORMAT, Symbols::ABBREVIATED, names.short_weekdays);
  weekdays(symbols, Symbols::STANDALONE, Symbols::NARROW, names.narrow_weekdays);
  weekdays(symbols, Symbols::STANDALONE, Symbols::WIDE, names.standalone_weekdays);
  weekdays(symbols, Symbols::STANDALONE, Symbols::ABBREVIATED, names.standalone_short_weekdays);
  int32_t count = 0;
  const icu::UnicodeString* words = symbols.getEras(count);
  copy(words, count, 0, names.eras);
  words = symbols.getEraNames(count);
  copy(words, count, 0, names.full_eras);
  words = symbols.getAmPmStrings(count);
  copy(words, count, 0, names.am_pm);
  names.weeks = week_rule(locale);
  return names;
}

icu::Locale icu_locale(std::string_view locale) {
  return icu::Locale::createCanonical(std::string(locale.substr(0, 64)).c_str());
}

icu::DateFormat::EStyle icu_style(DateStyle style) {
  switch (style) {
    case DateStyle::kFull:
      return icu::DateFormat::kFull;
    case DateStyle::kLong:
      return icu::DateFormat::kLong;
    case DateStyle::kMedium:
      return icu::DateFormat::kMedium;
    default:
      return icu::DateFormat::kShort;
  }
}

}  // namespace

bool is_english(std::string_view locale) {
  return locale.empty() || locale == "en" || locale == "en_US" || locale == "en-US";
}

const CalendarNames& names_for(std::string_view locale) {
  if (is_english(locale)) return english_names();
  static std::mutex mutex;
  static std::map<std::string, CalendarNames, std::less<>> known;
  constexpr std::size_t kMost = 1000;  // every locale there is; a name that means none is not kept
  const std::lock_guard lock(mutex);
  if (const auto found = known.find(locale); found != known.end()) return found->second;
  const icu::Locale wanted = icu_locale(locale);
  if (known.size() >= kMost || wanted.isBogus()) return english_names();
  return known.emplace(std::string(locale), from_icu(wanted)).first->second;
}

std::string style_pattern(DateStyle style, std::string_view locale) {
  if (is_english(locale)) {
    constexpr std::string_view kEnglish[] = {"EEEE, MMMM d, y", "MMMM d, y", "MMM d, y", "M/d/yy"};
    return std::string(kEnglish[static_cast<int>(style)]);
  }
  const std::unique_ptr<icu::DateFormat> format(
      icu::DateFormat::createDateInstance(icu_style(style), icu_locale(locale)));
  const auto* simple = dynamic_cast<const icu::SimpleDateFormat*>(format.get());
  icu::UnicodeString pattern;
  if (simple) simple->toPattern(pattern);
  return narrow(pattern);
}

}  // namespace mimus::intl
