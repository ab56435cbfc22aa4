#include "wiremock/mapping.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "json/lenient.h"
#include "stub/compiled_stub.h"
#include "stub/effects.h"
#include "stub/proxy.h"
#include "support/shared_data.h"
#include "wiremock/request.h"

namespace mimus::wiremock {
namespace {

namespace fs = std::filesystem;

json::Value parsed(std::string_view text) {
  auto value = json::parse_leniently(text, false);
  EXPECT_TRUE(value) << text;
  return value ? *std::move(value) : json::Value();
}

// The document without its ids, as text.
std::string without_ids(std::string_view document) {
  json::Value value = parsed(document);
  value.get_object().stable_erase(value.get_object().find("id"));
  value.get_object().stable_erase(value.get_object().find("uuid"));
  return json::write(value);
}

// ---- what is written back ----------------------------------------------------------------------

struct WrittenCase {
  std::string_view rule, given, written;
};
constexpr WrittenCase kWritten[] = {
    {"what is missing is filled in", "{}",
     R"({"request":{"method":"ANY"},"response":{"status":200}})"},
    {"null is missing", R"({"request":null,"response":null,"priority":null,"name":null})",
     R"({"request":{"method":"ANY"},"response":{"status":200}})"},
    {"the order of §1",
     R"({"metadata":{"a":1},"priority":2,"response":{"body":"b"},"name":"n","persistent":true,"request":{"method":"GET","url":"/a"},
         "newScenarioState":"s","scenarioName":"x"})",
     R"({"name":"n","request":{"url":"/a","method":"GET"},"response":{"status":200,"body":"b"},"persistent":true,"priority":2,"scenarioName":"x","newScenarioState":"s","metadata":{"a":1}})"},
    {"the order of a request",
     R"({"request":{"bodyPatterns":[{"contains":"x"}],"headers":{"A":{"equalTo":"b"}},"method":"POST","urlPath":"/p","scheme":"http"}})",
     R"({"request":{"scheme":"http","urlPath":"/p","method":"POST","headers":{"A":{"equalTo":"b"}},"bodyPatterns":[{"contains":"x"}]},"response":{"status":200}})"},
    {"only the URL that counts", R"({"request":{"urlPath":"/b","url":"/a"}})",
     R"({"request":{"url":"/a","method":"ANY"},"response":{"status":200}})"},
    {"status 0 is 200", R"({"response":{"status":0}})",
     R"({"request":{"method":"ANY"},"response":{"status":200}})"},
    {"the first body", R"({"response":{"base64Body":"YQ==","jsonBody":{"a":1},"body":"x"}})",
     R"({"request":{"method":"ANY"},"response":{"status":200,"body":"x"}})"},
    {"a null body is none", R"({"response":{"body":null,"jsonBody":[1]}})",
     R"({"request":{"method":"ANY"},"response":{"status":200,"jsonBody":[1]}})"},
    {"basicAuth by its other name", R"({"request":{"basicAuth":{"username":"u","password":"p"}}})",
     R"({"request":{"method":"ANY","basicAuthCredentials":{"username":"u","password":"p"}},"response":{"status":200}})"},
    {"a schema as text, absent as true",
     R"({"request":{"bodyPatterns":[{"not":{"matchesJsonSchema":{"type":"object"}}}],"headers":{"A":{"absent":false}}}})",
     R"({"request":{"method":"ANY","headers":{"A":{"absent":true}},"bodyPatterns":[{"not":{"matchesJsonSchema":"{\"type\":\"object\"}"}}]},"response":{"status":200}})"},
    {"actions as a list", R"({"postServeActions":{"webhook":{"url":"http://x"}}})",
     R"({"request":{"method":"ANY"},"response":{"status":200},"postServeActions":[{"name":"webhook","parameters":{"url":"http://x"}}]})"},
    {"what is ignored", R"({"$schema":"x","insertionIndex":7,"newRequest":{"url":"/a"}})",
     R"({"request":{"method":"ANY"},"response":{"status":200}})"},
    {"numbers as text",
     R"({"request":{"url":5},"response":{"status":"201","headers":{"A":1}},"priority":"3"})",
     R"({"request":{"url":"5","method":"ANY"},"response":{"status":201,"headers":{"A":1}},"priority":3})"},
    {"what Mimus adds", R"({"mimus":{"serves":3,"ttl":60,"probability":0.5}})",
     R"({"request":{"method":"ANY"},"response":{"status":200},"mimus":{"serves":3,"ttl":60,"probability":0.5}})"},
};

