// Recording through the API: what a specification may say, and what stubs come of it.
#include <filesystem>
#include <fstream>

#include "asking_for_tests.h"
#include "record_spec.h"
#include "recorded_mapping.h"

namespace mimus::wiremock_admin {
namespace {

// ---- specifications ----------------------------------------------------------------------------

struct BadSpec {
  std::string_view rule, document, pointer, detail;
};
constexpr BadSpec kBadSpecs[] = {
    {"no object", "[]", "/", "is an object"},
    {"an unknown field", R"({"zzz": 1})", "/zzz", "Unrecognized field \\\"zzz\\\" (class com.github.tomakehurst.wiremock.recording.RecordSpec)"},
    {"a target without a scheme", R"({"targetBaseUrl": "example.com"})", "/targetBaseUrl", "http://"},
    {"an unknown field of the pattern", R"({"filters": {"zzz": 1}})", "/filters/zzz", "RequestPattern"},
    {"a bad matcher", R"({"filters": {"headers": {"A": {"nope": 1}}}})", "/filters/headers/A", "is not a valid match operation"},
    {"a bad id", R"({"filters": {"ids": ["x"]}})", "/filters/ids", "UUID"},
    {"no switch", R"({"filters": {"allowNonProxied": 1}})", "/filters/allowNonProxied", "true or false"},
    {"a bad header", R"({"captureHeaders": {"A": {"x": 1}}})", "/captureHeaders/A/x", "Unrecognized field"},
    {"an unknown matcher", R"({"requestBodyPattern": {"matcher": "near"}})", "/requestBodyPattern/matcher", "equalToJson"},
    {"a bad size", R"({"extractBodyCriteria": {"textSizeThreshold": "10 XB"}})", "/extractBodyCriteria/textSizeThreshold", "bytes"},
    {"an unknown form", R"({"outputFormat": "SOME"})", "/outputFormat", "FULL or IDS"},
};

class RecordingApi : public Asking {
 protected:
  // Of the files below a folder, relative to it.
  static std::vector<std::string> names_below(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file()) names.push_back(entry.path().lexically_relative(folder).string());
    }
    return names;
  }
  Said snapshot(const std::string& more = "") {
    return admin("POST", "/recordings/snapshot", R"({"persist": false, "filters": {"allowNonProxied": true})" + more + "}");
  }
};

TEST_F(RecordingApi, RefusesBadSpecifications) {
  for (const BadSpec& row : kBadSpecs) {
    SCOPED_TRACE(row.rule);
    for (const char* path : {"/recordings/start", "/recordings/snapshot"}) {
      const Said said = admin("POST", path, row.document);
      EXPECT_EQ(said.status, 422);
      EXPECT_EQ(said.at("/errors/0/source/pointer"), "\"" + std::string(row.pointer) + "\"") << said.body;
      EXPECT_NE(said.at("/errors/0/detail").find(row.detail), std::string::npos) << said.body;
    }
  }
  EXPECT_EQ(admin("GET", "/recordings/status").at("/status"), "\"NeverStarted\"");
}

struct Size {
  std::string_view text;
  std::optional<std::uint64_t> bytes;
};
TEST(RecordSpec, ReadsSizes) {
  constexpr Size kSizes[] = {{"20", 20}, {"\"20\"", 20}, {"\"20 B\"", 20}, {"\"10 KB\"", 10240}, {"\"1,5 mb\"", 1572864}, {"\"2.5GB\"", 2684354560},
                             {"\"\"", std::nullopt}, {"\"KB\"", std::nullopt}, {"\"-1\"", std::nullopt}, {"true", std::nullopt}, {"\"1 TB\"", std::nullopt}};
  for (const Size& row : kSizes) EXPECT_EQ(read_size(*json::parse(row.text)), row.bytes) << row.text;
}

struct Name {
  std::string_view path, name;
};
TEST(RecordedMapping, IsNamedAfterItsPath) {
  constexpr Name kNames[] = {{"/a/b", "a_b"}, {"/", ""}, {"//a", "a"}, {"/a%20b/c.json", "a20b_c.json"}, {"/\xC3\xA9/x", "_x"}};
  for (const Name& row : kNames) EXPECT_EQ(name_of_path(row.path), row.name) << row.path;
  EXPECT_EQ(name_of_path("/a/b", '-'), "a-b");
  EXPECT_EQ(name_of_path("/" + std::string(500, 'x')).size(), 200u);
}

