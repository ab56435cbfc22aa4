#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "civil.h"

namespace mimus::intl {

// A time zone: UTC, a fixed offset, or a place of the IANA database (ICU's copy).
//
//   MIMUS_TRY(const intl::Zone zone, intl::Zone::named("Europe/Paris"));
//   zone.offset_at(instant);   // 3600s or 7200s
//
// named() understands "Z", "UTC", "GMT", "+9", "+09:00", "-0330", "+01:02:03", "GMT+9",
// "UTC-03:30", "Area/City" and the old short names ("EST", "PST8PDT"); Code::kNotFound otherwise. A
// value; copies share; any thread.
class Zone {
 public:
  Zone() = default;  // UTC
  static Zone utc() { return {}; }
  static Zone fixed(std::chrono::seconds offset);
  static Result<Zone> named(std::string_view id);

  std::chrono::seconds offset_at(WallTime instant) const;
  bool is_daylight_at(WallTime instant) const;
  // Where the clock jumps: a local time that does not exist moves ahead by the gap, one that exists
  // twice is the earlier (as java.time has it).
  WallTime instant_of(WallTime local) const;
  WallTime local_of(WallTime instant) const { return saturating_add(instant, offset_at(instant)); }

  const std::string& id() const { return id_; }  // "UTC", "+09:00", "Europe/Paris"
  bool is_place() const { return place_ != nullptr; }
  // "Japan Standard Time", "JST"; offsets: "GMT+09:00". `locale`: "en_US" (empty), "de", …
  std::string name_at(WallTime instant, bool full, std::string_view locale) const;

  friend bool operator==(const Zone& a, const Zone& b) { return a.id_ == b.id_; }

 private:
  struct Place;
  std::string id_ = "UTC";
  std::chrono::seconds offset_{0};
  std::shared_ptr<const Place> place_;
};

// An instant and the zone in which it is looked at.
struct ZonedTime {
  WallTime instant;
  Zone zone;

  Civil civil() const { return civil_of(zone.local_of(instant)); }
  friend bool operator==(const ZonedTime&, const ZonedTime&) = default;
};

// "2026-11-20T08:56:26Z", "2026-11-20T19:56:26+11:00": whole seconds.
std::string iso_text(const ZonedTime& time);

// "+09:00", "-03:30", "+01:02:03"; `colon` false: "+0900".
std::string offset_text(std::chrono::seconds offset, bool colon);

}  // namespace mimus::intl
