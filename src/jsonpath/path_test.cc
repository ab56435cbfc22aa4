#include "path.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "rows_for_tests.h"
#include "support/property.h"

namespace mimus::jsonpath {
namespace {

// RFC 9535's examples, with other data.
constexpr std::string_view kShop = R"({"shop":{
  "tools":[{"kind":"saw","maker":"Ada","name":"Cut","cost":8.95},
           {"kind":"drill","maker":"Bo","name":"Turn","cost":12.99},
           {"kind":"drill","maker":"Cy","name":"Deep","code":"0-553","cost":8.99},
           {"kind":"drill","maker":"Di","name":"Ring","code":"0-395","cost":22.99}],
  "van":{"colour":"red","cost":399}}})";
constexpr std::string_view kLists = R"({"a":[3,5,1,2,4,6,{"b":"j"},{"b":"k"},{"b":{}},{"b":"kilo"}],
  "o":{"p":1,"q":2,"r":3,"s":5,"t":{"u":6}},"e":"f"})";

constexpr Row kRows[] = {
    {"§1.5 the makers of all tools", "$.shop.tools[*].maker", kShop, R"(["Ada","Bo","Cy","Di"])"},
    {"§1.5 all makers", "$..maker", kShop, R"(["Ada","Bo","Cy","Di"])"},
    {"§1.5 the costs of everything", "$.shop..cost", kShop, "[8.95,12.99,8.99,22.99,399]"},
    {"§1.5 the third tool", "$..tools[2].name", kShop, R"(["Deep"])"},
    {"§1.5 a member that is not there", "$..tools[2].editor", kShop, "[]"},
    {"§1.5 the last one", "$..tools[-1].name", kShop, R"(["Ring"])"},
    {"§1.5 the first two, by index", "$..tools[0,1].name", kShop, R"(["Cut","Turn"])"},
    {"§1.5 the first two, by slice", "$..tools[:2].name", kShop, R"(["Cut","Turn"])"},
    {"§1.5 all with a code", "$..tools[?@.code].name", kShop, R"(["Deep","Ring"])"},
    {"§1.5 all cheaper than 10", "$..tools[?@.cost<10].name", kShop, R"(["Cut","Deep"])"},
    {"§2.3.1 quoted names", R"($['shop']["van"].colour)", kShop, R"(["red"])"},
    {"§2.3.4 a slice with a step", "$.a[1:5:2]", kLists, "[5,2]"},
    {"§2.3.4 a slice backwards", "$.a[5:1:-2]", kLists, "[6,2]"},
    {"§2.3.4 a step of zero selects nothing", "$.a[0:3:0]", kLists, "[]"},
    {"§2.3.5 members of an object", "$.o[?@<3]", kLists, "[1,2]"},
    {"§2.3.5 equality with a string", "$.a[?@.b == 'kilo']", kLists, R"([{"b":"kilo"}])"},
    {"§2.3.5 or", "$.a[?@<2 || @.b == 'k']", kLists, R"([1,{"b":"k"}])"},
    {"§2.3.5 and binds stronger than or", "$.a[?@ == 3 || @ > 4 && @ < 6]", kLists, "[3,5]"},
    {"§2.3.5 existence of null", "$[?@.x]", R"([{"x":null},{}])", R"([{"x":null}])"},
    {"§2.3.5 nothing equals nothing", "$[?@.x == @.y]", R"([{"z":1}])", R"([{"z":1}])"},
    {"§2.3.5 the document in a filter", "$.a[?@ == $.o.s]", kLists, "[5]"},
    {"§2.4.4 length counts characters", "$[?length(@) == 3]", R"(["abc","äöü","ab",[1,2,3],{"a":1}])", R"(["abc","äöü",[1,2,3]])"},
    {"§2.4.5 count", "$[?count(@.*) == 2]", "[[1,2],[1],{\"a\":1,\"b\":2}]", R"([[1,2],{"a":1,"b":2}])"},
    {"§2.4.6 match is for the whole text", "$.a[?match(@.b, '[jk]')]", kLists, R"([{"b":"j"},{"b":"k"}])"},
    {"§2.4.7 search is not", "$.a[?search(@.b, '[jk]')]", kLists, R"([{"b":"j"},{"b":"k"},{"b":"kilo"}])"},
    {"§2.4.6 an expression out of the document", "$.v[?match(@, $.re)]", R"({"re":"a+","v":["a","aa","b"]})", R"(["a","aa"])"},
    {"§2.4.8 value", "$[?value(@..x) == 1]", R"([{"a":{"x":1}},{"x":1,"b":{"x":1}}])", R"([{"a":{"x":1}}])"},
    {"§2.5.1 a value can be selected twice", "$.a[0,0]", kLists, "[3,3]"},
    {"§2.5.2 each before its children", "$..[0]", "[[[1]],2]", "[[[1]],[1],1]"},
    {"§2.6 null is a value", "$.a", R"({"a":null})", "[null]"},
    {"2^53 + 1 is an integer of its own", "$[?@ == 9007199254740993]", "[9007199254740992,9007199254740993,9007199254740992.0]", "[9007199254740993]"},
    {"integers and doubles compare by value", "$[?@ == 1]", "[1,1.0,1e0,true,\"1\"]", "[1,1.0,1e0]"},
    {"beyond 63 bits", "$[?@ > 9223372036854775807]", "[9223372036854775807,9223372036854775808,9.3e18,-1]", "[9223372036854775808,9.3e18]"},
    {"objects in any order, numbers by value", "$[?@ == $[0]]", R"([{"a":1,"b":[2]},{"b":[2.0],"a":1.0},{"a":1}])", R"([{"a":1,"b":[2]},{"b":[2.0],"a":1.0}])"},
    {"strings sort by code points", "$[?@ > 'a']", R"(["Z","a","ab","é","😀"])", R"(["ab","é","😀"])"},
    {"blanks between segments", "$ .a\n[0]", kLists, "[3]"},
    {"no descent into what is no container", "$.e..*", kLists, "[]"},
};