// ---- what comes of a request -------------------------------------------------------------------

constexpr std::string_view kAny = R"({"request": {"method": "ANY"}, "response": {"body": "ok", "headers": {"Content-Type": "text/plain"}}})";

struct Made {
  std::string_view rule, method, target, type, body;
  std::string more;          // of the specification
  std::string_view request;  // of the mapping
};
const Made kMade[] = {
    {"without a query: url", "GET", "/a/b", "", "", "", R"({"url":"/a/b","method":"GET"})"},
    {"with one: each parameter exactly", "GET", "/a?x=1&y=%20&x=2", "", "", "",
     R"({"urlPath":"/a","method":"GET","queryParameters":{"x":{"hasExactly":[{"equalTo":"1"},{"equalTo":"2"}]},"y":{"hasExactly":[{"equalTo":" "}]}}})"},
    {"JSON", "POST", "/a", "application/vnd.x+json", "{\"k\":1}", "",
     R"({"url":"/a","method":"POST","bodyPatterns":[{"equalToJson":"{\"k\":1}","ignoreArrayOrder":true,"ignoreExtraElements":true}]})"},
    {"XML", "POST", "/a", "text/xml", "<a/>", "", R"({"url":"/a","method":"POST","bodyPatterns":[{"equalToXml":"<a/>"}]})"},
    {"text", "POST", "/a", "text/plain", "hi", "", R"({"url":"/a","method":"POST","bodyPatterns":[{"equalTo":"hi","caseInsensitive":false}]})"},
    {"parts", "POST", "/a", "multipart/form-data; boundary=x", "--x--", "", R"({"url":"/a","method":"POST","bodyPatterns":[{"anything":"anything"}]})"},
    {"bytes", "POST", "/a", "image/png", "\x01", "", R"({"url":"/a","method":"POST","bodyPatterns":[{"binaryEqualTo":"AQ=="}]})"},
    {"another matcher", "POST", "/a", "application/json", "{}", R"(, "requestBodyPattern": {"matcher": "equalTo", "caseInsensitive": true})",
     R"({"url":"/a","method":"POST","bodyPatterns":[{"equalTo":"{}","caseInsensitive":true}]})"},
    {"JSON to the letter", "POST", "/a", "text/plain", "{}", R"(, "requestBodyPattern": {"matcher": "equalToJson", "ignoreArrayOrder": false})",
     R"({"url":"/a","method":"POST","bodyPatterns":[{"equalToJson":"{}","ignoreArrayOrder":false}]})"},
    {"headers that are there", "POST", "/a", "text/plain", "", R"(, "captureHeaders": {"Content-Type": {"caseInsensitive": true}, "X-None": {}})",
     R"({"url":"/a","method":"POST","headers":{"Content-Type":{"equalTo":"text/plain","caseInsensitive":true}}})"},
};

TEST_F(RecordingApi, MakesAMappingOfEachRequest) {
  stub(kAny);
  for (const Made& row : kMade) {
    SCOPED_TRACE(row.rule);
    admin("DELETE", "/requests");
    std::vector<http::HeaderField> fields;
    if (!row.type.empty()) fields.push_back({"Content-Type", row.type});
    ask(row.method, row.target, row.body, fields);
    const Said said = snapshot(row.more);
    EXPECT_EQ(said.status, 200) << said.body;
    EXPECT_EQ(said.at("/mappings/0/request"), row.request) << said.body;
    EXPECT_EQ(said.at("/mappings/0/response/body"), "\"ok\"");
    EXPECT_EQ(said.at("/mappings/1"), "");
  }
}