TEST(Mapping, IsWrittenBackAsWireMockDoes) {
  for (const WrittenCase& row : kWritten) {
    SCOPED_TRACE(row.rule);
    const auto stub = read_mapping(parsed(row.given), {});
    ASSERT_TRUE(stub) << describe(stub.error());
    const json::Value written = parsed(without_ids(stub->more->document));
    EXPECT_EQ(json::write(written), json::write(parsed(row.written)));  // in this order
    // Read again it says the same.
    const auto again = read_mapping(parsed(stub->more->document), {});
    ASSERT_TRUE(again) << describe(again.error());
    EXPECT_EQ(again->more->document, stub->more->document);
  }
}

TEST(Mapping, KnowsItsIdByBothNames) {
  constexpr std::string_view kId = "00000000-0000-4000-8000-000000000001";
  for (const char* name : {"id", "uuid"}) {
    const auto stub = read_mapping(json::Object{{name, kId}}, {});
    ASSERT_TRUE(stub);
    EXPECT_EQ(stub->id.value.text(), kId);
    const json::Value document = parsed(stub->more->document);
    EXPECT_EQ(document.at("id").get_string(), kId);
    EXPECT_EQ(document.at("uuid").get_string(), kId);
  }
  const stub::StubId other{*Uuid::parse("00000000-0000-4000-8000-000000000002")};
  EXPECT_EQ(read_mapping(json::Object{{"id", kId}}, {}, {.always = other, .otherwise = {}})->id,
            other);
  EXPECT_EQ(read_mapping(json::Object{{"id", kId}}, {}, {.always = {}, .otherwise = other})
                ->id.value.text(),
            kId);
  EXPECT_EQ(read_mapping(json::Object{}, {}, {.always = {}, .otherwise = other})->id, other);
  EXPECT_NE(read_mapping(json::Object{}, {})->id, read_mapping(json::Object{}, {})->id);
}

// ---- what it means -----------------------------------------------------------------------------

stub::Stub read(std::string_view text, const Rules& rules = {}) {
  auto stub = read_mapping(parsed(text), rules);
  EXPECT_TRUE(stub) << text << (stub ? "" : describe(stub.error()));
  return stub ? *std::move(stub) : stub::Stub();
}
const stub::ResponseSpec& response(const stub::Stub& stub) {
  return stub.responses.front();
}

TEST(Mapping, Labels) {
  EXPECT_EQ(read(R"({"request":{"method":"GET","urlPathPattern":"/a.*"}})").label, "GET /a.*");
  EXPECT_EQ(read("{}").label, "ANY any URL");
}

TEST(Mapping, Delays) {
  const stub::Stub stub = read(
      R"({"response":{"fixedDelayMilliseconds":7,"delayDistribution":{"type":"lognormal","median":90,"sigma":0.1,"maxValue":100}}})");
  EXPECT_EQ(stub.more->fixed_delay, stub::Milliseconds(7));
  EXPECT_EQ(stub.latency, stub::Latency(stub::LogNormalDelay{stub::Milliseconds(90), 0.1,
                                                             stub::Milliseconds(100)}));
  EXPECT_EQ(*read_delay_distribution(parsed(R"({"type":"uniform","lower":1,"upper":2})")),
            stub::Latency(stub::UniformDelay{stub::Milliseconds(1), stub::Milliseconds(2)}));
  EXPECT_EQ(*read_delay_distribution(parsed(R"({"type":"fixed","milliseconds":3})")),
            stub::Latency(stub::FixedDelay{stub::Milliseconds(3)}));
}

TEST(Mapping, ScenarioNeedsItsName) {
  EXPECT_FALSE(read(R"({"requiredScenarioState":"a"})").more->scenario.has_value());
  const auto step = read(R"({"scenarioName":"s","newScenarioState":"b"})").more->scenario;
  EXPECT_EQ(step, (stub::ScenarioStep{"s", std::nullopt, "b"}));
}

