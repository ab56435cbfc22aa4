#include <gtest/gtest.h>

#include <filesystem>

#include "exchange/har_writer.h"
#include "formats.h"
#include "har_reader.h"
#include "../serve/serving_for_tests.h"  // what was imported is asked
#include "stubs_of.h"
#include "support/shared_data.h"

namespace mimus::formats {
namespace {

namespace fs = std::filesystem;

// Asks what was recorded. Fields that distinguish requests go along.
serve::Said ask(serve::Mocks& mocks, const exchange::Request& request) {
  const exchange::UrlParts url = exchange::split(request.url);
  const std::string target =
      std::string(url.path) + (url.query.empty() ? "" : "?" + std::string(url.query));
  const std::string host(url.authority);
  std::vector<http::HeaderField> fields{{"Host", host}};
  for (const http::OwnedField& field : request.fields) {
    if (!http::same_name(field.name, "Host")) fields.push_back({field.name, field.value});
  }
  return mocks.ask(request.method, target, fields, request.body);
}

void expect_as_recorded(const Recordings& recordings) {
  serve::Mocks mocks(stubs_of(recordings).stubs);
  for (const Recorded& recorded : recordings.all) {
    const exchange::Exchange& exchange = recorded.exchange;
    if (!exchange.response || exchange.response->status == 101) continue;
    SCOPED_TRACE(exchange.request.method + " " + exchange.request.url + " " + recorded.where);
    const serve::Said said = ask(mocks, exchange.request);
    EXPECT_EQ(said.status, exchange.response->status);
    if (exchange.request.method == "HEAD" || http::forbids_body(exchange.response->status))
      continue;
    EXPECT_EQ(said.body, exchange.response->body);
    if (exchange.response->body.empty()) continue;
    const auto type = exchange::find(exchange.response->fields, "Content-Type");
    if (type) {
      EXPECT_EQ(said.field("Content-Type"), *type);
    }
  }
}

TEST(Har, EveryFileOfTheSuiteAnswersAsItWasRecorded) {
  if (!fs::exists(shared_path("conformance/har"))) GTEST_SKIP() << "public suite absent";
  std::size_t files = 0, answers = 0;
  for (const auto& entry : fs::recursive_directory_iterator(shared_path("conformance/har"))) {
    const std::string name = entry.path().filename().string();
    // Pieces of a HAR, which are no HAR, and a broken one.
    const bool piece = entry.path().parent_path().filename() == "request" ||
                       entry.path().parent_path().filename() == "response";
    if (!entry.is_regular_file() || piece || name == "brokenfile.har" || name == "SOURCE.txt" || name == "invalid.json")
      continue;
    SCOPED_TRACE(entry.path().string());
    const std::string text = read_file(entry.path());
    const Format* format = detect(text);
    ASSERT_TRUE(format != nullptr);
    EXPECT_EQ(format->name, "har");
    const auto recordings = read_har(text);
    ASSERT_TRUE(recordings) << describe(recordings.error());
    expect_as_recorded(*recordings);
    const Imported imported = stubs_of(*recordings);
    EXPECT_EQ(imported.report.taken + imported.report.left_out.size(),
              recordings->all.size() + recordings->report.left_out.size());
    answers += imported.report.taken;
    ++files;
  }
  EXPECT_EQ(files, 38u);
  EXPECT_EQ(answers, 15u);  // of the others no answer was recorded
}

// Documents that miss what the format asks for, by name: tolerated.
TEST(Har, WhatTheValidatorRefusesIsReadAsFarAsItGoes) {
  MIMUS_SHARED_FILE(text, "conformance/har/har-validator/har/invalid.json");
  const json::Value all = *json::parse(text);
  ASSERT_GE(all.get_object().size(), 2u);
  for (const auto& one : all.get_object()) {
    SCOPED_TRACE(std::string(one.key()));
    const auto recordings = read_har(json::write(one.value()));
    ASSERT_TRUE(recordings) << describe(recordings.error());
    EXPECT_EQ(recordings->all.size() + recordings->report.left_out.size(),
              one.value().at("log").as_object().contains("entries") ? one.value().at("log").at("entries").as_array().size() : 0u);
  }
}

TEST(Har, ABrokenFileSaysWhere) {
  MIMUS_SHARED_FILE(text, "conformance/har/mitmproxy/brokenfile.har");
  const auto imported = import_text(text, Kind::kHar, "brokenfile.har");
  ASSERT_FALSE(imported);
  EXPECT_EQ(imported.error().where.source, "brokenfile.har");
  EXPECT_EQ(imported.error().where.line, 5);
}

struct Bad {
  std::string_view text, message;
};
constexpr Bad kBad[] = {
    {"{}", "not a HAR file: it has no member 'log'"},
    {R"({"log": 7})", "not a HAR file: log is no object"},
    {R"({"log": {"entries": {}}})", "not a HAR file: log.entries is no list"},
};
TEST(Har, WhatIsNoHar) {
  for (const Bad& row : kBad) {
    SCOPED_TRACE(row.text);
    const auto recordings = read_har(row.text);
    ASSERT_FALSE(recordings);
    EXPECT_EQ(recordings.error().message, row.message);
  }
}

// One entry around a response.
std::string har_with(std::string_view entry_rest,
                     std::string_view request = R"({"method": "GET", "url": "http://a/x"})") {
  return R"({"log": {"entries": [{"request": )" + std::string(request) + ", " +
         std::string(entry_rest) + "}]}}";
}

struct Quirk {
  std::string_view rule, rest;
  int status;
  std::string_view body, left_out;
};
constexpr Quirk kQuirks[] = {
    {"base64", R"("response": {"status": 200, "content": {"text": "AAH/", "encoding": "base64"}})",
     200, std::string_view("\0\1\xff", 3), ""},
    {"bad base64 is text",
     R"("response": {"status": 200, "content": {"text": "!!", "encoding": "base64"}})", 200, "!!",
     ""},
    {"no content", R"("response": {"status": 204})", 204, "", ""},
    {"numbers for texts",
     R"("response": {"status": 200, "headers": [{"name": "Content-Length", "value": 1}], "content": {"text": 5}})",
     200, "5", ""},
    {"an answer from Safari, without statusText",
     R"("response": {"status": 301, "headers": [{"name": "Location", "value": "/y"}], "content": {"size": 0}})",
     301, "", ""},
    {"blocked", R"("response": {"status": 0, "_error": "net::ERR_BLOCKED"})", 0, "",
     "net::ERR_BLOCKED"},
    {"a WebSocket", R"("response": {"status": 101}, "_resourceType": "websocket")", 0, "",
     "a WebSocket, which is not taken over"},
    {"no response", R"("time": 3)", 0, "", "no answer was recorded"},
};
TEST(Har, Quirks) {
  for (const Quirk& row : kQuirks) {
    SCOPED_TRACE(row.rule);
    auto imported = import_text(har_with(row.rest), Kind::kHar, "q.har");
    ASSERT_TRUE(imported) << describe(imported.error());
    if (!row.left_out.empty()) {
      ASSERT_EQ(imported->report.left_out.size(), 1u);
      EXPECT_EQ(imported->report.left_out[0].why, row.left_out);
      continue;
    }
    serve::Mocks mocks(std::move(imported->stubs));
    const serve::Said said = mocks.get("/x");
    EXPECT_EQ(said.status, row.status);
    EXPECT_EQ(said.body, row.body);
  }
}

// ---- from exchanges to stubs -------------------------------------------------------------------

Recorded said(std::string method, std::string url, std::string body, int status = 200,
              std::string sent = {}, std::string type = "application/json") {
  Recorded recorded;
  recorded.exchange.request = {
      .method = std::move(method), .url = std::move(url), .fields = {}, .body = std::move(sent)};
  if (!recorded.exchange.request.body.empty())
    recorded.exchange.request.fields.push_back({"Content-Type", std::move(type)});
  recorded.exchange.response = exchange::Response{
      .status = status, .fields = {{"Content-Type", "text/plain"}}, .body = std::move(body)};
  return recorded;
}

struct Distinct {
  std::string_view rule;
  std::vector<Recorded> recorded;
  std::size_t stubs;
};
const Distinct kDistinct[] = {
    {"the same thing twice is one",
     {said("GET", "http://a/x", "1"), said("GET", "http://a/x", "1")},
     1},
    {"answers that change are a sequence",
     {said("GET", "http://a/x", "1"), said("GET", "http://a/x", "2"),
      said("GET", "http://a/x", "1")},
     1},
    {"methods", {said("GET", "http://a/x", "1"), said("PUT", "http://a/x", "2")}, 2},
    {"parameters",
     {said("GET", "http://a/x?p=1", "1"), said("GET", "http://a/x?p=2", "2"),
      said("GET", "http://a/x", "0")},
     3},
    {"a parameter more",
     {said("GET", "http://a/x?p=1", "1"), said("GET", "http://a/x?p=1&q=2", "2"),
      said("GET", "http://a/x?p=1&p=3", "3")},
     3},
    {"hosts that answer differently",
     {said("GET", "http://a/x", "1"), said("GET", "http://b:81/x", "2"),
      said("GET", "http://b/y", "3")},
     3},
    {"JSON bodies, whatever their blanks",
     {said("POST", "http://a/x", "1", 200, R"({"n": 1})"),
      said("POST", "http://a/x", "2", 200, R"({"n": 2})"),
      said("POST", "http://a/x", "1", 200, R"({"n":1})")},
     2},
    {"bodies that make no difference",
     {said("POST", "http://a/x", "1", 200, "a", "text/plain"),
      said("POST", "http://a/x", "1", 200, "b", "text/plain")},
     1},
    {"forms",
     {said("POST", "http://a/x", "1", 200, "u=a&v=1", "application/x-www-form-urlencoded"),
      said("POST", "http://a/x", "2", 200, "u=b", "application/x-www-form-urlencoded")},
     2},
    {"bytes",
     {said("POST", "http://a/x", "1", 200, "\xff\x01", "a/b"),
      said("POST", "http://a/x", "2", 200, "\xff\x02", "a/b"),
      said("POST", "http://a/x", "3", 200, "c", "a/b")},
     3},
    {"awkward paths",
     {said("GET", "http://a/%7Bx%7D/*/b%20c", "1"), said("GET", "http://a//d/", "2"),
      said("GET", "http://a/\xC3\xB6?%FF=1", "3")},
     3},
    {"what looks like a template",
     {said("GET", "http://a/x", "{{uuid}} {{nothing.known}}"),
      said("GET", "http://a/y", R"({"a":"{{uuid}}"})")},
     2},
    {"no body, and one",
     {said("POST", "http://a/x", "1"), said("POST", "http://a/x", "2", 200, "b", "text/plain")},
     2},
};
TEST(StubsOf, EveryRequestGetsItsAnswer) {
  for (const Distinct& row : kDistinct) {
    SCOPED_TRACE(row.rule);
    Recordings recordings{.all = row.recorded, .report = {}};
    EXPECT_EQ(stubs_of(recordings).stubs.size(), row.stubs);
    EXPECT_EQ(stubs_of(recordings).stubs, stubs_of(recordings).stubs);  // deterministic
    expect_as_recorded(recordings);
  }
}

TEST(StubsOf, FieldsOfTheConnectionAreLeftOut) {
  Recorded recorded = said("GET", "http://a/x", "1");
  recorded.exchange.response->fields = {{"content-type", "text/plain"},
                                        {"Transfer-Encoding", "chunked"},
                                        {"Date", "now"},
                                        {"Set-Cookie", "a=1\nb=2"},
                                        {":status", "200"},
                                        {"X-T", "{{uuid}}"}};
  serve::Mocks mocks(stubs_of({.all = {recorded}, .report = {}}).stubs);
  const serve::Said answer = mocks.get("/x");
  EXPECT_EQ(answer.field("X-T"), "{{uuid}}");
  EXPECT_EQ(answer.field("Transfer-Encoding"), "(none)");
  EXPECT_NE(answer.head.find("Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n"), std::string::npos)
      << answer.head;
}

TEST(Har, WhatMimusWroteComesBack) {
  std::vector<exchange::Exchange> exchanges;
  for (const Distinct& row : kDistinct) {
    for (const Recorded& recorded : row.recorded) exchanges.push_back(recorded.exchange);
  }
  exchanges[0].response->coding = "gzip";
  exchanges[1].response->pieces = {{Nanoseconds(1'500'000), 1}};
  exchanges[2].wait = Nanoseconds(2'000'000);
  exchanges[2].total = Nanoseconds(3'000'000);
  exchanges[3].response.reset();
  exchanges[3].failure = "connection reset";
  exchanges.pop_back();
  std::string har;
  exchange::write_har(exchanges, har);
  const auto back = read_har(har);
  ASSERT_TRUE(back) << describe(back.error());
  ASSERT_EQ(back->all.size(), exchanges.size());
  for (std::size_t i = 0; i < exchanges.size(); ++i) {
    exchange::Exchange got = back->all[i].exchange;
    if (got.response && got.response->reason == http::reason_phrase(got.response->status))
      got.response->reason.clear();
    EXPECT_TRUE(got == exchanges[i]) << i << ": " << exchanges[i].request.url;
  }
}

}  // namespace
}  // namespace mimus::formats
