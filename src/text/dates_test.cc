#include "dates.h"

#include <gtest/gtest.h>

#include "support/property.h"

namespace mimus::text {
namespace {

WallTime at(std::int64_t seconds, std::int64_t nanoseconds = 0) {
  return WallTime(std::chrono::seconds(seconds)) + Nanoseconds(nanoseconds);
}

TEST(Iso8601, WritesAsManyDigitsAsAsked) {
  const WallTime time = at(1'795'168'257, 123'456'789);
  EXPECT_EQ(iso8601(time), "2026-11-20T09:50:57.123Z");
  EXPECT_EQ(iso8601(time, 0), "2026-11-20T09:50:57Z");
  EXPECT_EQ(iso8601(time, 6), "2026-11-20T09:50:57.123456Z");
  EXPECT_EQ(iso8601(time, 9), "2026-11-20T09:50:57.123456789Z");
  EXPECT_EQ(iso8601(at(-1, 500'000'000)), "1969-12-31T23:59:59.500Z");
}

struct IsoCase {
  std::string_view rule, text;
  std::optional<std::string_view> instant;  // as iso8601(…, 9) writes it
};
constexpr IsoCase kIsoCases[] = {
    {"UTC", "2026-11-20T09:50:57Z", "2026-11-20T09:50:57.000000000Z"},
    {"an offset east is earlier", "2026-11-20T01:50:57+02:00", "2026-11-19T23:50:57.000000000Z"},
    {"an offset west is later", "2026-11-20T09:50:57-0230", "2026-11-20T12:20:57.000000000Z"},
    {"hours alone are an offset", "2026-11-20T09:50:57+01", "2026-11-20T08:50:57.000000000Z"},
    {"no offset is UTC", "2026-11-20T09:50:57", "2026-11-20T09:50:57.000000000Z"},
    {"lower case", "2026-11-20t09:50:57z", "2026-11-20T09:50:57.000000000Z"},
    {"a blank for the T", "2026-11-20 09:50:57Z", "2026-11-20T09:50:57.000000000Z"},
    {"one digit of fraction", "2026-11-20T09:50:57.5Z", "2026-11-20T09:50:57.500000000Z"},
    {"more digits than nine", "2026-11-20T09:50:57.1234567891Z", "2026-11-20T09:50:57.123456789Z"},
    {"a date alone", "2026-11-20", "2026-11-20T00:00:00.000000000Z"},
    {"a leap day", "2024-02-29", "2024-02-29T00:00:00.000000000Z"},
    {"a leap second, RFC 3339 §5.8", "1990-12-31T23:59:60Z", "1991-01-01T00:00:00.000000000Z"},
    {"the far future is the last instant", "9999-12-31T23:59:59Z", "2262-04-11T23:47:15.000000000Z"},
    {"the far past is the first instant", "0000-01-01T00:00:00Z", "1677-09-21T00:12:44.000000000Z"},
    {"no such day", "2026-02-29", std::nullopt},
    {"no such month", "2026-13-01", std::nullopt},
    {"no such hour", "2026-11-20T24:00:00Z", std::nullopt},
    {"no such offset", "2026-11-20T09:50:57+24:00", std::nullopt},
    {"a point without digits", "2026-11-20T09:50:57.Z", std::nullopt},
    {"something behind", "2026-11-20T09:50:57Zx", std::nullopt},
    {"five digits of year", "12026-11-20", std::nullopt},
    {"nothing", "", std::nullopt},
};
TEST(Iso8601, Reading) {
  for (const IsoCase& row : kIsoCases) {
    SCOPED_TRACE(row.rule);
    const auto time = parse_iso8601(row.text);
    ASSERT_EQ(time.has_value(), row.instant.has_value());
    if (time) {
      EXPECT_EQ(iso8601(*time, 9), *row.instant);
    }
  }
}

struct HttpDateCase {
  std::string_view rule, text;
  std::optional<std::string_view> instant;  // as http_date() writes it
};
constexpr HttpDateCase kHttpDateCases[] = {
    {"IMF-fixdate", "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"},
    {"RFC 850", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"},
    {"RFC 850 in this century", "Friday, 20-Nov-26 09:50:57 GMT", "Fri, 20 Nov 2026 09:50:57 GMT"},
    {"asctime", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 GMT"},
    {"asctime, two digits of day", "Wed Nov 16 08:49:37 1994", "Wed, 16 Nov 1994 08:49:37 GMT"},
    {"far years are clamped", "Fri, 31 Dec 9999 23:59:59 GMT", "Fri, 11 Apr 2262 23:47:15 GMT"},
    {"another time zone", "Sun, 06 Nov 1994 08:49:37 CET", std::nullopt},
    {"an offset", "Sun, 06 Nov 1994 08:49:37 +0000", std::nullopt},
    {"one digit of day", "Sun, 6 Nov 1994 08:49:37 GMT", std::nullopt},
    {"no such day", "Sun, 31 Nov 1994 08:49:37 GMT", std::nullopt},
    {"a number", "784111777", std::nullopt},
    {"nothing", "", std::nullopt},
};
TEST(HttpDate, Rows) {
  for (const HttpDateCase& row : kHttpDateCases) {
    SCOPED_TRACE(row.rule);
    const auto time = parse_http_date(row.text);
    ASSERT_EQ(time.has_value(), row.instant.has_value());
    if (time) {
      EXPECT_EQ(http_date(*time), *row.instant);
    }
  }
}

TEST(Dates, TheFirstAndTheLastInstantCanBeWritten) {
  EXPECT_EQ(iso8601(WallTime::min(), 9), "1677-09-21T00:12:43.145224192Z");
  EXPECT_EQ(iso8601(WallTime::max(), 9), "2262-04-11T23:47:16.854775807Z");
}

TEST(Dates, ReadingBackWhatWasWrittenIsIdentity) {
  for_each_seed(2'000, [](const Chance& chance) {
    const std::int64_t seconds = chance.fork("seconds").between(-9'223'372'035, 9'223'372'034);
    const WallTime whole = at(seconds);
    const WallTime time = at(seconds, chance.fork("fraction").between(0, 999'999'999));
    EXPECT_EQ(parse_iso8601(iso8601(time, 9)), time);
    EXPECT_EQ(parse_iso8601(iso8601(time, 0)), whole);
    EXPECT_EQ(parse_http_date(http_date(time)), whole);
  });
}

}  // namespace
}  // namespace mimus::text
