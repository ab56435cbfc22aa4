#include "compare.h"

#include <gtest/gtest.h>

#include "json/arbitrary.h"
#include "json/json.h"
#include "place_pattern.h"
#include "support/property.h"

namespace mimus::recording {
namespace {

exchange::Response answer(std::string body, std::vector<http::OwnedField> fields = {{"Content-Type", "application/json"}}) {
  exchange::Response response;
  response.fields = std::move(fields);
  response.body = std::move(body);
  return response;
}

std::vector<Difference> compared(const exchange::Response& a, const exchange::Response& b, const Tolerances& tolerances = {}) {
  const auto comparer = Comparer::compile(tolerances);
  EXPECT_TRUE(comparer);
  return comparer->compare(a, b);
}

std::string places_of(const std::vector<Difference>& differences) {
  std::string list;
  for (const Difference& one : differences) list += (list.empty() ? "" : " ") + one.where;
  return list;
}

struct JsonCase {
  std::string_view rule, recorded, actual, differences;
  Tolerances tolerances{};
};
const JsonCase kJson[] = {
    {"the same value in another form", R"({"a":1,"b":[2]})", R"({ "b" : [2.0], "a": 1 })", ""},
    {"the innermost place", R"({"a":{"b":1,"c":2}})", R"({"a":{"b":1,"c":3}})", "/a/c"},
    {"what is gone and what is new", R"({"a":1,"b":2})", R"({"a":1,"c":3})", "/b /c"},
    {"more members may be allowed", R"({"a":1})", R"({"a":1,"c":3})", "", {.extra_members = true}},
    {"arrays in order", "[1,2,3]", "[1,3,2]", "/1 /2"},
    {"arrays of other lengths", "[1,2]", "[1]", "/1"},
    {"arrays in any order", R"({"x":[1,{"a":1},2]})", R"({"x":[2,1,{"a":1.0}]})", "", {.unordered = {"/x"}}},
    {"any order everywhere, what is left is named", "[[1,2],[3,4]]", "[[4,3],[2,9]]", "/0/0", {.unordered = {"/**"}}},
    {"repeats count", "[1,1,2]", "[1,2,2]", "/1", {.unordered = {""}}},
    {"other kinds differ", R"({"a":"1"})", R"({"a":1})", "/a"},
    {"a place to ignore", R"({"at":1,"b":1})", R"({"at":2,"b":1})", "", {.ignore = {"/at"}}},
    {"it may be gone, too", R"({"at":1})", R"({})", "", {.ignore = {"/at"}}},
    {"a star is one step", R"([{"id":1},{"id":2,"x":{"id":1}}])", R"([{"id":8},{"id":9,"x":{"id":2}}])", "/1/x/id", {.ignore = {"/*/id"}}},
    {"two stars are any", R"([{"id":1},{"id":2,"x":{"id":1}}])", R"([{"id":8},{"id":9,"x":{"id":2}}])", "", {.ignore = {"/**/id"}}},
    {"numbers that are near", R"({"a":1.00})", R"({"a":1.01})", "", {.absolute = 0.02}},
    {"and not near enough", R"({"a":1.00})", R"({"a":1.03})", "/a", {.absolute = 0.02}},
    {"relative nearness", R"([1000,1])", R"([1009,1.5])", "/1", {.relative = 0.01}},
    {"long integers are exact", R"({"a":9007199254740993})", R"({"a":9007199254740992})", "/a"},
    {"and in sets", "[9007199254740993]", "[9007199254740992]", "/0", {.unordered = {""}}},
    {"texts of one form", R"({"id":"a-1"})", R"({"id":"b-2"})", "", {.ignore_matching = {"[a-z]-[0-9]"}}},
    {"only whole texts", R"({"id":"a-1"})", R"({"id":"b-2x"})", "/id", {.ignore_matching = {"[a-z]-[0-9]"}}},
    {"names are escaped", R"({"a/b":{"~":1}})", R"({"a/b":{"~":2}})", "/a~1b/~0"},
    {"a body that is no JSON any more", "{}", "oops", "body"},
    {"the whole", "1", "2", "body"},
};
TEST(Compare, Json) {
  for (const JsonCase& row : kJson) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(places_of(compared(answer(std::string(row.recorded)), answer(std::string(row.actual)), row.tolerances)), row.differences);
  }
}

TEST(Compare, StatusHeadersAndText) {
  exchange::Response before = answer("a", {{"Content-Type", "text/plain"}, {"Date", "x"}, {"X-A", "1"}, {"Vary", "a"}, {"vary", "b"}});
  exchange::Response after = answer("b", {{"content-type", "text/html"}, {"Vary", "a, b"}, {"X-A", "2"}, {"X-B", "1"}});
  after.status = 500;
  EXPECT_EQ(places_of(compared(before, after)), "status header Content-Type body");
  EXPECT_EQ(places_of(compared(before, after, {.headers = {"x-a"}})), "status header Content-Type header X-A body");
  EXPECT_EQ(places_of(compared(before, after, {.ignore_headers = {"content-type"}, .all_headers = true})), "status header X-A header X-B body");
  const Difference status{"status", "200", "500"};
  EXPECT_EQ(compared(before, after).front(), status);
}

TEST(Compare, BadRulesNameTheirPlace) {
  auto pointer = Comparer::compile({.ignore = {"/a", "b"}});
  ASSERT_FALSE(pointer);
  EXPECT_EQ(pointer.error().where.pointer, "/ignore/1");
  auto expression = Comparer::compile({.ignore_matching = {"("}});
  ASSERT_FALSE(expression);
  EXPECT_EQ(expression.error().where.pointer, "/ignore_matching/0");
}

TEST(Compare, NothingDiffersFromItselfAndEveryDifferenceIsReal) {
  for_each_seed(500, [](const Chance& chance) {
    const json::Value a = json::arbitrary_value(chance.fork("a")), b = json::arbitrary_value(chance.fork("b"));
    const exchange::Response one = answer(json::write(a)), other = answer(json::write(b));
    EXPECT_EQ(places_of(compared(one, one, {.unordered = {"/**"}})), "");
    for (const Difference& difference : compared(one, other)) {
      if (difference.where == "body") continue;
      const json::Value* was = json::find(a, difference.where);
      const json::Value* is = json::find(b, difference.where);
      EXPECT_EQ(was != nullptr, difference.recorded.has_value()) << difference.where;
      EXPECT_EQ(is != nullptr, difference.actual.has_value()) << difference.where;
    }
    EXPECT_EQ(places_of(compared(one, other, {.ignore = {""}})), "") << "all of it ignored";
  });
}

struct PlaceCase {
  std::string_view pattern;
  std::vector<std::string> steps;
  bool matches;
};
const PlaceCase kPlaces[] = {
    {"", {}, true},          {"", {"a"}, false},          {"/a", {"a"}, true},          {"/a", {"b"}, false},
    {"/*", {"a"}, true},     {"/*", {"a", "b"}, false},   {"/**", {}, true},            {"/**", {"a", "b"}, true},
    {"/**/x", {"x"}, true},  {"/**/x", {"a", "x"}, true}, {"/**/x", {"x", "a"}, false}, {"/a/**/x/*", {"a", "x", "x", "1"}, true},
    {"/a~1b", {"a/b"}, true}};
TEST(PlacePattern, Rows) {
  for (const PlaceCase& row : kPlaces) EXPECT_EQ(PlacePattern::parse(row.pattern)->matches(row.steps), row.matches) << row.pattern;
}

}  // namespace
}  // namespace mimus::recording
