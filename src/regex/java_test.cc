#include "java.h"

#include <gtest/gtest.h>

#include "regex.h"

namespace mimus::regex {
namespace {

struct Row {
  std::string_view rule, java, text;
  bool matches;
};
TEST(Java, IsReadAsItIsMeant) {
  constexpr Row kRows[] = {
      {"letters", "\\p{Alpha}+", "abC", true},
      {"no digit among them", "\\p{Alpha}+", "ab1", false},
      {"in a class", "[\\p{Lower}_]+", "a_b", true},
      {"negated", "\\P{Digit}+", "abc", true},
      {"negated in a class", "[\\P{Digit}]+", "a1", false},
      {"hexadecimal", "\\p{XDigit}{2}", "fF", true},
      {"a property of Unicode", "\\p{IsAlphabetic}+", "äß", true},
      {"a script", "\\p{IsLatin}+", "abc", true},
      {"a method's name", "\\p{javaLowerCase}+", "abc", true},
      {"what PCRE2 knows stays", "\\p{L}\\p{Nd}", "ä7", true},
      {"without vowels", "[a-z&&[^aeiou]]+", "xyz", true},
      {"without vowels, not", "[a-z&&[^aeiou]]+", "xyze", false},
      {"both", "[a-z&&[x-z1]]+", "xyz", true},
      {"both, not", "[a-z&&[x-z1]]+", "x1", false},
      {"quoted text stays", "\\Q\\p{Alpha}\\E", "\\p{Alpha}", true},
      {"an escaped bracket opens nothing", "\\[\\p{Alpha}", "[a", true},
  };
  for (const Row& row : kRows) {
    const auto regex = Regex::compile(from_java(row.java));
    ASSERT_TRUE(regex) << row.rule << ": " << from_java(row.java);
    EXPECT_EQ(regex->full_match(row.text) == Regex::Outcome::kYes, row.matches) << row.rule << ": " << from_java(row.java);
  }
}

}  // namespace
}  // namespace mimus::regex
