#include "request_pattern.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

#include "matcher.h"
#include "support/property.h"

namespace mimus::match {
namespace {

json::Value parsed(std::string_view text) {
  auto value = json::parse(text);
  EXPECT_TRUE(value) << text << ": " << (value ? "" : describe(value.error()));
  return value ? *value : json::Value();
}

std::vector<Test> tests_of(std::string_view text) {
  std::vector<Test> tests;
  const json::Value object = parsed(text);  // braces would make an array of it
  for (const auto& member : object.as_object()) tests.push_back({std::string(member.key()), member.value()});
  return tests;
}

// POST /x?n=5&tag=a&tag=b&empty=&word=Hello with headers, a cookie and a body.
struct Asked {
  explicit Asked(std::string_view body_text = "") {
    request.method = "POST";
    request.path = "/x";
    request.query = "n=5&tag=a&tag=b&empty=&word=Hello&neg=-1.5";
    request.fields = fields;
    request.body = body_text;
  }
  const http::HeaderField fields[6] = {{"Accept", "application/json"}, {"X-Tag", "one"},
                                       {"x-tag", "two"},               {"Cookie", "sid=abc; lang=de"},
                                       {"Content-Type", "application/x-www-form-urlencoded"}, {"X-Uml", "jörg"}};
  http::Request request;
  Arena arena;
  facts::RequestFacts facts{request, arena};
};

Result<CompiledPattern> compile(std::vector<Condition> conditions) {
  return CompiledPattern::compile({PathPattern(), {}, std::move(conditions)});
}

bool holds(Place place, std::string_view name, std::string_view tests, std::string_view body = "") {
  auto pattern = compile({{place, std::string(name), tests_of(tests)}});
  EXPECT_TRUE(pattern) << tests << ": " << (pattern ? "" : describe(pattern.error()));
  if (!pattern) return false;
  Asked asked(body);
  Captures captures;
  const bool matches = pattern->matches(asked.facts, captures);
  Asked again(body);
  const Explanation why = pattern->explain(again.facts);
  EXPECT_EQ(matches, why.mismatches.empty()) << "an explanation for what matches, or none for what does not";
  EXPECT_EQ(matches, why.distance == 0);
  EXPECT_LE(why.distance, 1);
  return matches;
}

struct TextCase {
  std::string_view rule;
  Place place;
  std::string_view name, tests;
  bool holds;
};
constexpr Place Q = Place::kQuery;
constexpr Place H = Place::kHeader;
constexpr TextCase kTextCases[] = {
    {"equals is the same text", Q, "word", R"({"equals": "Hello"})", true},
    {"equals keeps case", Q, "word", R"({"equals": "hello"})", false},
    {"a number compares with its text", Q, "n", R"({"equals": 5})", true},
    {"and not by value", Q, "n", R"({"equals": 5.0})", false},
    {"any of the repeated values", Q, "tag", R"({"equals": "b"})", true},
    {"none of the repeated values", Q, "tag", R"({"equals": "c"})", false},
    {"an absent value equals nothing", Q, "none", R"({"equals": ""})", false},
    {"an empty value is there", Q, "empty", R"({"equals": ""})", true},
    {"equalsIgnoreCase", Q, "word", R"({"equalsIgnoreCase": "hELLO"})", true},
    {"equalsIgnoreCase wants all of it", Q, "word", R"({"equalsIgnoreCase": "hell"})", false},
    {"contains", H, "accept", R"({"contains": "json"})", true},
    {"contains not", H, "accept", R"({"contains": "xml"})", false},
    {"header names ignore case, values are repeated", H, "X-TAG", R"({"equals": "two"})", true},
    {"query names do not ignore case", Q, "Word", R"({"present": true})", false},
    {"notContains", H, "Accept", R"({"notContains": "xml"})", true},
    {"notContains looks at every value", Q, "tag", R"({"notContains": "b"})", false},
    {"notContains holds for what is absent", Q, "none", R"({"notContains": "b"})", true},
    {"startsWith", H, "Accept", R"({"startsWith": "application/"})", true},
    {"startsWith not", H, "Accept", R"({"startsWith": "json"})", false},
    {"endsWith", H, "Accept", R"({"endsWith": "json"})", true},
    {"endsWith not", H, "Accept", R"({"endsWith": "application"})", false},
    {"regex is for the whole text", Q, "word", R"({"regex": "H.*o"})", true},
    {"a part is not enough", Q, "word", R"({"regex": "H.*l"})", false},
    {"matches is regex", Q, "word", R"({"matches": "[A-Z][a-z]+"})", true},
    {"matches is regex, also in refusing", Q, "word", R"({"matches": "[a-z]+"})", false},
    {"notRegex", Q, "word", R"({"notRegex": "\\d+"})", true},
    {"notRegex not", Q, "n", R"({"notRegex": "\\d+"})", false},
    {"absent", Q, "none", R"({"absent": true})", true},
    {"absent not", Q, "n", R"({"absent": true})", false},
    {"absent: false is present", Q, "n", R"({"absent": false})", true},
    {"present", Q, "empty", R"({"present": true})", true},
    {"present not", Q, "none", R"({"present": true})", false},
    {"present: false is absent", Q, "none", R"({"present": false})", true},
    {"oneOf", Q, "n", R"({"oneOf": ["4", 5]})", true},
    {"oneOf none", Q, "n", R"({"oneOf": ["4", 6]})", false},
    {"oneOf a matcher", Q, "n", R"({"oneOf": ["4", {"gt": 4}]})", true},
    {"gt", Q, "n", R"({"gt": 4})", true},
    {"gt is strict", Q, "n", R"({"gt": 5})", false},
    {"gte", Q, "n", R"({"gte": 5})", true},
    {"gte not", Q, "n", R"({"gte": 5.1})", false},
    {"lt", Q, "neg", R"({"lt": -1})", true},
    {"lt is strict", Q, "n", R"({"lt": 5})", false},
    {"lte", Q, "n", R"({"lte": 5})", true},
    {"lte not", Q, "n", R"({"lte": 4})", false},
    {"what is no number fails", Q, "word", R"({"lt": 100})", false},
    {"nor is an empty text one", Q, "empty", R"({"lt": 100})", false},
    {"between includes both", Q, "n", R"({"between": [5, 6]})", true},
    {"between ends", Q, "n", R"({"between": [1, 4.9]})", false},
    {"not", Q, "n", R"({"not": {"gt": 5}})", true},
    {"not not", Q, "n", R"({"not": {"gt": 4}})", false},
    {"not with a bare value is for equals", Q, "n", R"({"not": 6})", true},
    {"not holds for what is absent", Q, "none", R"({"not": {"equals": "x"}})", true},
    {"not is for all values", Q, "tag", R"({"not": {"equals": "a"}})", false},
    {"count", Q, "tag", R"({"count": 2})", true},
    {"count of headers", H, "X-Tag", R"({"count": 2})", true},
    {"count by matcher", Q, "tag", R"({"count": {"gte": 3}})", false},
    {"count of what is absent", Q, "none", R"({"count": 0})", true},
    {"hasExactly in any order", Q, "tag", R"({"hasExactly": ["b", "a"]})", true},
    {"hasExactly has no more", Q, "tag", R"({"hasExactly": ["b"]})", false},
    {"each wanted one needs a value of its own", Q, "tag", R"({"hasExactly": [{"regex": "[ab]"}, "a"]})", true},
    {"two cannot share one", Q, "tag", R"({"hasExactly": ["a", "a"]})", false},
    {"includes", Q, "tag", R"({"includes": ["b"]})", true},
    {"includes all of them", Q, "tag", R"({"includes": ["b", "c"]})", false},
    {"length in characters", H, "X-Uml", R"({"length": 4})", true},
    {"length by matcher", H, "X-Uml", R"({"length": {"gt": 4}})", false},
    {"all tests hold", Q, "n", R"({"gt": 4, "lt": 6})", true},
    {"one does not", Q, "n", R"({"gt": 4, "lt": 5})", false},
    {"for one and the same value", Q, "tag", R"({"startsWith": "a", "endsWith": "b"})", false},
    {"cookies", Place::kCookie, "lang", R"({"equals": "de"})", true},
    {"cookies not", Place::kCookie, "lang", R"({"equals": "en"})", false},
};

TEST(Matcher, TextRows) {
  for (const TextCase& row : kTextCases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(holds(row.place, row.name, row.tests), row.holds);
  }
}

TEST(Matcher, FormFields) {
  EXPECT_TRUE(holds(Place::kForm, "b", R"({"equals": "2 3"})", "a=1&b=2+3"));
  EXPECT_FALSE(holds(Place::kForm, "c", R"({"present": true})", "a=1&b=2+3"));
}

constexpr std::string_view kBody = R"({
  "user": {"name": "Ada", "age": 36, "tags": ["x", "y"], "a.b": 1, "nothing": null},
  "items": [{"id": 1}, {"id": 2.0}], "ok": true, "text": "5", "a/b": "slash"})";