TEST(Path, Selects) {
  expect_rows(kRows, Dialect::kRfc9535);
}

struct BadRow {
  std::string_view rule, path;
  std::size_t offset;
  std::string_view sentence;   // in the message or the hint
};
constexpr BadRow kBadRows[] = {
    {"it begins with $", "a.b", 0, "expected '$'"},
    {"nothing behind it", "$.a ", 3, "expected '.', '..' or '['"},
    {"a name behind the dot", "$.a.", 4, "the end of the path"},
    {"no digit in front", "$.1a", 2, "found '1'"},
    {"a bracket is closed", "$['a'", 5, "',' or ']'"},
    {"a string is closed", "$['a", 2, "not closed"},
    {"no leading zeros", "$[01]", 2, "leading zeros"},
    {"an index within 53 bits", "$[9007199254740992]", 2, "2^53"},
    {"a comparison wants one value", "$[?@.* == 1]", 3, "several values"},
    {"a literal is no condition", "$[?true]", 3, "compare it"},
    {"match is a condition", "$[?match(@.a, 'x') == true]", 3, "cannot be compared"},
    {"length is none", "$[?length(@.a)]", 3, "no condition"},
    {"count wants a path", "$[?count(1) == 1]", 9, "wants a path"},
    {"length wants one value", "$[?length(@.*) == 1]", 10, "wants one value"},
    {"too few arguments", "$[?match(@.a)]", 12, "expected ','"},
    {"a misspelt function", "$[?lenght(@) == 1]", 3, "length"},
    {"a word without quotes", "$[?@.a == abc]", 10, "quotes"},
    {"half a surrogate pair", R"($["\ud800"])", 3, "surrogate"},
    {"not UTF-8", "$['\xff']", 3, "UTF-8"},
    {"'!' is for conditions", "$[?!@.a == 1]", 8, "found '='"},
    {"Jayway's words are not the standard's", "$[?@.a in [1]]", 7, "expected"},
};

TEST(Path, RefusesWithAPlaceAndASentence) {
  for (const BadRow& row : kBadRows) {
    SCOPED_TRACE(row.rule);
    const auto path = Path::compile(row.path);
    ASSERT_FALSE(path);
    EXPECT_EQ(path.error().code, Code::kSyntax);
    EXPECT_EQ(path.error().where.offset, row.offset) << describe(path.error());
    EXPECT_NE(describe(path.error()).find(row.sentence), std::string::npos) << describe(path.error());
  }
}

