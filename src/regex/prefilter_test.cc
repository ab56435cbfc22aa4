// What required_text() and RegexSet rule out, Regex never accepts.
#include <gtest/gtest.h>

#include <algorithm>

#include "regex.h"
#include "support/property.h"
#include "support/shared_data.h"

namespace mimus::regex {
namespace {

struct RequiredCase {
  std::string_view rule, expression, prefix, suffix, inner;
};
constexpr RequiredCase kRequiredCases[] = {
    {"all of a literal", "/users", "/users", "/users", "/users"},
    {"what is before and behind a variable part", "/users/\\d+/posts", "/users/", "/posts", "/users/"},
    {"the longest run inside", "\\d/comments/.", "", "", "/comments/"},
    {"anchors take no room", "^/a$", "/a", "/a", "/a"},
    {"a class of one", "/a[.]json", "/a.json", "/a.json", "/a.json"},
    {"a class of more", "/a[bc]", "/a", "", "/a"},
    {"a class with its bracket first", "a[]x]b", "a", "b", "a"},
    {"a class with a class in it", "a[[:digit:]x]b", "a", "b", "a"},
    {"escaped punctuation", "a\\.b\\/c", "a.b/c", "a.b/c", "a.b/c"},
    {"an escaped class", "a\\d", "a", "", "a"},
    {"an optional character", "ab?c", "a", "c", "a"},
    {"a repeated one is there once", "ab+c", "ab", "bc", "ab"},
    {"a counted one", "a{3}b", "aaab", "aaab", "aaab"},
    {"counted, at least", "xa{2,}", "xaa", "aa", "xaa"},
    {"counted, perhaps none", "xa{0,2}", "x", "", "x"},
    {"a brace that counts nothing", "a{x}", "a{x}", "a{x}", "a{x}"},
    {"a group", "/(users)/7", "/users/7", "/users/7", "/users/7"},
    {"a named group", "/(?<id>\\d+)/x", "/", "/x", "/x"},
    {"a repeated group", "/(?:ab)+c", "/ab", "abc", "/ab"},
    {"a repeated group that varies", "(?:a.b){2}", "a", "b", "ba"},
    {"what alternatives share", "/api/(?:users|utils)/x", "/api/u", "s/x", "/api/u"},
    {"alternatives at top level", "/a|/b", "/", "", "/"},
    {"alternatives with nothing in common", "a|b", "", "", ""},
    {"an empty alternative", "a(b|)c", "a", "c", "a"},
    {"a lookahead takes no room", "a(?!b)c", "ac", "ac", "ac"},
    {"quoted", "\\Qa.b\\Ec", "a.bc", "a.bc", "a.bc"},
    {"several bytes are one character", "é?x", "", "x", "x"},
    {"a back reference", "(ab)\\1c", "ab", "c", "ab"},
    {"case folding is unsure", "a(?i)b", "", "", ""},
    {"extended is unsure", "(?x) a b", "", "", ""},
    {"(?s) is harmless", "(?s)a.b", "a", "b", "a"},
    {"recursion is unsure", "a(?R)?b", "", "", ""},
    {"a property", "a\\p{L}\\pNb", "a", "b", "a"},
    {"a hexadecimal escape", "a\\x41b", "a", "b", "a"},
    {"\\u", "a\\u0041b", "a", "b", "a"},
    {"nothing", "", "", "", ""},
};
TEST(RequiredText, Rows) {
  for (const RequiredCase& row : kRequiredCases) {
    SCOPED_TRACE(row.rule);
    const RequiredText required = required_text(row.expression);
    EXPECT_EQ(required.prefix, row.prefix);
    EXPECT_EQ(required.suffix, row.suffix);
    EXPECT_EQ(required.inner, row.inner);
  }
}

std::vector<int> candidates(const std::vector<std::string_view>& expressions, std::string_view text) {
  std::vector<int> out;
  RegexSet(expressions).candidates(text, out);
  return out;
}

TEST(RegexSet, NamesWhatCouldMatch) {
  const std::vector<std::string_view> expressions = {
      "/users/\\d+", "/posts/\\d+", "/(?<kind>\\w+)/7", "(?!x)/y", "/users", "/USERS/(?i)x",
  };
  EXPECT_EQ(candidates(expressions, "/users/7"), (std::vector<int>{0, 2, 3}));
  EXPECT_EQ(candidates(expressions, "/USERS/X"), (std::vector<int>{3, 5}));
  EXPECT_EQ(candidates(expressions, "no"), (std::vector<int>{3})) << "lookahead is beyond RE2";
  EXPECT_EQ(candidates(expressions, "/users/7\n"), (std::vector<int>{0, 1, 2, 3, 4, 5}));
  EXPECT_EQ(candidates({}, "/users"), std::vector<int>{});
}

TEST(RegexSet, AppendsInOrder) {
  const std::vector<std::string_view> expressions = {"a.*", "\\p{L}b", ".*b"};
  std::vector<int> out = {7};
  const RegexSet set(expressions);
  set.candidates("ab", out);
  EXPECT_EQ(out, (std::vector<int>{7, 0, 1, 2}));
  EXPECT_EQ(set.size(), 3u);
}

TEST(RegexSet, NamesAreRewrittenOnlyWhereTheyAreNames) {
  EXPECT_EQ(candidates({"[(?<x>]+"}, "(x)"), std::vector<int>{});
  EXPECT_EQ(candidates({"[(?<x>]+"}, "<x>"), std::vector<int>{0});
  EXPECT_EQ(candidates({"\\(?<x>a"}, "<x>a"), std::vector<int>{0});
}

TEST(RegexSet, KeepsGoingWhenAnAutomatonWouldBeTooLarge) {
  std::vector<std::string> owned;
  for (int i = 0; i < 40; ++i) {
    owned.push_back("/" + std::to_string(i) + "/((a{100}){9}|[^/]{900}){1,9}");
  }
  std::vector<std::string_view> expressions(owned.begin(), owned.end());
  const std::string text = "/7/" + std::string(900, 'a');
  const auto found = candidates(expressions, text);
  EXPECT_TRUE(std::binary_search(found.begin(), found.end(), 7));
}

// ---- expressions together with a text that they match -------------------------------------------

struct Sample {
  std::string expression, text;
};
Sample arbitrary_sample(const Chance& chance, int depth);

Sample arbitrary_atom(const Chance& chance, int depth) {
  constexpr Sample (*kNested)(const Chance&, int) = &arbitrary_sample;
  switch (chance.fork("atom").below(depth > 0 ? 12 : 8)) {
    case 0: return {".", "q"};
    case 1: return {"[a-c]", std::string(1, "abc"[chance.fork("which").below(3)])};
    case 2: return {"\\d", std::to_string(chance.fork("digit").below(10))};
    case 3: return {"\\.", "."};
    case 4: return {"é", "é"};
    case 5: return {"\\Qa*\\E", "a*"};
    case 6: return {"(?=)", ""};
    case 7: {
      const std::string letter(1, static_cast<char>('a' + chance.fork("letter").below(3)));
      return {letter, letter};
    }
    case 8: {
      const Sample inside = kNested(chance.fork("inside"), depth - 1);
      return {"(?<n" + std::to_string(chance.fork("name").bits()) + ">" + inside.expression + ")", inside.text};
    }
    case 9: {
      const Sample inside = kNested(chance.fork("inside"), depth - 1);
      return {"(?:" + inside.expression + ")", inside.text};
    }
    default: {
      Sample one = kNested(chance.fork("one"), depth - 1);
      const Sample two = kNested(chance.fork("two"), depth - 1);
      return {"(?:" + one.expression + "|" + two.expression + ")", chance.fork("side").happens(0.5) ? one.text : two.text};
    }
  }
}

Sample quantified(const Sample& atom, const Chance& chance) {
  // \Q…\E ends in its last character only, and a name must not come twice.
  if (atom.expression.starts_with("\\Q")) return atom;
  struct Row {
    std::string_view suffix;
    unsigned least, most;
  };
  constexpr Row kRows[] = {{"", 1, 1},     {"", 1, 1},     {"", 1, 1},      {"*", 0, 3},
                           {"+", 1, 3},    {"?", 0, 1},    {"*?", 0, 2},    {"{2}", 2, 2},
                           {"{0}", 0, 0},  {"{1,3}", 1, 3}, {"{2,}?", 2, 4}, {"{0,2}", 0, 2}};
  const Row& row = kRows[chance.fork("quantifier").below(std::size(kRows))];
  const std::uint64_t times = row.least + chance.fork("times").below(row.most - row.least + 1);
  Sample sample{atom.expression + std::string(row.suffix), ""};
  for (std::uint64_t i = 0; i < times; ++i) sample.text += atom.text;
  return sample;
}

Sample arbitrary_sample(const Chance& chance, int depth) {
  Sample sample;
  for (std::uint64_t i = 0, size = chance.fork("size").below(5); i < size; ++i) {
    const Chance item = chance.fork(i);
    const Sample atom = quantified(arbitrary_atom(item, depth), item);
    sample.expression += atom.expression;
    sample.text += atom.text;
  }
  return sample;
}

void expect_sound(std::string_view expression, std::string_view text) {
  SCOPED_TRACE(std::string(expression) + "  with  " + std::string(text));
  const RequiredText required = required_text(expression);
  EXPECT_TRUE(text.starts_with(required.prefix)) << required.prefix;
  EXPECT_TRUE(text.ends_with(required.suffix)) << required.suffix;
  EXPECT_NE(text.find(required.inner), std::string_view::npos) << required.inner;
  EXPECT_EQ(candidates({expression}, text), std::vector<int>{0});
}

TEST(Prefilter, NeverRulesOutAMatch) {
  std::size_t matches = 0;
  for_each_seed(3'000, [&](const Chance& chance) {
    const Sample sample = arbitrary_sample(chance, 3);
    const auto regex = Regex::compile(sample.expression);
    ASSERT_TRUE(regex) << sample.expression << ": " << regex.error().message;
    if (regex->full_match(sample.text) != Regex::Outcome::kYes) return;
    ++matches;
    expect_sound(sample.expression, sample.text);
  });
  EXPECT_GT(matches, 2'900u) << "the samples match by construction, but for a match limit or two";
}

// PCRE2's own suite: `/expression/`, then lines of texts, each indented. Only what has no modifiers and no
// escapes in the text; whether they match, our Regex says.
TEST(Prefilter, NeverRulesOutAMatchOfThePcre2Suite) {
  MIMUS_SHARED_FILE(suite, "conformance/regex-pcre2/testinput1");
  std::size_t matches = 0;
  std::optional<Regex> regex;
  for (std::size_t at = 0; at < suite.size();) {
    const std::size_t end = std::min(suite.find('\n', at), suite.size());
    const std::string_view line(suite.data() + at, end - at);
    at = end + 1;
    if (line.starts_with("/")) {
      regex.reset();
      if (line.size() < 3 || !line.ends_with("/")) continue;
      if (auto compiled = Regex::compile(line.substr(1, line.size() - 2))) regex = *compiled;
    } else if (regex && line.starts_with("    ") && line.find('\\') == std::string_view::npos) {
      const std::string_view text = line.substr(4);
      if (regex->full_match(text) != Regex::Outcome::kYes) continue;
      ++matches;
      expect_sound(regex->expression(), text);
    }
  }
  EXPECT_GT(matches, 500u);
}

}  // namespace
}  // namespace mimus::regex
