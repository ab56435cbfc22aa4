// Answers of stubs of WireMock's dialect, in a world of it: reference wiremock-stubs.md §5 to §7.
#include "wiremock_answers.h"

#include <gtest/gtest.h>

#include "http/content_coding.h"
#include "support/temp_dir.h"
#include "wiremock_for_tests.h"

namespace mimus::serve {
namespace {

using std::chrono::milliseconds;

TEST(WireMockAnswers, NoFieldThatTheStubDoesNotNameButWhoItIs) {
  stub::Stub stub = wiremock_stub("/a", literal("x"));
  stub.responses.front().fields = {{"X-One", "1"}, {"X-Many", "a"}, {"X-Many", "b"}};
  stub.more.edit().name = "Nämé 😀";
  OneStub one(stub);
  EXPECT_EQ(one.mocks.get("/a").head,
            "HTTP/1.1 200 OK\r\nX-One: 1\r\nX-Many: a\r\nX-Many: b\r\nMatched-Stub-Id: " +
                std::string(kId) +
                "\r\nMatched-Stub-Name: N?m? ??\r\nTransfer-Encoding: chunked\r\n");
}

TEST(WireMockAnswers, AForeignStatusIsCalledByItsNumber) {
  stub::ResponseSpec spec = literal("odd");
  spec.status = 599;
  EXPECT_TRUE(
      OneStub(wiremock_stub("/a", spec)).mocks.get("/a").head.starts_with("HTTP/1.1 599 599\r\n"));
  spec.reason = "Odd";
  EXPECT_TRUE(
      OneStub(wiremock_stub("/a", spec)).mocks.get("/a").head.starts_with("HTTP/1.1 599 Odd\r\n"));
}

TEST(WireMockAnswers, JsonIsCompactAndUntemplatedFieldsAreLiteral) {
  stub::ResponseSpec spec;
  spec.body =
      stub::JsonBody{*json::parse(R"({"b": [1, 2.5, null], "a": "{{request.method}}"})"), false};
  spec.templated_fields = false;
  spec.fields = {{"X", "{{request.method}}"}};
  OneStub one(wiremock_stub("/a", spec));
  EXPECT_EQ(one.mocks.get("/a").body, R"({"b":[1,2.5,null],"a":"{{request.method}}"})");
  EXPECT_EQ(one.mocks.get("/a").field("X"), "{{request.method}}");
}

TEST(WireMockAnswers, ATransferEncodingOfTheStubIsTheServersBusiness) {
  stub::Stub stub = wiremock_stub("/a", literal("x"));
  stub.pace.chunked = false;
  OneStub plain(stub);
  EXPECT_EQ(plain.mocks.get("/a").field("Content-Length"), "1");
  stub.responses.front().fields = {{"transfer-encoding", "chunked"}};
  OneStub named(stub);
  EXPECT_EQ(named.mocks.get("/a").field("Transfer-Encoding"), "chunked");
  stub.responses.front().fields = {{"Content-Length", "1"}};
  stub.pace.chunked = true;
  OneStub length(stub);
  EXPECT_EQ(length.mocks.get("/a").field("Transfer-Encoding"), "(none)");
}

// ---- methods -----------------------------------------------------------------------------------

TEST(WireMockAnswers, HeadHasToBeStubbed) {
  OneStub get(wiremock_stub("/a", literal("x")));
  EXPECT_EQ(get.mocks.ask("HEAD", "/a").status, 404);
  OneStub either(wiremock_stub("/a", literal("x"), {"GET", "HEAD"}));
  EXPECT_EQ(either.mocks.ask("HEAD", "/a").status, 200);
}

TEST(WireMockAnswers, ANativeStubBelowAnswersHead) {
  stub::Stub native = text_stub("/a", "native");
  native.priority = 9;
  Mocks mocks({wiremock_stub("/a", literal("x")), native});
  EXPECT_EQ(mocks.get("/a").body, "x");
  EXPECT_EQ(mocks.ask("HEAD", "/a").field("Content-Length"), "6");
}

TEST(WireMockAnswers, AKnownPathIsNo405AndNoPreflight) {
  OneStub one(wiremock_stub("/a", literal("x")));
  EXPECT_EQ(one.mocks.ask("POST", "/a").status, 404);
  EXPECT_EQ(
      one.mocks
          .ask("OPTIONS", "/a", {{"Origin", "http://ui"}, {"Access-Control-Request-Method", "PUT"}})
          .status,
      404);
}

TEST(WireMockAnswers, StubCorsEchoesTheOriginAndAnswersPreflights) {
  stub::Stub stub = wiremock_stub("/c", literal("ok"));
  stub.cors.edit().enabled = true;
  OneStub one(stub);
  const Said with = one.mocks.get("/c", {{"Origin", "http://ui.test"}});
  EXPECT_EQ(with.field("Vary"), "Origin");
  EXPECT_EQ(with.field("Access-Control-Allow-Origin"), "http://ui.test");
  EXPECT_EQ(with.field("Access-Control-Allow-Credentials"), "true");
  EXPECT_EQ(one.mocks.get("/c").field("Access-Control-Allow-Origin"), "(none)");
  EXPECT_EQ(one.mocks.get("/c").field("Vary"), "Origin");
  const Said preflight =
      one.mocks.ask("OPTIONS", "/nowhere",
                    {{"Origin", "http://ui.test"}, {"Access-Control-Request-Method", "PUT"}});
  EXPECT_EQ(preflight.status, 200);
  EXPECT_EQ(preflight.field("Access-Control-Max-Age"), "1800");
  EXPECT_EQ(preflight.field("Access-Control-Allow-Methods"), "OPTIONS,GET,POST,PUT,PATCH,DELETE");
  EXPECT_EQ(preflight.field("Access-Control-Allow-Headers"), "");
}

// ---- gzip --------------------------------------------------------------------------------------

struct GzipCase {
  std::string_view rule, method, accepted;
  std::vector<http::OwnedField> fields;
  std::string body;
  bool zipped;
};
TEST(WireMockAnswers, GzipForWhoNamesIt) {
  const GzipCase rows[] = {
      {"however short", "GET", "gzip", {}, "short", true},
      {"among others", "POST", "deflate, gzip;q=0.5", {}, "short", true},
      {"not for a star", "GET", "*", {}, "short", false},
      {"not for another coding", "GET", "br, x-gzip", {}, "short", false},
      {"not when it is refused", "GET", "gzip;q=0", {}, "short", false},
      {"nor in other words", "GET", "gzip; q=0.000", {}, "short", false},
      {"not for other methods", "OPTIONS", "gzip", {}, "short", false},
      {"not under a small length", "GET", "gzip", {{"Content-Length", "5"}}, "short", false},
      {"but under a large one",
       "GET",
       "gzip",
       {{"Content-Length", "40"}},
       std::string(40, 'x'),
       true},
      {"not what is coded already", "GET", "gzip", {{"Content-Encoding", "br"}}, "short", false},
      {"not nothing", "GET", "gzip", {}, "", false},
  };
  for (const GzipCase& row : rows) {
    for (const bool rendered : {false, true}) {
      SCOPED_TRACE(std::string(row.rule) + (rendered ? ", rendered" : ""));
      stub::ResponseSpec spec =
          rendered ? templated(row.body + "{{parameters.nothing}}") : literal(row.body);
      spec.fields = row.fields;
      stub::Stub stub = wiremock_stub("/z", spec, {});
      stub.compress = true;
      OneStub one(stub);
      for (int again = 0; again < 2; ++again) {
        const Said said =
            one.mocks.ask(row.method, "/z", {{"Accept-Encoding", row.accepted}}, "", 0, again == 1);
        EXPECT_EQ(said.field("Content-Encoding") == "gzip", row.zipped);
        EXPECT_EQ(said.field("Vary"), "(none)");
        EXPECT_EQ(row.zipped ? http::decode_content("gzip", said.body, 1000).value_or("broken")
                             : said.body,
                  row.body);
        EXPECT_TRUE(!row.zipped || said.field("Content-Length") != "40")
            << "that was of the body as it was";
      }
      EXPECT_EQ(one.mocks.ask(row.method, "/z").body, row.body) << "others get it as it is";
    }
  }
}

// ---- delays and faults -------------------------------------------------------------------------

TEST(WireMockAnswers, DelaysAddUpAndTheWorldsCountWhereTheStubHasNone) {
  stub::Stub stub = wiremock_stub("/a", literal("x"));
  OneStub none(stub);
  EXPECT_TRUE(none.mocks.get("/a").delivery.plain());
  Settings settings;
  settings.fixed_delay = milliseconds(100);
  settings.latency = stub::FixedDelay{milliseconds(20)};
  none.mocks.world.stubs.set(settings);
  EXPECT_EQ(none.mocks.get("/a").delivery.delay, milliseconds(120));
  EXPECT_EQ(none.mocks.ask("GET", "/a", {}, "", 0, true).delivery.delay, milliseconds(120))
      << "no fast path meanwhile";
  stub.more.edit().fixed_delay = milliseconds(1);
  stub.latency = stub::FixedDelay{milliseconds(2)};
  OneStub own(stub);
  EXPECT_EQ(own.mocks.get("/a").delivery.delay, milliseconds(3));
  own.mocks.world.stubs.set(settings);
  EXPECT_EQ(own.mocks.get("/a").delivery.delay, milliseconds(3));
  Mocks native({text_stub("/a", "x")});
  native.world.stubs.set(settings);
  EXPECT_TRUE(native.get("/a").delivery.plain()) << "settings are for WireMock's stubs";
}

TEST(WireMockAnswers, FaultsSayWhatWireMockSays) {
  for (const http::Fault fault : {http::Fault::kGarbage, http::Fault::kMalformedChunk}) {
    stub::Stub stub = wiremock_stub("/a", literal("x"));
    stub.failure = stub::Failure{1, fault};
    OneStub one(stub);
    const Said said = one.mocks.get("/a");
    EXPECT_EQ(said.delivery.fault, fault);
    EXPECT_EQ(said.delivery.garbage, "lskdu018973t09sylgasjkfg1][]'./.sdlv");
  }
}

// ---- templates and files -----------------------------------------------------------------------

TEST(WireMockAnswers, TemplatesAreWireMocks) {
  stub::ResponseSpec spec = templated("{{request.method}} {{parameters.a}} {{upper 'x'}}");
  spec.fields = {{"X", "{{request.path}}"}};
  stub::Stub stub = wiremock_stub("/a", spec);
  stub.more.edit().parameters = {{"a", 7}};
  OneStub one(stub);
  EXPECT_EQ(one.mocks.get("/a").body, "GET 7 X");
  EXPECT_EQ(one.mocks.get("/a").field("X"), "/a");
  EXPECT_EQ(one.mocks.get("/a").field("Matched-Stub-Id"), kId);
}

TEST(WireMockAnswers, WhatGoesWrongInATemplateIsA500) {
  const Said thrown = OneStub(wiremock_stub("/a", templated("{{math 1 '/' 0}}"))).mocks.get("/a");
  EXPECT_EQ(thrown.status, 500);
  EXPECT_EQ(thrown.field("Content-Type"), "text/plain");
  EXPECT_EQ(thrown.body, "1:2: java.lang.ArithmeticException: / by zero");
  EXPECT_EQ(thrown.field("Matched-Stub-Id"), kId);
  stub::ResponseSpec unknown;
  unknown.body = stub::JsonBody{*json::parse(R"({"a": "{{noSuchHelper 1}}"})")};
  OneStub one(wiremock_stub("/a", unknown));
  EXPECT_EQ(one.mocks.get("/a").status, 500);
  EXPECT_EQ(one.mocks.get("/a").field("Matched-Stub-Id"), "(none)");
  const stub::Stub kept =
      one.mocks.world.live.current()->stubs.find(stub::StubId{*Uuid::parse(kId)})->original();
  EXPECT_EQ(kept.responses.front(), unknown) << "and the stub is as it was given";
}

struct FileCase {
  std::string_view rule, path;
  bool templated;
  int status;
  std::string_view body;
};
TEST(WireMockAnswers, FilesBelowTheRoot) {
  const TempDir folder;
  folder.write("dir/hello.txt", "hello {{request.method}}");
  const FileCase rows[] = {
      {"as it is", "dir/hello.txt", false, 200, "hello {{request.method}}"},
      {"a template", "dir/hello.txt", true, 200, "hello GET"},
      {"a slash in front", "/dir/hello.txt", false, 500, ""},
      {"missing", "nope.txt", false, 500, ""},
      {"outside", "../dir/hello.txt", false, 500, ""},
  };
  for (const FileCase& row : rows) {
    SCOPED_TRACE(row.rule);
    stub::ResponseSpec spec;
    spec.body = stub::FileBody{std::string(row.path), folder.path().string(), row.templated};
    spec.templated_fields = row.templated;
    OneStub one(wiremock_stub("/f", spec));
    const Said said = one.mocks.get("/f");
    EXPECT_EQ(said.status, row.status);
    EXPECT_EQ(said.field("Matched-Stub-Id"), row.status == 200 ? kId : "(none)");
    if (row.status != 200) continue;
    EXPECT_EQ(said.body, row.body);
    EXPECT_EQ(said.field("Content-Type"), "(none)");
  }
}

TEST(WireMockAnswers, FilesThatNoStubWants) {
  const TempDir folder;
  folder.write("plain.txt", "static text");
  folder.write("sub/index.json", "[]");
  folder.write("noext", "n");
  StubStore::Files files;
  files.static_root = folder.path().string();
  OneStub one(wiremock_stub("/a", literal("x")), files);
  const Said plain = one.mocks.get("/plain.txt");
  EXPECT_EQ(plain.body, "static text");
  EXPECT_EQ(plain.field("Content-Type"), "text/plain");
  EXPECT_EQ(plain.field("Accept-Ranges"), "bytes");
  EXPECT_NE(plain.field("Last-Modified"), "(none)");
  EXPECT_EQ(plain.field("ETag"), "(none)");
  EXPECT_FALSE(plain.matched);
  for (const char* path : {"/sub/", "/sub"}) EXPECT_EQ(one.mocks.get(path).body, "[]") << path;
  EXPECT_EQ(one.mocks.get("/noext").field("Content-Type"), "application/json");
  EXPECT_EQ(one.mocks.ask("POST", "/plain.txt").status, 404);
  EXPECT_EQ(one.mocks.get("/missing.txt").status, 404);
  EXPECT_EQ(one.mocks.get("/%2e%2e/plain.txt").status, 404);
}

}  // namespace
}  // namespace mimus::serve