TEST(Path, SingularPathsNeedNoSelection) {
  const json::Value document = *json::parse(kShop);
  const Path path = *Path::compile("$.shop['tools'][-1].name");
  EXPECT_TRUE(path.singular());
  EXPECT_TRUE(path.definite());
  EXPECT_EQ(path.at(document), &document.at("shop").at("tools").at(3).at("name"));
  EXPECT_EQ(path.at(json::Value(1)), nullptr);
  EXPECT_FALSE(Path::compile("$.shop.*")->singular());
  EXPECT_FALSE(Path::compile("$..name")->definite());
}

TEST(Path, NormalizedPathsEscape) {
  const json::Value document = *json::parse(R"({"a'\\":[{"\u000b\n":1}]})");
  // The nodes borrow from the document; their Path is gone.
  const auto nodes = Path::compile(R"($["a'\\"][0].*)")->locate(document);
  ASSERT_EQ(nodes->size(), 1u);
  EXPECT_EQ((*nodes)[0].path(), R"($['a\'\\'][0]['\u000b\n'])");
  EXPECT_EQ((*nodes)[0].pointer().resolve(document), (*nodes)[0].value);
}

TEST(Path, DescentDoesNotGrowTheStack) {
  constexpr std::size_t kDepth = 200'000;
  json::Value document = deep_document(kDepth);
  Selection found;
  ASSERT_TRUE(Path::compile("$..[?@ == 1]")->select(document, found));
  EXPECT_EQ(found.size(), 1u);
  ASSERT_TRUE(Path::compile("$..[0]")->select(document, found));
  EXPECT_EQ(found.size(), kDepth);
  take_apart(document);
}

struct LimitRow {
  std::string_view rule, path;
  Limits limits;
};
constexpr LimitRow kLimitRows[] = {
    {"descents within descents", "$..*..*..*", {.steps = 100'000}},
    {"results", "$..*..*", {.results = 1'000}},
    {"comparisons of all with all", "$..[?count($..[?@ == $]) > 0]", {.steps = 100'000}},
    {"locations too", "$..*..*..*", {.results = 5'000}},
    {"children at once", "$[*]", {.results = 2}},
    {"indexes behind a wildcard", "$[*][0]", {.results = 2}},
    {"indexes behind a slice", "$[2::-1][0]", {.results = 2}},
    {"steps behind a wildcard", "$[*][0][0]", {.steps = 5}},
};

TEST(Path, HostilePathsEndAtALimit) {
  json::Value document = deep_document(200);
  const json::Value wide = json::Array{document, document, document};
  Selection found;
  for (const LimitRow& row : kLimitRows) {
    SCOPED_TRACE(row.rule);
    const Path path = *Path::compile(row.path);
    const Status status = path.select(wide, found, row.limits);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code, Code::kLimit);
    EXPECT_EQ(path.locate(wide, row.limits).error().code, Code::kLimit);
  }
}

struct StraightRow {
  std::string_view rule, path, selected;
};
constexpr StraightRow kStraightRows[] = {
    {"whatever the order of members", "$.a[*].id", "[1,2,3]"},
    {"through several names", "$.a[*].at.x", "[7,8]"},
    {"and indexes", "$.a[*].list[-1]", "[5,6]"},
    {"of an object's members", "$.o.*.id", "[1,2]"},
    {"of every other one", "$.a[1::2].id", "[2,3]"},
    {"backwards", "$.a[::-1].id", "[3,2,1]"},
    {"with strides that no number of bits holds", "$.a[::9007199254740991].id", "[1]"},
    {"either way", "$.a[::-9007199254740991].id", "[3]"},
    {"below a descent", "$..list[0]", "[4,6]"},
    {"and into it", "$..at.x", "[7,8]"},
};
TEST(Path, NamesAndIndexesBehindManyChildren) {
  const json::Value document = *json::parse(R"({"a":[{"id":1,"at":{"x":7},"list":[4,5]},{"at":{},"id":2,"list":[]},
    7,{"list":[6],"b":0,"c":0,"id":3,"at":{"y":0,"x":8}}],"o":{"k":{"id":1},"l":[],"m":{"z":0,"id":2}}})");
  Selection found;
  for (const StraightRow& row : kStraightRows) {
    SCOPED_TRACE(row.rule);
    const Path path = *Path::compile(row.path);
    EXPECT_EQ(json::write(**path.read(document)), row.selected);
    const auto places = path.locate(document);  // goes the other way, one by one
    ASSERT_TRUE(path.select(document, found));
    ASSERT_EQ(places->size(), found.size());
    for (std::size_t i = 0; i < found.size(); ++i) EXPECT_EQ((*places)[i].value, found.values()[i]);
    EXPECT_TRUE(*path.exists(document));
  }
}

TEST(Path, HostileTextEndsAtALimit) {
  std::string deep = "$[?";
  for (int i = 0; i < 100'000; ++i) deep += "(";
  EXPECT_EQ(Path::compile(deep).error().code, Code::kLimit);
  std::string nested = "$";
  for (int i = 0; i < 100'000; ++i) nested += "[?@";
  EXPECT_EQ(Path::compile(nested).error().code, Code::kLimit);
  std::string lengths = "$[?";
  for (int i = 0; i < 100'000; ++i) lengths += "length(";
  EXPECT_EQ(Path::compile(lengths).error().code, Code::kLimit);
  std::string wide = "$";
  for (int i = 0; i < 2'000; ++i) wide += ".a";
  EXPECT_EQ(Path::compile(wide).error().code, Code::kLimit);
  EXPECT_EQ(Path::compile(std::string(100'000, '[') + "1", Dialect::kJayway).error().code, Code::kSyntax);
  std::string literal = "$[?(@ == ";
  EXPECT_EQ(Path::compile(literal + std::string(100'000, '['), Dialect::kJayway).error().code, Code::kLimit);
}

TEST(Path, ANodesPathSelectsThatNodeOnly) {
  static constexpr std::string_view kPaths[] = {"$..*", "$..[0]", "$.*.*", "$..[::-1]", "$..[?@ != 1]", "$..['a','id',0]"};
  for_each_seed(300, [](const Chance& chance) {
    const json::Value document = json::arbitrary_value(chance.fork("document"), 5);
    Selection found;
    for (const std::string_view text : kPaths) {
      const Path path = *Path::compile(text);
      const auto nodes = path.locate(document);
      ASSERT_TRUE(path.select(document, found));
      ASSERT_EQ(nodes->size(), found.size());
      for (std::size_t i = 0; i < found.size(); ++i) {
        const Node& node = (*nodes)[i];
        EXPECT_EQ(node.value, found.values()[i]);
        const auto back = Path::compile(node.path());
        ASSERT_TRUE(back) << node.path();
        EXPECT_TRUE(back->singular());
        EXPECT_EQ(back->at(document), node.value) << node.path();
        EXPECT_EQ(node.pointer().resolve(document), node.value);
        EXPECT_EQ(back->locate(document)->front().path(), node.path());
      }
    }
  });
}

TEST(Path, EverythingIsTheRootAndItsDescendants) {
  for_each_seed(200, [](const Chance& chance) {
    const json::Value document = json::arbitrary_value(chance, 5);
    Selection all;
    ASSERT_TRUE(Path::compile("$..*")->select(document, all));
    std::vector<const json::Value*> seen(all.values().begin(), all.values().end());
    std::sort(seen.begin(), seen.end());
    EXPECT_EQ(std::unique(seen.begin(), seen.end()), seen.end());   // each once
    for (const json::Value* value : seen) EXPECT_NE(value, &document);
    const std::string written = json::write(document);
    // Every value but the root follows one '[' or ',' or ':'; count them outside of strings.
    std::size_t count = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < written.size(); ++i) {
      if (quoted && written[i] == '\\') ++i;
      else if (written[i] == '"') quoted = !quoted;
      else if (!quoted && (written[i] == ',' || ((written[i] == '[' || written[i] == '{') && written[i + 1] != ']' && written[i + 1] != '}'))) ++count;
    }
    EXPECT_EQ(seen.size(), count) << written;
  });
}

}  // namespace
}  // namespace mimus::jsonpath