struct BodyCase {
  std::string_view rule, name, tests;
  bool holds;
};
constexpr BodyCase kBodyCases[] = {
    {"a member path", "user.name", R"({"equals": "Ada"})", true},
    {"with $. in front", "$.user.name", R"({"equals": "Ada"})", true},
    {"a JSON pointer", "/user/name", R"({"equals": "Ada"})", true},
    {"a pointer with escapes", "/a~1b", R"({"equals": "slash"})", true},
    {"an element", "items[1].id", R"({"equals": 2})", true},
    {"an element by pointer", "/items/0/id", R"({"equals": 1})", true},
    {"an element by dot", "items.0.id", R"({"equals": 1})", true},
    {"a quoted member", R"(user["a.b"])", R"({"equals": 1})", true},
    {"beyond the end", "items[2]", R"({"absent": true})", true},
    {"an index is for arrays", "user[0]", R"({"absent": true})", true},
    {"numbers by value", "items[0].id", R"({"equals": 1.0})", true},
    {"a number is no string", "text", R"({"equals": 5})", false},
    {"nor the other way round", "user.age", R"({"equals": "36"})", false},
    {"null is a value", "user.nothing", R"({"equals": null})", true},
    {"null is present", "user.nothing", R"({"present": true})", true},
    {"arrays in order", "user.tags", R"({"equals": ["x", "y"]})", true},
    {"and in no other", "user.tags", R"({"equals": ["y", "x"]})", false},
    {"objects in any order", "user", R"({"equals": {"age": 36.0, "name": "Ada", "tags": ["x", "y"],
                                                    "nothing": null, "a.b": 1}})", true},
    {"objects with all members", "items[0]", R"({"equals": {}})", false},
    {"text of a number", "user.age", R"({"startsWith": "3"})", true},
    {"text of a boolean", "ok", R"({"regex": "t.*"})", true},
    {"text of an array is JSON", "user.tags", R"({"contains": "\"y\""})", true},
    {"numbers", "user.age", R"({"gt": 35, "lte": 36})", true},
    {"a string is no number", "text", R"({"gt": 1})", false},
    {"includes looks into an array", "user.tags", R"({"includes": ["y"]})", true},
    {"includes with matchers", "items", R"({"includes": [{"equals": {"id": 2}}]})", true},
    {"hasExactly looks into an array", "user.tags", R"({"hasExactly": ["y", "x"]})", true},
    {"count looks into an array", "items", R"({"count": 2})", true},
    {"length of an array", "items", R"({"length": 2})", true},
    {"length of an object", "items[0]", R"({"length": 1})", true},
    {"length of a string", "user.name", R"({"length": {"between": [3, 4]}})", true},
    {"type string", "user.name", R"({"type": "string"})", true},
    {"type number", "user.age", R"({"type": "number"})", true},
    {"type integer", "items[1].id", R"({"type": "integer"})", true},
    {"type boolean", "ok", R"({"type": "boolean"})", true},
    {"type array", "items", R"({"type": "array"})", true},
    {"type object", "user", R"({"type": "object"})", true},
    {"type null", "user.nothing", R"({"type": "null"})", true},
    {"type not", "user.age", R"({"type": "string"})", false},
    {"type of what is absent", "user.none", R"({"type": "null"})", false},
    {"the whole body as text", "", R"({"contains": "\"Ada\""})", true},
    {"the whole body as JSON", "$", R"({"type": "object"})", true},
};

