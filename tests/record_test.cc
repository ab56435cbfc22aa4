// `mimus record` as people run it: a server is recorded and stopped, and what was recorded answers in its place.
#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <map>
#include <thread>

#include "json/json.h"
#include "support/http_client.h"
#include "support/program.h"
#include "support/raw_exchange.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"
#include "support/upstream.h"

namespace mimus {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kOrigin = R"(
routes:
  - { path: "/users/{id:int}", method: GET, response: { id: "{{path.id}}", href: "/users/{{path.id}}" } }
  - { path: /users, method: POST, status: 201, response: { id: "{{uuid}}", name: "{{body.name}}" } }
  - { path: /photo, content_type: image/png, base64: "AAEC/4D+" }
  - { path: /long, text: "{{#repeat 3000}}0123456789{{/repeat}}" }
  - { path: /zipped, compress: true, text: "{{#repeat 500}}again and {{/repeat}}" }
  - { path: /many, headers: { X-Many: [one, two] }, text: "many  blanks" }
  - { path: /spaced, content_type: application/json, text: "{ \"b\": 1,\n  \"a\": [1.0, 2e3] }" }
  - { path: /old, status: 302, headers: { Location: /photo } }
  - { path: /gone, status: 410, reason: Long Gone, text: gone }
  - { path: /empty, status: 204 }
  - { path: /count, responses: [{ text: one }, { text: two }, { text: three }] }
  - { path: /login, method: POST, response: { access_token: s3cr3t-one, note: "b2ktwo" } }
  - { path: /me, response: { plan: gold } }
)";

struct Asked {
  std::string_view rule;
  RawRequest request;
};
const Asked kAsked[] = {
    {"a path template", {"GET", "/users/17"}},
    {"… and another", {"GET", "/users/42"}},
    {"bytes", {"GET", "/photo"}},
    {"a large body", {"GET", "/long"}},
    {"repeated fields", {"GET", "/many"}},
    {"JSON keeps its blanks", {"GET", "/spaced"}},
    {"a redirect is not followed", {"GET", "/old"}},
    {"a reason of its own", {"GET", "/gone"}},
    {"no body", {"GET", "/empty"}},
    {"HEAD", {"HEAD", "/photo"}},
    {"answers in order", {"GET", "/count"}},
    {"… the second", {"GET", "/count"}},
    {"… the third", {"GET", "/count"}},
    {"what is not there", {"GET", "/nothing"}},
};

std::vector<std::string> values(const RawAnswer& answer, std::string_view name) {
  std::vector<std::string> all;
  for (const auto& [key, value] : answer.headers) {
    if (key == name) all.push_back(value);
  }
  return all;
}

std::vector<RawAnswer> ask_all(std::uint16_t port) {
  std::vector<RawAnswer> answers;
  for (const Asked& row : kAsked) answers.push_back(exchange_raw(port, row.request));
  return answers;
}

void expect_same(const std::vector<RawAnswer>& recorded, std::uint16_t port) {
  const std::vector<RawAnswer> replayed = ask_all(port);
  for (std::size_t i = 0; i < std::size(kAsked); ++i) {
    SCOPED_TRACE(kAsked[i].rule);
    EXPECT_EQ(replayed[i].status, recorded[i].status);
    EXPECT_EQ(replayed[i].reason, recorded[i].reason);
    EXPECT_EQ(replayed[i].body, recorded[i].body);
    for (const char* name : {"Content-Type", "Location", "X-Many"}) EXPECT_EQ(values(replayed[i], name), values(recorded[i], name)) << name;
  }
}

RawAnswer post(std::uint16_t port, std::string path, std::string body, std::vector<std::pair<std::string, std::string>> more = {}) {
  more.emplace_back("Content-Type", "application/json");
  return exchange_raw(port, {"POST", std::move(path), std::move(more), std::move(body)});
}

struct Ran {
  int status;
  std::string out, errors;
};
Ran run(std::vector<std::string> arguments, const TempDir& folder) {
  arguments.insert(arguments.begin(), program_path());
  Process process(std::move(arguments), folder.path());
  const int status = process.wait().value_or(-1);
  EXPECT_EQ(defect_report(process.errors()), "");
  return {status, process.output(), process.errors()};
}

