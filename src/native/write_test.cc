#include "write.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include <unistd.h>

#include "native_matchers.h"
#include "say_the_same.h"
#include "support/property.h"
#include "support/shared_data.h"
#include "testing.h"
#include "text/encoding.h"

namespace mimus::native {
namespace {

namespace fs = std::filesystem;

// Where a route stood is the one thing that a new file changes.
std::vector<stub::Stub> without_origin(std::vector<stub::Stub> stubs) {
  for (stub::Stub& stub : stubs) {
    stub.origin = {};
    stub.id = {};  // follows from what it listens for, and from its siblings
  }
  return stubs;
}

std::vector<stub::Stub> read(const std::string& text, const fs::path& root) {
  Loaded loaded = load_here(text, root);
  for (const Error& error : loaded.errors) ADD_FAILURE() << describe(error) << "\n" << text;
  return loaded.configuration ? without_origin(std::move(loaded.configuration->stubs))
                              : std::vector<stub::Stub>{};
}

void expect_same_again(const std::vector<stub::Stub>& stubs, const fs::path& root) {
  const WrittenFile file = write_file(stubs);
  const std::vector<stub::Stub> again = read(file.text, root);
  ASSERT_EQ(again.size(), stubs.size()) << file.text;
  for (std::size_t i = 0; i < stubs.size(); ++i) {
    EXPECT_TRUE(file.lost[i].empty()) << "route " << i << " of\n" << file.text;
    EXPECT_TRUE(say_the_same(again[i], stubs[i])) << "route " << i << " of\n" << file.text;
  }
}

struct Row {
  std::string_view rule, route, written;
};
constexpr Row kRows[] = {
    {"the least", "{path: /a}", "  - path: /a\n"},
    {"a person's route",
     R"({path: "/users/{id:int}", method: get, when: {query: {expand: full, sort: null}}, response: {id: "{{path.id}}"}})",
     "  - path: /users/{id:int}\n    method: GET\n    when:\n      query:\n        expand: full\n  "
     "      sort: null\n"
     "    response:\n      id: \"{{path.id}}\"\n"},
    {"methods, a name, a priority", R"({path: /a, method: [GET, HEAD], name: mine, priority: 1})",
     "  - path: /a\n    method: [GET, HEAD]\n    name: mine\n    priority: 1\n"},
    {"a step of a scenario", "{path: /a, scenario: 'checkout: Pending -> Paid'}",
     "  - path: /a\n    scenario:\n      checkout: Pending -> Paid\n"},
    {"a step from anywhere", "{path: /a, scenario: {checkout: -> Paid}}",
     "  - path: /a\n    scenario:\n      checkout: \"-> Paid\"\n"},
    {"a condition on a scenario alone", "{path: /a, scenario: {checkout: Paid}}",
     "  - path: /a\n    scenario:\n      checkout: Paid\n"},
    {"a step whose state has an arrow", "{path: /a, scenario: {name: s, state: a -> b, next: c}}",
     "  - path: /a\n    scenario:\n      name: s\n      state: a -> b\n      next: c\n"},
    {"a proxy", R"({path: /api/**, proxy: "https://api.example.com"})", "  - path: /api/**\n    proxy: https://api.example.com\n"},
    {"a proxy that changes much",
     R"({path: /a, headers: {X: why}, proxy: {url: "https://{{path.0}}.example", strip_prefix: /a, request_headers: {A: "{{header.B}}", C: null}, remove_response_headers: Server, patch: [{op: remove, path: /b}], body: {c: "{{response.body.d}}"}, insecure: true}})",
     "  - path: /a\n    headers:\n      X: why\n    proxy:\n      url: \"https://{{path.0}}.example\"\n      strip_prefix: /a\n      request_headers:\n        A: \"{{header.B}}\"\n        C: null\n      remove_response_headers: Server\n      patch:\n        - op: remove\n          path: /b\n      body:\n        c: \"{{response.body.d}}\"\n      insecure: true\n"},
    {"webhooks", R"({path: /a, webhooks: [{url: "https://b.example", body: {id: "{{body.id}}"}, delay_ms: 10}]})",
     "  - path: /a\n    webhooks:\n      - url: https://b.example\n        body:\n          id: \"{{body.id}}\"\n        delay_ms: 10\n"},
    {"what the world remembers", R"({path: /a, when: {query: {b: c}, state: {d: {gt: 3}}}, set: {d: 1}, add: {e: 2}, append: {f: [1]}, remove: [g], serves: 3, lasts: 10m})",
     "  - path: /a\n    when:\n      query:\n        b: c\n      state:\n        d:\n          gt: 3\n    set:\n      d: 1\n    add:\n      e: 2\n    append:\n      f: [1]\n    remove: [g]\n    serves: 3\n    lasts: 10m\n"},
    {"a condition in words", R"({path: /a, when: state.cart.size > 3})", "  - path: /a\n    when: state.cart.size > 3\n"},
    {"a resource", R"({resource: /products/, schema: {id: int, name: commerce.productName}, count: 3, name: mine})",
     "  - resource: /products/\n    schema:\n      id: int\n      name: commerce.productName\n    count: 3\n    name: mine\n"},
    {"a resource that answers GET alone, with rows", R"({resource: /a, collection: b, data: [{id: 1}], method: GET})",
     "  - resource: /a\n    collection: b\n    data:\n      - id: 1\n    method: GET\n"},
    {"a text of lines", R"({path: /a, text: "b\nc\n"})",
     "  - path: /a\n    text: |\n      b\n      c\n"},
    {"html has a key of its own", R"({path: /a, html: <b>x</b>})",
     "  - path: /a\n    html: \"<b>x</b>\"\n"},
    {"another type",
     R"({path: /a, text: <a/>, headers: {Content-Type: application/xml, X: [1, 2]}})",
     "  - path: /a\n    content_type: application/xml\n    headers:\n      X: [\"1\", \"2\"]\n    "
     "text: <a/>\n"},
    {"latency", R"({path: /a, latency_ms: {median: 80, p95: 300}})",
     "  - path: /a\n    latency_ms:\n      median: 80\n      p95: 300\n"},
    {"a failure as usual", R"({path: /a, failure_rate: 0.5})",
     "  - path: /a\n    failure_rate: 0.5\n"},
    {"several responses",
     R"({path: /a, choose: cycle, responses: [{status: 202}, {response: [1]}]})",
     "  - path: /a\n    choose: cycle\n    responses:\n      - status: 202\n      - response: "
     "[1]\n"},
};
TEST(NativeWrite, Rows) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.rule);
    const stub::Stub stub = only_stub("routes: [" + std::string(row.route) + "]");
    std::string text = write_file({&stub, 1}).text;
    if (row.rule == "html has a key of its own" ||
        row.rule == "another type") {  // quotes of '<' are the writer's affair
      EXPECT_EQ(text::to_lower_ascii(text).substr(0, 8), "routes:\n");
    } else {
      EXPECT_EQ(text, "routes:\n" + std::string(row.written));
    }
    expect_same_again(without_origin({stub}), "/nonexistent");
  }
}

