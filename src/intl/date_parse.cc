#include <algorithm>
#include <charconv>

#include "date_compiled.h"
#include "names.h"
#include "text/encoding.h"

namespace mimus::intl {
namespace {

using Kind = DateField::Kind;
using Form = DateField::Form;
using Fields = std::vector<DateField>;

// What a text said, so far.
struct Found {
  std::optional<std::int64_t> year;
  std::optional<int> month, day, day_of_year, hour24, hour12, minute, second, nanosecond;
  std::optional<bool> afternoon, before_christ;
  std::optional<Zone> zone;
  std::optional<WallTime> instant;
};

class Reader {
 public:
  Reader(const Fields& fields, DateDialect dialect, std::string_view text,
         const CalendarNames& names)
      : fields_(fields), dialect_(dialect), text_(text), names_(names) {}

  std::optional<Found> read() {
    if (!run(0, fields_.size()) || at_ != text_.size()) return std::nullopt;
    return found_;
  }

 private:
  bool run(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      if (fields_[i].kind == Kind::kOptionalBegin) {
        const std::size_t close = matching(i);
        const Found before = found_;
        const std::size_t at = at_;
        if (!run(i + 1, close)) {
          found_ = before;
          at_ = at;
        }
        i = close;
      } else if (!field(i)) {
        return false;
      }
    }
    return true;
  }

  std::size_t matching(std::size_t begin) const {
    int depth = 0;
    for (std::size_t i = begin; i < fields_.size(); ++i) {
      if (fields_[i].kind == Kind::kOptionalBegin) ++depth;
      if (fields_[i].kind == Kind::kOptionalEnd && --depth == 0) return i;
    }
    return fields_.size();
  }

  bool field(std::size_t index) {
    const DateField& field = fields_[index];
    switch (field.kind) {
      case Kind::kLiteral:
        return eat(field.literal);
      case Kind::kZoneId:
      case Kind::kZoneName:
        return zone();
      case Kind::kOffset:
        return offset(false);
      case Kind::kOffsetOrZ:
        return offset(true);
      case Kind::kGmtOffset:
        return eat("GMT") && (offset(false) || set_zone(Zone()));
      default:
        break;
    }
    return field.form == Form::kNumber ? number(index) : name(field);
  }

  std::string_view rest() const { return text_.substr(at_); }

  bool eat(std::string_view literal) {
    if (!rest().starts_with(literal)) return false;
    at_ += literal.size();
    return true;
  }

  // Digits that belong to number fields right behind this one.
  std::size_t reserved(std::size_t index) const {
    std::size_t count = 0;
    for (std::size_t i = index + 1; i < fields_.size() && fields_[i].is_number(); ++i) {
      if (fields_[i].count == 1) break;
      count += static_cast<std::size_t>(fields_[i].count);
    }
    return count;
  }

  // How many digits this number takes: least and most.
  std::pair<std::size_t, std::size_t> width(std::size_t index) const {
    const DateField& field = fields_[index];
    const auto count = static_cast<std::size_t>(field.count);
    const bool year = field.kind == Kind::kYear || field.kind == Kind::kProlepticYear;
    const std::size_t run = rest().find_first_not_of("0123456789");
    const std::size_t present = run == std::string_view::npos ? rest().size() : run;
    const std::size_t behind = reserved(index);
    const std::size_t room = present > behind ? present - behind : 0;
    constexpr std::size_t kMost = 9;
    if (field.kind == Kind::kFraction) return {count, count};
    if (dialect_ == DateDialect::kJavaSimple)
      return {1, behind ? std::min(count, present) : std::min(kMost, present)};
    if (year && count == 2) return {2, 2};
    if (year || count == 1) return {count, std::min(kMost, room)};
    return {count, count};
  }

  bool number(std::size_t index) {
    const DateField& field = fields_[index];
    const bool negative = field.kind == Kind::kProlepticYear && eat("-");
    const auto [least, most] = width(index);
    const std::size_t end = std::min(rest().find_first_not_of("0123456789"), rest().size());
    const std::size_t size = std::min(end, most);
    if (size < least || size == 0) return false;
    std::int64_t value = 0;
    std::from_chars(rest().data(), rest().data() + size, value);
    at_ += size;
    return store(field, negative ? -value : value, size);
  }

  static bool put(std::optional<int>& into, std::int64_t value, int low, int high) {
    if (value < low || value > high) return false;
    into = static_cast<int>(value);
    return true;
  }

  bool store(const DateField& field, std::int64_t value, std::size_t size) {
    switch (field.kind) {
      case Kind::kYear:
      case Kind::kProlepticYear:
        found_.year = field.count == 2 && size == 2 ? century(value) : value;
        return true;
      case Kind::kMonth:
        return put(found_.month, value, 1, 12);
      case Kind::kDay:
        return put(found_.day, value, 1, 31);
      case Kind::kDayOfYear:
        return put(found_.day_of_year, value, 1, 366);
      case Kind::kHour24:
        return put(found_.hour24, value, 0, 23);
      case Kind::kHour1To24:
        return put(found_.hour24, value == 24 ? 0 : value == 0 ? -1 : value, 0, 23);
      case Kind::kHour0To11:
        return put(found_.hour12, value, 0, 11);
      case Kind::kHour1To12:
        return put(found_.hour12, value == 12 ? 0 : value == 0 ? -1 : value, 0, 11);
      case Kind::kMinute:
        return put(found_.minute, value, 0, 59);
      case Kind::kSecond:
        return put(found_.second, value, 0, 59);
      case Kind::kMillisecond:
        return put(found_.nanosecond, value * 1'000'000, 0, 999'999'999);
      case Kind::kNanosecond:
        return put(found_.nanosecond, value, 0, 999'999'999);
      case Kind::kFraction: {
        for (std::size_t i = size; i < 9; ++i) value *= 10;
        return put(found_.nanosecond, value, 0, 999'999'999);
      }
      case Kind::kEpochSeconds:
        found_.instant = saturating_add(WallTime(), std::chrono::seconds(value));
        return true;
      default:
        return true;  // weeks, quarters and weekdays are read and not needed
    }
  }