TEST(Matcher, BodyRows) {
  for (const BodyCase& row : kBodyCases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(holds(Place::kBody, row.name, row.tests, kBody), row.holds);
  }
}

TEST(Matcher, BodiesThatAreNotJson) {
  EXPECT_TRUE(holds(Place::kBody, "", R"({"equals": "plain text"})", "plain text"));
  EXPECT_TRUE(holds(Place::kBody, "$", R"({"regex": "plain .*"})", "plain text"));
  EXPECT_TRUE(holds(Place::kBody, "user.name", R"({"absent": true})", "plain text"));
  EXPECT_TRUE(holds(Place::kBody, "", R"({"absent": true})", ""));
  EXPECT_FALSE(holds(Place::kBody, "", R"({"type": "string"})", "plain text"));
  EXPECT_TRUE(holds(Place::kBody, "", R"({"type": "string"})", "\"a\""));
  EXPECT_TRUE(holds(Place::kBody, "", R"({"gt": 4})", "5"));
}

TEST(Matcher, ManyRepeatedValues) {
  std::string query = "tag=last";
  for (int i = 0; i < 100; ++i) query = "tag=" + std::to_string(i) + "&" + query;
  http::Request request;
  request.query = query;
  Arena arena;
  facts::RequestFacts facts(request, arena);
  const auto pattern = compile({{Place::kQuery, "tag", tests_of(R"({"equals": "last", "count": 101})")}});
  EXPECT_TRUE(pattern->rest_matches(facts, {}));
}