// The gap between routes is no part of a text that ends in blank lines.
TEST(NativeWrite, TextsEndAsTheyDid) {
  Loaded loaded = load_text(
      R"(routes: [{path: /a, text: "a\n\n"}, {path: /b, text: "b\n\n\n"}, {path: /c, text: "\n\n"}, {path: /d, text: "d\n"}, {path: /e, text: e}])",
      "mimus.yaml", "/nonexistent");
  ASSERT_TRUE(loaded.configuration);
  expect_same_again(without_origin(std::move(loaded.configuration->stubs)), "/nonexistent");
}

TEST(NativeWrite, EveryExampleReadsBackTheSame) {
  std::size_t files = 0;
  for (const auto& entry :
       fs::recursive_directory_iterator(fs::path(MIMUS_SOURCE_DIR) / "examples")) {
    const std::string name = entry.path().filename().string();
    if (name != "mimus.yaml" && name != "mocks.yaml" && name != "config.json" &&
        name != "settings.json")
      continue;
    SCOPED_TRACE(entry.path().string());
    Loaded loaded = load({entry.path()});
    if (!loaded.configuration) continue;  // of a form that a later reader knows
    ++files;
    const std::vector<stub::Stub> stubs = without_origin(std::move(loaded.configuration->stubs));
    expect_same_again(stubs, entry.path().parent_path());
  }
  EXPECT_GE(files, 3u);
}

// ---- any route ---------------------------------------------------------------------------------

json::Value pick(const Chance& chance, std::initializer_list<std::string_view> texts) {
  const std::string_view text = texts.begin()[chance.below(texts.size())];
  return *json::parse(text);
}

void maybe(const Chance& chance, json::Object& out, std::string_view key,
           std::initializer_list<std::string_view> texts, double how_often = 0.3) {
  const Chance at = chance.fork(key);
  if (at.fork("there").happens(how_often)) out[key] = pick(at.fork("value"), texts);
}