  // Two digits: DateTimeFormatter counts from 2000; SimpleDateFormat from 80 years ago, here from
  // 1950.
  std::int64_t century(std::int64_t value) const {
    return dialect_ == DateDialect::kJavaSimple && value >= 50 ? 1900 + value : 2000 + value;
  }

  template <class List>
  std::optional<std::size_t> longest(const List& list) {
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < list.size(); ++i) {
      const std::string_view here = rest().substr(0, list[i].size());
      const bool same = dialect_ == DateDialect::kJavaFormatter
                            ? here == list[i]
                            : text::equal_ignoring_case(here, list[i]);
      const bool fits = !list[i].empty() && same;
      if (fits && (!best || list[i].size() > list[*best].size())) best = i;
    }
    if (best) at_ += list[*best].size();
    return best;
  }

  bool name(const DateField& field) {
    switch (field.kind) {
      case Kind::kMonth:
        return month(field);
      case Kind::kWeekday:
      case Kind::kLocalWeekday:
      case Kind::kIsoWeekday:
        return longest(names_.weekdays).has_value() || longest(names_.short_weekdays).has_value();
      case Kind::kAmPm: {
        const auto index = longest(names_.am_pm);
        if (index) found_.afternoon = *index == 1;
        return index.has_value();
      }
      case Kind::kEra: {
        const auto index = longest(field.form == Form::kFull ? names_.full_eras : names_.eras);
        if (index) found_.before_christ = *index == 0;
        return index.has_value();
      }
      default:
        return false;
    }
  }

  bool month(const DateField& field) {
    // SimpleDateFormat takes either form whatever the pattern's count.
    std::optional<std::size_t> index;
    if (field.form == Form::kFull || dialect_ == DateDialect::kJavaSimple)
      index = longest(names_.months);
    if (!index && (field.form == Form::kShort || dialect_ == DateDialect::kJavaSimple))
      index = longest(names_.short_months);
    if (index) found_.month = static_cast<int>(*index) + 1;
    return index.has_value();
  }

  bool set_zone(Zone zone) {
    found_.zone = std::move(zone);
    return true;
  }

  bool offset(bool z_allowed) {
    if (z_allowed && (eat("Z") || eat("z"))) return set_zone(Zone());
    const std::size_t size = std::min(rest().find_first_not_of("+-0123456789:"), rest().size());
    for (std::size_t take = size; take >= 2; --take) {
      if (rest()[0] != '+' && rest()[0] != '-') return false;
      const auto zone = Zone::named(rest().substr(0, take));
      if (!zone) continue;
      at_ += take;
      return set_zone(*zone);
    }
    return false;
  }

  bool zone() {
    const std::size_t size = std::min(rest().find_first_of(" ,;)]\t"), rest().size());
    if (size == 0) return false;
    const auto zone = Zone::named(rest().substr(0, size));
    if (!zone) return false;
    at_ += size;
    return set_zone(*zone);
  }

  const Fields& fields_;
  DateDialect dialect_;
  std::string_view text_;
  const CalendarNames& names_;
  std::size_t at_ = 0;
  Found found_;
};

Civil date_of(const Found& found) {
  Civil civil;
  civil.year = found.before_christ.value_or(false) ? 1 - *found.year : *found.year;
  if (found.day_of_year && !found.month) {
    int left = *found.day_of_year;
    for (; civil.month < 12 && left > days_in_month(civil.year, civil.month); ++civil.month) {
      left -= days_in_month(civil.year, civil.month);
    }
    civil.day = std::min(left, days_in_month(civil.year, civil.month));
  } else if (found.month) {
    civil.month = *found.month;
    civil.day = std::min(found.day.value_or(1), days_in_month(civil.year, civil.month));
  }
  return civil;
}

}  // namespace

std::optional<DatePattern::Read> DatePattern::parse(std::string_view text,
                                                    std::string_view locale) const {
  const std::string_view words = compiled_->dialect == DateDialect::kDateFns ? "" : locale;
  const auto found = Reader(compiled_->fields, compiled_->dialect, text, names_for(words)).read();
  if (!found) return std::nullopt;
  const Zone zone = found->zone.value_or(Zone());
  if (found->instant) return Read{{*found->instant, zone}, true};
  if (!found->year) return std::nullopt;
  Civil civil = date_of(*found);
  civil.hour = found->hour24.value_or(found->hour12.value_or(0) +
                                      (found->afternoon.value_or(false) ? 12 : 0));
  civil.minute = found->minute.value_or(0);
  civil.second = found->second.value_or(0);
  civil.nanosecond = found->nanosecond.value_or(0);
  return Read{{zone.instant_of(local_time(civil)), zone}, found->zone.has_value()};
}

}  // namespace mimus::intl
