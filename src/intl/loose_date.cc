#include "loose_date.h"

#include <array>
#include <charconv>
#include <vector>

namespace mimus::intl {
namespace {

using Read = DatePattern::Read;

struct Form {
  std::string_view pattern;
  bool zoned;  // although the pattern names no zone
};
constexpr std::array<Form, 4> kForms = {{{"[EEE, ]d MMM uuuu HH:mm[:ss] xx", true},
                                         {"[EEE, ]d MMM uuuu HH:mm[:ss] z", true},
                                         {"EEEE, dd-MMM-yy HH:mm:ss z", true},
                                         {"EEE MMM [ ]d HH:mm:ss uuuu", true}}};

const std::vector<DatePattern>& patterns() {
  static const std::vector<DatePattern> all = [] {
    std::vector<DatePattern> compiled;
    for (const Form& form : kForms)
      compiled.push_back(*DatePattern::compile(form.pattern, DateDialect::kJavaFormatter));
    return compiled;
  }();
  return all;
}

class IsoReader {
 public:
  explicit IsoReader(std::string_view text) : text_(text) {}

  std::optional<Read> read() {
    Read read;
    if (!date() || (has_day_ && eat_t() && !time(read))) return std::nullopt;
    if (!text_.empty()) return std::nullopt;
    civil_.nanosecond = nanosecond_;
    read.time.instant = read.time.zone.instant_of(local_time(civil_));
    return read;
  }

 private:
  bool number(std::size_t digits, int low, int high, int& into) {
    if (text_.size() < digits) return false;
    const auto [end, error] = std::from_chars(text_.data(), text_.data() + digits, into);
    if (error != std::errc() || end != text_.data() + digits || text_[0] == '-') return false;
    text_.remove_prefix(digits);
    return into >= low && into <= high;
  }

  bool eat(char byte) {
    if (text_.empty() || text_.front() != byte) return false;
    text_.remove_prefix(1);
    return true;
  }

  bool eat_t() { return eat('T') || eat('t'); }

  // "2024", "2024-02", "2024-02-29"
  bool date() {
    int year = 0;
    if (!number(4, 0, 9999, year)) return false;
    civil_.year = year;
    if (!eat('-')) return true;
    if (!number(2, 1, 12, civil_.month)) return false;
    if (!eat('-')) return true;
    has_day_ = number(2, 1, days_in_month(year, civil_.month), civil_.day);
    return has_day_;
  }

  // "13:04", "13:04:05.678+02:00[Europe/Paris]"
  bool time(Read& read) {
    if (!number(2, 0, 23, civil_.hour) || !eat(':') || !number(2, 0, 59, civil_.minute))
      return false;
    if (eat(':') && !seconds()) return false;
    return text_.empty() || zone(read);
  }

  bool seconds() {
    if (!number(2, 0, 59, civil_.second)) return false;
    if (!eat('.') && !eat(',')) return true;
    const std::size_t digits = std::min(text_.find_first_not_of("0123456789"), text_.size());
    if (digits == 0 || digits > 9) return false;
    std::from_chars(text_.data(), text_.data() + digits, nanosecond_);
    for (std::size_t i = digits; i < 9; ++i) nanosecond_ *= 10;
    text_.remove_prefix(digits);
    return true;
  }

  bool zone(Read& read) {
    const std::size_t bracket = std::min(text_.find('['), text_.size());
    std::string_view place = text_.substr(bracket);
    if (!place.empty()) {
      if (!place.ends_with(']')) return false;
      place = place.substr(1, place.size() - 2);
    }
    const std::string_view offset = text_.substr(0, bracket);
    constexpr std::string_view kStarts = "Zz+-";
    if (offset.empty() || kStarts.find(offset.front()) == std::string_view::npos) return false;
    const auto zone = Zone::named(place.empty() ? offset : place);
    if (!zone || !Zone::named(offset)) return false;
    text_ = {};
    read.time.zone = *zone;
    read.zoned = true;
    return true;
  }

  std::string_view text_;
  Civil civil_;
  bool has_day_ = false;
  int nanosecond_ = 0;
};

}  // namespace

std::optional<Read> parse_date(std::string_view text) {
  if (auto iso = IsoReader(text).read()) return iso;
  for (std::size_t i = 0; i < kForms.size(); ++i) {
    auto read = patterns()[i].parse(text, "");
    if (!read) continue;
    read->zoned = read->zoned || kForms[i].zoned;
    return read;
  }
  return std::nullopt;
}

}  // namespace mimus::intl
