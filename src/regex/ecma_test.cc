#include "ecma.h"

#include <gtest/gtest.h>

#include "generator.h"
#include "regex.h"
#include "support/property.h"

namespace mimus::regex {
namespace {

struct MatchCase {
  std::string_view rule, expression, text;
  bool found;
};
constexpr MatchCase kMatchCases[] = {
    {"anywhere unless anchored", "b", "abc", true},
    {"'$' is the very end, not before a last line feed", "^a$", "a\n", false},
    {"\\d is ASCII", "^\\d$", "٣", false},
    {"\\w is ASCII", "^\\w$", "é", false},
    {"\\s knows Unicode's blanks", "^\\s$", "\u2003", true},
    {"'.' stops at U+2028 as well", "^.$", "\u2028", false},
    {"a surrogate pair is one code point", "^\\ud83d\\ude00$", "😀", true},
    {"\\u{…}", "^\\u{1F600}$", "😀", true},
    {"\\cA is a control character", "^\\cA$", "\x01", true},
    {"[] matches nothing", "[]", "a", false},
    {"[^] matches everything", "^[^]$", "\n", true},
    {"'[' in a class is itself", "^[[:alpha:]$", "[", true},
    {"'&&' in a class is no intersection", "^[a&&b]$", "&", true},
    {"'{' by itself", "^{a}$", "{a}", true},
    {"PCRE's comments are no comments", "^a#b c$", "a#b c", true},
    {"named groups and references", "^(?<x>a|b)\\k<x>$", "bb", true},
    {"\\p{Letter}, the long name", "^\\p{Letter}+$", "é", true},
    {"\\p{Script=Greek}", "^\\p{Script=Greek}$", "λ", true},
    {"look-behind", "(?<=\\$)\\d", "$5", true},
    {"lazy", "^a+?$", "aaa", true},
};
TEST(Ecma, MeansTheSameToPcre) {
  for (const MatchCase& row : kMatchCases) {
    SCOPED_TRACE(row.rule);
    const auto expression = parse_ecma(row.expression);
    ASSERT_TRUE(expression) << expression.error().message;
    const auto judge = Regex::compile(expression->pcre);
    ASSERT_TRUE(judge) << expression->pcre;
    EXPECT_EQ(judge->search(row.text) == Regex::Outcome::kYes, row.found) << expression->pcre;
  }
}

struct FaultCase {
  std::string_view rule, expression;
  std::size_t offset;
};
constexpr FaultCase kFaultCases[] = {
    {"an open group", "(a", 2},
    {"a closing one too many", "a)", 1},
    {"an open class", "[a", 2},
    {"nothing to repeat", "+a", 0},
    {"twice repeated", "a**", 2},
    {"from more to less", "a{3,1}", 6},
    {"a range from more to less", "[b-a]", 4},
    {"an unknown escape: \\Z is Perl's", "a\\Z", 3},
    {"an unknown escape: \\a is C's", "\\a", 2},
    {"no such group", "(a)\\2", 5},
    {"half a surrogate pair", "\\ud83d", 6},
    {"beyond Unicode", "\\u{110000}", 10},
    {"Python's groups", "(?P<x>a)", 1},
};
TEST(Ecma, FaultsHaveAnOffset) {
  for (const FaultCase& row : kFaultCases) {
    SCOPED_TRACE(row.rule);
    const auto expression = parse_ecma(row.expression);
    ASSERT_FALSE(expression);
    EXPECT_EQ(expression.error().where.offset, row.offset) << expression.error().message;
  }
}

TEST(Ecma, DeepNestingIsAFaultNotAnOverflow) {
  EXPECT_FALSE(parse_ecma(std::string(100'000, '(')));
  EXPECT_FALSE(parse_ecma(std::string(100'000, '(') + std::string(100'000, ')')));
}

TEST(Ecma, WhatIsNotEcmasIsLeftToPcre) {
  EXPECT_EQ(pcre_from_ecma("(?i)a\\Z"), "(?i)a\\Z");
}

constexpr std::string_view kGenerated[] = {
    "",
    "abc",
    "^[A-Z]{2}-\\d{1,4}$",
    "^(red|green|blue)$",
    "^\\w+@\\w+\\.(com|org)$",
    "^#([0-9a-f]{3}){1,2}$",
    "^(?<quote>['\"]).*\\k<quote>$",
    "^(a|b)\\1$",
    "^[^a-zA-Z0-9]{5}$",
    "^\\p{Lu}\\p{Ll}*$",
    "^[\\u{1F600}-\\u{1F64F}]+$",
    "^(?=.*[A-Z])(?=.*[a-z])(?=.*\\d).{8,64}$",
    "^(?!admin)\\w{3,}$",
    "^[^]{3}$",
    "\\bword\\b",
    "^(\\d{1,3}\\.){3}\\d{1,3}$",
    "^arn:aws:[a-z]+:[a-z0-9-]*:\\d{12}:.+$",
    "^\\+[1-9]\\d{1,14}$",
    "^((a{2}){2}){2}$",
    "^\\s\\S\\d\\D\\w\\W$",
};
TEST(Generator, MakesWhatTheExpressionMatches) {
  for (const std::string_view text : kGenerated) {
    SCOPED_TRACE(text);
    const auto generator = Generator::compile(text);
    ASSERT_TRUE(generator) << generator.error().message;
    const auto judge = Regex::compile(pcre_from_ecma(text));
    for_each_seed(50, [&](const Chance& chance) {
      const auto made = generator->text(chance);
      ASSERT_TRUE(made);
      EXPECT_EQ(judge->search(*made), Regex::Outcome::kYes) << *made;
      EXPECT_EQ(made, generator->text(chance));
    });
  }
}

TEST(Generator, VariesWithItsChance) {
  const auto generator = Generator::compile("^[a-z]{12}$");
  EXPECT_NE(generator->text(Chance(1)), generator->text(Chance(2)));
}

TEST(Generator, SaysSoWhenNothingMatches) {
  for (const std::string_view text : {"a^b", "[]", "(?!)", "^(?=a)b$"}) {
    EXPECT_FALSE(Generator::compile(text)->text(Chance(1))) << text;
  }
}

TEST(Generator, WorkIsBounded) {
  for (const std::string_view text :
       {"(((x{1000}){1000}){1000}){1000}", "(((){1000}){1000}){1000}"}) {
    const auto generator = Generator::compile(text);
    if (!generator) continue;  // PCRE2 may find it too large
    EXPECT_LE(generator->draft(Chance(1), 0).size(), 200'000u) << text;
  }
}

}  // namespace
}  // namespace mimus::regex
