// The tests' own tools, where a mistake in them would let mistakes of the program pass.
#include <gtest/gtest.h>

#include "support/json_expectation.h"
#include "support/program.h"
#include "support/scenario.h"
#include "support/wire_check.h"

namespace mimus {
namespace {

struct JsonCase {
  std::string_view rule, expected, actual, difference;  // "": none
};
constexpr JsonCase kJsonCases[] = {
    {"member order does not matter", R"-({"a":1,"b":2})-", R"-({"b":2,"a":1})-", ""},
    {"types matter", "7", R"-("7")-", R"-(the document: expected 7, got "7")-"},
    {"an integer is not a double", "1", "1.0", "the document: expected 1, got 1.0"},
    {"a member is missing", R"-({"a":{"b":1}})-", R"-({"a":{}})-", "/a/b: absent"},
    {"a member too many", R"-({"a":1})-", R"-({"a":1,"b":2})-", "/b: not expected, is 2"},
    {"unless more are allowed", R"-({"a":1,"(...)":0})-", R"-({"a":1,"b":2})-", ""},
    {"elements have an order", "[1,2]", "[2,1]", "/0: expected 1, got 2"},
    {"an element too many", "[1]", "[1,2]", ": expected 1 elements, got [1,2]"},
    {"unless more are allowed", R"-([1,"(...)"])-", "[1,2,3]", ""},
    {"an element is missing", R"-([1,2,"(...)"])-", "[1]", ": expected 2 elements, got [1]"},
    {"anything", R"-({"a":"(any)"})-", R"-({"a":null})-", ""},
    {"but not nothing", R"-({"a":"(any)"})-", "{}", "/a: absent"},
    {"a type", R"-("(integer)")-", "1.5", R"-(the document: expected "(integer)", got 1.5)-"},
    {"a range", R"-("(integer 1 6)")-", "6", ""},
    {"beyond a range", R"-("(integer 1 6)")-", "7",
     R"-(the document: expected "(integer 1 6)", got 7)-"},
    {"a form", R"-("(date)")-", R"-("2026-11-20")-", ""},
    {"not of the form", R"-("(date)")-", R"-("20.11.2026")-",
     R"-(the document: expected "(date)", got "20.11.2026")-"},
};

TEST(JsonExpectation, Rows) {
  for (const JsonCase& row : kJsonCases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(json_difference(*json::parse(row.expected), *json::parse(row.actual)).value_or(""),
              row.difference);
  }
}

TEST(Scenario, ReadsFilesRequestsAndResponses) {
  const auto steps = scenario::parse(
      "Title\n\n=== file a.yaml\nroutes: []\n\n=== request # remark\nPOST /a\nX: 1\n\nbody\n\n=== "
      "response json\n"
      "201 Created\nX ~ y\n(absent) Z\n(at least 5 ms)\n(closes)\n\n{}\n");
  ASSERT_TRUE(steps) << describe(steps.error());
  ASSERT_EQ(steps->size(), 3u);
  const auto& file = std::get<scenario::WriteFile>((*steps)[0].action);
  EXPECT_EQ(file.name, "a.yaml");
  EXPECT_EQ(file.text, "routes: []\n\n");
  const auto& request = std::get<scenario::Request>((*steps)[1].action);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.bytes,
            "POST /a HTTP/1.1\r\nX: 1\r\nHost: localhost\r\nContent-Length: 4\r\n\r\nbody");
  const auto& response = std::get<scenario::Response>((*steps)[2].action);
  EXPECT_EQ((*steps)[2].line, 12);
  EXPECT_EQ(response.result, "201");
  EXPECT_EQ(response.reason, "Created");
  EXPECT_EQ(response.fields.size(), 2u);
  EXPECT_EQ(response.at_least_ms, 5);
  EXPECT_TRUE(response.closes);
  EXPECT_EQ(response.check, scenario::BodyCheck::kJson);
  EXPECT_EQ(response.body, "{}");
}

TEST(Scenario, RefusesWhatItWouldNotCheck) {
  struct Row {
    std::string_view text, message;
    int line;
  };
  constexpr Row kRows[] = {
      {"prose alone", "a scenario has lines that begin with '=== '", 1},
      {"=== respons\n200", "'respons' is not file NAME, serve, refused, request or response", 1},
      {"=== response yaml\n200", "'yaml' is not text, json, contains or matches", 1},
      {"=== response\n200\n\nbody",
       "how shall the body be compared: text, json, contains or matches?", 1},
      {"=== response\n200\nX = y", "'X = y' is not something to expect", 3},
  };
  for (const Row& row : kRows) {
    const auto steps = scenario::parse(row.text);
    ASSERT_FALSE(steps) << row.text;
    EXPECT_EQ(steps.error().message, row.message);
    EXPECT_EQ(steps.error().where.line, row.line);
  }
}

TEST(WireCheck, AddsHostToEveryMessageThatHasNone) {
  EXPECT_EQ(with_host("GET / HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\n"),
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET /b HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(with_host("GET / HTTP/1.1\r\nHOST: x\r\n\r\n"), "GET / HTTP/1.1\r\nHOST: x\r\n\r\n");
}

TEST(DefectReport, FindsWhatSanitizersSay) {
  EXPECT_EQ(defect_report("listening\nGET / 200\n"), "");
  EXPECT_EQ(defect_report("x\na.cc:1: runtime error: shift\n"), "runtime error: shift\n");
}

}  // namespace
}  // namespace mimus