// `mimus record --to …`, ready to be asked.
class Recorder {
 public:
  Recorder(const TempDir& folder, const std::string& to, std::vector<std::string> more = {})
      : process_(command(to, std::move(more)), folder.path()) {
    const auto line = process_.wait_for_line("  proxy    ");
    const std::size_t colon = line ? line->rfind(':') : std::string::npos;
    if (colon != std::string::npos) port_ = static_cast<std::uint16_t>(std::stoi(line->substr(colon + 1)));
    EXPECT_NE(port_, 0) << process_.errors();
  }
  std::uint16_t port() const { return port_; }
  void signal(int number) { process_.signal(number); }
  void wait_for_error(std::string_view text) {
    const auto until = std::chrono::steady_clock::now() + kPatience;
    while (process_.errors().find(text) == std::string::npos && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(std::chrono::milliseconds(2));
    EXPECT_NE(process_.errors().find(text), std::string::npos) << text;
  }
  // What it says at its end.
  Ran end(int signal = SIGINT) {
    process_.signal(signal);
    const int status = process_.wait().value_or(-1);
    EXPECT_EQ(defect_report(process_.errors()), "");
    return {status, process_.output(), process_.errors()};
  }

 private:
  static std::vector<std::string> command(const std::string& to, std::vector<std::string> more) {
    more.insert(more.begin(), {program_path(), "record", "--to", to, "--port", "0"});
    return more;
  }
  Process process_;
  std::uint16_t port_ = 0;
};

std::string url(std::uint16_t port) { return "http://127.0.0.1:" + std::to_string(port); }

std::map<std::string, std::string> files_below(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) files[entry.path().lexically_relative(folder).string()] = read_file(entry.path());
  }
  return files;
}

void expect_contains(const std::string& text, std::string_view part) { EXPECT_NE(text.find(part), std::string::npos) << part << "\nin\n" << text; }

class Record : public ::testing::Test {
 protected:
  Record() { folder_.write("origin.yaml", kOrigin); }
  TempDir folder_;
};

TEST_F(Record, StandsInForTheRecordedServer) {
  std::vector<RawAnswer> recorded;
  RawAnswer ada, grace;
  {
    Server origin(folder_, {"origin.yaml"});
    ASSERT_NE(origin.port(), 0) << origin.said();
    Recorder recorder(folder_, url(origin.port()), {"-o", "mocks"});
    recorded = ask_all(recorder.port());
    EXPECT_EQ(recorded[6].status, 302);
    EXPECT_EQ(values(exchange_raw(recorder.port(), {"GET", "/zipped", {{"Accept-Encoding", "gzip"}}}), "Content-Encoding"),
              std::vector<std::string>{"gzip"});
    ada = post(recorder.port(), "/users", R"({"name": "Ada"})");
    grace = post(recorder.port(), "/users", R"({"name": "Grace"})");
    const Ran end = recorder.end();
    EXPECT_EQ(end.status, 0) << end.errors;
    expect_contains(end.out, "17 requests");
    expect_contains(end.out, "GET /users/{id:int}: generalised, 2 exchanges");
    expect_contains(end.out, "wrote " + (folder_.path() / "mocks/mimus.yaml").string());
  }
  EXPECT_EQ(files_below(folder_.path() / "mocks").size(), 2u) << "the routes, and one large body";
  Server replay(folder_, {"mocks", "--offline"});
  ASSERT_NE(replay.port(), 0) << replay.said();
  expect_same(recorded, replay.port());
  std::string again;
  for (int i = 0; i < 500; ++i) again += "again and ";
  EXPECT_EQ(exchange_raw(replay.port(), {"GET", "/zipped"}).body, again);
  EXPECT_EQ(exchange_raw(replay.port(), {"GET", "/users/99"}).body, R"({"id":99,"href":"/users/99"})") << "generalised";
  const RawAnswer made = post(replay.port(), "/users", R"({"name": "Ada"})");
  EXPECT_EQ(made.status, 201);
  const auto one = json::parse(made.body), two = json::parse(ada.body);
  ASSERT_TRUE(one && two) << made.body << ada.body;
  EXPECT_EQ(one->at("name"), two->at("name"));
  EXPECT_EQ(one->at("id").as_string().size(), 36u) << "made anew, in the same form";
  EXPECT_NE(grace.body, ada.body);
}

TEST_F(Record, AgainUpdatesAndNeverDoubles) {
  Server origin(folder_, {"origin.yaml"});
  ASSERT_NE(origin.port(), 0) << origin.said();
  const auto record = [&](const char* path) {
    Recorder recorder(folder_, url(origin.port()), {"-o", "mocks/"});
    ask_all(recorder.port());
    if (*path != '\0') exchange_raw(recorder.port(), {"GET", path});
    return recorder.end(SIGTERM);
  };
  EXPECT_EQ(record("").status, 0);
  exchange_raw(origin.port(), {"GET", "/count"});  // stays at "three" from here on
  const auto first = files_below(folder_.path() / "mocks");
  const Ran second = record("/me");
  expect_contains(second.out, "1 new, 1 updated, ");
  const auto after = files_below(folder_.path() / "mocks");
  EXPECT_NE(after.at("mimus.yaml").find("path: /me"), std::string::npos);
  EXPECT_EQ(after.size(), first.size());
  const Ran third = record("/me");
  expect_contains(third.out, "0 new, 0 updated, ");
  expect_contains(third.out, "nothing has changed");
  EXPECT_EQ(files_below(folder_.path() / "mocks"), after);
}

