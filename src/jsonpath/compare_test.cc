#include "compare.h"

#include <gtest/gtest.h>

#include "i_regexp.h"
#include "rows_for_tests.h"
#include "support/property.h"

namespace mimus::jsonpath {
namespace {

// In ascending order; those on one line are equal.
constexpr std::string_view kAscending[] = {
    "[-1e300]",
    "[-9223372036854775809.0, -9223372036854775808]",
    "[-9223372036854775807]",
    "[-2.5]",
    "[-2, -2.0]",
    "[-0.5]",
    "[0, 0.0, -0.0]",
    "[5e-324]",
    "[0.5]",
    "[1, 1.0]",
    "[9007199254740992, 9007199254740992.0]",
    "[9007199254740993]",
    "[9223372036854775807]",
    "[9223372036854775808, 9223372036854775808.0]",
    "[9223372036854775809]",
    "[18446744073709551615]",
    "[18446744073709551616, 18446744073709551616.0]",
    "[1e300]",
};

TEST(Compare, NumbersAreExact) {
  std::vector<json::Value> lines;
  for (const std::string_view line : kAscending) lines.push_back(*json::parse(line));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::size_t k = 0; k < lines.size(); ++k) {
      for (const json::Value& a : lines[i].as_array()) {
        for (const json::Value& b : lines[k].as_array()) {
          EXPECT_EQ(compare_numbers(a, b), i <=> k) << json::write(a) << " and " << json::write(b);
        }
      }
    }
  }
}

TEST(Compare, EqualIsAnEquivalenceAndDeep) {
  Budget budget(100'000'000);
  for_each_seed(300, [&](const Chance& chance) {
    const json::Value a = json::arbitrary_value(chance.fork("a"), 4);
    const json::Value b = json::arbitrary_value(chance.fork("b"), 4);
    const json::Value copy = a;
    EXPECT_TRUE(equal(a, copy, budget));
    EXPECT_EQ(equal(a, b, budget), equal(b, a, budget));
    EXPECT_FALSE(equal(json::Value(json::Array{a, 1}), json::Value(json::Array{a, 2}), budget));
  });
  json::Value one = deep_document(200'000);
  json::Value other = deep_document(200'000);
  EXPECT_TRUE(equal(one, other, budget));
  take_apart(one);
  take_apart(other);
}

TEST(Compare, EqualEndsWithTheBudget) {
  Budget budget(10);
  const json::Value text(json::String(std::string(10'000, 'a')));
  EXPECT_FALSE(equal(text, text, budget));
  EXPECT_TRUE(budget.exhausted());
}

struct IRegexpRow {
  std::string_view text;
  std::string_view pcre;   // "-": no I-Regexp
};
constexpr IRegexpRow kIRegexps[] = {
    {"", ""},
    {"abc", "abc"},
    {"a.b", "a[^\\n\\r]b"},
    {"a\\.b", "a\\.b"},
    {"[.]", "[.]"},
    {"(ab|c)*d+e?", "(ab|c)*d+e?"},
    {"a{2}b{2,}c{2,3}", "a{2}b{2,}c{2,3}"},
    {"[^a-z0-9_-]", "[^a-z0-9_\\-]"},
    {"[-a]", "[\\-a]"},
    {"\\p{Lu}\\P{N}", "\\p{Lu}\\P{N}"},
    {"[\\p{L}\\]x]", "[\\p{L}\\]x]"},
    {"é+", "é+"},
    {"^a$", "^a$"},
    {"\\d", "-"}, {"\\w+", "-"}, {"a**", "-"}, {"a+?", "-"}, {"(?i)a", "-"}, {"(?:a)", "-"}, {"(a", "-"}, {"a)", "-"},
    {"[a", "-"}, {"[]", "-"}, {"[a-]", "[a\\-]"}, {"[a--]", "-"}, {"a{", "-"}, {"a{,2}", "-"}, {"{2}", "-"}, {"*a", "-"},
    {"\\1", "-"}, {"\\p{Lx}", "-"}, {"\\p{Greek}", "-"}, {"\\p{}", "-"}, {"\\", "-"}, {"a]", "-"}, {"[[a]]", "-"}, {"\xff", "-"},
};

TEST(IRegexp, IsTranslated) {
  for (const IRegexpRow& row : kIRegexps) {
    EXPECT_EQ(pcre_from_i_regexp(row.text).value_or("-"), row.pcre) << row.text;
    EXPECT_EQ(compile_i_regexp(row.text).has_value(), row.pcre != "-") << row.text;
  }
  EXPECT_FALSE(compile_i_regexp("a{99999999}"));   // one, but too large for the engine
  EXPECT_FALSE(compile_i_regexp(std::string(100'000, '(') + std::string(100'000, ')')));
}

}  // namespace
}  // namespace mimus::jsonpath
