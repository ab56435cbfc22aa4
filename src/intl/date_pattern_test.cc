#include "date_pattern.h"

#include <gtest/gtest.h>

#include "date_fns_rows_for_tests.h"
#include "date_rows_for_tests.h"
#include "loose_date.h"
#include "support/property.h"

namespace mimus::intl {
namespace {

ZonedTime at(std::string_view instant, std::string_view zone) {
  return {parse_date(instant)->time.instant, *Zone::named(zone)};
}

void check(const FormatRow& row) {
  SCOPED_TRACE(std::string(row.instant) + " " + std::string(row.zone) + " " +
               std::string(row.pattern));
  const auto pattern = DatePattern::compile(row.pattern, row.dialect);
  ASSERT_TRUE(pattern) << describe(pattern.error());
  EXPECT_EQ(pattern->format(at(row.instant, row.zone), row.locale), row.text);
}

TEST(DatePattern, PrintsAsJava) {
  for (const FormatRow& row : kJavaRows) check(row);
}

TEST(DatePattern, PrintsAsDateFns) {
  for (const FormatRow& row : kDateFnsRows) check(row);
}

TEST(DatePattern, StylesOfLocales) {
  const ZonedTime day = at("2024-02-29T13:04:05Z", "UTC");
  for (const StyleRow& row : kStyleRows) {
    SCOPED_TRACE(std::string(row.style) + " " + std::string(row.locale));
    EXPECT_EQ(format_date(day, *date_style_named(row.style), row.locale), row.text);
  }
  EXPECT_FALSE(date_style_named("tiny"));
}

TEST(DatePattern, ReadsAsJava) {
  for (const ParseRow& row : kParseRows) {
    SCOPED_TRACE(std::string(row.pattern) + " " + std::string(row.text));
    const auto pattern = DatePattern::compile(row.pattern, DateDialect::kJavaFormatter);
    ASSERT_TRUE(pattern);
    const auto read = pattern->parse(row.text, "");
    EXPECT_EQ(read.has_value(), !row.read.empty());
    if (!read || row.read.empty()) continue;
    EXPECT_EQ(read->zoned, row.read.front() == 'z');
    EXPECT_EQ(read->time.instant, parse_date(row.read.substr(2))->time.instant);
  }
}

struct ReferenceRow {
  std::string_view instant, zone, pattern, text;
};
// The recorded cases of the reference.
constexpr ReferenceRow kReference[] = {
    {"2021-05-06T07:08:09Z", "UTC", "EEE, d MMM yyyy", "Thu, 6 May 2021"},
    {"2024-02-29T13:04:05Z", "UTC", "yyyy/MM", "2024/02"},
    {"2024-02-29T13:04:05Z", "Asia/Tokyo", "HH:mm", "22:04"},
};

TEST(DatePattern, Reference) {
  for (const ReferenceRow& row : kReference) {
    const auto pattern = DatePattern::compile(row.pattern, DateDialect::kJavaSimple);
    EXPECT_EQ(pattern->format(at(row.instant, row.zone), ""), row.text);
  }
  const ZonedTime day = at("2024-02-29T13:04:05Z", "UTC");
  EXPECT_EQ(format_date(day, DateStyle::kMedium, ""), "Feb 29, 2024");
  EXPECT_EQ(format_date(day, DateStyle::kShort, ""), "2/29/24");
  EXPECT_EQ(format_date(day, DateStyle::kFull, ""), "Thursday, February 29, 2024");
}

struct BadPattern {
  DateDialect dialect;
  std::string_view pattern;
  std::size_t offset;
};
constexpr BadPattern kBad[] = {
    {kSimple, "yyyy b", 5},      {kSimple, "yyyy 'x", 5},     {kSimple, "XXXX", 0},
    {kFormatter, "yyyy [MM", 8}, {kFormatter, "yyyy MM]", 7}, {kFormatter, "{", 0},
    {kFormatter, "ddd", 0},      {kFormatter, "V", 0},        {kFns, "yyyy n", 5},
    {kFns, "YYYY", 0},           {kFns, "d DD", 2},           {kFns, "D", 0},
    {kFns, "PPPPP", 0},
};

TEST(DatePattern, BadPatternsSayWhere) {
  for (const BadPattern& row : kBad) {
    SCOPED_TRACE(row.pattern);
    const auto pattern = DatePattern::compile(row.pattern, row.dialect);
    ASSERT_FALSE(pattern);
    EXPECT_EQ(pattern.error().code, Code::kSyntax);
    EXPECT_EQ(pattern.error().where.offset, row.offset);
  }
}

TEST(DatePattern, UnknownLocalesAreEnglish) {
  const auto pattern = DatePattern::compile("EEEE d MMMM", DateDialect::kJavaSimple);
  for (const std::string_view locale : {"", "en", "en_US", "xx_YY", "no locale at all", "\xFF"}) {
    EXPECT_EQ(pattern->format(at("2024-02-29T13:04:05Z", "UTC"), locale), "Thursday 29 February")
        << locale;
  }
}

TEST(DatePattern, ReadingBackWhatWasPrintedIsIdentity) {
  constexpr std::string_view kPatterns[] = {
      "uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSXXXXX", "uuuuMMddHHmmssSSSSSSSSSxx",
      "d MMMM yyyy, hh:mm:ss.n a VV", "EEEE dd.MM.yyyy kk'h'mm ss.SSSSSSSSS VV",
      "yyyy DDD KK:mm:ss n a z"};
  constexpr std::string_view kZones[] = {"UTC",        "+09:00",           "-03:30",
                                         "Asia/Tokyo", "America/New_York", "Europe/Paris"};
  for_each_seed(2000, [&](const Chance& chance) {
    const auto pattern = DatePattern::compile(kPatterns[chance.fork("pattern").below(5)],
                                              DateDialect::kJavaFormatter);
    // 1950 to 2100; hours that exist once.
    const WallTime instant(std::chrono::seconds(
        chance.fork("time").between(-630'000'000, 4'102'000'000) / 86400 * 86400 + 14 * 3600 +
        chance.fork("second").between(0, 3599)));
    const ZonedTime time{instant + Nanoseconds(chance.fork("nano").between(0, 999'999'999)),
                         *Zone::named(kZones[chance.fork("zone").below(4)])};
    const std::string text = pattern->format(time, "");
    const auto read = pattern->parse(text, "");
    if (text.ends_with("JST")) return;  // short names are printed, ids are read
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(read->time.instant, time.instant) << text;
  });
}

}  // namespace
}  // namespace mimus::intl