TEST_F(Record, OfAHistoryOrAHarFile) {
  std::vector<RawAnswer> recorded;
  {
    Server origin(folder_, {"origin.yaml", "--history", "h.db"});
    ASSERT_NE(origin.port(), 0) << origin.said();
    recorded = ask_all(origin.port());
    origin.expect_clean_end();
  }
  const Ran har = run({"history", "h.db", "--format", "har", "-n", "1000"}, folder_);
  folder_.write("h.har", har.out);
  for (const std::string from : {"h.db", "h.har"}) {
    SCOPED_TRACE(from);
    const std::string to = "from-" + from.substr(2);
    const Ran made = run({"record", "--from", from, "-o", to}, folder_);
    EXPECT_EQ(made.status, 0) << made.errors;
    expect_contains(made.out, "14 requests");
    Server replay(folder_, {to});
    ASSERT_NE(replay.port(), 0) << replay.said();
    expect_same(recorded, replay.port());
  }
  EXPECT_EQ(run({"record", "--from", "h.db", "--to", "http://other.example", "-o", "none"}, folder_).status, 1);
  EXPECT_FALSE(fs::exists(folder_.path() / "none"));
}

TEST_F(Record, AsWireMockMappings) {
  std::vector<RawAnswer> recorded;
  {
    Server origin(folder_, {"origin.yaml", "--history", "h.db"});
    ASSERT_NE(origin.port(), 0) << origin.said();
    recorded = ask_all(origin.port());
    origin.expect_clean_end();
  }
  EXPECT_EQ(run({"record", "--from", "h.db", "-o", "wm", "--format", "wiremock"}, folder_).status, 0);
  const auto first = files_below(folder_.path() / "wm");
  const Ran again = run({"record", "--from", "h.db", "-o", "wm", "--format", "wiremock"}, folder_);
  expect_contains(again.out, "nothing has changed");
  EXPECT_EQ(files_below(folder_.path() / "wm"), first);
  Server replay(folder_, {"--root-dir", "wm"});
  ASSERT_NE(replay.port(), 0) << replay.said();
  const std::vector<RawAnswer> replayed = ask_all(replay.port());
  for (std::size_t i = 0; i < std::size(kAsked); ++i) {
    SCOPED_TRACE(kAsked[i].rule);
    EXPECT_EQ(replayed[i].status, recorded[i].status);
    EXPECT_EQ(replayed[i].body, recorded[i].body);
    for (const char* name : {"Content-Type", "Location", "X-Many"}) EXPECT_EQ(values(replayed[i], name), values(recorded[i], name)) << name;
  }
}

TEST_F(Record, SecretsStayAway) {
  Server origin(folder_, {"origin.yaml"});
  ASSERT_NE(origin.port(), 0) << origin.said();
  const auto record = [&](const std::string& to, std::vector<std::string> more) {
    more.insert(more.begin(), {"-o", to});
    Recorder recorder(folder_, "http://user:pa55word@127.0.0.1:" + std::to_string(origin.port()), std::move(more));
    post(recorder.port(), "/login", R"({"password": "hunter-two"})", {{"X-Tenant", "acme-inc"}});
    exchange_raw(recorder.port(), {"GET", "/me?api_key=k3y-k3y", {{"Authorization", "Bearer t0ken-t0ken"}, {"Cookie", "sid=c00kie-c00kie"}}});
    const Ran end = recorder.end();
    EXPECT_EQ(end.status, 0) << end.errors;
    expect_contains(end.out, "redacted:\n");
    expect_contains(end.out, "request body password");
    for (const auto& [name, text] : files_below(folder_.path() / to)) {
      for (const char* secret : {"hunter-two", "k3y-k3y", "t0ken-t0ken", "c00kie-c00kie", "pa55word"}) {
        EXPECT_EQ(text.find(secret), std::string::npos) << secret << " in " << name << ":\n" << text;
      }
    }
    return read_file(folder_.path() / to / "mimus.yaml");
  };
  const std::string usual = record("usual", {"--redact", "note", "--redact-pattern", "b2k[a-z]+"});
  EXPECT_EQ(usual.find("s3cr3t-one"), std::string::npos) << usual;
  EXPECT_EQ(usual.find("b2ktwo"), std::string::npos) << usual;
  expect_contains(record("kept", {"--keep-secrets", "access_token"}), "s3cr3t-one");
  Server replay(folder_, {"usual"});
  ASSERT_NE(replay.port(), 0) << replay.said();
  EXPECT_EQ(post(replay.port(), "/login", R"({"password": "another"})").status, 200) << "any secret will do";
  EXPECT_EQ(exchange_raw(replay.port(), {"GET", "/me?api_key=mine"}).body, R"({"plan":"gold"})");
}