struct BadCase {
  std::string_view rule;
  Place place;
  std::string_view name, tests, pointer, says;
};
TEST(CompiledPattern, ErrorsSayWhereAndWhatWouldBeRight) {
  constexpr BadCase kCases[] = {
      {"a key misspelt", Q, "a", R"({"equals": 1, "contians": "x"})", "/conditions/1/tests/1",
       "did you mean 'contains'?"},
      {"a key inside not", Q, "a", R"({"not": {"matchs": "x"}})", "/conditions/1/tests/0",
       "did you mean 'matches'?"},
      {"a bad regex", Q, "a", R"({"regex": "(a"})", "/conditions/1/tests/0", "byte "},
      {"text wanted", Q, "a", R"({"contains": [1]})", "/conditions/1/tests/0", "expected a string, got an array"},
      {"null in a query", Q, "a", R"({"equals": null})", "/conditions/1/tests/0", "\"absent\""},
      {"a number wanted", Q, "a", R"({"gt": "4"})", "/conditions/1/tests/0", "expected a number, got a string"},
      {"two numbers wanted", Q, "a", R"({"between": [1]})", "/conditions/1/tests/0", "write [1, 5]"},
      {"the wrong way round", Q, "a", R"({"between": [2, 1]})", "/conditions/1/tests/0", "swap them"},
      {"a list wanted", Q, "a", R"({"oneOf": "x"})", "/conditions/1/tests/0", "write [a, b]"},
      {"true or false wanted", Q, "a", R"({"absent": "yes"})", "/conditions/1/tests/0", "true or false"},
      {"types are for bodies", Q, "a", R"({"type": "string"})", "/conditions/1/tests/0", "only bodies"},
      {"an unknown type", Place::kBody, "a", R"({"type": "int"})", "/conditions/1/tests/0", "integer"},
      {"an empty matcher inside", Q, "a", R"({"not": {}})", "/conditions/1/tests/0", "without a test"},
      {"a bad member path", Place::kBody, "a..b", R"({"equals": 1})", "/conditions/1/name", "a member name"},
      {"a bad index", Place::kBody, "a[x]", R"({"equals": 1})", "/conditions/1/name", "expected [0]"},
      {"a bad pointer", Place::kBody, "/a~2", R"({"equals": 1})", "/conditions/1/name", "'~'"},
      {"no name", Q, "", R"({"equals": 1})", "/conditions/1/name", "without a name"},
  };
  for (const BadCase& row : kCases) {
    SCOPED_TRACE(row.rule);
    const auto pattern = compile({{Q, "fine", {}}, {row.place, std::string(row.name), tests_of(row.tests)}});
    ASSERT_FALSE(pattern);
    EXPECT_EQ(pattern.error().where.pointer, row.pointer);
    EXPECT_NE(describe(pattern.error()).find(row.says), std::string::npos) << describe(pattern.error());
  }
}

TEST(CompiledPattern, MethodsCompareExactly) {
  Asked asked;
  const auto with = [](std::vector<std::string> methods) {
    return *CompiledPattern::compile({PathPattern(), std::move(methods), {}});
  };
  EXPECT_TRUE(with({}).rest_matches(asked.facts, {}));
  EXPECT_TRUE(with({"GET", "POST"}).rest_matches(asked.facts, {}));
  EXPECT_FALSE(with({"post"}).rest_matches(asked.facts, {}));
  EXPECT_TRUE(with({}).only_path());
  EXPECT_FALSE(with({"GET"}).only_path());
}

TEST(CompiledPattern, ExplainsEveryMismatchInWords) {
  Asked asked(kBody);
  const auto pattern = *CompiledPattern::compile(
      {*PathPattern::parse("/users/{id:int}"),
       {"GET"},
       {{H, "Accept", tests_of(R"({"contains": "xml"})")},
        {Q, "page", tests_of(R"({"equals": 2})")},
        {Place::kBody, "user.name", tests_of(R"({"startsWith": "A", "length": 4})")},
        {Q, "tag", tests_of(R"({"includes": ["c"]})")}}});
  const std::vector<Mismatch> why = pattern.explain(asked.facts).mismatches;
  const std::vector<std::vector<std::string>> expected = {
      {"path", "/users/{id:int}", "/x"},        {"method", "GET", "POST"},
      {"header Accept", "contains 'xml'", "application/json"},
      {"query page", "equals 2", "(absent)"},   {"body user.name", "length 4", "Ada"},
      {"query tag", "includes [\"c\"]", "a, b"}};
  ASSERT_EQ(why.size(), expected.size());
  for (std::size_t i = 0; i < why.size(); ++i) {
    EXPECT_EQ((std::vector<std::string>{why[i].what, why[i].expected, why[i].actual}), expected[i]);
  }
}

double distance(RequestPattern pattern, const http::Request& request) {
  Arena arena;
  facts::RequestFacts facts(request, arena);
  return CompiledPattern::compile(std::move(pattern))->explain(facts).distance;
}

TEST(CompiledPattern, TheNearerHasTheSmallerDistance) {
  http::Request request;
  request.method = "GET";
  request.path = "/users/42/orders";
  request.query = "state=open";
  const auto path = [](std::string_view text) { return *PathPattern::parse(text); };
  const std::vector<Condition> near{{Q, "state", tests_of(R"({"equals": "opened"})")}};
  const std::vector<Condition> far{{Q, "state", tests_of(R"({"equals": "xxxxxxxx"})")}};
  const std::vector<Condition> absent{{Q, "page", tests_of(R"({"equals": "1"})")}};
  const RequestPattern ladder[] = {
      {path("/users/{id}/orders"), {}, {}},
      {path("/users/{id}/orders"), {}, near},
      {path("/users/{id}/orders"), {}, far},
      {path("/users/{id}/orders"), {}, absent},
      {path("/users/{id}/orders"), {"POST"}, absent},
      {path("/users/{id}/order"), {}, {}},
      {path("/users/{id}/invoices"), {}, {}},
      {path("/users/{id:alpha}/invoices"), {}, {}},
      {path("/products"), {}, {}},
      {path("/products"), {"DELETE"}, absent},
  };
  for (std::size_t i = 1; i < std::size(ladder); ++i) {
    EXPECT_LT(distance(ladder[i - 1], request), distance(ladder[i], request)) << "step " << i;
  }
  EXPECT_EQ(distance(ladder[0], request), 0);
}

TEST(CompiledPattern, LongPathsAndValuesAreExplainedInBoundedTimeAndSpace) {
  const std::string path = "/" + std::string(100'000, 'x');
  std::string deep;
  for (int i = 0; i < 20'000; ++i) deep += "/a";
  for (const std::string& text : {path, deep}) {
    http::Request request;
    request.method = "GET";
    request.path = text;
    Arena arena;
    facts::RequestFacts facts(request, arena);
    const auto pattern = CompiledPattern::compile({*PathPattern::parse("/users/{id}/b"), {}, {}});
    const Explanation why = pattern->explain(facts);
    EXPECT_LE(why.distance, 1);
    EXPECT_LT(why.mismatches[0].actual.size(), 300u);
  }
}

TEST(MatcherTable, KeysAreUniqueAndDescribed) {
  std::set<std::string_view> keys;
  for (const MatcherRow& row : matcher_table()) {
    EXPECT_TRUE(keys.insert(row.key).second) << row.key;
    EXPECT_FALSE(row.summary.empty() || row.operand.empty()) << row.key;
  }
  EXPECT_EQ(keys.size(), matcher_kinds().size());
}

TEST(Place, NamesAreTheKeysOfWhen) {
  EXPECT_EQ(name_of(Place::kQuery), "query");
  EXPECT_EQ(name_of(Place::kHeader), "header");
  EXPECT_EQ(name_of(Place::kCookie), "cookie");
  EXPECT_EQ(name_of(Place::kForm), "form");
  EXPECT_EQ(name_of(Place::kBody), "body");
}

}  // namespace
}  // namespace mimus::match
