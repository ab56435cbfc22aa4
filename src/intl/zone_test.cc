#include "zone.h"

#include <gtest/gtest.h>

#include <thread>

#include "loose_date.h"
#include "shift.h"
#include "support/property.h"

namespace mimus::intl {
namespace {

WallTime instant(std::string_view iso) {
  return parse_date(iso)->time.instant;
}

struct ZoneRow {
  std::string_view id, at, text;
};
constexpr ZoneRow kZones[] = {
    {"UTC", "2026-11-20T08:56:26Z", "2026-11-20T08:56:26Z"},
    {"Z", "2026-11-20T08:56:26Z", "2026-11-20T08:56:26Z"},
    {"Australia/Sydney", "2026-11-20T08:56:26.987Z", "2026-11-20T19:56:26+11:00"},
    {"+9", "2026-11-20T08:56:26Z", "2026-11-20T17:56:26+09:00"},
    {"-0330", "2026-11-20T08:56:26Z", "2026-11-20T05:26:26-03:30"},
    {"GMT+2", "2026-11-20T08:56:26Z", "2026-11-20T10:56:26+02:00"},
    {"UTC-03:30", "2026-11-20T08:56:26Z", "2026-11-20T05:26:26-03:30"},
    {"+01:02:03", "2026-11-20T00:00:00Z", "2026-11-20T01:02:03+01:02:03"},
    {"Europe/Paris", "2024-07-01T00:00:00Z", "2024-07-01T02:00:00+02:00"},
    {"Europe/Paris", "2024-01-01T00:00:00Z", "2024-01-01T01:00:00+01:00"},
    {"EST", "2024-07-01T00:00:00Z", "2024-06-30T19:00:00-05:00"},
};

TEST(Zone, Rows) {
  for (const ZoneRow& row : kZones) {
    SCOPED_TRACE(row.id);
    const auto zone = Zone::named(row.id);
    ASSERT_TRUE(zone);
    EXPECT_EQ(iso_text({instant(row.at), *zone}), row.text);
  }
  for (const std::string_view bad :
       {"", "Mars/Olympus", "+25", "+1:00", "GMT+", "+09:60", "Europe/Paris "}) {
    const auto zone = Zone::named(bad);
    ASSERT_FALSE(zone) << bad;
    EXPECT_EQ(zone.error().code, Code::kNotFound);
  }
}

TEST(Zone, GapsMoveAheadAndOverlapsAreTheEarlier) {
  const Zone paris = *Zone::named("Europe/Paris");
  EXPECT_EQ(paris.instant_of(instant("2024-03-31T02:30:00Z")),
            instant("2024-03-31T01:30:00Z"));  // 03:30+02:00
  EXPECT_EQ(paris.instant_of(instant("2024-10-27T02:30:00Z")),
            instant("2024-10-27T00:30:00Z"));  // +02:00
}

TEST(Zone, LocalAndBackIsIdentityButInOverlaps) {
  const Zone zone = *Zone::named("America/New_York");
  for_each_seed(1000, [&](const Chance& chance) {
    const WallTime time(std::chrono::seconds(chance.between(-2'000'000'000, 8'000'000'000)));
    const WallTime back = zone.instant_of(zone.local_of(time));
    if (back == time) return;
    EXPECT_EQ(time - back, std::chrono::hours(1)) << time.time_since_epoch().count();
  });
}

TEST(Zone, AnyThread) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([] {
      for (int turn = 0; turn < 100; ++turn) {
        const Zone zone = *Zone::named(turn % 2 ? "Asia/Kolkata" : "America/Lima");
        EXPECT_NE(zone.offset_at(WallTime()).count(), 0);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

struct LooseRow {
  std::string_view text, zoned;  // "": no date
  bool is_zoned;
};
constexpr LooseRow kLoose[] = {
    {"2021-05-06T07:08:09Z", "2021-05-06T07:08:09Z", true},
    {"2021-05-06T07:08:09+02:00", "2021-05-06T07:08:09+02:00", true},
    {"2021-05-06T07:08:09.123+02:00[Europe/Paris]", "2021-05-06T07:08:09+02:00", true},
    {"2021-05-06T07:08Z", "2021-05-06T07:08:00Z", true},
    {"2021-05-06T07:08:09", "2021-05-06T07:08:09Z", false},
    {"2021-05-30", "2021-05-30T00:00:00Z", false},
    {"2021-05", "2021-05-01T00:00:00Z", false},
    {"2021", "2021-01-01T00:00:00Z", false},
    {"Thu, 06 May 2021 07:08:09 GMT", "2021-05-06T07:08:09Z", true},
    {"Tue, 1 Jun 2021 12:00:00 +0200", "2021-06-01T12:00:00+02:00", true},
    {"Thursday, 06-May-21 07:08:09 GMT", "2021-05-06T07:08:09Z", true},
    {"Thu May  6 07:08:09 2021", "2021-05-06T07:08:09Z", true},
    {"Sun Nov 16 07:08:09 2003", "2003-11-16T07:08:09Z", true},
    {"nonsense", "", false},
    {"", "", false},
    {"2021-13-01", "", false},
    {"2021-02-30", "", false},
    {"06/05/2021", "", false},
    {"2021-05-06T25:00:00Z", "", false},
    {"2021-05-06T07:08:09X", "", false},
    {"2021-05-06T07:08:09.Z", "", false},
    {"2021-05-06 07:08:09", "", false},
};

TEST(LooseDate, Rows) {
  for (const LooseRow& row : kLoose) {
    SCOPED_TRACE(row.text);
    const auto read = parse_date(row.text);
    ASSERT_EQ(read.has_value(), !row.zoned.empty());
    if (!read) continue;
    EXPECT_EQ(iso_text(read->time), row.zoned);
    EXPECT_EQ(read->zoned, row.is_zoned);
  }
}

struct ShiftRow {
  std::string_view from, zone, by, to;
};
constexpr ShiftRow kShifts[] = {
    {"2021-05-06T07:08:09Z", "UTC", "-1 days", "2021-05-05T07:08:09Z"},
    {"2021-05-06T07:08:09Z", "UTC", "now +5 years", "2026-05-06T07:08:09Z"},
    {"2021-05-06T07:08:09Z", "UTC", "now -30 YEARS", "1991-05-06T07:08:09Z"},
    {"2021-05-06T07:08:09Z", "UTC", "3 day", "2021-05-09T07:08:09Z"},
    {"2021-05-06T07:08:09Z", "UTC", "+90 seconds", "2021-05-06T07:09:39Z"},
    {"2021-05-06T07:08:09Z", "UTC", "2 weeks", "2021-05-20T07:08:09Z"},
    {"2024-01-31T07:08:09Z", "UTC", "1 months", "2024-02-29T07:08:09Z"},
    {"2024-02-29T07:08:09Z", "UTC", "-1 years", "2023-02-28T07:08:09Z"},
    {"2024-03-30T01:30:00Z", "Europe/Paris", "1 days", "2024-03-31T03:30:00+02:00"},
    {"2024-03-30T12:00:00Z", "Europe/Paris", "1 days", "2024-03-31T13:00:00+02:00"},
    {"2024-03-30T12:00:00Z", "Europe/Paris", "24 hours", "2024-03-31T14:00:00+02:00"},
    {"2021-05-06T07:08:09Z", "UTC", "999999999999 years", "2262-04-11T23:47:15Z"},
    {"2021-05-06T07:08:09Z", "UTC", "-9223372036854775808 seconds", "1677-09-21T00:12:45Z"},
};

TEST(Shift, Rows) {
  for (const ShiftRow& row : kShifts) {
    SCOPED_TRACE(row.by);
    const auto shift = Shift::parse(row.by);
    ASSERT_TRUE(shift);
    EXPECT_EQ(iso_text(shifted({instant(row.from), *Zone::named(row.zone)}, *shift)), row.to);
  }
  for (const std::string_view bad : {"", "now", "3", "days", "3 fortnights", "x days", "3.5 days",
                                     "--3 days", "99999999999999999999 days"}) {
    EXPECT_FALSE(Shift::parse(bad)) << bad;
  }
}

struct TruncationRow {
  std::string_view words, to;
};
constexpr TruncationRow kTruncations[] = {
    {"first second of minute", "2021-05-16T07:08:00Z"},
    {"first minute of hour", "2021-05-16T07:00:00Z"},
    {"first hour of day", "2021-05-16T00:00:00Z"},
    {"first day of month", "2021-05-01T00:00:00Z"},
    {"first day of next month", "2021-06-01T00:00:00Z"},
    {"last day of month", "2021-05-31T00:00:00Z"},
    {"first day of year", "2021-01-01T00:00:00Z"},
    {"First Day of Next Year", "2022-01-01T00:00:00Z"},
    {"last day of year", "2021-12-31T00:00:00Z"},
};

TEST(Truncation, Rows) {
  for (const TruncationRow& row : kTruncations) {
    SCOPED_TRACE(row.words);
    const auto how = truncation_named(row.words);
    ASSERT_TRUE(how);
    EXPECT_EQ(iso_text(truncated({instant("2021-05-16T07:08:09.5Z"), Zone()}, *how)), row.to);
  }
  EXPECT_FALSE(truncation_named("first day of week"));
}

TEST(Civil, WeeksOfTheTurnOfTheYear) {
  // ISO 8601 weeks, as printed in calendars.
  EXPECT_EQ(week_of({2021, 1, 3}, kIsoWeeks).number, 53);
  EXPECT_EQ(week_of({2021, 1, 3}, kIsoWeeks).year, 2020);
  EXPECT_EQ(week_of({2024, 12, 30}, kIsoWeeks).number, 1);
  EXPECT_EQ(week_of({2024, 12, 30}, kIsoWeeks).year, 2025);
  EXPECT_EQ(week_of({2024, 12, 28}, kAmericanWeeks).number, 52);
  EXPECT_EQ(week_of({2024, 12, 29}, kAmericanWeeks).number, 1);
}

TEST(Civil, LocalTimeAndBackIsIdentity) {
  for_each_seed(2000, [](const Chance& chance) {
    const WallTime time(
        Nanoseconds(chance.between(INT64_MIN + 2'000'000'000, INT64_MAX - 2'000'000'000)));
    EXPECT_EQ(local_time(civil_of(time)), time);
  });
  EXPECT_EQ(civil_of(WallTime::min()).year, 1677);
  EXPECT_EQ(civil_of(WallTime::max()).year, 2262);
  EXPECT_EQ(civil_of(saturating_add(WallTime::min(), std::chrono::seconds(-1))).year, 1677);
}

}  // namespace
}  // namespace mimus::intl