TEST_F(RecordingApi, TakesWhatTheFiltersWant) {
  stub(kAny);
  get("/a");
  get("/b");
  EXPECT_EQ(admin("POST", "/recordings/snapshot", R"({"persist": false})").at("/mappings"), "[]") << "nothing was proxied";
  EXPECT_EQ(admin("POST", "/recordings/snapshot").at("/mappings"), "[]");
  const std::string newest(admin("GET", "/requests").json().at("requests").as_array()[0].at("id").as_string());
  const Said by_id = admin("POST", "/recordings/snapshot", R"({"persist": false, "outputFormat": "IDS", "filters": {"allowNonProxied": true, "ids": [")" + newest + R"("]}})");
  EXPECT_EQ(by_id.json().at("ids").as_array().size(), 1u) << by_id.body;
  const std::string id(by_id.json().at("ids").as_array()[0].as_string());
  EXPECT_EQ(admin("GET", "/mappings/" + id).at("/request/url"), "\"/b\"");
  EXPECT_EQ(snapshot().json().at("mappings").as_array().size(), 2u);
}

TEST_F(RecordingApi, RepeatsAreAScenario) {
  stub(kAny);
  for (int i = 0; i < 3; ++i) get("/a/b");
  get("/c");
  const Said once = snapshot(R"(, "repeatsAsScenarios": false)");
  EXPECT_EQ(once.json().at("mappings").as_array().size(), 2u);
  const json::Value all = snapshot().json();
  ASSERT_EQ(all.at("mappings").as_array().size(), 4u);
  const auto text = [&](std::size_t i, std::string_view name) {
    const json::Value* value = all.at("mappings").as_array()[i].as_object().if_contains(name);
    return value == nullptr ? std::string() : std::string(value->as_string());
  };
  EXPECT_EQ(text(0, "scenarioName"), "") << "newest first";
  const std::string name = "scenario-1-a-b";
  const std::string states[][2] = {{name + "-3", ""}, {name + "-2", name + "-3"}, {"Started", name + "-2"}};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(text(i + 1, "scenarioName"), name);
    EXPECT_EQ(text(i + 1, "requiredScenarioState"), states[i][0]);
    EXPECT_EQ(text(i + 1, "newScenarioState"), states[i][1]);
  }
}

TEST_F(RecordingApi, KeepsStubsAndLargeBodiesInFiles) {
  stub(R"({"request": {"url": "/text"}, "response": {"body": "twenty bytes of text", "headers": {"Content-Type": "text/plain"}}})");
  stub(R"({"request": {"url": "/bytes"}, "response": {"base64Body": "AAECAwQ="}})");
  get("/text");
  get("/bytes");
  const Said said = admin("POST", "/recordings/snapshot", R"({"filters": {"allowNonProxied": true}, "extractBodyCriteria": {"textSizeThreshold": 19, "binarySizeThreshold": "5 B"}})");
  EXPECT_EQ(said.status, 200) << said.body;
  EXPECT_EQ(said.at("/mappings/0/persistent"), "true");
  EXPECT_EQ(said.at("/mappings/0/response/base64Body"), "\"AAECAwQ=\"") << "no longer than the threshold";
  const std::string id(said.json().at("mappings").as_array()[1].at("id").as_string());
  EXPECT_EQ(said.at("/mappings/1/response/bodyFileName"), "\"text-" + id + ".txt\"");
  EXPECT_EQ(names_below(root_.files()), std::vector{"text-" + id + ".txt"});
  EXPECT_EQ(names_below(root_.mappings()).size(), 2u);
  EXPECT_EQ(get("/text").body, "twenty bytes of text") << "by the newest, from its file";
  for (const char* all : {"/mappings", "/requests"}) admin("DELETE", all);
}

