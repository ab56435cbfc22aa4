// Formats of other mock servers: what their file says is what is answered.
#include <gtest/gtest.h>

#include <algorithm>

#include "formats.h"
#include "stub/resource.h"
#include "wiremock_writer.h"
#include "../serve/serving_for_tests.h"  // what was imported is asked

namespace mimus::formats {
namespace {

Imported imported(std::string_view text, Kind kind) {
  auto made = import_text(text, kind, "t.json");
  if (!made) ADD_FAILURE() << describe(made.error());
  return made ? *std::move(made) : Imported{};
}

struct Ask {
  std::string_view method, target, body;
  std::vector<http::HeaderField> fields;
  int status;
  std::string_view answer;
};

void expect(const std::string& rule, std::vector<stub::Stub> stubs, const std::vector<Ask>& asks) {
  SCOPED_TRACE(rule);
  serve::Mocks mocks(std::move(stubs));
  for (const Ask& ask : asks) {
    SCOPED_TRACE(std::string(ask.method) + " " + std::string(ask.target));
    const serve::Said said = mocks.ask(ask.method, ask.target, ask.fields, ask.body);
    EXPECT_EQ(said.status, ask.status);
    if (said.status == 200) {
      EXPECT_EQ(said.body, ask.answer);
    }
  }
}

// ---- mountebank --------------------------------------------------------------------------------

std::string imposter(std::string_view predicates,
                     std::string_view responses = R"([{"is": {"body": "yes"}}])") {
  return R"({"imposters": [{"port": 4545, "protocol": "http", "stubs": [{"predicates": )" +
         std::string(predicates) + R"(, "responses": )" + std::string(responses) + "}]}]}";
}

struct Predicates {
  std::string rule, predicates;
  std::vector<Ask> asks;
};
const Predicates kPredicates[] = {
    {"none", "[]", {{"PUT", "/any", "", {}, 200, "yes"}}},
    {"equals",
     R"([{"equals": {"method": "post", "path": "/a", "query": {"p": "X"}}}])",
     {{"POST", "/a?p=x&q=1", "", {}, 200, "yes"},
      {"GET", "/a?p=x", "", {}, 405, ""},
      {"POST", "/a?p=y", "", {}, 404, ""}}},
    {"with case",
     R"([{"equals": {"headers": {"X-A": "B"}}, "caseSensitive": true}])",
     {{"GET", "/", "", {{"x-a", "B"}}, 200, "yes"}, {"GET", "/", "", {{"X-A", "b"}}, 404, ""}}},
    {"contains, startsWith and endsWith",
     R"([{"contains": {"body": "mid"}}, {"startsWith": {"path": "/ab"}}, {"endsWith": {"path": "yz"}}])",
     {{"POST", "/abcxyz?q", "a MID b", {}, 200, "yes"},
      {"POST", "/abc", "mid", {}, 404, ""},
      {"POST", "/abyz", "other", {}, 404, ""}}},
    {"matches looks for a place",
     R"([{"matches": {"path": "^/a\\d+", "body": "b$"}}])",
     {{"POST", "/a12/c", "ab", {}, 200, "yes"},
      {"POST", "/x/a12", "ab", {}, 404, ""},
      {"POST", "/a1", "ba", {}, 404, ""}}},
    {"exists",
     R"([{"exists": {"query": {"a": true, "b": false}}}])",
     {{"GET", "/?a=", "", {}, 200, "yes"},
      {"GET", "/?a=1&b=2", "", {}, 404, ""},
      {"GET", "/", "", {}, 404, ""}}},
    {"not",
     R"([{"not": {"equals": {"method": "GET"}}}])",
     {{"POST", "/", "", {}, 200, "yes"}, {"DELETE", "/x", "", {}, 200, "yes"}}},
    {"not of several is one or the other",
     R"([{"not": {"equals": {"path": "/a", "query": {"p": "1"}}}}])",
     {{"GET", "/b?p=1", "", {}, 200, "yes"},
      {"GET", "/a?p=2", "", {}, 200, "yes"},
      {"GET", "/a?p=1", "", {}, 404, ""}}},
    {"or and and",
     R"([{"or": [{"equals": {"path": "/a"}}, {"and": [{"equals": {"path": "/b"}}, {"equals": {"query": {"p": "1"}}}]}]}])",
     {{"GET", "/a", "", {}, 200, "yes"},
      {"GET", "/b?p=1", "", {}, 200, "yes"},
      {"GET", "/b", "", {}, 404, ""}}},
    {"JSONPath",
     R"([{"equals": {"body": "ada"}, "jsonpath": {"selector": "$..name"}}])",
     {{"POST", "/", R"({"u": {"name": "Ada"}})", {}, 200, "yes"},
      {"POST", "/", R"({"u": {"name": "Bob"}})", {}, 404, ""}}},
    {"XPath",
     R"([{"equals": {"body": "x"}, "xpath": {"selector": "//t"}}])",
     {{"POST", "/", "<a><t>x</t></a>", {}, 200, "yes"}, {"POST", "/", "<a/>", {}, 404, ""}}},
};
TEST(Mountebank, Predicates) {
  for (const Predicates& row : kPredicates)
    expect(row.rule, imported(imposter(row.predicates), Kind::kMountebank).stubs, row.asks);
}

TEST(Mountebank, ResponsesComeInCirclesAndAreRepeated) {
  const std::string text = imposter(
      R"([{"equals": {"path": "/a"}}])",
      R"([{"is": {"body": "1"}, "_behaviors": {"repeat": 2, "wait": 50}}, {"is": {"statusCode": 201}}])");
  const Imported made = imported(text, Kind::kMountebank);
  EXPECT_EQ(std::get<stub::FixedDelay>(made.stubs.at(0).latency).delay.count(), 50);
  expect("circle", made.stubs,
         {{"GET", "/a", "", {}, 200, "1"},
          {"GET", "/a", "", {}, 200, "1"},
          {"GET", "/a", "", {}, 201, ""},
          {"GET", "/a", "", {}, 200, "1"}});
}

TEST(Mountebank, TheFirstStubWinsAndTheDefaultFillsUp) {
  const Imported made = imported(
      R"({"imposters": [{"port": 1, "protocol": "http", "defaultResponse": {"statusCode": 400, "body": "no"}, "stubs": [
    {"predicates": [{"startsWith": {"path": "/a"}}], "responses": [{"is": {"statusCode": 200, "body": {"k": 1}}}]},
    {"predicates": [{"equals": {"path": "/a/b"}}], "responses": [{"is": {"statusCode": 202}}]}]}]})",
      Kind::kMountebank);
  expect("order", made.stubs,
         {{"GET", "/a/b", "", {}, 200, R"({"k":1})"}, {"GET", "/x", "", {}, 400, ""}});
}