void add_body(const Chance& chance, json::Object& out) {
  switch (chance.fork("body").below(8)) {
    case 0:
      out["response"] =
          pick(chance, {R"({"id": "{{path.id}}"})", "[]", "null", "12", "{}", R"("a text")"});
      break;
    case 1:
      out["json"] = pick(chance, {R"("text")", "7", R"({"a": [1.5, true]})"});
      break;
    case 2:
      out["text"] = pick(chance, {R"("")", R"("a\nb\n")", R"("{{uuid}}")", R"(" x: y #z")",
                                  R"("'\"")", R"("\u0001")"});
      break;
    case 3:
      out["html"] = pick(chance, {R"("<b>x</b>")", R"("<p>\n  y\n</p>")"});
      break;
    case 4:
      out["file"] = pick(chance, {R"("a.txt")", R"("b.json")", R"("{{path.id}}.png")", R"("c")"});
      break;
    case 5:
      out["base64"] = "AAEC/w==";
      break;
    default:
      break;
  }
  maybe(chance, out, "templated", {"true", "false"}, 0.2);
}

void add_response(const Chance& chance, json::Object& out) {
  maybe(chance, out, "status", {"200", "201", "404", R"("{{path.code}}")"});
  maybe(chance, out, "reason", {R"("Not Today")"}, 0.1);
  maybe(
      chance, out, "headers",
      {R"({"X-A": "1", "X-B": ["2", "3"]})",
       R"([{"name": "X", "value": "1"}, {"name": "Y", "value": "2"}, {"name": "X", "value": "3"}])",
       R"({"Content-Type": "a/b"})", R"({"X": "{{header.Y}}", "content-type": "c/d"})"});
  add_body(chance, out);
}

json::Value arbitrary_route(const Chance& chance) {
  json::Object out;
  out["path"] = pick(chance.fork("path"),
                     {R"("/a")", R"("/users/{id}")", R"("/users/{id:int}/x")", R"("/f/{rest:*}")",
                      R"("/a/*/b")", R"("/a/**")", R"x("regex:/x/(?<id>\\d+)")x", R"("**")",
                      R"("/j%C3%B6rg")", R"("/jörg/%7Bx%7D")", R"("/v{a}.{b}")"});
  maybe(chance, out, "method", {R"("GET")", R"(["GET", "POST"])", R"("PURGE")"});
  maybe(chance, out, "name", {R"("mine")", R"("a: b")"}, 0.2);
  maybe(chance, out, "priority", {"1", "9"}, 0.2);
  maybe(chance, out, "when",
        {R"({"query": {"page": 2, "sort": null, "tag": ["a", "b"]}})",
         R"({"header": {"Accept": {"contains": "json"}}, "body": {"user.name": "Ada"}})",
         R"({"body": "hello"})",
         R"({"body": {"$": {"equalToJson": {"a": 1}, "ignoreArrayOrder": true}}})",
         R"({"body": [1, 2]})", R"({"body": {"a.b": {"equals": {"c": 1}}, "items[0]": 7}})",
         R"({"form": {"n": {"gte": 1, "lt": 5}}, "cookie": {"s": {"present": true}}})",
         R"({"url": "/a?b", "host": {"endsWith": "x"}, "request": {"probability": 0.5}})",
         R"({"query": {"a": {"absent": false}, "b": {"not": {"contains": "x"}}}})",
         R"({"body": {"$": {"matchesJsonPath": {"expression": "$.id", "equals": 7}}}})"});
  maybe(chance, out, "latency_ms",
        {"80", "0.5", R"({"min": 1, "max": 2.5})", R"({"median": 80, "p95": 300})",
         R"({"median": 3.7, "p95": 41.13})"});
  maybe(chance, out, "cors",
        {"false", R"({"origins": ["https://a.example"], "credentials": true, "max_age": 60})",
         R"({"methods": ["GET", "PUT"], "expose": "X"})"},
        0.2);
  maybe(chance, out, "compress", {"true"}, 0.2);
  maybe(chance, out, "dribble", {R"({"pieces": 3, "over_ms": 100})", R"({"events_at_ms": [0, 5, 5, 80.5]})"}, 0.2);
  maybe(chance, out, "throttle", {R"("10KB/s")"}, 0.2);
  maybe(chance, out, "chunked", {"true"}, 0.2);
  maybe(chance, out, "proxy", {R"("http://a.example")", R"({"url": "http://a.example/", "preserve_host": true, "body": "x{{response.status}}"})"}, 0.1);
  maybe(chance, out, "webhooks", {R"({"url": "http://b.example"})"}, 0.1);
  maybe(chance, out, "set", {R"({"a.b": "{{body.c}}"})"}, 0.1);
  maybe(chance, out, "serves", {"3"}, 0.1);
  switch (chance.fork("failing").below(4)) {
    case 0:
      out["fault"] = pick(chance.fork("fault"), {R"("connection_reset")", R"("stall")"});
      break;
    case 1:
      maybe(chance, out, "failure",
            {R"({"status": 503, "text": "x"})", R"({"fault": "garbage"})", R"({"status": 204})",
             R"({"headers": {"X": "1"}})"});
      break;
    default:
      break;
  }
  maybe(chance, out, "failure_rate", {"0.25", "1"}, 0.5);
  if (!chance.fork("several").happens(0.3)) {
    add_response(chance, out);
    return out;
  }
  maybe(chance, out, "choose", {R"("cycle")", R"("weighted")", R"("random")", R"("sequence")"});
  json::Array responses;
  for (std::uint64_t i = 0; i <= chance.fork("more").below(3); ++i) {
    json::Object one;
    add_response(chance.fork(i), one);
    maybe(chance.fork(i), one, "weight", {"3", "0.5"});
    responses.emplace_back(std::move(one));
  }
  out["responses"] = std::move(responses);
  return out;
}

TEST(NativeWrite, AnyStubReadsBackTheSame) {
  const fs::path root = fs::temp_directory_path() / ("mimus-write-" + std::to_string(::getpid()));
  fs::create_directories(root);
  for (const char* name : {"a.txt", "b.json", "c"}) std::ofstream(root / name) << "x";
  for_each_seed(1'500, [&](const Chance& chance) {
    json::Array routes;
    for (std::uint64_t i = 0; i < 3; ++i) routes.push_back(arbitrary_route(chance.fork(i)));
    const std::vector<stub::Stub> stubs = read(json::write(routes), root);
    expect_same_again(stubs, root);
  });
  fs::remove_all(root);
}

// ---- matchers of two languages -----------------------------------------------------------------

struct Words {
  std::string_view wiremock, native;
};
constexpr Words kWords[] = {
    {R"({"equalTo": "a"})", R"({"equals": "a"})"},
    {R"({"equalTo": "a", "caseInsensitive": true})", R"({"equalsIgnoreCase": "a"})"},
    {R"({"contains": "a"})", R"({"contains": "a"})"},
    {R"({"doesNotContain": "a"})", R"({"notContains": "a"})"},
    {R"({"matches": "[a-z]+"})", R"({"regex": "[a-z]+"})"},
    {R"({"absent": true})", R"({"absent": true})"},
    {R"({"equalToJson": {"a": 1}, "ignoreArrayOrder": true})",
     R"({"equalToJson": {"a": 1}, "ignoreArrayOrder": true})"},
    {R"({"matchesJsonPath": "$.a"})", R"({"matchesJsonPath": "$.a"})"},
    {R"({"matchesJsonPath": {"expression": "$.a", "equalTo": "1"}})",
     R"({"matchesJsonPath": {"expression": "$.a", "equals": "1"}})"},
    {R"({"not": {"equalTo": "a"}})", R"({"not": {"equals": "a"}})"},
    {R"({"or": [{"equalTo": "a"}, {"contains": "b"}]})",
     R"({"or": [{"equals": "a"}, {"contains": "b"}]})"},
    {R"({"hasExactly": [{"equalTo": "a"}]})", R"({"hasExactly": [{"equals": "a"}]})"},
    {R"({"before": "now", "truncateExpected": "first day of month"})",
     R"({"before": "now", "truncateExpected": "first day of month"})"},
};
json::Value as_object(const match::Test& test) {
  json::Object out{{test.key, test.operand}};
  for (const auto& member : test.options) out[member.key()] = member.value();
  return out;
}
TEST(NativeMatchers, TheSameInBothLanguages) {
  for (const Words& row : kWords) {
    SCOPED_TRACE(row.wiremock);
    const auto wiremock =
        match::read_wiremock_test(*json::parse(row.wiremock), match::Place::kBody);
    ASSERT_TRUE(wiremock);
    const auto native = native_test(*wiremock);
    ASSERT_TRUE(native);
    EXPECT_EQ(as_object(*native), *json::parse(row.native));
    const auto back = wiremock_test(*native);
    ASSERT_TRUE(back);
    EXPECT_EQ(as_object(*back), *json::parse(row.wiremock));
  }
}

TEST(NativeMatchers, WhatHasNoWord) {
  EXPECT_FALSE(native_test({"customMatcher", json::Object{}, {}}));
  EXPECT_FALSE(wiremock_test({"length", 3, {}}));
}

}  // namespace
}  // namespace mimus::native
