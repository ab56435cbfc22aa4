#include "zone.h"

#include <unicode/basictz.h>
#include <unicode/locid.h>
#include <unicode/timezone.h>

#include <array>
#include <map>
#include <mutex>
#include <optional>

#include "zone_names.h"

namespace mimus::intl {
namespace {

using std::chrono::seconds;

UDate to_icu(WallTime time) {
  return static_cast<double>(
      std::chrono::floor<std::chrono::milliseconds>(time.time_since_epoch()).count());
}

std::optional<int> two_digits(std::string_view& text) {
  if (text.size() < 2 || text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
    return std::nullopt;
  const int value = (text[0] - '0') * 10 + (text[1] - '0');
  text.remove_prefix(2);
  return value;
}

// "+9", "+09", "+0900", "+09:00", "+09:00:30".
std::optional<seconds> parse_offset(std::string_view text) {
  if (text.empty() || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const int sign = text[0] == '-' ? -1 : 1;
  text.remove_prefix(1);
  if (text.size() == 1 && text[0] >= '0' && text[0] <= '9')
    return seconds(sign * (text[0] - '0') * 3600);
  std::array<int, 3> parts{};
  for (std::size_t i = 0; i < parts.size() && (i == 0 || !text.empty()); ++i) {
    if (i > 0 && text[0] == ':') text.remove_prefix(1);
    const auto value = two_digits(text);
    if (!value || *value > (i == 0 ? 18 : 59)) return std::nullopt;
    parts[i] = *value;
  }
  if (!text.empty()) return std::nullopt;
  return seconds(sign * (parts[0] * 3600 + parts[1] * 60 + parts[2]));
}

bool is_utc_name(std::string_view id) {
  return id == "Z" || id == "UTC" || id == "UT" || id == "GMT" || id == "z";
}

icu::UnicodeString wide(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

std::string narrow(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

}  // namespace

struct Zone::Place {
  std::unique_ptr<const icu::TimeZone> zone;
  const icu::BasicTimeZone* basic = nullptr;  // the same, where it can say more
};

Zone Zone::fixed(seconds offset) {
  Zone zone;
  if (offset.count() == 0) return zone;
  zone.offset_ = offset;
  zone.id_ = offset_text(offset, true);
  return zone;
}

Result<Zone> Zone::named(std::string_view id) {
  if (is_utc_name(id)) return Zone();
  if (const auto offset = parse_offset(id)) return fixed(*offset);
  for (const std::string_view prefix : {"GMT", "UTC", "UT"}) {
    if (!id.starts_with(prefix)) continue;
    if (const auto offset = parse_offset(id.substr(prefix.size()))) return fixed(*offset);
  }
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const Place>, std::less<>> known;
  const std::lock_guard lock(mutex);
  Zone zone;
  zone.id_ = id;
  const auto found = known.find(id);
  if (found != known.end()) {
    zone.place_ = found->second;
    return zone;
  }
  auto place = std::make_shared<Place>();
  place->zone.reset(id.size() > 64 ? nullptr : icu::TimeZone::createTimeZone(wide(id)));
  if (!place->zone || *place->zone == icu::TimeZone::getUnknown()) {
    return Error{Code::kNotFound,
                 "there is no time zone '" + std::string(id) + "'",
                 "write 'UTC', '+02:00' or 'Europe/Paris'",
                 {}};
  }
  place->basic = dynamic_cast<const icu::BasicTimeZone*>(place->zone.get());
  zone.place_ = place;
  known.emplace(std::string(id), std::move(place));
  return zone;
}

seconds Zone::offset_at(WallTime instant) const {
  if (!place_) return offset_;
  int32_t raw = 0, daylight = 0;
  UErrorCode status = U_ZERO_ERROR;
  place_->zone->getOffset(to_icu(instant), false, raw, daylight, status);
  return seconds((raw + daylight) / 1000);
}

bool Zone::is_daylight_at(WallTime instant) const {
  if (!place_) return false;
  int32_t raw = 0, daylight = 0;
  UErrorCode status = U_ZERO_ERROR;
  place_->zone->getOffset(to_icu(instant), false, raw, daylight, status);
  return daylight != 0;
}

WallTime Zone::instant_of(WallTime local) const {
  if (!place_) return saturating_add(local, -offset_);
  int32_t raw = 0, daylight = 0;
  UErrorCode status = U_ZERO_ERROR;
  if (place_->basic) {
    place_->basic->getOffsetFromLocal(to_icu(local), UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER,
                                      raw, daylight, status);
  } else {
    place_->zone->getOffset(to_icu(local), true, raw, daylight, status);
  }
  return saturating_add(local, -seconds((raw + daylight) / 1000));
}

std::string Zone::name_at(WallTime instant, bool full, std::string_view locale) const {
  if (!place_) {
    if (id_ != "UTC") return "GMT" + id_;
    return full ? "Coordinated Universal Time" : "UTC";
  }
  const bool daylight = is_daylight_at(instant);
  const bool english = locale.empty() || locale.starts_with("en");
  if (!full && english) {
    const std::string_view known = short_zone_name(id_, daylight);
    if (!known.empty()) return std::string(known);
  }
  icu::UnicodeString name;
  const std::string tag(locale.empty() ? "en_US" : locale);
  place_->zone->getDisplayName(daylight, full ? icu::TimeZone::LONG : icu::TimeZone::SHORT,
                               icu::Locale::createCanonical(tag.c_str()), name);
  return narrow(name);
}

std::string offset_text(seconds offset, bool colon) {
  std::string text(1, offset.count() < 0 ? '-' : '+');
  const std::int64_t total = offset.count() < 0 ? -offset.count() : offset.count();
  const auto two = [&text](std::int64_t value) {
    text += static_cast<char>('0' + value / 10);
    text += static_cast<char>('0' + value % 10);
  };
  two(total / 3600);
  if (colon) text += ':';
  two(total / 60 % 60);
  if (total % 60 == 0) return text;
  if (colon) text += ':';
  two(total % 60);
  return text;
}

std::string iso_text(const ZonedTime& time) {
  const Civil civil = time.civil();
  char text[64];
  std::snprintf(text, sizeof text, "%04lld-%02d-%02dT%02d:%02d:%02d",
                static_cast<long long>(civil.year), civil.month, civil.day, civil.hour,
                civil.minute, civil.second);
  const seconds offset = time.zone.offset_at(time.instant);
  return std::string(text) + (offset.count() == 0 ? "Z" : offset_text(offset, true));
}

}  // namespace mimus::intl
