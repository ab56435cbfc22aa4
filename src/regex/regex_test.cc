#include "regex.h"

#include <gtest/gtest.h>

#include <thread>

namespace mimus::regex {
namespace {

using Outcome = Regex::Outcome;

struct MatchCase {
  std::string_view rule, expression, text;
  Outcome whole, anywhere;
};
constexpr MatchCase kMatchCases[] = {
    {"literal", "/users", "/users", Outcome::kYes, Outcome::kYes},
    {"a full match covers all", "/users", "/users/7", Outcome::kNo, Outcome::kYes},
    {"a full match tries every alternative", "a|ab", "ab", Outcome::kYes, Outcome::kYes},
    {"nothing in common", "x", "abc", Outcome::kNo, Outcome::kNo},
    {"the empty expression", "", "", Outcome::kYes, Outcome::kYes},
    {"case matters", "A", "a", Outcome::kNo, Outcome::kNo},
    {"'.' is one code point", "j.rg", "jörg", Outcome::kYes, Outcome::kYes},
    {"'.' stops at a line end", "a.b", "a\nb", Outcome::kNo, Outcome::kNo},
    {"digits are ASCII, as in Java and JavaScript", "\\d", "٣", Outcome::kNo, Outcome::kNo},
    {"lookaround", "(?!admin)\\w+", "user", Outcome::kYes, Outcome::kYes},
    {"a look ahead that fails", "(?!admin)\\w+", "admin", Outcome::kNo, Outcome::kYes},
    {"a back reference", "(a|b)\\1", "bb", Outcome::kYes, Outcome::kYes},
    {"possessive", "a++a", "aaa", Outcome::kNo, Outcome::kNo},
    {"quoted", "\\Qa.b\\E+", "a.bb", Outcome::kYes, Outcome::kYes},
    {"\\u, four digits", "\\u00e9", "é", Outcome::kYes, Outcome::kYes},
    {"\\u, a pair of surrogates", "\\ud83d\\ude00", "😀", Outcome::kYes, Outcome::kYes},
    {"\\u in braces, in a class", "[\\u{1F600}-\\u{1F64F}]", "😀", Outcome::kYes, Outcome::kYes},
    {"\\u after a backslash is text", "\\\\u0041", "\\u0041", Outcome::kYes, Outcome::kYes},
    {"\\u quoted is text", "\\Q\\u0041\\E", "\\u0041", Outcome::kYes, Outcome::kYes},
    {"invalid UTF-8 matches nothing", ".*", "a\xff", Outcome::kNo, Outcome::kYes},
    {"behind invalid UTF-8 a search goes on", "b+", "\xff\xfe bb", Outcome::kNo, Outcome::kYes},
};
TEST(Regex, Rows) {
  for (const MatchCase& row : kMatchCases) {
    SCOPED_TRACE(row.rule);
    const auto regex = Regex::compile(row.expression);
    ASSERT_TRUE(regex);
    EXPECT_EQ(regex->full_match(row.text), row.whole);
    EXPECT_EQ(regex->search(row.text), row.anywhere);
    EXPECT_EQ(regex->expression(), row.expression);
  }
}

TEST(Regex, Options) {
  EXPECT_EQ(Regex::compile("ÄB", {.ignore_case = true})->full_match("äb"), Outcome::kYes);
  EXPECT_EQ(Regex::compile("a.b", {.dot_all = true})->full_match("a\nb"), Outcome::kYes);
  EXPECT_EQ(Regex::compile("b", {.ignore_case = true})->search("ABC"), Outcome::kYes);
}

struct FaultCase {
  std::string_view rule, expression;
  std::size_t offset;
};
constexpr FaultCase kFaultCases[] = {
    {"an open group", "a(b", 3},
    {"an open class", "[a", 2},
    {"nothing to repeat", "a|*", 2},
    {"offsets are those of what was written", "\\u00e9*\\u00e9|*", 14},
    {"\\C could cut code points apart", "a\\C", 3},
};
TEST(Regex, FaultsSayWhere) {
  for (const FaultCase& row : kFaultCases) {
    SCOPED_TRACE(row.rule);
    const auto regex = Regex::compile(row.expression);
    ASSERT_FALSE(regex);
    EXPECT_EQ(regex.error().code, Code::kSyntax);
    EXPECT_NEAR(static_cast<double>(*regex.error().where.offset), static_cast<double>(row.offset), 1);
    EXPECT_FALSE(regex.error().message.empty());
  }
}

TEST(Regex, Groups) {
  const auto regex = Regex::compile("/(?<first>\\w+)(?:/(\\d*))?(x)?");
  ASSERT_TRUE(regex);
  EXPECT_EQ(regex->group_count(), 3u);
  ASSERT_EQ(regex->group_names().size(), 1u);
  EXPECT_EQ(regex->group_names()[0].name, "first");
  EXPECT_EQ(regex->group_names()[0].group, 1u);

  std::string_view groups[6];
  ASSERT_EQ(regex->full_match("/users/", groups), Outcome::kYes);
  EXPECT_EQ(groups[0], "/users/");
  EXPECT_EQ(groups[1], "users");
  EXPECT_EQ(groups[2], "");
  EXPECT_NE(groups[2].data(), nullptr) << "took part, and is empty";
  EXPECT_EQ(groups[3].data(), nullptr) << "took no part";
  EXPECT_EQ(groups[5].data(), nullptr) << "does not exist";

  ASSERT_EQ(regex->search("at /a/12 there", std::span(groups).first(2)), Outcome::kYes);
  EXPECT_EQ(groups[0], "/a/12");
  EXPECT_EQ(groups[1], "a");
}

TEST(Regex, MoreGroupsThanAnybodyExpects) {
  std::string expression;
  for (int i = 0; i < 200; ++i) expression += "(a)";
  const auto regex = Regex::compile(expression);
  std::vector<std::string_view> groups(201);
  const std::string text(200, 'a');
  ASSERT_EQ(regex->full_match(text, groups), Outcome::kYes);
  EXPECT_EQ(groups[200].data(), text.data() + 199);
}

TEST(Regex, NamesComeInTheOrderOfTheirGroups) {
  const auto regex = Regex::compile("(?<z>a)(?<a>b)");
  ASSERT_EQ(regex->group_names().size(), 2u);
  EXPECT_EQ(regex->group_names()[0].name, "z");
  EXPECT_EQ(regex->group_names()[1].name, "a");
}

TEST(Regex, AnEmptyViewIsAnEmptyText) {
  std::string_view groups[1];
  EXPECT_EQ(Regex::compile("a*")->full_match(std::string_view(), groups), Outcome::kYes);
  EXPECT_NE(groups[0].data(), nullptr);
}

TEST(Regex, HostileExpressionsEndAtTheLimit) {
  const std::string text = std::string(60, 'a') + "!";
  for (const std::string_view hostile : {"(a+)+", "(a|a)*", "(a|aa)+[xy]", "(\\w*\\w*)+[xy]"}) {
    EXPECT_EQ(Regex::compile(hostile)->full_match(text), Outcome::kLimit) << hostile;
  }
  EXPECT_EQ(Regex::compile("(a+)+x")->search(std::string(1'000'000, 'a')), Outcome::kLimit);
}

TEST(Regex, DeepRecursionEndsAtTheStackLimit) {
  const std::string open(1'000'000, '(');
  EXPECT_NE(Regex::compile("(\\((?1)*\\))*")->full_match(open), Outcome::kYes);
}

TEST(Regex, ManyThreadsMayMatchWithOne) {
  const auto regex = Regex::compile("/users/(\\d+)");
  std::vector<std::thread> threads;
  std::atomic<int> right{0};
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 200; ++i) {
        const std::string number = std::to_string(t * 1000 + i);
        const std::string text = "/users/" + number;
        std::string_view groups[2];
        const bool yes = regex->full_match(text, groups) == Outcome::kYes &&
                         regex->search(text) == Outcome::kYes;
        right += yes && groups[1] == number;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, 800);
}

}  // namespace
}  // namespace mimus::regex
