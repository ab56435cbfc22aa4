#include "engine.h"

#include <gtest/gtest.h>

#include <set>

#include "call.h"
#include "definitions.h"
#include "matching.h"
#include "regex/regex.h"
#include "text/dates.h"
#include "unique.h"

namespace mimus::fake {
namespace {

// Python's random.Random(42).random() and faker.seed([42]): one generator, one stream.
TEST(Mersenne, SeedOfAListIsPythons) {
  const double seed[] = {42};
  Mersenne draws{std::span<const double>(seed)};
  EXPECT_EQ(draws.next(), 0.6394267984578837);
  EXPECT_EQ(draws.next(), 0.025010755222666936);
}

struct SeedRow {
  std::string_view rule;
  double a, b;
};
constexpr SeedRow kSeeds[] = {
    {"a fraction is cut off", 42.9, 42},
    {"below zero counts down from 2^32", -1, 4294967295.0},
    {"2^32 is 0", 4294967296.0, 0},
};
TEST(Mersenne, SeedsThatAreTheSame) {
  for (const SeedRow& row : kSeeds) {
    SCOPED_TRACE(row.rule);
    Mersenne one(row.a);
    Mersenne other(row.b);
    for (int i = 0; i < 700; ++i) EXPECT_EQ(one.next(), other.next());
  }
}

TEST(Mersenne, SeedingAgainBeginsAgain) {
  Mersenne draws(7);
  const double first = draws.next();
  for (int i = 0; i < 1000; ++i) draws.next();
  draws.seed(7);
  EXPECT_EQ(draws.next(), first);
}

TEST(KeyedDraws, DependOnTheKeyAlone) {
  const Chance world(42);
  KeyedDraws one(world.fork("users").fork(7));
  KeyedDraws other(world.fork("users").fork(8));
  KeyedDraws again(world.fork("users").fork(7));
  double mean = 0;
  for (int i = 0; i < 1000; ++i) {
    const double drawn = one.next();
    EXPECT_EQ(drawn, again.next());
    EXPECT_NE(drawn, other.next());
    EXPECT_TRUE(drawn >= 0 && drawn < 1);
    mean += drawn / 1000;
  }
  EXPECT_NEAR(mean, 0.5, 0.05);
}

TEST(Engine, AFailureStopsTheDrawsUntilItIsTaken) {
  Mersenne draws(1);
  Mersenne twin(1);
  Engine engine(draws);
  EXPECT_EQ(engine.next(), twin.next());
  engine.fail("no more");
  EXPECT_EQ(engine.next(), 0);
  EXPECT_EQ(engine.take_failure().message, "no more");
  EXPECT_FALSE(engine.failed());
  EXPECT_EQ(engine.next(), twin.next());
}

TEST(Engine, IntegerOfOneChoiceTakesNoDraw) {
  Mersenne draws(1);
  Mersenne twin(1);
  Engine engine(draws);
  EXPECT_EQ(engine.integer(5, 5), 5);
  EXPECT_EQ(engine.below(1), 0u);
  EXPECT_TRUE(engine.boolean(1));
  EXPECT_FALSE(engine.boolean(0));
  EXPECT_EQ(engine.next(), twin.next());
}

TEST(Engine, DatesReferToItsOwnNow) {
  Mersenne draws(1);
  Engine engine(draws);
  engine.freeze(*text::parse_iso8601("2000-01-01T00:00:00Z"));
  const auto past = call(engine, "date.past");
  ASSERT_TRUE(past);
  EXPECT_LT(past->get<Date>()->ms, 946684800000.0);
  Clock clock;
  clock.freeze(*text::parse_iso8601("1990-01-01T00:00:00Z"));
  engine.follow(clock);
  EXPECT_EQ(engine.reference_ms(), 631152000000.0);
}

struct LocaleRow {
  std::string_view wish, exact, nearest;
};
constexpr LocaleRow kLocales[] = {
    {"de", "de", "de"},  {"DE-at", "de_AT", "de_AT"},
    {"de_DE", "", "de"}, {"pt", "", "pt_BR"},
    {"xx", "", ""},      {"en_AU_ocker", "en_AU_ocker", "en_AU_ocker"},
};
TEST(Locale, FoundByCode) {
  for (const LocaleRow& row : kLocales) {
    SCOPED_TRACE(row.wish);
    const auto exact = Locale::find(row.wish);
    const auto nearest = nearest_locale(row.wish);
    EXPECT_EQ(exact ? exact->code() : "", row.exact);
    EXPECT_EQ(nearest ? nearest->code() : "", row.nearest);
  }
  EXPECT_EQ(Locale::count(), 77u);
  EXPECT_EQ(Locale().code(), "en");
  EXPECT_EQ(Locale::find("de_AT")->title(), "German (Austria)");
}

TEST(Definitions, RawListsByPath) {
  EXPECT_GT(definitions(Locale(), "person.first_name.female").size(), 1000u);
  EXPECT_FALSE(definitions(*Locale::find("de_AT"), "location.street_suffix").empty());
  EXPECT_TRUE(definitions(Locale(), "person.no_such").empty());
  EXPECT_TRUE(definitions(Locale(), "person").empty());
  EXPECT_TRUE(definitions(Locale(), "person.first_name").empty());
}

TEST(UniqueValues, EachOnceAndAnEnd) {
  Mersenne draws(3);
  Engine engine(draws);
  UniqueValues digits(*Call::parse("string.numeric"));
  std::set<std::string> seen;
  for (int i = 0; i < 10; ++i) {
    const auto value = digits.next(engine);
    ASSERT_TRUE(value);
    EXPECT_TRUE(seen.insert(to_json(*value)).second);
  }
  const auto eleventh = digits.next(engine);
  ASSERT_FALSE(eleventh);
  EXPECT_EQ(eleventh.error().code, Code::kLimit);
}

TEST(MatchingText, IsMatchedByItsExpression) {
  for (const std::string_view source :
       {"^[A-Z]{2}-\\d{1,4}$", "^(red|green|blue)+$", "^a?b*c{3}$"}) {
    SCOPED_TRACE(source);
    Mersenne draws(5);
    Engine engine(draws);
    const auto pattern = MatchingText::compile(source);
    ASSERT_TRUE(pattern);
    const regex::Regex judge = *regex::Regex::compile(source);
    for (int i = 0; i < 50; ++i) {
      std::string text;
      ASSERT_TRUE(pattern->append(engine, text));
      EXPECT_EQ(judge.search(text), regex::Regex::Outcome::kYes) << text;
    }
  }
  EXPECT_FALSE(MatchingText::compile("(a"));
}

}  // namespace
}  // namespace mimus::fake