// Over TCP, byte by byte: what no mock server would do.
TEST_F(Record, SaysWhatItLeavesOut) {
  Upstream origin([](Peer& peer) {
    for (std::string request = peer.read_request(); !request.empty(); request = peer.read_request()) {
      if (request.starts_with("GET /v1/events")) {
        peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n");
        peer.send("9\r\ndata: 2\n\n\r\n0\r\n\r\n");
      } else if (request.starts_with("GET /v1/strange")) {
        peer.send("HTTP/1.1 200 OK\r\nContent-Encoding: strange\r\nContent-Length: 2\r\n\r\nxx");
      } else {
        return peer.reset();
      }
    }
  });
  Recorder recorder(folder_, origin.url() + "/v1/", {"--with-timing"});
  EXPECT_EQ(exchange_raw(recorder.port(), {"GET", "/events"}).body, "data: 1\n\ndata: 2\n\n");
  EXPECT_EQ(exchange_raw(recorder.port(), {"GET", "/strange"}).body, "xx");
  EXPECT_EQ(exchange_raw(recorder.port(), {"GET", "/broken"}).status, 502);
  const Ran end = recorder.end();
  EXPECT_EQ(end.status, 0) << end.errors;
  expect_contains(end.out, "note: 1 event stream ends where the recording left it");
  expect_contains(end.out, "/strange: skipped its Content-Encoding cannot be undone");
  expect_contains(end.out, "/broken: skipped");
  const std::string text = read_file(folder_.path() / "recorded/mimus.yaml");
  expect_contains(text, "path: /events");
  EXPECT_EQ(text.find("/v1"), std::string::npos) << text;
  EXPECT_EQ(text.find("/strange"), std::string::npos) << text;
}

// The server's own time between two events is what is recorded, and what the mock takes again.
TEST_F(Record, EventsComeWhenTheyCame) {
  constexpr std::chrono::milliseconds kBetween(60);
  std::promise<void> first_has_come;
  Upstream origin([&](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: 1\n\n");
    first_has_come.get_future().wait();
    std::this_thread::sleep_for(kBetween);  // waits for nothing: this time is what is recorded
    peer.send("data: 2\n\ndata: 3\n\n");
  });
  constexpr std::string_view kEvents = "data: 1\n\ndata: 2\n\ndata: 3\n\n";
  Recorder recorder(folder_, origin.url(), {"--with-timing"});
  Connection client(recorder.port());
  client.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(client.arrives("data: 1\n\n"));
  first_has_come.set_value();
  EXPECT_TRUE(client.arrives("data: 3\n\n"));
  EXPECT_EQ(recorder.end().status, 0);
  const std::string text = read_file(folder_.path() / "recorded/mimus.yaml");
  int times[3] = {};
  const std::size_t at = text.find("events_at_ms: [");
  ASSERT_NE(at, text.npos) << text;
  ASSERT_EQ(std::sscanf(text.c_str() + at, "events_at_ms: [%d, %d, %d]", &times[0], &times[1], &times[2]), 3) << text;
  EXPECT_EQ(times[1], times[2]) << "the two that came together";
  EXPECT_GE(times[1] - times[0], kBetween.count() - 1) << "rounded";
  Server replay(folder_, {"recorded"});
  ASSERT_NE(replay.port(), 0) << replay.said();
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(exchange_raw(replay.port(), {"GET", "/events"}).body, kEvents);
  EXPECT_GE(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(times[2]));
}

