// `mimus replay`: what one program has recorded is sent to another.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <future>
#include <iterator>
#include <thread>

#include "json/json.h"
#include "support/http_client.h"
#include "support/program.h"
#include "support/temp_dir.h"
#include "support/upstream.h"
#include "xml/document.h"

namespace mimus {
namespace {

struct Ran {
  int status;
  std::string out, errors;
};

std::string stubs(std::string_view id, std::string_view name) {
  const std::string text(id);
  return "routes:\n"
         "  - { path: /users, method: POST, status: 201, response: { id: " + text + ", tags: [a, b], price: 9.50 } }\n"
         "  - { path: /users/" + text + ", method: GET, response: { id: " + text + ", name: " + std::string(name) + " } }\n"
         "  - { path: /slow, response: { when: 2026-01-01 }, headers: { X-Node: \"" + text + "\" } }\n";
}

class Replay : public ::testing::Test {
 protected:
  // A recording of a conversation with `yaml`.
  void record(const std::string& yaml) {
    folder_.write("recorded.yaml", yaml);
    Server server(folder_, {"recorded.yaml", "--history", "h.db"});
    ASSERT_NE(server.port(), 0) << server.said();
    mimus::exchange(server.port(), "POST /users HTTP/1.1\r\nContent-Type: application/json\r\n", "{ \"name\": \"Ada\" }");
    mimus::exchange(server.port(), "GET /users/17 HTTP/1.1\r\n");
    mimus::exchange(server.port(), "GET /slow?x=1 HTTP/1.1\r\n");
    server.expect_clean_end();
  }
  Ran run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {program_path(), "replay"});
    Process process(std::move(arguments), folder_.path());
    const int status = process.wait().value_or(-1);
    EXPECT_EQ(defect_report(process.errors()), "");
    return {status, process.output(), process.errors()};
  }
  Ran against(const std::string& yaml, std::vector<std::string> more = {"--compare"}, const std::string& source = "h.db") {
    folder_.write("new.yaml", yaml);
    Server server(folder_, {"new.yaml"});
    EXPECT_NE(server.port(), 0) << server.said();
    more.insert(more.begin(), {source, "--against", "http://127.0.0.1:" + std::to_string(server.port())});
    return run(std::move(more));
  }
  std::string file(const std::string& name) const {
    std::ifstream in(folder_.path() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  TempDir folder_;
};

TEST_F(Replay, TheSameAnswersAreNoDifference) {
  record(stubs("17", "Ada"));
  const Ran ran = against(stubs("17", "Ada"));
  EXPECT_EQ(ran.status, 0) << ran.out << ran.errors;
  EXPECT_EQ(ran.out, "3 requests, 3 as recorded, 0 different\n");
}

TEST_F(Replay, AChangedAnswerIsNamedByItsPlace) {
  record(stubs("17", "Ada"));
  const Ran ran = against(stubs("17", "Bob"));
  EXPECT_EQ(ran.status, 1) << ran.errors;
  EXPECT_EQ(ran.out, "GET /users/17\n  /name  recorded \"Ada\"  now \"Bob\"\n3 requests, 2 as recorded, 1 different\n");
  EXPECT_EQ(against(stubs("17", "Bob"), {"--compare", "--ignore", "/name"}).status, 0);
  const Ran source_last = run({"--compare", "--ignore", "/name", "h.db", "--against", "nowhere"});
  EXPECT_EQ(source_last.status, 2);
  EXPECT_NE(source_last.errors.find("nowhere"), std::string::npos) << "--ignore takes one, h.db is the source: " << source_last.errors;
  EXPECT_EQ(against(stubs("17", "Bob"), {"--compare", "--same-form", "[A-Z][a-z]+"}).status, 0);
  EXPECT_EQ(against(stubs("17", "Bob"), {"--compare", "--method", "POST"}).status, 0);
  EXPECT_EQ(against(stubs("17", "Bob"), {}).status, 0) << "nobody asked to compare";
}

// Half a body is no answer to compare with.
TEST_F(Replay, WhatAHistoryHasNotWholeIsLeftOut) {
  const std::string yaml = "routes: [{ path: /long, text: '{{#repeat 40000}}0123456789{{/repeat}}' }, { path: /short, text: ok }]";
  folder_.write("recorded.yaml", yaml);
  {
    Server server(folder_, {"recorded.yaml", "--history", "h.db", "--journal-bytes", "256KB", "--threads", "1"});
    ASSERT_NE(server.port(), 0) << server.said();
    mimus::exchange(server.port(), "GET /long HTTP/1.1\r\n");
    mimus::exchange(server.port(), "GET /short HTTP/1.1\r\n");
    server.expect_clean_end();
  }
  const Ran ran = against(yaml);
  EXPECT_EQ(ran.status, 0) << ran.out;
  EXPECT_EQ(ran.out, "1 request, 1 as recorded, 0 different\n");
  EXPECT_NE(ran.errors.find("1 request without a recorded answer left out"), std::string::npos) << ran.errors;
}

TEST_F(Replay, OtherIdsAreTakenOver) {
  record(stubs("17", "Ada"));
  const Ran ran = against(stubs("93", "Ada"));
  EXPECT_EQ(ran.status, 0) << ran.out;
  EXPECT_NE(ran.errors.find("1 request sent with an id or token that the server had made anew"), std::string::npos) << ran.errors;
  const Ran as_it_was = against(stubs("93", "Ada"), {"--compare", "--as-it-was"});
  EXPECT_EQ(as_it_was.status, 1);
  EXPECT_NE(as_it_was.out.find("status"), std::string::npos) << as_it_was.out;
  const Ran header = against(stubs("93", "Ada"), {"--compare", "--compare-header", "x-node"});
  EXPECT_EQ(header.status, 1);
  EXPECT_NE(header.out.find("header X-Node  recorded 17  now 93"), std::string::npos) << header.out;
}

TEST_F(Replay, Tolerances) {
  record(stubs("17", "Ada"));
  std::string other = stubs("17", "Ada");
  other.replace(other.find("[a, b]"), 6, "[b, a]").replace(other.find("9.50"), 4, "9.55, more: 1");
  EXPECT_EQ(against(other).status, 1);
  EXPECT_EQ(against(other, {"--compare", "--unordered", "/tags", "--tolerance", "0.1", "--more-members"}).status, 0);
  EXPECT_EQ(against(other, {"--compare", "--unordered", "/tags", "--tolerance", "1%", "--ignore", "/more"}).status, 0);
  EXPECT_EQ(against(other, {"--compare", "--unordered", "/tags", "--more-members"}).status, 1);
  EXPECT_EQ(against(other, {"--compare", "--unordered", "/**", "--tolerance", "1%", "--more-members", "--parallel", "4"}).status, 0);
}

TEST_F(Replay, Reports) {
  record(stubs("17", "A<b>&\\\"da\\\""));
  const std::string changed = stubs("17", "Bob");
  EXPECT_EQ(against(changed, {"--compare", "--format", "junit", "-o", "r.xml"}).status, 1);
  const auto xml = xml::Document::parse(file("r.xml"));
  ASSERT_TRUE(xml) << file("r.xml");
  EXPECT_NE(file("r.xml").find("tests=\"3\" failures=\"1\" errors=\"0\""), std::string::npos) << file("r.xml");

  const Ran json = against(changed, {"--compare", "--format", "json"});
  const auto document = json::parse(json.out);
  ASSERT_TRUE(document) << json.out;
  EXPECT_EQ(document->at("failed").to_number<int>(), 1);
  EXPECT_EQ(document->at("results").at(1).at("differences").at(0).at("where").as_string(), "/name");

  EXPECT_EQ(against(changed, {"--compare", "--format", "html", "-o", "r.html"}).status, 1);
  const std::string html = file("r.html");
  EXPECT_NE(html.find("<h2 class=\"different\">GET /users/17</h2>"), std::string::npos) << html;
  EXPECT_EQ(html.find("A<b>"), std::string::npos) << "escaped";
}

TEST_F(Replay, StopsWhereNobodyIs) {
  record(stubs("17", "Ada"));
  const Ran ran = run({"h.db", "--against", "http://127.0.0.1:" + std::to_string(closed_port()), "--compare", "--format", "junit", "-o", "r.xml"});
  EXPECT_EQ(ran.status, 1);
  EXPECT_NE(ran.errors.find("of 3 requests: connection refused"), std::string::npos) << ran.errors;
  EXPECT_NE(file("r.xml").find("errors=\"3\""), std::string::npos);
}

TEST_F(Replay, AnInterruptionReportsWhatWasDone) {
  record(stubs("17", "Ada"));
  std::promise<void> second;  // request: it goes out when the first answer is there
  std::atomic<int> requests{0};
  Upstream slow([&](Peer& peer) {
    while (!peer.read_request().empty()) {
      if (++requests == 2) {
        second.set_value();
        return peer.wait_for_end();
      }
      peer.send("HTTP/1.1 500 Broken\r\nContent-Length: 0\r\n\r\n");
    }
  });
  Process process({program_path(), "replay", "h.db", "--against", slow.url(), "--compare", "--as-it-was"}, folder_.path());
  EXPECT_EQ(second.get_future().wait_for(kPatience), std::future_status::ready);
  process.signal(SIGINT);
  EXPECT_EQ(process.wait(), 130);
  EXPECT_EQ(defect_report(process.errors()), "");
  EXPECT_NE(process.output().find("of 3 requests: interrupted"), std::string::npos) << process.output() << process.errors();
  EXPECT_NE(process.output().find("POST /users\n"), std::string::npos) << process.output();
}

constexpr std::string_view kHar = R"({"log": {"entries": [
  {"startedDateTime": "2026-01-01T00:00:02Z", "request": {"method": "GET", "url": "http://a.test/slow", "headers": [{"name": "Authorization", "value": "Bearer REDACTED"}]},
   "response": {"status": 200, "content": {"text": "{\"when\": \"2026-01-01\"}", "mimeType": "application/json"}}},
  {"startedDateTime": "2026-01-01T00:00:01Z", "request": {"method": "GET", "url": "http://b.test/gone"}, "response": {"status": 204, "content": {}}}]}})";