TEST(Mountebank, SeveralPorts) {
  const Imported made = imported(R"({"imposters": [
    {"port": 1, "protocol": "http", "stubs": [{"responses": [{"is": {"body": "one"}}]}]},
    {"port": 2, "protocol": "http", "stubs": [{"responses": [{"is": {"body": "two"}}]}]},
    {"port": 3, "protocol": "tcp", "stubs": []}]})",
                                 Kind::kMountebank);
  EXPECT_EQ(made.report.left_out.size(), 1u);
  expect("ports", made.stubs,
         {{"GET", "/", "", {{"Host", "a:1"}}, 200, "one"},
          {"GET", "/", "", {{"Host", "a:2"}}, 200, "two"}});
}

struct LeftOut {
  std::string_view predicates, responses;
};
constexpr LeftOut kLeftOut[] = {
    {R"([{"inject": "x => true"}])", R"([{"is": {}}])"},
    {R"([{"equals": {"body": "x"}, "except": "^a"}])", R"([{"is": {}}])"},
    {"[]", R"([{"proxy": {"to": "http://x"}}])"},
    {"[]", R"([{"inject": "f"}])"},
};
TEST(Mountebank, WhatIsLeftOutIsSaid) {
  for (const LeftOut& row : kLeftOut) {
    SCOPED_TRACE(row.predicates);
    const Imported made = imported(imposter(row.predicates, row.responses), Kind::kMountebank);
    EXPECT_EQ(made.stubs.size(), 0u);
    EXPECT_EQ(made.report.left_out.size(), 1u);
  }
}

// ---- Hoverfly ----------------------------------------------------------------------------------

std::string simulation(std::string_view request,
                       std::string_view response = R"({"status": 200, "body": "yes"})",
                       std::string_view rest = "") {
  return R"({"data": {"pairs": [{"request": )" + std::string(request) + R"(, "response": )" +
         std::string(response) + "}]" + std::string(rest) +
         R"(}, "meta": {"schemaVersion": "v5"}})";
}

const Predicates kMatchers[] = {
    {"v5",
     R"({"method": [{"matcher": "exact", "value": "GET"}], "path": [{"matcher": "exact", "value": "/a"}], "query": {"p": [{"matcher": "glob", "value": "x*z"}]}})",
     {{"GET", "/a?p=xyz", "", {}, 200, "yes"},
      {"GET", "/a?p=xy", "", {}, 404, ""},
      {"POST", "/a?p=xyz", "", {}, 405, ""}}},
    {"v3",
     R"({"method": {"exactMatch": "GET"}, "path": {"globMatch": "/a/*"}, "query": {"exactMatch": "p=1&q=2"}, "body": {"exactMatch": ""}})",
     {{"GET", "/a/b/c?q=2&p=1", "", {}, 404, ""}}},
    {"v4",
     R"({"path": {"exactMatch": "/a"}, "headers": {"X-A": ["1"]}, "queriesWithMatchers": {"p": {"regexMatch": "^[0-9]+$"}}})",
     {{"GET", "/a?p=12", "", {{"X-A", "1"}}, 200, "yes"},
      {"GET", "/a?p=x", "", {{"X-A", "1"}}, 404, ""},
      {"GET", "/a?p=1", "", {}, 404, ""}}},
    {"JSON, whatever the order",
     R"({"body": [{"matcher": "json", "value": "{\"a\": 1, \"b\": [2]}"}]})",
     {{"POST", "/", R"({"b":[2],"a":1})", {}, 200, "yes"},
      {"POST", "/", R"({"a":1})", {}, 404, ""}}},
    {"JSON in part",
     R"({"body": [{"matcher": "jsonpartial", "value": "{\"a\": 1}"}]})",
     {{"POST", "/", R"({"b":[2],"a":1})", {}, 200, "yes"}}},
    {"paths into documents",
     R"({"body": [{"matcher": "jsonpath", "value": "$.a[?(@.b)]"}], "path": [{"matcher": "regex", "value": "^/x"}]})",
     {{"POST", "/xy", R"({"a":[{"b":1}]})", {}, 200, "yes"},
      {"POST", "/xy", R"({"a":[]})", {}, 404, ""},
      {"POST", "/y", R"({"a":[{"b":1}]})", {}, 404, ""}}},
    {"negate",
     R"({"headers": {"X": [{"matcher": "negate", "value": "1"}]}})",
     {{"GET", "/", "", {{"X", "2"}}, 200, "yes"}, {"GET", "/", "", {{"X", "1"}}, 404, ""}}},
};
TEST(Hoverfly, Matchers) {
  for (const Predicates& row : kMatchers)
    expect(row.rule, imported(simulation(row.predicates), Kind::kHoverfly).stubs, row.asks);
}

TEST(Hoverfly, StateIsAScenario) {
  const Imported made = imported(R"({"data": {"pairs": [
    {"request": {"path": [{"matcher": "exact", "value": "/cart"}]}, "response": {"status": 404}},
    {"request": {"path": [{"matcher": "exact", "value": "/cart"}], "requiresState": {"cart": "full"}, "method": [{"matcher": "exact", "value": "GET"}]}, "response": {"status": 200, "body": "eggs"}},
    {"request": {"path": [{"matcher": "exact", "value": "/fill"}]}, "response": {"status": 201, "transitionsState": {"cart": "full"}}},
    {"request": {"path": [{"matcher": "exact", "value": "/empty"}]}, "response": {"status": 204, "removesState": ["cart"]}}]}})",
                                 Kind::kHoverfly);
  ASSERT_EQ(made.stubs.size(), 4u);
  EXPECT_EQ(made.stubs[1].more->scenario, (stub::ScenarioStep{"cart", "full", std::nullopt}));
  EXPECT_EQ(made.stubs[2].more->scenario, (stub::ScenarioStep{"cart", std::nullopt, "full"}));
  EXPECT_EQ(made.stubs[3].more->scenario, (stub::ScenarioStep{"cart", std::nullopt, "Started"}));
}

TEST(Hoverfly, DelaysBodiesAndTemplates) {
  const Imported made = imported(
      simulation(
          R"({"path": [{"matcher": "exact", "value": "/a"}]})",
          R"({"status": 200, "body": "AAH/", "encodedBody": true, "headers": {"X": ["1", "2"]}})",
          R"(, "globalActions": {"delays": [{"urlPattern": "/a", "delay": 70}]})"),
      Kind::kHoverfly);
  ASSERT_EQ(made.stubs.size(), 1u);
  EXPECT_EQ(std::get<stub::FixedDelay>(made.stubs[0].latency).delay.count(), 70);
  EXPECT_EQ(made.stubs[0].responses[0].fields.size(), 2u);
  EXPECT_EQ(std::get<stub::BinaryBody>(made.stubs[0].responses[0].body).bytes,
            std::string("\0\1\xff", 3));
  expect(
      "template",
      imported(
          simulation(
              "{}",
              R"({"status": 200, "templated": true, "body": "hi {{ Request.QueryParam.name }}"})"),
          Kind::kHoverfly)
          .stubs,
      {{"GET", "/?name=ada", "", {}, 200, "hi ada"}});
  expect("no template",
         imported(simulation("{}", R"({"status": 200, "body": "{{ x }}"})"), Kind::kHoverfly).stubs,
         {{"GET", "/", "", {}, 200, "{{ x }}"}});
}

TEST(Hoverfly, AMatcherThatIsNotKnownLeavesThePairOut) {
  const Imported made =
      imported(simulation(R"({"body": [{"matcher": "form", "value": {}}]})"), Kind::kHoverfly);
  EXPECT_EQ(made.stubs.size(), 0u);
  ASSERT_EQ(made.report.left_out.size(), 1u);
  EXPECT_EQ(made.report.left_out[0].why, "a matcher of 'body' is not known");
}

// ---- json-server -------------------------------------------------------------------------------

TEST(JsonServer, ListsAreCollections) {
  constexpr std::string_view kDatabase =
      R"({"posts": [{"id": 1}], "comments": [{"id": 1, "postId": 1}], "profile": {"name": "typicode"}})";
  const Imported made = imported(kDatabase, Kind::kJsonServer);
  EXPECT_EQ(json::Value(json::Array(made.routes.begin(), made.routes.end())), *json::parse(R"([
    {"resource": "/posts", "data": [{"id": 1}]},
    {"resource": "/comments", "belongs_to": {"postId": "posts"}, "data": [{"id": 1, "postId": 1}]},
    {"path": "/profile", "method": "GET", "json": {"name": "typicode"}}])"));
  EXPECT_EQ(made.report.taken, 3u);
  EXPECT_EQ(detect(kDatabase), nullptr);
  EXPECT_EQ(detect(kDatabase, "shop/db.json")->name, "json-server");
  EXPECT_FALSE(import_text(R"({"a": 1})", Kind::kJsonServer, "db.json"));
}

TEST(Mocks, WhatTheyLookLike) {
  EXPECT_EQ(detect(imposter("[]"))->name, "mountebank");
  EXPECT_EQ(detect(simulation("{}"))->name, "hoverfly");
}

// WireMock has a number of pieces and a time for all of them.
TEST(ToWiremock, EventsAreSpreadEvenlyAndThatIsSaid) {
  stub::Stub events;
  events.responses[0].body = stub::TextBody{"data: 1\n\ndata: 2\n\ndata: 3\n\n", false};
  events.more.edit().events_at = {stub::Milliseconds(0), stub::Milliseconds(20), stub::Milliseconds(900.4)};
  const Mappings made = to_wiremock(events);
  ASSERT_EQ(made.documents.size(), 1u);
  EXPECT_EQ(json::write(*json::find(made.documents[0], "/response/chunkedDribbleDelay")), R"({"numberOfChunks":3,"totalDuration":900})");
  EXPECT_TRUE(std::ranges::any_of(made.lost, [](const std::string& what) { return what.starts_with("when each event comes"); }));
}

TEST(WiremockWriter, ACollectionIsNoMapping) {
  stub::Stub stub;
  stub.more.edit().resource = std::make_shared<const stub::Resource>();
  const Mappings made = to_wiremock(stub);
  EXPECT_TRUE(made.documents.empty());
  EXPECT_EQ(made.lost, std::vector<std::string>{"the collection"});
}

}  // namespace
}  // namespace mimus::formats