// No file of stubs can hold them; what can be said of the rest is.
TEST_F(Record, BytesThatAreNoTextDoNoHarm) {
  Upstream origin([](Peer& peer) {
    while (!peer.read_request().empty()) peer.send("HTTP/1.1 200 OK\r\nX-Town: K\xF6ln\r\nX-Ok: yes\r\nContent-Length: 2\r\n\r\nhi");
  });
  const std::string form = "application/x-www-form-urlencoded";
  const std::vector<RawRequest> asked{{"GET", "/plain"},
                                      {"GET", "/town/K%F6ln"},
                                      {"GET", "/query?q=%FF&ok=1"},
                                      {"GET", "/names?%FF=1"},
                                      {"POST", "/form", {{"Content-Type", form}}, "name=J%F6rg&ok=1"},
                                      {"POST", "/raw", {{"Content-Type", form}}, "name=J\xF6rg"},
                                      {"POST", "/text", {{"Content-Type", "text/plain"}}, "J\xF6rg"},
                                      {"POST", "/json", {{"Content-Type", "application/json"}}, "{\"name\": \"J\xF6rg\"}"},
                                      {"GET", "/field", {{"Cookie", "town=K\xF6ln"}}}};
  for (const char* const format : {"native", "wiremock"}) {
    SCOPED_TRACE(format);
    const bool native = format == std::string_view("native");
    Recorder recorder(folder_, origin.url(), {"-o", format, "--format", format});
    for (const RawRequest& one : asked) EXPECT_EQ(exchange_raw(recorder.port(), one).body, "hi") << one.path;
    const Ran end = recorder.end();
    EXPECT_EQ(end.status, 0) << end.errors;
    expect_contains(end.out, "GET /query: dropped query q it is not UTF-8");
    expect_contains(end.out, "POST /form: dropped form name it is not UTF-8");
    expect_contains(end.out, "GET /plain: dropped response header X-Town it is not UTF-8");
    Server replay(folder_, native ? std::vector<std::string>{format} : std::vector<std::string>{"--root-dir", format});
    ASSERT_NE(replay.port(), 0) << replay.said();
    for (const RawRequest& one : asked) {
      const bool by_regex = one.path.starts_with("/query") || one.path == "/form" || one.path == "/raw";
      if (!native && by_regex) continue;  // in that dialect "present" is an expression, which such bytes do not match
      const RawAnswer answer = exchange_raw(replay.port(), one);
      EXPECT_EQ(answer.body, "hi") << one.path;
      EXPECT_EQ(values(answer, "X-Ok"), std::vector<std::string>{"yes"});
    }
    if (native) {
      EXPECT_EQ(exchange_raw(replay.port(), {"GET", "/query?q=other&ok=2"}).status, 404) << "the rest still counts";
    }
  }
}

// Most event streams have no end: the client leaves, or the recording ends.
TEST_F(Record, KeepsWhatCameOfAnEventStream) {
  Upstream origin([](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
    peer.send("data: 2\n\n");
    peer.wait_for_end();
  });
  Recorder recorder(folder_, origin.url());
  Connection left(recorder.port()), open(recorder.port());
  for (Connection* one : {&left, &open}) {
    one->send(one == &left ? "GET /left HTTP/1.1\r\nHost: x\r\n\r\n" : "GET /open HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(one->arrives("data: 2"));
  }
  left = Connection(recorder.port());
  const Ran end = recorder.end();
  EXPECT_EQ(end.status, 0) << end.errors;
  expect_contains(end.out, "note: 2 event streams end where the recording left them");
  Server replay(folder_, {"recorded"});
  ASSERT_NE(replay.port(), 0) << replay.said();
  for (const char* path : {"/left", "/open"}) {
    const RawAnswer answer = exchange_raw(replay.port(), {"GET", path});
    EXPECT_EQ(answer.body, "data: 1\n\ndata: 2\n\n") << path;
    EXPECT_EQ(values(answer, "Content-Type"), std::vector<std::string>{"text/event-stream"}) << path;
  }
}

TEST_F(Record, KeepsEachRequestApartWhenToldSo) {
  folder_.write("two.har", R"({"log": {"entries": [
    {"time": 100, "timings": {"wait": 100}, "request": {"method": "GET", "url": "http://a/users/1"}, "response": {"status": 200, "content": {"text": "{\"id\":1}", "mimeType": "application/json"}}},
    {"time": 100, "timings": {"wait": 100}, "request": {"method": "GET", "url": "http://a/users/2"}, "response": {"status": 200, "content": {"text": "{\"id\":2}", "mimeType": "application/json"}}}]}})");
  EXPECT_EQ(run({"record", "--from", "two.har", "-o", "apart", "--no-generalise", "--timing", "0.5"}, folder_).status, 0);
  const std::string apart = read_file(folder_.path() / "apart/mimus.yaml");
  expect_contains(apart, "path: /users/1\n");
  expect_contains(apart, "path: /users/2\n");
  expect_contains(apart, "latency_ms: 50");
  EXPECT_EQ(run({"record", "--from", "two.har", "-o", "joined"}, folder_).status, 0);
  const std::string joined = read_file(folder_.path() / "joined/mimus.yaml");
  expect_contains(joined, "/users/{id:int}");
  EXPECT_EQ(joined.find("latency_ms"), std::string::npos);
}