struct TemplatedCase {
  std::string_view rule, transformers;
  Rules::Templating templating;
  bool templated;
};
constexpr TemplatedCase kTemplated[] = {
    {"a stub asks for it", R"(["response-template"])", Rules::Templating::kLocal, true},
    {"a stub does not", "[]", Rules::Templating::kLocal, false},
    {"all stubs", "[]", Rules::Templating::kGlobal, true},
    {"none", R"(["response-template"])", Rules::Templating::kOff, false},
};

TEST(Mapping, Templating) {
  for (const TemplatedCase& row : kTemplated) {
    SCOPED_TRACE(row.rule);
    Rules rules;
    rules.templating = row.templating;
    rules.files = "/files";
    const std::string transformers(row.transformers);
    const stub::Stub text =
        read(R"({"response":{"body":"{{x}}","transformers":)" + transformers + "}}", rules);
    EXPECT_EQ(response(text).body, stub::Body(stub::TextBody{"{{x}}", row.templated}));
    EXPECT_EQ(response(text).templated_fields, row.templated);
    const stub::Stub file = read(
        R"({"response":{"bodyFileName":"a","transformerParameters":{"disableBodyFileTemplating":true},"transformers":)" +
            transformers + "}}",
        rules);
    EXPECT_EQ(response(file).body, stub::Body(stub::FileBody{"a", "/files", false}));
  }
}

TEST(Mapping, ChunkedUnlessToldOtherwise) {
  const auto chunked = [](std::string_view text, Rules::Chunked how) {
    Rules rules;
    rules.chunked = how;
    return read(text, rules).pace.chunked;
  };
  EXPECT_TRUE(chunked("{}", Rules::Chunked::kAlways));
  EXPECT_FALSE(
      chunked(R"({"response":{"headers":{"content-length":"3"}}})", Rules::Chunked::kAlways));
  EXPECT_FALSE(chunked("{}", Rules::Chunked::kNever));
  EXPECT_FALSE(chunked("{}", Rules::Chunked::kBodyFile));
  EXPECT_TRUE(chunked(R"({"response":{"bodyFileName":"a"}})", Rules::Chunked::kBodyFile));
}

TEST(Mapping, Bodies) {
  EXPECT_EQ(response(read(R"({"response":{"jsonBody":{"a":[1,2.5,"x"]}}})")).body,
            stub::Body(stub::TextBody{R"({"a":[1,2.5,"x"]})", false}));
  EXPECT_EQ(response(read(R"({"response":{"base64Body":"AAE="}})")).body,
            stub::Body(stub::BinaryBody{std::string("\0\1", 2)}));
  EXPECT_EQ(response(read("{}")).body, stub::Body(stub::NoBody{}));
}

TEST(Mapping, WhatIsAddedToTheForm) {
  const stub::Stub stub = read(R"({"mimus":{"serves":3,"ttl":60,"probability":0.5}})");
  EXPECT_EQ(stub.more->lifespan, (stub::Lifespan{3, std::chrono::seconds(60)}));
  ASSERT_EQ(stub.request.conditions.size(), 1u);
  EXPECT_EQ(stub.request.conditions[0].place, match::Place::kRequest);
  const stub::Stub numbers = read(
      R"({"request":{"queryParameters":{"n":{"gt":5}},"headers":{"Authorization":{"jwt":{"payload":{"sub":{"equalTo":"a"}}}}}}})");
  EXPECT_TRUE(stub::CompiledStub::compile(stub::Stub(numbers), 0));
}

TEST(Mapping, Proxies) {
  const stub::Stub stub = read(
      R"({"response":{"proxyBaseUrl":"http://a","removeProxyRequestHeaders":["x"],"proxyUrlPrefixToRemove":"/p",
          "additionalProxyRequestHeaders":{"A":"{{b}}"},"headers":{"H":"i"}}})");
  ASSERT_TRUE(stub.more->proxy);
  EXPECT_EQ(stub.more->proxy->text, "http://a");
  EXPECT_EQ(stub.more->proxy->prefix, "/p");
  EXPECT_EQ(stub.more->proxy->removed, std::vector<std::string>{"x"});
  ASSERT_EQ(stub.more->proxy->fields.size(), 1u);
  EXPECT_TRUE(stub.more->proxy->fields[0].second.constant());  // no template without the transformer
  EXPECT_TRUE(lint(stub).empty());
  EXPECT_EQ(parsed(stub.more->document).at("response").at("proxyBaseUrl").get_string(), "http://a");
}