TEST_F(RecordingApi, StartsOnceAndStopsOnce) {
  const std::string before = admin("GET", "/mappings").at("/meta/total");
  EXPECT_EQ(admin("POST", "/recordings/start", R"({"targetBaseUrl": "http://localhost:1", "transformers": ["x"], "transformerParameters": {"a": 1}})").at(""), "{}");
  EXPECT_EQ(admin("POST", "/recordings/start", R"({"targetBaseUrl": "http://localhost:2"})").at(""), "{}") << "silently ignored";
  EXPECT_EQ(admin("GET", "/mappings").at("/mappings/0/response/proxyBaseUrl"), "\"http://localhost:1\"");
  EXPECT_EQ(admin("GET", "/recordings/status").at("/status"), "\"Recording\"");
  EXPECT_EQ(admin("POST", "/recordings/stop").at("/mappings"), "[]");
  EXPECT_EQ(admin("GET", "/recordings/status").at("/status"), "\"Stopped\"");
  EXPECT_EQ(admin("GET", "/mappings").at("/meta/total"), before) << "the proxy is gone";
  EXPECT_EQ(admin("POST", "/recordings/stop").status, 400);
}

// Not a thing is lost because a file cannot be written.
TEST_F(RecordingApi, GoesOnWhenItsStubsCannotBeKept) {
  stub(kAny);
  EXPECT_EQ(admin("POST", "/recordings/start", R"({"filters": {"allowNonProxied": true}, "extractBodyCriteria": {"textSizeThreshold": 1}})").at(""), "{}");
  get("/a");
  get("/b");
  const std::string before = admin("GET", "/mappings").at("/meta/total");
  std::filesystem::remove_all(root_.files());
  std::ofstream(root_.files()) << "a file where the folder was";
  EXPECT_EQ(admin("POST", "/recordings/stop").status, 500);
  EXPECT_EQ(admin("GET", "/recordings/status").at("/status"), "\"Recording\"");
  EXPECT_EQ(admin("GET", "/mappings").at("/meta/total"), before) << "none of them";
  EXPECT_EQ(names_below(root_.mappings()).size(), 0u);
  std::filesystem::remove(root_.files());
  get("/c");
  EXPECT_EQ(admin("POST", "/recordings/stop").json().at("mappings").as_array().size(), 3u);
  EXPECT_EQ(admin("GET", "/recordings/status").at("/status"), "\"Stopped\"");
}

class SmallJournal : public Asking {
 protected:
  SmallJournal() : Asking({}, {.bytes = 256 * 1024}) {}
};
TEST_F(SmallJournal, SaysWhatLeftTheJournalBeforeTheEnd) {
  stub(kAny);
  admin("POST", "/recordings/start", R"({"persist": false, "filters": {"allowNonProxied": true}})");
  for (int i = 0; i < 30; ++i) ask("POST", "/a?n=" + std::to_string(i), std::string(50'000, static_cast<char>('a' + i % 26)));
  const json::Value stopped = admin("POST", "/recordings/stop").json();
  const std::size_t made = stopped.at("mappings").as_array().size();
  EXPECT_GT(made, 0u);
  ASSERT_NE(json::find(stopped, "/meta/notRecorded"), nullptr) << made;
  // The call that started it is in the journal, too.
  EXPECT_NEAR(static_cast<double>(made) + json::find(stopped, "/meta/notRecorded")->to_number<double>(), 30, 1);
}

class NoJournal : public Asking {
 protected:
  NoJournal() : Asking({}, {.enabled = false}) {}
};
TEST_F(NoJournal, IsNothingToRecordFrom) {
  for (const char* path : {"/recordings/start", "/recordings/snapshot"}) {
    const Said said = admin("POST", path, "{}");
    EXPECT_EQ(said.status, 400) << path;
    EXPECT_NE(said.at("/errors/0/title").find("--no-request-journal"), std::string::npos) << said.body;
  }
  EXPECT_EQ(admin("GET", "/recordings/status").at("/status"), "\"NeverStarted\"");
}

// ---- what is whole -----------------------------------------------------------------------------

struct Whole {
  std::string_view rule;
  int status;
  std::string_view head, body;
  bool proxied, whole;
};
TEST(RecordedMapping, WantsWholeAnswers) {
  constexpr Whole kRows[] = {
      {"as long as announced", 200, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n", "ok", true, true},
      {"still on its way", 200, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n", "ok", true, false},
      {"of unknown length, streamed", 200, "HTTP/1.1 200 OK\r\n", "ok", true, false},
      {"of a stub that sends chunks", 200, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", "ok", false, true},
      {"no body is whole", 304, "HTTP/1.1 304 Not Modified\r\n", "", true, true},
      {"a fault", 0, "", "", false, false},
  };
  for (const Whole& row : kRows) {
    journal::Exchange exchange;
    exchange.request.method = "GET";
    exchange.status = row.status;
    exchange.response_head = row.head;
    exchange.response_body = row.body;
    EXPECT_EQ(is_whole(exchange, row.proxied), row.whole) << row.rule;
  }
}

}  // namespace
}  // namespace mimus::wiremock_admin