// The exchanges in their order, and nothing but that.
TEST_F(Record, StrictOrder) {
  Server origin(folder_, {"origin.yaml"});
  ASSERT_NE(origin.port(), 0) << origin.said();
  const std::vector<std::string> asked{"/users/17", "/long", "/long", "/users/42", "/users/17"};
  std::vector<std::string> answered;
  for (const std::string form : {"native", "wiremock"}) {
    SCOPED_TRACE(form);
    answered.clear();
    for (const bool again : {false, true}) {  // the second recording takes the place of the first
      Recorder recorder(folder_, url(origin.port()), {"-o", form, "--strict-order", "--format", form});
      if (!again) exchange_raw(recorder.port(), {"GET", "/me"});
      for (const std::string& path : asked) {
        const std::string body = exchange_raw(recorder.port(), {"GET", path}).body;
        if (again) answered.push_back(body);
      }
      const Ran end = recorder.end();
      EXPECT_EQ(end.status, 0) << end.errors;
      expect_contains(end.out, "scenario recording: sequence " + std::string(again ? "5 steps" : "6 steps"));
    }
    Server replay(folder_, {form, "--offline"});
    ASSERT_NE(replay.port(), 0) << replay.said();
    for (const int round : {1, 2}) {
      SCOPED_TRACE(round);
      for (std::size_t i = 0; i < asked.size(); ++i) {
        for (const std::string path : {"/users/42", "/me"}) {
          if (path == asked[i]) continue;
          EXPECT_EQ(exchange_raw(replay.port(), {"GET", path}).status, 404) << path << " before " << i;
        }
        EXPECT_EQ(exchange_raw(replay.port(), {"GET", asked[i]}).body, answered[i]) << i;
      }
      EXPECT_EQ(exchange_raw(replay.port(), {"GET", asked[0]}).status, 404) << "it is over";
      EXPECT_EQ(exchange_raw(replay.port(), {"DELETE", "/__mimus/scenarios"}).status, 204);
    }
  }
}

// A folder that is a file by the time of writing.
TEST_F(Record, WhatCannotBeWrittenIsSavedElsewhere) {
  Server origin(folder_, {"origin.yaml"});
  ASSERT_NE(origin.port(), 0) << origin.said();
  fs::create_directories(folder_.path() / "tmp");
  ::setenv("TMPDIR", (folder_.path() / "tmp").c_str(), 1);
  Recorder recorder(folder_, url(origin.port()), {"-o", "mocks"});
  ::unsetenv("TMPDIR");
  exchange_raw(recorder.port(), {"GET", "/long"});
  exchange_raw(recorder.port(), {"GET", "/me?api_key=k3y-k3y"});
  folder_.write("mocks/bodies", "a file");
  const Ran end = recorder.end();
  EXPECT_EQ(end.status, 2);
  expect_contains(end.errors, "mocks/bodies");
  EXPECT_EQ(files_below(folder_.path() / "mocks").size(), 1u) << "no half of it";
  const auto saved = files_below(folder_.path() / "tmp");
  ASSERT_EQ(saved.size(), 1u);
  const std::string har = (folder_.path() / "tmp" / saved.begin()->first).string();
  expect_contains(end.errors, "what was recorded is in " + har);
  EXPECT_EQ(saved.begin()->second.find("k3y-k3y"), std::string::npos);
  expect_contains(run({"record", "--from", har, "-o", "saved"}, folder_).out, "2 requests");
  expect_contains(read_file(folder_.path() / "saved/mimus.yaml"), "path: /me");
}

TEST_F(Record, KeepsWhatIsEditedMeanwhile) {
  Server origin(folder_, {"origin.yaml"});
  ASSERT_NE(origin.port(), 0) << origin.said();
  const std::string mine = "routes:\n  - path: /mine\n    text: by hand\n";
  Recorder first(folder_, url(origin.port()), {"-o", "mocks"});
  exchange_raw(first.port(), {"GET", "/me"});
  folder_.write("mocks/mimus.yaml", mine);
  EXPECT_EQ(first.end().status, 0);
  const std::string both = read_file(folder_.path() / "mocks/mimus.yaml");
  expect_contains(both, "by hand");
  expect_contains(both, "path: /me");

  Recorder second(folder_, url(origin.port()), {"-o", "mocks"});
  exchange_raw(second.port(), {"GET", "/many"});
  folder_.write("mocks/mimus.yaml", mine + "  - path:");
  const Ran end = second.end();
  EXPECT_EQ(end.status, 1);
  expect_contains(end.errors, "mocks/mimus.yaml:");
  expect_contains(end.errors, "changed while recording, and so left as it is");
  expect_contains(end.out, "wrote " + (folder_.path() / "mocks/mimus.yaml.recorded").string());
  EXPECT_EQ(read_file(folder_.path() / "mocks/mimus.yaml"), mine + "  - path:");
  const std::string beside = read_file(folder_.path() / "mocks/mimus.yaml.recorded");
  expect_contains(beside, "by hand");
  expect_contains(beside, "path: /many");
}

