#include "dates.h"

#include <algorithm>
#include <cstdint>

#include "encoding.h"

namespace mimus::text {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year_month_day;

constexpr std::string_view kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::string_view kLongDays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                          "Thursday", "Friday", "Saturday"};
constexpr std::string_view kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void append_digits(std::uint64_t number, int width, std::string& out) {
  out.append(static_cast<std::size_t>(width), '0');
  for (std::size_t i = out.size(); width > 0; --width, number /= 10) {
    out[--i] = static_cast<char>('0' + number % 10);
  }
}

// An instant in the parts that are written.
struct Moment {
  year_month_day date;
  std::uint64_t second_of_day;
  std::uint64_t nanoseconds;
};

// Never turns a whole day back into nanoseconds: the first day of WallTime begins before WallTime does.
Moment split(WallTime time) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  const std::int64_t count = time.time_since_epoch().count();
  const std::int64_t fraction = (count % kSecond + kSecond) % kSecond;
  const auto whole = std::chrono::floor<seconds>(time);
  const auto day = std::chrono::floor<days>(whole);
  return {year_month_day(day), static_cast<std::uint64_t>((whole - day).count()),
          static_cast<std::uint64_t>(fraction)};
}

void append_clock(const Moment& moment, std::string& out) {
  append_digits(moment.second_of_day / 3600, 2, out);
  out += ':';
  append_digits(moment.second_of_day / 60 % 60, 2, out);
  out += ':';
  append_digits(moment.second_of_day % 60, 2, out);
}

// Takes a text apart from its front; each step says whether it found what it wants.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool done() const { return rest_.empty(); }
  bool literal(std::string_view text) {
    if (!rest_.starts_with(text)) return false;
    rest_.remove_prefix(text.size());
    return true;
  }
  bool one_of(std::string_view chars) {
    if (rest_.empty() || chars.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }
  // Exactly so many digits.
  bool digits(int count, int& number) {
    number = 0;
    if (rest_.size() < static_cast<std::size_t>(count)) return false;
    for (int i = 0; i < count; ++i) {
      const char c = rest_[static_cast<std::size_t>(i)];
      if (c < '0' || c > '9') return false;
      number = number * 10 + (c - '0');
    }
    rest_.remove_prefix(static_cast<std::size_t>(count));
    return true;
  }
  // One of the names; its position.
  template <std::size_t N>
  bool name(const std::string_view (&names)[N], int& index) {
    for (index = 0; index < static_cast<int>(N); ++index) {
      if (literal(names[index])) return true;
    }
    return false;
  }

 private:
  std::string_view rest_;
};

struct Civil {
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
};

// A 60th second is a leap second (RFC 3339 §5.7); it counts as the next one.
std::optional<sys_seconds> resolve(const Civil& civil) {
  const year_month_day date(std::chrono::year(civil.year),
                            std::chrono::month(static_cast<unsigned>(civil.month)),
                            std::chrono::day(static_cast<unsigned>(civil.day)));
  if (!date.ok() || civil.hour > 23 || civil.minute > 59 || civil.second > 60) return std::nullopt;
  return sys_days(date) + hours(civil.hour) + minutes(civil.minute) + seconds(civil.second);
}

// The nearest instant that 64 bits of nanoseconds can hold.
WallTime clamp(sys_seconds whole, Nanoseconds fraction) {
  const auto first = std::chrono::ceil<seconds>(WallTime::min());
  const auto last = std::chrono::floor<seconds>(WallTime::max()) - seconds(1);
  if (whole < first) return first;
  if (whole > last) return last;
  return whole + fraction;
}

bool scan_clock(Scanner& scan, Civil& civil) {
  return scan.digits(2, civil.hour) && scan.literal(":") && scan.digits(2, civil.minute) &&
         scan.literal(":") && scan.digits(2, civil.second);
}

Nanoseconds scan_fraction(Scanner& scan, bool& found) {
  std::int64_t nanoseconds = 0;
  std::int64_t unit = 100'000'000;
  int digit = 0;
  for (found = false; scan.digits(1, digit); found = true, unit /= 10) nanoseconds += digit * unit;
  return Nanoseconds(nanoseconds);
}

// "Z", "+02:00", "+0200", "+02", or nothing, which is UTC too.
bool scan_offset(Scanner& scan, minutes& offset) {
  offset = minutes(0);
  if (scan.done() || scan.one_of("Zz")) return true;
  const bool minus = scan.literal("-");
  if (!minus && !scan.literal("+")) return false;
  int hour = 0;
  int minute = 0;
  if (!scan.digits(2, hour)) return false;
  if (!scan.done()) {
    scan.literal(":");
    if (!scan.digits(2, minute)) return false;
  }
  if (hour > 23 || minute > 59) return false;
  offset = hours(hour) + minutes(minute);
  if (minus) offset = -offset;
  return true;
}

