#include "path_pattern.h"

#include <gtest/gtest.h>

#include <string>

#include "capture_type.h"
#include "support/property.h"

namespace mimus::match {
namespace {

PathPattern parsed(std::string_view text) {
  auto pattern = PathPattern::parse(text);
  EXPECT_TRUE(pattern) << text << ": " << (pattern ? "" : describe(pattern.error()));
  return pattern ? *pattern : PathPattern::exact("(not parsed)");
}

// "id=7 =x", or "no".
std::string captured(const PathPattern& pattern, std::string_view path) {
  Captures captures;
  if (!pattern.match(path, captures)) return "no";
  std::string text;
  for (const Capture& capture : captures.view()) {
    if (!text.empty()) text += ' ';
    text += std::string(capture.name) + "=" + std::string(capture.value);
  }
  return text;
}

struct MatchCase {
  std::string_view rule, pattern, path, captures;
};
constexpr MatchCase kMatchCases[] = {
    {"an exact path is itself", "/users", "/users", ""},
    {"and nothing longer", "/users", "/users/7", "no"},
    {"a slash at the end counts", "/users", "/users/", "no"},
    {"on both sides", "/users/", "/users", "no"},
    {"paths keep case, RFC 3986 §6.2.2.1", "/Users", "/users", "no"},
    {"the root", "/", "/", ""},
    {"an empty segment is a segment", "/a//b", "/a//b", ""},
    {"literals are normalised", "/j%C3%B6rg", "/jörg", ""},
    {"%2F stays an escape", "/a%2fb/{x}", "/a%2Fb/c", "x=c"},
    {"a literal brace is %7B", "/%7Bid%7D", "/{id}", ""},
    {"a colon is a literal", "/users/:id", "/users/:id", ""},
    {"a colon is no variable", "/users/:id", "/users/7", "no"},

    {"a variable takes one segment", "/users/{id}", "/users/7", "id=7"},
    {"a variable stops at a slash", "/users/{id}", "/users/7/x", "no"},
    {"a variable is never empty", "/users/{id}", "/users/", "no"},
    {"a slash after a variable counts", "/users/{id}/", "/users/7", "no"},
    {"a slash after a variable is matched", "/users/{id}/", "/users/7/", "id=7"},
    {"several variables", "/{a}/x/{b}", "/1/x/2", "a=1 b=2"},
    {"parts of a segment", "/v{major}.{minor}", "/v1.22", "major=1 minor=22"},
    {"the leftmost takes as little as it can", "/{a}-{b}", "/1-2-3", "a=1 b=2-3"},
    {"a literal ending", "/{name}.json", "/a.json", "name=a"},
    {"and gives back when it must", "/{name}.json", "/a.json.json", "name=a.json"},
    {"a part is never empty", "/{name}.json", "/.json", "no"},
    {"types push the border", "/{a:alpha}{b:int}", "/ab12", "a=ab b=12"},
    {"backtracking over three parts", "/{a}-{b:int}-{c}", "/x-y-7-z", "a=x-y b=7 c=z"},

    {"int", "/{n:int}", "/-12", "n=-12"},
    {"int wants digits", "/{n:int}", "/-", "no"},
    {"int takes no plus", "/{n:int}", "/+1", "no"},
    {"int takes no fraction", "/{n:int}", "/1.5", "no"},
    {"number takes a fraction", "/{n:number}", "/-1.5", "n=-1.5"},
    {"number takes an exponent", "/{n:number}", "/2e+10", "n=2e+10"},
    {"number wants digits after the point", "/{n:number}", "/1.", "no"},
    {"number wants digits in the exponent", "/{n:number}", "/1e", "no"},
    {"uuid of either case", "/{u:uuid}", "/0190A6C0-0000-7000-8000-00000000000f",
     "u=0190A6C0-0000-7000-8000-00000000000f"},
    {"uuid wants its dashes", "/{u:uuid}", "/0190A6C0000070008000000000000000", "no"},
    {"alpha", "/{w:alpha}", "/abcXYZ", "w=abcXYZ"},
    {"alpha has no digits", "/{w:alpha}", "/abc1", "no"},
    {"alnum", "/{w:alnum}", "/abc1", "w=abc1"},
    {"alnum has no hyphens", "/{w:alnum}", "/abc-1", "no"},
    {"slug", "/{s:slug}", "/blue-shoes-2", "s=blue-shoes-2"},
    {"slug has no double hyphen", "/{s:slug}", "/blue--shoes", "no"},
    {"slug does not begin with a hyphen", "/{s:slug}", "/-blue", "no"},
    {"slug does not end with a hyphen", "/{s:slug}", "/blue-", "no"},
    {"slug is lower case", "/{s:slug}", "/Blue", "no"},
    {"date", "/{d:date}", "/2026-11-20", "d=2026-11-20"},
    {"a leap day", "/{d:date}", "/2024-02-29", "d=2024-02-29"},
    {"not in every year", "/{d:date}", "/2023-02-29", "no"},
    {"nor in every hundredth", "/{d:date}", "/1900-02-29", "no"},
    {"no 31st of April", "/{d:date}", "/2026-04-31", "no"},
    {"no month 13", "/{d:date}", "/2026-13-01", "no"},
    {"no day 0", "/{d:date}", "/2026-01-00", "no"},
    {"hex", "/{h:hex}", "/00fF", "h=00fF"},
    {"hex ends at f", "/{h:hex}", "/0g", "no"},
    {"a regular expression takes the whole part", "/{id:[a-z]+}", "/abc", "id=abc"},
    {"all of it", "/{id:[a-z]+}", "/abc1", "no"},
    {"with braces of its own", "/{id:[0-9]{2,3}}", "/123", "id=123"},
    {"and a brace in a class", "/{id:[}a]+}", "/a}a", "id=a}a"},
    {"and an escaped one", "/{id:a\\}}", "/a}", "id=a}"},
    {"and a question mark", "/{id:ab?}", "/a", "id=a"},

    {"* is one segment", "/a/*/b", "/a/x/b", "=x"},
    {"* is never an empty segment", "/a/*", "/a/", "no"},
    {"* stays in its segment", "/a/*", "/a/x/y", "no"},
    {"* inside a segment", "/img-*.png", "/img-7.png", "=7"},
    {"* inside may be empty", "/img-*.png", "/img-.png", "="},
    {"* inside stays inside", "/img-*.png", "/img-/7.png", "no"},
    {"** takes nothing", "/a/**", "/a", ""},
    {"** takes a slash", "/a/**", "/a/", ""},
    {"** takes all", "/a/**", "/a/b/c", ""},
    {"** begins at a slash", "/a/**", "/ab", "no"},
    {"** of the root", "/**", "/", ""},
    {"** inside takes nothing", "/a/**/b", "/a/b", ""},
    {"** inside takes some", "/a/**/b", "/a/x/y/b", ""},
    {"** inside wants what follows", "/a/**/b", "/a/x/y", "no"},
    {"** inside goes past a false ending", "/**/b/c", "/b/x/b/c", ""},
    {"captures after ** are those of the match", "/**/{x}/end", "/1/2/3/end", "x=3"},
    {"two **", "/**/a/**/b", "/x/a/y/a/b", ""},
    {"a slash after **", "/a/**/", "/a/x/", ""},
    {"a named rest", "/files/{rest:*}", "/files/a/b", "rest=a/b"},
    {"a named rest may be empty", "/files/{rest:*}", "/files/", "rest="},
    {"even without its slash", "/files/{rest:*}", "/files", "rest="},
    {"a rest after a variable", "/{a}/{rest:*}", "/x/y/z", "a=x rest=y/z"},

    {"regex covers the whole path", "regex:/x/\\d+", "/x/12", ""},
    {"and no more", "regex:/x/\\d+", "/x/12/", "no"},
    {"named groups are captures", "regex:/x/(?<id>\\d+)(/(?<sub>.*))?", "/x/12/a/b", "id=12 sub=a/b"},
    {"a group that took no part is absent", "regex:/x/(?<id>\\d+)(/(?<sub>.*))?", "/x/12", "id=12"},
    {"* alone is any path", "*", "/x/y", ""},
    {"** alone as well", "**", "*", ""},
};

TEST(PathPattern, Rows) {
  for (const MatchCase& row : kMatchCases) {
    SCOPED_TRACE(std::string(row.rule) + ": " + std::string(row.pattern) + " " + std::string(row.path));
    EXPECT_EQ(captured(parsed(row.pattern), row.path), row.captures);
  }
}

struct ErrorCase {
  std::string_view rule, pattern;
  std::size_t offset;
  std::string_view says;
};
constexpr ErrorCase kErrorCases[] = {
    {"empty", "", 0, "an empty path; write '/' for the root"},
    {"relative", "users/1", 0, "write '/users/1'"},
    {"a URL", "http://localhost/x", 0, "write '/x'"},
    {"a query", "/users?page=2", 6, "when: { query: { page: 2 } }"},
    {"a bare query", "/users?", 6, "when.query"},
    {"a fragment", "/a#b", 2, "%23"},
    {"an open brace", "/a/{id", 3, "%7B"},
    {"a closing brace", "/a}", 2, "%7D"},
    {"no name", "/{}", 2, "without a name"},
    {"a bad name", "/{a b}", 2, "'a b' is no name"},
    {"Spring's rest", "/{*rest}", 2, "{rest:*}"},
    {"the same name twice", "/{a}/{a}", 6, "two captures are named 'a'"},
    {"an unknown type", "/{id:integer}", 5, "unknown capture type 'integer'"},
    {"a type misspelt", "/{id:uid}", 5, "did you mean 'uuid'?"},
    {"no type", "/{id:}", 5, "without a type"},
    {"a bad expression", "/{id:[a-z}", 1, "'{' without '}'"},
    {"a bad regex", "/{id:(a}", 7, ""},
    {"a rest in the middle", "/{r:*}/x", 1, "'**' inside"},
    {"a rest within a segment", "/x{r:*}", 2, "stands alone"},
    {"** within a segment", "/a**", 2, "'**' stands alone"},
    {"***", "/***", 1, "more than two stars"},
    {"a bad path regex", "regex:/(x", 9, ""},
    {"too many captures", "/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*/*", 33, "more than 16 captures"},
};

TEST(PathPattern, ErrorsSayWhereAndWhatWouldBeRight) {
  for (const ErrorCase& row : kErrorCases) {
    SCOPED_TRACE(row.rule);
    const auto pattern = PathPattern::parse(row.pattern);
    ASSERT_FALSE(pattern) << row.pattern;
    EXPECT_EQ(pattern.error().where.offset, row.offset) << describe(pattern.error());
    EXPECT_NE(describe(pattern.error()).find(row.says), std::string::npos) << describe(pattern.error());
  }
}

TEST(PathPattern, KnowsItsKind) {
  using Kind = PathPattern::Kind;
  EXPECT_EQ(parsed("/a").kind(), Kind::kExact);
  EXPECT_EQ(parsed("/a/{b}").kind(), Kind::kTemplate);
  EXPECT_EQ(parsed("/a/**").kind(), Kind::kRest);
  EXPECT_EQ(parsed("/a/**/b").kind(), Kind::kRest);
  EXPECT_EQ(parsed("regex:/a").kind(), Kind::kRegex);
  EXPECT_EQ(parsed("**").kind(), Kind::kAny);
  EXPECT_EQ(PathPattern::prefix("/a").kind(), Kind::kPrefix);
}

TEST(PathPattern, PrefixTakesAnyByteAfterIt) {
  EXPECT_EQ(captured(PathPattern::prefix("/ab"), "/abc/d"), "");
  EXPECT_EQ(captured(PathPattern::prefix("/ab"), "/a"), "no");
  EXPECT_EQ(captured(PathPattern::prefix("/j%c3%b6"), "/jörg"), "");
}

struct BorderCase {
  std::string_view pattern, literal, ending;
};
TEST(PathPattern, LiteralAndEndingAreTheTextAroundTheVariableParts) {
  constexpr BorderCase kCases[] = {
      {"/a/b", "/a/b", "/a/b"},     {"/a/{x}", "/a/", ""},     {"/a/{x}/b", "/a/", "/b"},
      {"/a/**", "/a", ""},          {"/a/**/b", "/a", "/b"},   {"/v{x}.json", "/v", ".json"},
      {"/a/{r:*}", "/a", ""},       {"/**", "", ""},           {"/{a}/b/**", "/", ""},
      {"/a/{x}/**/c", "/a/", "/c"},
  };
  for (const BorderCase& row : kCases) {
    EXPECT_EQ(parsed(row.pattern).literal(), row.literal) << row.pattern;
    EXPECT_EQ(parsed(row.pattern).ending(), row.ending) << row.pattern;
  }
}

TEST(PathPattern, TheMoreSpecificComesFirst) {
  constexpr std::string_view kOrder[] = {
      "/a/b/c", "/a/b/{x:int}", "/a/b/{x}", "/a/{x:int}/{y}", "/a/{x}/{y}", "/a/{x}/**", "/a/**",
      "/{x:int}/{y}", "/{x}/{y}", "/{x}/**", "/**", "regex:/a/.*", "**",
  };
  for (std::size_t i = 1; i < std::size(kOrder); ++i) {
    EXPECT_GT(parsed(kOrder[i - 1]).specificity(), parsed(kOrder[i]).specificity())
        << kOrder[i - 1] << " over " << kOrder[i];
  }
  EXPECT_GT(PathPattern::prefix("/").specificity(), parsed("regex:/a").specificity());
  EXPECT_EQ(PathPattern::prefix("/").specificity(), PathPattern::prefix("/abc").specificity());
  for (const std::string_view text : kOrder) EXPECT_LT(parsed(text).specificity(), 1u << 22);
}

TEST(PathPattern, SegmentsAreForTheTrie) {
  using Kind = PathPattern::Segment::Kind;
  const PathPattern pattern = parsed("/a/{x}/b-{y}/**");
  ASSERT_EQ(pattern.segments().size(), 4u);
  EXPECT_EQ(pattern.segments()[0].kind, Kind::kLiteral);
  EXPECT_EQ(pattern.segments()[0].literal, "a");
  EXPECT_EQ(pattern.segments()[1].kind, Kind::kVariable);
  EXPECT_EQ(pattern.segments()[2].kind, Kind::kVariable);
  EXPECT_EQ(pattern.segments()[3].kind, Kind::kRest);
  EXPECT_EQ(PathPattern::exact("/a/").segments().size(), 2u);
  EXPECT_EQ(pattern.capture_names(), (std::vector<std::string_view>{"x", "y"}));
}

TEST(PathPattern, ManyPartsOnALongSegmentStayBounded) {
  const PathPattern pattern = parsed("/*a*a*a*a*a*a*a*a*a*a*a*a*b");
  const std::string path = "/" + std::string(5000, 'a');
  EXPECT_EQ(captured(pattern, path), "no");  // the test is that it comes back
}

struct CoverCase {
  std::string_view wide, narrow;
  bool covers;
};
TEST(PathPattern, Covers) {
  constexpr CoverCase kCases[] = {
      {"**", "/a/{x}", true},           {"/a/{x}", "**", false},
      {"/a/{x}", "/a/b", true},         {"/a/b", "/a/{x}", false},
      {"/a/{x}", "/a/{y:int}", true},   {"/a/{x:int}", "/a/{y}", false},
      {"/a/{x:int}", "/a/7", true},     {"/a/{x:int}", "/a/b", false},
      {"/a/{x:int}", "/a/{y:int}", true},
      {"/a/{x:int}/c", "/a/7/c", true}, {"/a/{x}/c", "/a/{y}/{z}", false},
      {"/a/**", "/a/{x}/b", true},      {"/a/**", "/a/{x}/**", true},
      {"/a/{x}/**", "/a/**", false},    {"/a/{x}", "/a/{x}/", false},
      {"/{x}", "/img-*.png", true},     {"/{x}", "/{a}.{b}", true},
      {"/a-{x}", "/a-{y}", true},       {"/a-{x}", "/b-{y}", false},
      {"regex:/a/\\d+", "/a/7", true},  {"regex:/a/\\d+", "/a/{x:int}", false},
  };
  for (const CoverCase& row : kCases) {
    EXPECT_EQ(parsed(row.wide).covers(parsed(row.narrow)), row.covers) << row.wide << " " << row.narrow;
  }
  EXPECT_TRUE(PathPattern::prefix("/a").covers(parsed("/ab/{x}")));
  EXPECT_FALSE(PathPattern::prefix("/a/").covers(parsed("/a/**")));  // which matches /a
}

std::string arbitrary(const Chance& chance, std::span<const std::string_view> pieces) {
  std::string text;
  const std::uint64_t count = 1 + chance.fork("count").below(5);
  for (std::uint64_t i = 0; i < count; ++i) {
    text += '/';
    text += pieces[chance.fork(i).below(pieces.size())];
  }
  return text;
}

constexpr std::string_view kPatternPieces[] = {"a", "b", "7", "", "{x}", "{x:int}", "a-{x}", "*", "**",
                                               "*.b", "{x}.{y:[a-z]+}"};
constexpr std::string_view kPathPieces[] = {"a", "b", "7", "", "a-7", "a.b", "7.b.a"};

TEST(PathPattern, WhatAPatternCoversItMatchesToo) {
  for_each_seed(3000, [](const Chance& chance) {
    const auto wide = PathPattern::parse(arbitrary(chance.fork("wide"), kPatternPieces));
    const auto narrow = PathPattern::parse(arbitrary(chance.fork("narrow"), kPatternPieces));
    if (!wide || !narrow) return;  // the same name twice
    for (std::uint64_t i = 0; i < 10; ++i) {
      const std::string path = arbitrary(chance.fork("path").fork(i), kPathPieces);
      Captures captures;
      if (!narrow->match(path, captures)) continue;
      EXPECT_TRUE(path.starts_with(narrow->literal()) && path.ends_with(narrow->ending())) << path;
      if (!wide->covers(*narrow)) continue;
      EXPECT_TRUE(wide->match(path, captures)) << wide->text() << " " << narrow->text() << " " << path;
    }
  });
}

TEST(CaptureType, EveryRowIsFoundByItsName) {
  for (const CaptureType& row : capture_types()) EXPECT_EQ(find_capture_type(row.name), &row);
  EXPECT_EQ(find_capture_type("integer"), nullptr);
}

}  // namespace
}  // namespace mimus::match
