// A Mockoon environment in the running program, beyond what was recorded (mockoon_examples_test.cc).
#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "json/json.h"
#include "support/http_client.h"
#include "support/program.h"
#include "support/temp_dir.h"
#include "support/upstream.h"

namespace mimus {
namespace {

std::string environment(std::string_view routes, std::string_view more = {}) {
  return R"({"name": "shop", "lastMigration": 33, "hostname": "127.0.0.1", "port": 0, "routes": [)" + std::string(routes) + "]" + std::string(more) + "}";
}

std::string route(std::string_view endpoint, std::string_view body, std::string_view more = {}) {
  return R"({"uuid": ")" + std::string(endpoint) + R"(", "endpoint": ")" + std::string(endpoint) + R"(", "responses": [{"body": ")" + std::string(body) +
         "\"" + std::string(more) + "}]}";
}

std::string body_of(std::uint16_t port, std::string_view path) {
  return mimus::exchange(port, "GET " + std::string(path) + " HTTP/1.1\r\n").response.body;
}

TEST(Mockoon, IsServedAgainWhenItsFileChanges) {
  const TempDir folder;
  folder.write("shop.json", environment(route("a", "one")));
  Server server(folder, {"shop.json"});
  ASSERT_NE(server.port(), 0) << server.said();
  EXPECT_EQ(body_of(server.port(), "/a"), "one");
  folder.write("shop.json", environment(route("a", "two")));
  ASSERT_TRUE(server.process().wait_for_line("reloaded")) << server.said();
  EXPECT_EQ(body_of(server.port(), "/a"), "two");
  folder.write("shop.json", R"({"routes": [)");
  ASSERT_TRUE(server.process().wait_for_line("not reloaded")) << server.said();
  EXPECT_EQ(body_of(server.port(), "/a"), "two") << "the one from before goes on";
}

// A file that seeds the world is loaded with it.
TEST(Mockoon, BucketsAreOfTheSeedOfAnotherFile) {
  std::string made[2];
  for (std::string& one : made) {
    const TempDir folder;
    folder.write("shop.json", environment(route("a", "{{data 'u'}}"), R"(, "data": [{"id": "u", "name": "u", "value": "{{uuid}}"}])"));
    folder.write("mimus.yaml", "seed: 7\nroutes: []");
    Server server(folder, {"mimus.yaml", "shop.json"});
    ASSERT_NE(server.port(), 0) << server.said();
    one = body_of(server.port(), "/a");
  }
  EXPECT_EQ(made[0], made[1]);
}

// The port and address of the file count when the command line says nothing.
TEST(Mockoon, ListensWhereItsFileSays) {
  const std::uint16_t port = closed_port();
  const TempDir folder;
  folder.write("shop.mockoon.json", R"({"hostname": "127.0.0.1", "port": )" + std::to_string(port) + R"(, "rootChildren": [], "routes": []})");
  Process mimus({program_path(), "serve", "shop.mockoon.json"}, folder.path());
  const auto line = mimus.wait_for_line("mocks");
  ASSERT_TRUE(line) << mimus.errors();
  EXPECT_NE(line->find("127.0.0.1:" + std::to_string(port) + "/"), std::string::npos) << *line;
  EXPECT_EQ(mimus.stop(), 0);
  EXPECT_EQ(defect_report(mimus.errors()), "");
}

TEST(Mockoon, EveryExchangeIsInTheJournal) {
  const TempDir folder;
  folder.write("shop.mockoon.json", environment(route("a/:id", "one")));
  Server server(folder, {"shop.mockoon.json"});
  ASSERT_NE(server.port(), 0) << server.said();
  (void)body_of(server.port(), "/a/7");
  (void)body_of(server.port(), "/nowhere");
  const std::string logs = body_of(server.port(), "/__logs");
  EXPECT_NE(logs.find("GET /a/:id"), std::string::npos) << logs;
  EXPECT_NE(logs.find("/nowhere"), std::string::npos) << logs;
}

TEST(Mockoon, UnmatchedRequestsGoToTheProxy) {
  std::string seen;
  std::mutex mutex;
  Upstream upstream([&](Peer& peer) {
    const std::string request = peer.read_request();
    {
      const std::lock_guard lock(mutex);
      seen = request;
    }
    peer.send("HTTP/1.1 201 Created\r\nX-Up: there\r\nX-Env: upstream\r\nContent-Length: 2\r\nConnection: close\r\n\r\nup");
  });
  const TempDir folder;
  folder.write("shop.mockoon.json",
               environment(route("a", "one"), R"(, "endpointPrefix": "api", "proxyMode": true, "proxyRemovePrefix": true, "proxyHost": ")" + upstream.url() +
                                                  R"(", "proxyReqHeaders": [{"key": "X-Added", "value": "{{method}}"}],
                                                     "proxyResHeaders": [{"key": "X-Back", "value": "b"}],
                                                     "headers": [{"key": "X-Env", "value": "env"}, {"key": "X-More", "value": "m"}])"));
  Server server(folder, {"shop.mockoon.json"});
  ASSERT_NE(server.port(), 0) << server.said();
  EXPECT_EQ(body_of(server.port(), "/api/a"), "one");
  const Answer answer = mimus::exchange(server.port(), "GET /api/b?c=d HTTP/1.1\r\n");
  EXPECT_EQ(answer.response.status, 201);
  EXPECT_EQ(answer.response.body, "up");
  EXPECT_EQ(answer.response.value("X-Back"), "b");
  EXPECT_EQ(answer.response.value("X-Env"), "upstream");
  EXPECT_EQ(answer.response.value("X-More"), "m");
  const std::lock_guard lock(mutex);
  EXPECT_TRUE(seen.starts_with("GET /b?c=d HTTP/1.1\r\n")) << seen;
  EXPECT_NE(seen.find("\r\nX-Added: GET\r\n"), std::string::npos) << seen;
}

TEST(Mockoon, AProxyThatFailsIsA504ThatSaysWhy) {
  const TempDir folder;
  const std::string host = "http://127.0.0.1:" + std::to_string(closed_port());
  folder.write("shop.mockoon.json", environment("", R"(, "latency": 300, "proxyMode": true, "proxyHost": ")" + host +
                                                    R"(", "headers": [{"key": "X-Env", "value": "env"}, {"key": "Content-Type", "value": "text/html"}],
                                                       "proxyResHeaders": [{"key": "X-Back", "value": "b"}])"));
  Server server(folder, {"shop.mockoon.json"});
  ASSERT_NE(server.port(), 0) << server.said();
  const Answer answer = mimus::exchange(server.port(), "GET /b?c=d HTTP/1.1\r\n");
  EXPECT_EQ(answer.response.status, 504);
  EXPECT_EQ(answer.response.values("X-Env"), std::vector<std::string>{"env"});
  EXPECT_EQ(answer.response.values("Content-Type"), std::vector<std::string>{"text/plain; charset=utf-8"});
  EXPECT_EQ(answer.response.value("X-Back"), "") << "of an upstream's answers";
  EXPECT_GE(answer.took, std::chrono::milliseconds(300));
  EXPECT_TRUE(answer.response.body.starts_with("An error occurred while trying to proxy to " + host + " /b?c=d: ")) << answer.response.body;
}

// ---- TLS ---------------------------------------------------------------------------------------

std::string https_url(Process& mimus) {
  const auto line = mimus.wait_for_line("https://");
  if (!line) return "";
  std::string url = line->substr(line->find("https://"));
  while (!url.empty() && (url.back() < '0' || url.back() > '9')) url.pop_back();
  return url;
}

std::string output_of(const TempDir& folder, const std::string& script) {
  Process process({"/bin/sh", "-c", script}, folder.path());
  (void)process.wait();
  return process.output();
}

struct TlsCase {
  std::string_view rule, options, trusted;  // the file of the certificate that a client trusts
};
constexpr TlsCase kTlsCases[] = {
    {"a certificate and its key", R"("type": "CERT", "certPath": "own.pem", "keyPath": "./own.key")", "own.pem"},
    {"whose key has a passphrase", R"("certPath": "own.pem", "keyPath": "locked.key", "passphrase": "secret")", "own.pem"},
    {"a keystore", R"("type": "PFX", "pfxPath": "own.p12", "passphrase": "password")", "own.pem"},
    {"neither: of the local authority", R"("type": "CERT")", "ca/ca.pem"},
};

TEST(Mockoon, TlsOptionsMakeItsPortSpeakTls) {
  const TempDir folder;
  ASSERT_NE(output_of(folder, "command -v curl >/dev/null && command -v openssl"), "") << "openssl or curl is missing: ./dev test installs them";
  const std::string made = output_of(folder, "openssl req -x509 -newkey rsa:2048 -nodes -keyout own.key "
      "-out own.pem -days 30 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1 2>/dev/null && openssl pkcs12 -export -in own.pem -inkey own.key "
      "-out own.p12 -passout pass:password && openssl rsa -aes128 -in own.key -out locked.key -passout pass:secret 2>/dev/null && echo made");
  ASSERT_EQ(made, "made\n");
  for (const TlsCase& row : kTlsCases) {
    SCOPED_TRACE(row.rule);
    folder.write("shop.json", environment(route("a", "one {{baseUrl}}"), R"(, "latency": 200, "headers": [{"key": "X-Env", "value": "env"}], "tlsOptions": {"enabled": true, )" +
                                                                           std::string(row.options) + "}"));
    Process mimus({program_path(), "serve", "shop.json", "--ca-dir", "ca"}, folder.path());
    const std::string url = https_url(mimus);
    ASSERT_NE(url, "") << mimus.errors();
    EXPECT_EQ(mimus.output().find("http://"), std::string::npos) << "there is no other port: " << mimus.output();
    const std::string got = output_of(folder, "curl --silent --include --noproxy '' --write-out ' %{time_total}' --cacert " + std::string(row.trusted) + " " + url + "/a");
    EXPECT_NE(got.find("one " + url), std::string::npos) << got;
    EXPECT_NE(got.find("X-Env: env"), std::string::npos) << got;
    EXPECT_GE(std::atof(got.substr(got.rfind(' ') + 1).c_str()), 0.2);
    EXPECT_EQ(mimus.stop(), 0);
    EXPECT_EQ(defect_report(mimus.errors()), "");
  }
}

// The command line's word comes first: HTTPS at a port of its own, beside HTTP.
TEST(Mockoon, ACommandLineThatNamesAPortForTlsGetsBoth) {
  const TempDir folder;
  folder.write("shop.json", environment(route("a", "one"), R"(, "tlsOptions": {"enabled": true})"));
  Server server(folder, {"shop.json", "--https-port", "0", "--ca-dir", "ca"});
  ASSERT_NE(server.port(), 0) << server.said();
  EXPECT_NE(https_url(server.process()), "") << server.said();
  EXPECT_EQ(body_of(server.port(), "/a"), "one");
}

TEST(Mockoon, ACertificateThatIsNotThereIsSaidAtTheStart) {
  const TempDir folder;
  folder.write("shop.json", environment(route("a", "one"), R"(, "tlsOptions": {"enabled": true, "certPath": "absent.pem", "keyPath": "absent.key"})"));
  Process mimus({program_path(), "serve", "shop.json"}, folder.path());
  EXPECT_EQ(mimus.wait(), 2);
  EXPECT_NE(mimus.errors().find("absent.pem"), std::string::npos) << mimus.errors();
}

// ---- callbacks ---------------------------------------------------------------------------------

// A server that hears callbacks.
class Sink {
 public:
  std::string url() const { return upstream_.url(); }
  // The first `count` requests, as soon as they are here.
  std::vector<std::string> wait_for(std::size_t count) {
    std::unique_lock lock(mutex_);
    news_.wait_for(lock, kPatience, [&] { return heard_.size() >= count; });
    return heard_;
  }
  std::chrono::steady_clock::time_point last() const {
    const std::lock_guard lock(mutex_);
    return last_;
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable news_;
  std::vector<std::string> heard_;  // guarded by mutex_, as all below
  std::chrono::steady_clock::time_point last_;
  Upstream upstream_{[this](Peer& peer) {
    for (std::string request = peer.read_request(); !request.empty(); request = peer.read_request()) {
      {
        const std::lock_guard lock(mutex_);
        heard_.push_back(request);
        last_ = std::chrono::steady_clock::now();
      }
      news_.notify_all();
      peer.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    }
  }};
};

std::string callback(std::string_view uuid, std::string_view uri, std::string_view body) {
  return R"({"uuid": ")" + std::string(uuid) + R"(", "name": "the )" + std::string(uuid) + R"(", "uri": ")" + std::string(uri) + R"(", "body": ")" +
         std::string(body) + "\"}";
}

TEST(Mockoon, ACallbackGoesWhenTheAnswerHasGoneAndItsLatencyIsOver) {
  Sink sink;
  const TempDir folder;
  folder.write("shop.json", environment(route("a", "one", R"(, "latency": 200, "callbacks": [{"uuid": "cb", "latency": 150}])"),
                                        R"(, "latency": 150, "callbacks": [)" + callback("cb", sink.url() + "/cb", "x") + "]"));
  Server server(folder, {"shop.json"});
  ASSERT_NE(server.port(), 0) << server.said();
  const auto began = std::chrono::steady_clock::now();
  EXPECT_EQ(body_of(server.port(), "/a"), "one");
  ASSERT_EQ(sink.wait_for(1).size(), 1u) << server.said();
  EXPECT_GE(sink.last() - began, std::chrono::milliseconds(500));
}

// While the clock stands still nothing is late.
TEST(Mockoon, ACallbackWaitsForTheWorldsClock) {
  Sink sink;
  const TempDir folder;
  folder.write("shop.json", environment(route("a", "one", R"(, "callbacks": [{"uuid": "late", "latency": 60000}])") + "," +
                                            route("b", "two", R"(, "callbacks": [{"uuid": "soon"}])"),
                                        R"(, "callbacks": [)" + callback("late", sink.url() + "/late", "x") + "," + callback("soon", sink.url() + "/soon", "x") + "]"));
  Server server(folder, {"shop.json"});
  ASSERT_NE(server.port(), 0) << server.said();
  const auto set_clock = [&](std::string_view change) {
    return mimus::exchange(server.port(), "PUT /__mimus/clock HTTP/1.1\r\n", change).response.status;
  };
  ASSERT_EQ(set_clock(R"({"frozen": true})"), 200) << server.said();
  EXPECT_EQ(body_of(server.port(), "/a"), "one");
  EXPECT_EQ(body_of(server.port(), "/b"), "two");
  ASSERT_EQ(set_clock(R"({"advance": "30s"})"), 200);
  auto heard = sink.wait_for(1);
  ASSERT_EQ(heard.size(), 1u) << server.said();
  EXPECT_TRUE(heard[0].starts_with("POST /soon ")) << heard[0];
  ASSERT_EQ(set_clock(R"({"advance": "30s"})"), 200);
  heard = sink.wait_for(2);
  ASSERT_EQ(heard.size(), 2u) << server.said();
  EXPECT_TRUE(heard[1].starts_with("POST /late ")) << heard[1];
}

TEST(Mockoon, ACallbackIsNoTemplateWhenItsResponseIsNone) {
  Sink sink;
  const TempDir folder;
  folder.write("shop.json", environment(route("a", "one", R"(, "disableTemplating": true, "callbacks": [{"uuid": "cb"}])"),
                                        R"(, "callbacks": [)" + callback("cb", sink.url() + "/{{method}}", "{{method}}") + "]"));
  Server server(folder, {"shop.json"});
  ASSERT_NE(server.port(), 0) << server.said();
  (void)body_of(server.port(), "/a");
  const auto heard = sink.wait_for(1);
  ASSERT_EQ(heard.size(), 1u) << server.said();
  EXPECT_TRUE(heard[0].starts_with("POST /GET ")) << heard[0];
  EXPECT_TRUE(heard[0].ends_with("\r\n\r\n{{method}}")) << heard[0];
}

TEST(Mockoon, WhatHasFailedCallsNobody) {
  Sink sink;
  const TempDir folder;
  constexpr std::string_view kCallbacks = R"(, "callbacks": [{"uuid": "bad"}, {"uuid": "good"}])";
  folder.write("shop.json", environment(route("broken", "{{faker 'no.such'}}", kCallbacks) + "," + route("fine", "f", kCallbacks),
                                        R"(, "callbacks": [)" + callback("bad", sink.url() + "/bad", "{{faker 'no.such'}}") + "," +
                                            callback("good", sink.url() + "/good", "") + "]"));
  Server server(folder, {"shop.json"});
  ASSERT_NE(server.port(), 0) << server.said();
  (void)body_of(server.port(), "/broken");
  (void)body_of(server.port(), "/fine");
  const auto heard = sink.wait_for(1);
  ASSERT_FALSE(heard.empty()) << server.said();
  (void)body_of(server.port(), "/fine");
  EXPECT_EQ(sink.wait_for(2).size(), 2u) << "and none of the answer that was an error";
  EXPECT_NE(server.process().errors().find("the callback 'the bad' was not sent: "), std::string::npos) << server.said();
}

TEST(Mockoon, ACallbackThatNobodyTakesIsSaid) {
  const TempDir folder;
  const std::string nowhere = "http://127.0.0.1:" + std::to_string(closed_port());
  folder.write("shop.json", environment(route("a", "one", R"(, "callbacks": [{"uuid": "cb"}])"), R"(, "callbacks": [)" + callback("cb", nowhere, "x") + "]"));
  Server server(folder, {"shop.json"});
  ASSERT_NE(server.port(), 0) << server.said();
  (void)body_of(server.port(), "/a");
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (server.process().errors().find("the callback 'the cb' was not sent: ") == std::string::npos && std::chrono::steady_clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_NE(server.process().errors().find("the callback 'the cb' was not sent: "), std::string::npos) << server.said();
}

TEST(Mockoon, OfflineNoCallbackIsSent) {
  Sink sink;
  const TempDir folder;
  folder.write("shop.json", environment(route("a", "one", R"(, "callbacks": [{"uuid": "cb"}])"), R"(, "callbacks": [)" + callback("cb", sink.url(), "x") + "]"));
  {
    Server offline(folder, {"shop.json", "--offline"});
    ASSERT_NE(offline.port(), 0) << offline.said();
    EXPECT_EQ(body_of(offline.port(), "/a"), "one");
    offline.expect_clean_end();
    EXPECT_NE(offline.process().errors().find("the callback 'the cb' was not sent: nothing is sent to other servers (--offline)"), std::string::npos)
        << offline.said();
  }
  Server server(folder, {"shop.json"});
  ASSERT_NE(server.port(), 0) << server.said();
  (void)body_of(server.port(), "/a");
  EXPECT_EQ(sink.wait_for(1).size(), 1u) << "this one alone";
}

TEST(Mockoon, CheckSaysWhatIsNotServed) {
  const TempDir folder;
  folder.write("shop.mockoon.json", environment(route("a", "one") + R"(, {"uuid": "w", "type": "ws", "endpoint": "chat", "responses": [{}]})"));
  Process check({program_path(), "check", "shop.mockoon.json"}, folder.path());
  EXPECT_EQ(check.wait(), 0);
  EXPECT_NE(check.output().find("1 route"), std::string::npos) << check.output();
  EXPECT_NE(check.errors().find("'chat' is a WebSocket route: it is not served"), std::string::npos) << check.errors();
  folder.write("shop.mockoon.json", "{\"routes\": [\n}");
  Process broken({program_path(), "check", "shop.mockoon.json"}, folder.path());
  EXPECT_EQ(broken.wait(), 2);
  EXPECT_NE(broken.errors().find("shop.mockoon.json:2:"), std::string::npos) << broken.errors();
}

TEST(Mockoon, TwoEnvironmentsAreTwoServers) {
  const TempDir folder;
  folder.write("a.json", environment(""));
  folder.write("b.json", environment(""));
  Process mimus({program_path(), "serve", "a.json", "b.json", "--port", "0"}, folder.path());
  EXPECT_EQ(mimus.wait(), 2);
  EXPECT_NE(mimus.errors().find("one Mockoon environment"), std::string::npos) << mimus.errors();
}

// Stubs come first.
TEST(Mockoon, IsServedBelowOtherFiles) {
  const TempDir folder;
  folder.write("shop.json", environment(route("a", "one") + ", " + route("b", "two")));
  folder.write("mimus.yaml", "routes: [{path: /a, response: native}]");
  Server server(folder, {"mimus.yaml", "shop.json"});
  ASSERT_NE(server.port(), 0) << server.said();
  EXPECT_NE(body_of(server.port(), "/a").find("native"), std::string::npos);
  EXPECT_EQ(body_of(server.port(), "/b"), "two");
}

}  // namespace
}  // namespace mimus