using HttpDateScan = bool (*)(Scanner&, Civil&);

// Sun, 06 Nov 1994 08:49:37 GMT
bool scan_imf_fixdate(Scanner& scan, Civil& civil) {
  int weekday = 0;
  const bool ok = scan.name(kDays, weekday) && scan.literal(", ") && scan.digits(2, civil.day) &&
                  scan.literal(" ") && scan.name(kMonths, civil.month) && scan.literal(" ") &&
                  scan.digits(4, civil.year) && scan.literal(" ") && scan_clock(scan, civil) &&
                  scan.literal(" GMT");
  ++civil.month;
  return ok;
}

// Sunday, 06-Nov-94 08:49:37 GMT. The century comes from a fixed window, 1970–2069, so that the answer
// does not depend on today.
bool scan_rfc850_date(Scanner& scan, Civil& civil) {
  int weekday = 0;
  const bool ok = scan.name(kLongDays, weekday) && scan.literal(", ") &&
                  scan.digits(2, civil.day) && scan.literal("-") &&
                  scan.name(kMonths, civil.month) && scan.literal("-") &&
                  scan.digits(2, civil.year) && scan.literal(" ") && scan_clock(scan, civil) &&
                  scan.literal(" GMT");
  ++civil.month;
  civil.year += civil.year >= 70 ? 1900 : 2000;
  return ok;
}

// Sun Nov  6 08:49:37 1994
bool scan_asctime_date(Scanner& scan, Civil& civil) {
  int weekday = 0;
  const bool ok = scan.name(kDays, weekday) && scan.literal(" ") &&
                  scan.name(kMonths, civil.month) && scan.literal(" ") &&
                  (scan.literal(" ") ? scan.digits(1, civil.day) : scan.digits(2, civil.day)) &&
                  scan.literal(" ") && scan_clock(scan, civil) && scan.literal(" ") &&
                  scan.digits(4, civil.year);
  ++civil.month;
  return ok;
}

constexpr HttpDateScan kHttpDateForms[] = {scan_imf_fixdate, scan_rfc850_date, scan_asctime_date};

}  // namespace

std::string iso8601(WallTime time, int digits) {
  const Moment moment = split(time);
  std::string out;
  append_digits(static_cast<std::uint64_t>(static_cast<int>(moment.date.year())), 4, out);
  out += '-';
  append_digits(static_cast<unsigned>(moment.date.month()), 2, out);
  out += '-';
  append_digits(static_cast<unsigned>(moment.date.day()), 2, out);
  out += 'T';
  append_clock(moment, out);
  if (digits > 0) {
    std::string fraction;
    append_digits(moment.nanoseconds, 9, fraction);
    out += '.';
    out += fraction.substr(0, static_cast<std::size_t>(digits));
  }
  out += 'Z';
  return out;
}

std::optional<WallTime> parse_iso8601(std::string_view text) {
  Scanner scan(text);
  Civil civil;
  Nanoseconds fraction(0);
  minutes offset(0);
  if (!scan.digits(4, civil.year) || !scan.literal("-") || !scan.digits(2, civil.month) ||
      !scan.literal("-") || !scan.digits(2, civil.day)) {
    return std::nullopt;
  }
  if (!scan.done()) {
    if (!scan.one_of("Tt ") || !scan_clock(scan, civil)) return std::nullopt;
    bool has_digits = true;
    if (scan.literal(".")) fraction = scan_fraction(scan, has_digits);
    if (!has_digits || !scan_offset(scan, offset) || !scan.done()) return std::nullopt;
  }
  const auto local = resolve(civil);
  if (!local) return std::nullopt;
  return clamp(*local - offset, fraction);
}

std::string http_date(WallTime time) {
  const Moment moment = split(time);
  std::string out;
  out.reserve(29);
  out += kDays[std::chrono::weekday(moment.date).c_encoding()];
  out += ", ";
  append_digits(static_cast<unsigned>(moment.date.day()), 2, out);
  out += ' ';
  out += kMonths[static_cast<unsigned>(moment.date.month()) - 1];
  out += ' ';
  append_digits(static_cast<std::uint64_t>(static_cast<int>(moment.date.year())), 4, out);
  out += ' ';
  append_clock(moment, out);
  out += " GMT";
  return out;
}

std::optional<WallTime> parse_http_date(std::string_view text) {
  for (const HttpDateScan form : kHttpDateForms) {
    Scanner scan(text);
    Civil civil;
    if (!form(scan, civil) || !scan.done()) continue;
    const auto time = resolve(civil);
    if (!time) return std::nullopt;
    return clamp(*time, Nanoseconds(0));
  }
  return std::nullopt;
}

}  // namespace mimus::text