TEST(Mapping, Webhooks) {
  const stub::Stub stub = read(
      R"({"serveEventListeners":[{"name":"webhook","parameters":{"url":"http://x/{{originalRequest.path}}","headers":{"A":["b","c"]},
          "delay":{"type":"fixed","milliseconds":5}}},{"name":"webhook","requestPhases":["BEFORE_MATCH"],"parameters":{"url":"http://y"}}],
          "postServeActions":{"webhook":{"method":"PUT","url":"http://z","base64Body":"AAE="}}})");
  ASSERT_TRUE(stub.more->effects);
  const auto& webhooks = stub.more->effects->webhooks;
  ASSERT_EQ(webhooks.size(), 2u);  // one listens for another phase alone
  EXPECT_EQ(webhooks[0].bytes, std::string("\0\1", 2));
  EXPECT_FALSE(webhooks[1].url.constant());
  EXPECT_EQ(webhooks[1].fields.size(), 2u);
  EXPECT_EQ(webhooks[1].delay, stub::Latency(stub::FixedDelay{stub::Milliseconds(5)}));
  EXPECT_TRUE(lint(stub).empty());
}

TEST(Mapping, LintNamesWhatHasNoEffect) {
  EXPECT_TRUE(lint(read(R"({"response":{"transformers":["response-template"]}})")).empty());
  for (const char* text :
       {R"({"response":{"transformers":["mine"]}})",
        R"({"request":{"customMatcher":{"name":"mine"}}})",
        R"({"serveEventListeners":[{"name":"mine","parameters":{"url":"http://x"}}]})",
        R"({"postServeActions":[{"name":"mine","parameters":{"url":"http://x"}}]})",
        R"({"serveEventListeners":[{"name":"recordState","parameters":{"state":{"a":"1"}}}]})",
        R"({"serveEventListeners":[{"name":"deleteState","parameters":{"context":"a","list":{"deleteAll":true}}}]})"}) {
    const auto warnings = lint(read(text));
    ASSERT_EQ(warnings.size(), 1u) << text;
    EXPECT_EQ(warnings[0].code, Code::kUnsupported);
  }
}

// ---- errors ------------------------------------------------------------------------------------