TEST_F(Record, OverTls) {
  Server origin(folder_, {"origin.yaml", "--https-port", "0", "--ca-dir", "ca"});
  ASSERT_NE(origin.port(), 0) << origin.said();
  const auto line = origin.process().wait_for_line("https://127.0.0.1:");
  ASSERT_TRUE(line) << origin.said();
  std::string to = line->substr(line->find("https://127.0.0.1:"));
  to.resize(to.find_last_of("0123456789") + 1);
  {
    Recorder distrustful(folder_, to, {"-o", "none"});
    const RawAnswer refused = exchange_raw(distrustful.port(), {"GET", "/me"});
    EXPECT_EQ(refused.status, 502);
    expect_contains(refused.body, "certificate");
    expect_contains(distrustful.end().out, "/me: skipped");
  }
  Recorder recorder(folder_, to, {"--upstream-ca", "ca/ca.pem"});
  EXPECT_EQ(exchange_raw(recorder.port(), {"GET", "/me"}).body, R"({"plan":"gold"})");
  const std::string large = exchange_raw(recorder.port(), {"GET", "/long"}).body;
  EXPECT_EQ(large.size(), 30'000u);
  const Ran end = recorder.end();
  EXPECT_EQ(end.status, 0) << end.errors;
  expect_contains(end.out, "2 requests");
  Server replay(folder_, {"recorded", "--offline"});
  ASSERT_NE(replay.port(), 0) << replay.said();
  EXPECT_EQ(exchange_raw(replay.port(), {"GET", "/me"}).body, R"({"plan":"gold"})");
  EXPECT_EQ(exchange_raw(replay.port(), {"GET", "/long"}).body, large);
}

struct Ending {
  std::string_view rule;
  int first, second, status;
};
TEST_F(Record, OnlyASecondInterruptDropsIt) {
  constexpr Ending kEndings[] = {{"a second Ctrl+C", SIGINT, SIGINT, 130},
                                 {"… after another signal", SIGTERM, SIGINT, 130},
                                 {"an impatient supervisor", SIGTERM, SIGTERM, 0},
                                 {"a terminal that goes", SIGINT, SIGHUP, 0}};
  Upstream origin([](Peer& peer) {  // an answer without end, so that ending takes its time
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
    peer.wait_for_end();
  });
  for (const Ending& row : kEndings) {
    SCOPED_TRACE(row.rule);
    const std::string to = "mocks-" + std::to_string(&row - kEndings);
    Recorder recorder(folder_, origin.url(), {"-o", to});
    Connection open(recorder.port());
    open.send("GET /open HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_TRUE(open.arrives("data: 1"));
    recorder.signal(row.first);
    recorder.wait_for_error("a second Ctrl+C drops");
    EXPECT_EQ(recorder.end(row.second).status, row.status);
    EXPECT_EQ(fs::exists(folder_.path() / to / "mimus.yaml"), row.status == 0);
  }
}

struct Refused {
  std::string_view rule;
  std::vector<std::string> arguments;
  int status;
  std::string_view says;
};
TEST_F(Record, SaysWhatIsWrong) {
  folder_.write("broken.har", "{\"log\": ");
  folder_.write("small.har", R"({"log": {"entries": [{"request": {"method": "GET", "url": "http://a/x"}, "response": {"status": 200}}]}})");
  folder_.write("mine/mimus.yaml", "port: 9000\nroutes: []\n");
  folder_.write("bad/mimus.yaml", "routes: [{pth: /a}]\n");
  const Refused rows[] = {
      {"neither", {}, 2, "mimus record --to"},
      {"no URL", {"--to", "example.com"}, 2, "'example.com' is no server"},
      {"a query", {"--to", "http://a/v1?key=1"}, 2, "has a query or a fragment"},
      {"no such file", {"--from", "no.har"}, 2, "cannot open 'no.har'"},
      {"a broken file", {"--from", "broken.har"}, 2, "broken.har:1:"},
      {"a bad expression", {"--from", "small.har", "--redact-pattern", "("}, 2, "is no regular expression"},
      {"a bad factor", {"--from", "small.har", "--timing", "fast"}, 2, "neither as-recorded"},
      {"settings of one's own", {"--from", "small.har", "-o", "mine"}, 2, "it has 'port', which a recording would lose"},
      {"mocks that are wrong", {"--from", "small.har", "-o", "bad"}, 2, "pth"},
      {"a file for a folder", {"--from", "small.har", "-o", "small.har"}, 2, "is no folder"},
      {"a file on the way", {"--to", "http://a", "-o", "small.har/mocks"}, 2, "small.har' is no folder"},
      {"where nothing can be written", {"--to", "http://a", "-o", "/proc/mocks"}, 2, "cannot write into the folder '/proc'"},
  };
  for (const Refused& row : rows) {
    SCOPED_TRACE(row.rule);
    std::vector<std::string> arguments{"record"};
    arguments.insert(arguments.end(), row.arguments.begin(), row.arguments.end());
    const Ran ran = run(std::move(arguments), folder_);
    EXPECT_EQ(ran.status, row.status) << ran.out;
    expect_contains(ran.errors, row.says);
  }
  EXPECT_EQ(read_file(folder_.path() / "mine/mimus.yaml"), "port: 9000\nroutes: []\n");
}

// ---- as WireMock does it -----------------------------------------------------------------------

constexpr std::string_view kLarge = "routes: [{ path: /large, compress: true, text: '{{#repeat 40000}}0123456789{{/repeat}}' }, { path: /bytes, base64: AAEC/4D+, content_type: image/png }]";

// More than what a proxy gathers otherwise, so that the journal would have its beginning alone.
TEST_F(Record, WireMocksApiHasWholeBodies) {
  folder_.write("large.yaml", kLarge);
  fs::create_directories(folder_.path() / "wm/mappings");
  std::string large;
  {
    Server origin(folder_, {"large.yaml"});
    Server recording(folder_, {"--root-dir", "wm"});
    ASSERT_NE(origin.port(), 0) << origin.said();
    ASSERT_NE(recording.port(), 0) << recording.said();
    EXPECT_EQ(post(recording.port(), "/__admin/recordings/start", R"({"targetBaseUrl": ")" + url(origin.port()) + R"("})").status, 200);
    large = exchange_raw(recording.port(), {"GET", "/large"}).body;
    EXPECT_EQ(large.size(), 400'000u);
    exchange_raw(recording.port(), {"GET", "/large?zipped", {{"Accept-Encoding", "gzip"}}});
    exchange_raw(recording.port(), {"GET", "/bytes"});
    const RawAnswer stopped = post(recording.port(), "/__admin/recordings/stop", "");
    const auto result = json::parse(stopped.body);
    ASSERT_TRUE(result) << stopped.body.substr(0, 300);
    EXPECT_EQ(result->at("mappings").as_array().size(), 3u);
  }
  EXPECT_EQ(files_below(folder_.path() / "wm/mappings").size(), 3u) << "persistent unless told otherwise";
  Server replay(folder_, {"--root-dir", "wm"});
  ASSERT_NE(replay.port(), 0) << replay.said();
  EXPECT_EQ(exchange_raw(replay.port(), {"GET", "/large"}).body, large);
  EXPECT_EQ(exchange_raw(replay.port(), {"GET", "/large?zipped"}).body, large);
  EXPECT_EQ(exchange_raw(replay.port(), {"GET", "/bytes"}).body, std::string("\x00\x01\x02\xFF\x80\xFE", 6));
}

TEST_F(Record, WireMocksOptionRecordsToFiles) {
  folder_.write("large.yaml", kLarge);
  {
    Server origin(folder_, {"large.yaml"});
    ASSERT_NE(origin.port(), 0) << origin.said();
    Server recording(folder_, {"--root-dir", "wm", "--proxy-all", url(origin.port()), "--record-mappings", "--match-headers", "X-A,X-B"});
    ASSERT_NE(recording.port(), 0) << recording.said();
    EXPECT_EQ(exchange_raw(recording.port(), {"GET", "/large", {{"X-A", "1"}}}).body.size(), 400'000u);
    for (int i = 0; i < 2; ++i) EXPECT_EQ(exchange_raw(recording.port(), {"GET", "/bytes"}).status, 200);
    EXPECT_EQ(exchange_raw(recording.port(), {"GET", "/__admin/health"}).status, 200);
    recording.expect_clean_end();
  }
  EXPECT_EQ(files_below(folder_.path() / "wm/mappings").size(), 2u) << "one for each different request";
  EXPECT_EQ(files_below(folder_.path() / "wm/__files").size(), 2u);
  Server replay(folder_, {"--root-dir", "wm"});
  ASSERT_NE(replay.port(), 0) << replay.said();
  EXPECT_EQ(exchange_raw(replay.port(), {"GET", "/large", {{"X-A", "1"}}}).body.size(), 400'000u);
  EXPECT_EQ(exchange_raw(replay.port(), {"GET", "/large", {{"X-A", "2"}}}).status, 404);
  EXPECT_EQ(exchange_raw(replay.port(), {"GET", "/bytes"}).body, std::string("\x00\x01\x02\xFF\x80\xFE", 6));
}

TEST_F(Record, OfflineSendsNothing) {
  Upstream never([](Peer& peer) { peer.wait_for_end(); });
  folder_.write("mimus.yaml", "routes: [{path: /there, proxy: '" + never.url() + "'}]");
  Server server(folder_, {"mimus.yaml", "--upstream", never.url(), "--offline"});
  ASSERT_NE(server.port(), 0) << server.said();
  const RawAnswer proxied = exchange_raw(server.port(), {"GET", "/there"});
  EXPECT_EQ(proxied.status, 502);
  expect_contains(proxied.body, "--offline");
  EXPECT_EQ(exchange_raw(server.port(), {"GET", "/elsewhere"}).status, 404);
  EXPECT_EQ(never.connections(), 0);
}

}  // namespace
}  // namespace mimus