TEST_F(Replay, HarFilesAndFoldersOfThem) {
  folder_.write("folder/a.har", kHar);
  folder_.write("folder/notes.txt", "no recording");
  const std::string yaml = stubs("17", "Ada");
  const Ran several = against(yaml, {"--compare"}, "folder/a.har");
  EXPECT_EQ(several.status, 2);
  EXPECT_NE(several.errors.find("several hosts: a.test (1), b.test (1)"), std::string::npos) << several.errors;
  const Ran one = against(yaml, {"--compare", "--from", "A.test"}, "folder");
  EXPECT_EQ(one.status, 0) << one.out << one.errors;
  EXPECT_NE(one.errors.find("1 request with credentials that were redacted"), std::string::npos) << one.errors;
  const Ran all = against(yaml, {"--compare", "--from", "*", "--header", "Authorization: Bearer x"}, "folder");
  EXPECT_EQ(all.status, 1);
  EXPECT_EQ(all.out.find("GET /gone"), 0u) << "what was recorded first: " << all.out;
}

struct BadUse {
  std::string_view rule;
  std::vector<std::string> arguments;
  std::string_view said;
};
const BadUse kBadUses[] = {
    {"no --against", {"a.har"}, "to answer from a recording: mimus serve a.har"},
    {"no such file", {"no.har", "--against", "http://h"}, "cannot open 'no.har'"},
    {"no recording", {"notes.txt", "--against", "http://h"}, "notes.txt:1:1"},
    {"an empty folder", {"empty", "--against", "http://h"}, "no recording in the folder 'empty'"},
    {"a bad address", {"a.har", "--against", "h:80", "--from", "*"}, "h:80"},
    {"a query", {"a.har", "--against", "http://h/v1?key=1", "--from", "*"}, "has a query or a fragment"},
    {"a fragment", {"a.har", "--against", "http://h/#x", "--from", "*"}, "has a query or a fragment"},
    {"a bad pointer", {"a.har", "--against", "http://h", "--compare", "--ignore", "a"}, "/ignore/0"},
    {"a rule without --compare", {"a.har", "--against", "http://h", "--ignore", "/a"}, "--compare"},
    {"a bad timing", {"a.har", "--against", "http://h", "--timing", "fast"}, "expected none, as-recorded, or x2"},
    {"a bad header", {"a.har", "--against", "http://h", "--header", "a b"}, "expected 'Name: value'"},
    {"a bad tolerance", {"a.har", "--against", "http://h", "--compare", "--tolerance", "much"}, "expected 0.01 or 1%"},
    {"a condition of histories", {"a.har", "--against", "http://h", "--stub", "x"}, "--stub is for histories"},
    {"nothing left", {"a.har", "--against", "http://h", "--path", "/none"}, "nothing to send"},
};
TEST_F(Replay, BadUseIsStatusTwo) {
  folder_.write("a.har", kHar);
  folder_.write("notes.txt", "no recording");
  folder_.write("empty/notes.txt", "no recording");
  for (const BadUse& row : kBadUses) {
    SCOPED_TRACE(row.rule);
    const Ran ran = run(row.arguments);
    EXPECT_EQ(ran.status, 2);
    EXPECT_NE(ran.errors.find(row.said), std::string::npos) << ran.errors;
  }
}

}  // namespace
}  // namespace mimus