struct BadCase {
  std::string_view given, pointer, message;
};
constexpr BadCase kBad[] = {
    {"[]", "",
     "Cannot deserialize value of type `com.github.tomakehurst.wiremock.stubbing.StubMapping` from "
     "Array value"},
    {R"({"zzz":1})", "/zzz",
     R"(Unrecognized field "zzz" (class com.github.tomakehurst.wiremock.stubbing.StubMapping), not marked as ignorable)"},
    {R"({"request":{"url":"/x","zzz":1}})", "/request/zzz",
     R"(Unrecognized field "zzz" (class com.github.tomakehurst.wiremock.matching.RequestPattern), not marked as ignorable)"},
    {R"({"response":{"zzz":1}})", "/response/zzz",
     R"(Unrecognized field "zzz" (class com.github.tomakehurst.wiremock.http.ResponseDefinition))"},
    {R"({"request":{"headers":{"a":{"nope":"1"}}}})", "/request/headers/a",
     R"({"nope":"1"} is not a valid match operation)"},
    {R"({"request":{"headers":{"a/b":"c"}}})", "/request/headers/a~1b", ""},
    {R"({"request":{"bodyPatterns":[{"contains":"a"},{"equalToNumber":5}]}})",
     "/request/bodyPatterns/1", R"({"equalToNumber":5} is not a valid match operation)"},
    {R"({"request":{"bodyPatterns":{}}})", "/request/bodyPatterns",
     "Cannot deserialize value of type `java.util.ArrayList` from Object value"},
    {R"({"request":{"port":"x"}})", "/request/port",
     "Cannot deserialize value of type `int` from String \"x\""},
    {R"({"request":{"multipartPatterns":[{"zzz":1}]}})", "/request/multipartPatterns/0/zzz",
     "Unrecognized field"},
    {R"({"request":{"urlPattern":"["}})", "/request/urlPattern", ""},
    {R"({"id":"7"})", "/id", "Cannot deserialize value of type `java.util.UUID` from String \"7\""},
    {R"({"priority":"x"})", "/priority", ""},
    {R"({"priority":99999999999})", "/priority", "out of range of int"},
    {R"({"metadata":[]})", "/metadata", ""},
    {R"({"persistent":"maybe"})", "/persistent", "only \"true\" or \"false\" recognized"},
    {R"({"response":{"fault":"NONE"}})", "/response/fault",
     "not one of the values accepted for Enum class: [CONNECTION_RESET_BY_PEER"},
    {R"({"response":{"base64Body":"%"}})", "/response/base64Body", ""},
    {R"({"response":{"headers":{"A":[1,{}]}}})", "/response/headers/A", ""},
    {R"({"response":{"delayDistribution":{"type":"gamma"}}})", "/response/delayDistribution/type",
     "gamma"},
    {R"({"response":{"delayDistribution":{"type":"lognormal","median":5,"sigma":1,"maxValue":4}}})",
     "/response/delayDistribution/maxValue",
     "The max value has to be greater than or equal to the median"},
    {R"({"response":{"chunkedDribbleDelay":{"numberOfChunks":0,"totalDuration":1}}})",
     "/response/chunkedDribbleDelay/numberOfChunks", ""},
    {R"({"serveEventListeners":[{"name":"w","requestPhases":["X"]}]})",
     "/serveEventListeners/0/requestPhases/0", "AFTER_COMPLETE"},
    {R"({"postServeActions":[{"parameters":{}}]})", "/postServeActions/0/name", ""},
    {R"({"mimus":{"serves":0}})", "/mimus/serves", ""},
    {R"({"mimus":{"probability":2}})", "/mimus/probability", ""},
};

TEST(Mapping, SaysWhatIsWrongAndWhere) {
  for (const BadCase& row : kBad) {
    SCOPED_TRACE(row.given);
    const auto stub = read_mapping(parsed(row.given), {});
    ASSERT_FALSE(stub);
    EXPECT_EQ(stub.error().where.pointer, row.pointer);
    EXPECT_NE(stub.error().message.find(row.message), std::string::npos) << stub.error().message;
  }
}

struct LateCase {
  std::string_view given, pointer;
};
constexpr LateCase kLate[] = {
    {R"({"request":{"url":"/x","bodyPatterns":[{"equalTo":5}]}})", "/request/bodyPatterns/0"},
    {R"({"request":{"method":"GET","headers":{"A":{"contains":"a"},"B":{"matches":"("}}}})",
     "/request/headers/B"},
    {R"({"request":{"basicAuth":{"username":"u","password":"p"},"bodyPatterns":[{"matchesJsonPath":"$["}]}})",
     "/request/bodyPatterns/0"},
    {R"({"request":{"multipartPatterns":[{"bodyPatterns":[{"equalTo":5}]}]}})",
     "/request/multipartPatterns/0"},
    {R"({"request":{"cookies":{"c":{"and":[{"equalTo":"a"}]}}}})", "/request/cookies/c"},
};

TEST(Mapping, FaultsOfMatchersAreFoundAtTheirPlace) {
  for (const LateCase& row : kLate) {
    SCOPED_TRACE(row.given);
    const json::Value document = parsed(row.given);
    auto stub = read_mapping(document, {});
    ASSERT_TRUE(stub) << describe(stub.error());
    auto compiled = stub::CompiledStub::compile(*std::move(stub), 0);
    ASSERT_FALSE(compiled);
    const Error error = in_mapping(std::move(compiled).error(), document);
    EXPECT_EQ(error.where.pointer, row.pointer);
    EXPECT_NE(error.message, "");
  }
}

// ---- requests alone ----------------------------------------------------------------------------

TEST(Request, AuthorizationOfBasicAuthReplacesTheHeaders) {
  const auto request = read_request(parsed(
      R"({"headers":{"authorization":{"equalTo":"x"},"B":{"equalTo":"y"}},"basicAuthCredentials":{"username":"u","password":"p"}})"));
  ASSERT_TRUE(request);
  EXPECT_EQ(request->pointers, (std::vector<std::string>{"/headers/B", "/basicAuthCredentials"}));
  EXPECT_EQ(request->pattern.conditions.size(), 2u);
}

TEST(Request, CompileErrorsPointIntoTheRequest) {
  const auto request = read_request(parsed(R"({"headers":{"A":{"matches":"("}}})"));
  ASSERT_TRUE(request);
  const auto compiled = compile(*request);
  ASSERT_FALSE(compiled);
  EXPECT_EQ(compiled.error().where.pointer, "/headers/A");
  EXPECT_FALSE(compile_matcher(parsed(R"({"nope":1})")));
  EXPECT_TRUE(compile_matcher(parsed(R"({"matchesJsonPath":"$.a"})")));
}

// ---- files -------------------------------------------------------------------------------------

TEST(Mappings, OneOrMany) {
  const Mappings one = read_mappings("// c\n{'request': {\"url\": '/a'}} trailing", "a.json", {});
  ASSERT_EQ(one.stubs.size(), 1u);
  EXPECT_TRUE(one.stubs[0].origin.alone);
  EXPECT_EQ(one.stubs[0].origin.file, "a.json");
  const Mappings many =
      read_mappings(R"({"mappings":[{},{}],"meta":{"total":2},"$schema":"x"})", "a.json", {});
  ASSERT_EQ(many.stubs.size(), 2u);
  EXPECT_FALSE(many.stubs[0].origin.alone);
  EXPECT_NE(many.stubs[0].id, many.stubs[1].id);
  // Without an id of their own they are the same after another reading.
  EXPECT_EQ(read_mappings(R"({"mappings":[{},{}]})", "a.json", {}).stubs[1].id, many.stubs[1].id);
}

TEST(Mappings, AllThatIsWrongWithItsLine) {
  const Mappings read = read_mappings(
      "{\"mappings\": [\n  {\"request\": {\"url\": \"/a\", \"nope\": 1}},\n  {},\n  {\"zzz\": 1}]}",
      "a.json", {});
  EXPECT_EQ(read.stubs.size(), 1u);
  ASSERT_EQ(read.errors.size(), 2u);
  EXPECT_EQ(read.errors[0].where.source, "a.json");
  EXPECT_EQ(read.errors[0].where.line, 2);
  EXPECT_EQ(read.errors[1].where.line, 4);
  const Mappings broken = read_mappings("{\"mappings\": [\n  nope", "b.json", {});
  ASSERT_EQ(broken.errors.size(), 1u);
  EXPECT_EQ(broken.errors[0].where.source, "b.json");
  EXPECT_EQ(broken.errors[0].where.line, 2);
}

// ---- WireMock's own files ----------------------------------------------------------------------

// Files below a folder of the public suites, that hold mappings.
std::vector<fs::path> json_files(const fs::path& top) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(top)) {
    if (entry.path().extension() == ".json") files.push_back(entry.path());
  }
  std::ranges::sort(files);
  return files;
}

TEST(Mappings, RecordedCasesLoadAndCompile) {
  const fs::path top = recorded_path("");
  std::size_t stubs = 0;
  for (const fs::path& file : json_files(top)) {
    if (file.string().ends_with(".expect.json")) continue;
    SCOPED_TRACE(file.filename().string());
    Mappings read = read_mappings(read_file(file), file.filename().string(), {});
    for (const Error& error : read.errors) ADD_FAILURE() << describe(error);
    for (stub::Stub& stub : read.stubs) {
      const auto compiled = stub::CompiledStub::compile(std::move(stub), 0);
      EXPECT_TRUE(compiled) << describe(compiled.error());
      ++stubs;
    }
  }
  EXPECT_GT(stubs, 200u);
}

}  // namespace
}  // namespace mimus::wiremock
