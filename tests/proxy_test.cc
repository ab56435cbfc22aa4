// Proxies and webhooks of the running program, against servers of the test.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <mutex>
#include <thread>

#include "json/json.h"
#include "support/http_client.h"
#include "support/program.h"
#include "support/raw_exchange.h"
#include "support/temp_dir.h"
#include "support/upstream.h"

namespace mimus {
namespace {

using namespace std::chrono_literals;

// What an upstream was asked, in order.
class Seen {
 public:
  void add(std::string request) {
    const std::lock_guard lock(mutex_);
    all_.push_back(std::move(request));
  }
  std::vector<std::string> all() const {
    const std::lock_guard lock(mutex_);
    return all_;
  }
  // Waits until so many have come.
  std::vector<std::string> wait_for(std::size_t number) const {
    for (const auto end = std::chrono::steady_clock::now() + kPatience; std::chrono::steady_clock::now() < end;) {
      if (all().size() >= number) break;
      std::this_thread::sleep_for(5ms);
    }
    return all();
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> all_;
};

std::function<void(Peer&)> noting(Seen& seen, std::string answer) {
  return [&seen, answer](Peer& peer) {
    for (std::string request = peer.read_request(); !request.empty(); request = peer.read_request()) {
      seen.add(request);
      if (!peer.send(answer)) return;
    }
  };
}

std::string header(const RawAnswer& answer, std::string_view name) {
  for (const auto& [key, value] : answer.headers) {
    if (key == name) return value;
  }
  return "";
}

json::Value logs(std::uint16_t port) { return *json::parse(exchange_raw(port, {"GET", "/__logs"}).body); }

constexpr std::string_view kJson =
    "HTTP/1.1 201 Made\r\nContent-Type: application/json\r\nServer: up\r\nX-Hop: 1\r\nConnection: X-Hop\r\nContent-Length: 22\r\n\r\n{\"plan\":\"old\",\"id\":17}";

TEST(Proxy, PassesRequestsAndChangesAnswers) {
  Seen seen;
  Upstream upstream(noting(seen, std::string(kJson)));
  TempDir folder;
  folder.write("mimus.yaml", "routes:\n"
               "  - path: /plain/**\n    proxy: {url: '" + upstream.url() + "/v1/', strip_prefix: /plain}\n"
               "  - path: /changed/**\n    headers: {X-Mocked: 'for {{method}}', Server: mine}\n"
               "    proxy:\n      url: 'http://{{query.host}}'\n      request_headers: {X-Key: '{{query.key}}', Cookie: null}\n"
               "      remove_response_headers: [content-type]\n      patch: [{op: replace, path: /plan, value: gold}]\n");
  Server server(folder, {"mimus.yaml"});
  ASSERT_NE(server.port(), 0) << server.said();

  RawRequest post{"POST", "/plain/a%20b?c=d", {{"X-A", "1"}, {"Cookie", "c=1"}, {"Connection", "X-Gone"}, {"X-Gone", "2"}}, "body"};
  const RawAnswer plain = exchange_raw(server.port(), post);
  EXPECT_EQ(plain.status, 201);
  EXPECT_EQ(plain.reason, "Made");
  EXPECT_EQ(plain.body, "{\"plan\":\"old\",\"id\":17}");
  EXPECT_EQ(header(plain, "Server"), "up");
  EXPECT_EQ(header(plain, "X-Hop"), "");

  const std::string host = "127.0.0.1:" + std::to_string(upstream.port());
  const RawAnswer changed = exchange_raw(server.port(), {"GET", "/changed/x?key=k&host=" + host, {{"Cookie", "c=1"}}});
  EXPECT_EQ(changed.status, 201);
  EXPECT_EQ(changed.body, "{\"plan\":\"gold\",\"id\":17}");
  EXPECT_EQ(header(changed, "X-Mocked"), "for GET");
  EXPECT_EQ(header(changed, "Server"), "mine");
  EXPECT_EQ(header(changed, "Content-Type"), "");

  const auto asked = seen.all();
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_TRUE(asked[0].starts_with("POST /v1/a%20b?c=d HTTP/1.1\r\nHost: " + host + "\r\n")) << asked[0];
  EXPECT_NE(asked[0].find("Cookie: c=1\r\n"), std::string::npos);
  EXPECT_EQ(asked[0].find("X-Gone"), std::string::npos);
  EXPECT_TRUE(asked[0].ends_with("\r\n\r\nbody"));
  EXPECT_NE(asked[1].find("X-Key: k\r\n"), std::string::npos);
  EXPECT_EQ(asked[1].find("Cookie"), std::string::npos);

  const json::Value journal = logs(server.port());
  EXPECT_EQ(json::find(journal, "/requests/1/response/status")->as_int64(), 201);
  EXPECT_NE(json::write(journal).find("gold"), std::string::npos);
}

// A route whose body is a template over what the upstream answered.
TEST(Proxy, ABodyIsMadeAnewFromTheAnswer) {
  // {"name":"Ann","tags":["a","b"],"age":41}
  constexpr std::string_view kPacked(
      "\037\213\010\000\000\000\000\000\002\003\253\126\312\113\314\115\125\262\122\162\314\313\123\322\121\052\111\114\057\126\262\212\126\112\004\262\223\224\142\165\224\022\323\201\222\046\206\265\000\243\342\047\135\050\000\000\000",
      57);
  struct Row {
    std::string_view rule, upstream, method, path;
    int status;
    std::string_view body, type;
  };
  const std::string in_gzip = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\nContent-Length: " + std::to_string(kPacked.size()) + "\r\n\r\n" + std::string(kPacked);
  constexpr std::string_view kAnn = "HTTP/1.1 203 Fine\r\nContent-Type: text/json\r\nContent-Digest: sha-256=:eA==:\r\nX-Trace: t1\r\nContent-Length: 40\r\n\r\n{\"name\":\"Ann\",\"tags\":[\"a\",\"b\"],\"age\":41}";
  constexpr std::string_view kChunks = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"nam\r\n9\r\ne\":\"Bo\"}\n\r\n0\r\n\r\n";
  constexpr std::string_view kText = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nplain";
  constexpr std::string_view kNone = "HTTP/1.1 204 No Content\r\nX-Trace: t1\r\n\r\n";
  const Row rows[] = {
      {"values keep their types, beside those of the request", kAnn, "POST", "/json/7?q=x", 203,
       R"({"id":7,"name":"Ann","age":41,"tags":["a","b"],"was":203,"trace":"t1","q":"x","sent":"hi"})", "application/json"},
      {"a packed answer is unpacked", in_gzip, "POST", "/json/7?q=x", 200,
       R"({"id":7,"name":"Ann","age":41,"tags":["a","b"],"was":200,"trace":null,"q":"x","sent":"hi"})", "application/json"},
      {"what is not there is null", kText, "POST", "/json/8", 200,
       R"({"id":8,"name":null,"age":null,"tags":null,"was":200,"trace":null,"q":null,"sent":"hi"})", "application/json"},
      {"text keeps the type", kText, "GET", "/text", 200, "<plain> 200", "text/plain"},
      {"in chunks, and JSON as text", kChunks, "GET", "/text", 200, R"(<{"name":"Bo"}> 200)", ""},
      {"after the patch", kAnn, "GET", "/patched", 203, "Bea is 41", "text/json"},
      {"nothing stays nothing", kNone, "POST", "/json/7", 204, "", ""},
      {"not for HEAD", kAnn, "HEAD", "/text", 203, "", "text/json"},
      {"what cannot be patched", kText, "GET", "/patched", 502, "", "application/json"},
      {"what cannot be rendered", kAnn, "GET", "/broken", 502, "", "application/json"},
  };
  for (const Row& row : rows) {
    SCOPED_TRACE(row.rule);
    Seen seen;
    Upstream upstream(noting(seen, std::string(row.upstream)));
    TempDir folder;
    folder.write("mimus.yaml", "routes:\n"
                 "  - path: /json/{id:int}\n    proxy:\n      url: '" + upstream.url() + "'\n"
                 "      body: {id: '{{path.id}}', name: '{{response.body.name}}', age: '{{response.body.age}}', tags: '{{response.body.tags}}', was: '{{response.status}}',"
                 " trace: '{{response.headers.X-Trace}}', q: '{{query.q}}', sent: '{{body.say}}'}\n"
                 "  - path: /text\n    proxy: {url: '" + upstream.url() + "', body: '<{{response.body}}> {{response.status}}'}\n"
                 "  - path: /patched\n    proxy:\n      url: '" + upstream.url() + "'\n      patch: [{op: replace, path: /name, value: Bea}]\n"
                 "      body: '{{response.body.name}} is {{response.body.age}}'\n"
                 "  - path: /broken\n    proxy: {url: '" + upstream.url() + "', body: \"{{include 'nowhere.txt'}}\"}\n");
    Server server(folder, {"mimus.yaml"});
    ASSERT_NE(server.port(), 0) << server.said();
    const RawAnswer answer = exchange_raw(server.port(), {std::string(row.method), std::string(row.path), {{"Range", "bytes=0-3"}}, row.method == "POST" ? R"({"say":"hi"})" : ""});
    EXPECT_EQ(answer.status, row.status);
    if (row.status == 502) {
      EXPECT_NE(answer.body.find("the upstream's answer could not be changed: "), std::string::npos) << answer.body;
    } else {
      EXPECT_EQ(answer.body, row.body);
    }
    EXPECT_EQ(header(answer, "Content-Type"), row.type);
    EXPECT_EQ(header(answer, "Content-Encoding"), "");
    if (row.method != "HEAD") {
      EXPECT_EQ(header(answer, "Content-Digest"), "") << "it is not that of these bytes";
    }
    for (const std::string& asked : seen.all()) EXPECT_EQ(asked.find("Range"), std::string::npos) << "all of it is needed";
    const std::string length = header(answer, "Content-Length");
    EXPECT_EQ(length, row.status == 204 || row.method == "HEAD" ? "" : std::to_string(answer.body.size()));
  }
}

TEST(Proxy, AMistakeInABodyIsReportedWhereItStands) {
  TempDir folder;
  folder.write("mimus.yaml", "routes:\n  - path: /a\n    proxy:\n      url: http://127.0.0.1:9\n      body: {name: '{{respnse.body.name}}'}\n");
  Process check({program_path(), "check", "mimus.yaml"}, folder.path());
  EXPECT_EQ(check.wait(), 2);
  EXPECT_NE(check.errors().find("mimus.yaml:5:23: unknown expression 'respnse'"), std::string::npos) << check.errors();
}

TEST(Proxy, FallsThroughToTheUpstreamAndSaysWhoAsks) {
  Seen seen;
  Upstream upstream(noting(seen, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nreal"));
  TempDir folder;
  folder.write("mimus.yaml", "routes: [{path: /mock, response: {mock: true}}]");
  const std::string with_password = "http://me:hush@" + upstream.url().substr(7);
  Server server(folder, {"mimus.yaml", "--upstream", with_password, "--forwarded"});
  ASSERT_NE(server.port(), 0) << server.said();
  EXPECT_EQ(exchange_raw(server.port(), {"GET", "/mock"}).body, "{\"mock\":true}");
  EXPECT_EQ(exchange_raw(server.port(), {"GET", "/other"}).body, "real");
  const auto asked = seen.all();
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_NE(asked[0].find("Via: 1.1 mimus\r\n"), std::string::npos) << asked[0];
  EXPECT_NE(asked[0].find("X-Forwarded-For: 127.0.0.1\r\n"), std::string::npos) << asked[0];
  const std::string logged = json::write(logs(server.port()));
  EXPECT_NE(logged.find("upstream http"), std::string::npos);
  EXPECT_EQ((logged + server.said()).find("hush"), std::string::npos) << "a password is for the upstream alone";
}

TEST(Proxy, FakesAnswerBesideTheUpstream) {
  Seen seen;
  Upstream upstream(noting(seen, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nreal"));
  TempDir folder;
  folder.write("mimus.yaml", "routes: []");
  Server server(folder, {"mimus.yaml", "--upstream", upstream.url(), "--fake-api=/fake", "--max-body-bytes", "100000"});
  ASSERT_NE(server.port(), 0) << server.said();
  const RawAnswer profile = exchange_raw(server.port(), {"GET", "/fake/basic_profile"});
  EXPECT_EQ(profile.status, 200);
  EXPECT_TRUE(json::parse(profile.body)) << profile.body;
  EXPECT_EQ(exchange_raw(server.port(), {"POST", "/fake/nothing", {}, "x"}).body, "real") << "the fakes have no such place";
  const std::string large(2u << 20, 'x');
  EXPECT_EQ(exchange_raw(server.port(), {"POST", "/other", {}, large}).body, "real") << "the fakes do not keep a body from streaming";
  EXPECT_EQ(exchange_raw(server.port(), {"POST", "/fake/basic_profile", {}, large}).status, 413) << "what they could take has their limit";
  EXPECT_EQ(seen.all().size(), 2u);
}

TEST(Proxy, SaysWhatHappenedUpstream) {
  Upstream resets([](Peer& peer) {
    peer.read_request();
    peer.reset();
  });
  Upstream stalls([](Peer& peer) { peer.wait_for_end(); });
  TempDir folder;
  folder.write("mimus.yaml", "routes:\n"
               "  - {path: /refused, proxy: 'http://127.0.0.1:" + std::to_string(closed_port()) + "'}\n"
               "  - {path: /resets, proxy: '" + resets.url() + "'}\n"
               "  - {path: /stalls, proxy: '" + stalls.url() + "'}\n"
               "  - {path: /fenced, proxy: 'http://169.254.169.254'}\n"
               "  - {path: /fails, failure_rate: 1, proxy: '" + stalls.url() + "'}\n");
  Server server(folder, {"mimus.yaml", "--proxy-timeout", "200"});
  ASSERT_NE(server.port(), 0) << server.said();
  const std::tuple<const char*, int, const char*> rows[] = {
      {"/refused", 502, "\"reason\": \"refused\""}, {"/resets", 502, "\"reason\": \"reset\""}, {"/stalls", 504, "\"reason\": \"timed_out\""},
      {"/fenced", 502, "\"reason\": \"fenced\""},   {"/fails", 500, "Simulated failure"}};
  for (const auto& [path, status, says] : rows) {
    const RawAnswer answer = exchange_raw(server.port(), {"GET", path});
    EXPECT_EQ(answer.status, status) << path;
    EXPECT_NE(answer.body.find(says), std::string::npos) << answer.body;
  }
}

TEST(Proxy, StreamsAndBreaksWithTheUpstream) {
  constexpr std::size_t kLarge = 20u << 20;
  Upstream upstream([](Peer& peer) {
    const std::string request = peer.read_request();
    const std::string block(64 * 1024, 'x');
    if (request.starts_with("GET /large")) {
      peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kLarge) + "\r\n\r\n");
      for (std::size_t sent = 0; sent < kLarge; sent += block.size()) peer.send(block);
    } else if (request.starts_with("GET /events")) {
      peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n");
      peer.wait_for_end();
    } else {
      peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
      for (int i = 0; i < 10; ++i) peer.send("10000\r\n" + block + "\r\n");
    }
  });
  TempDir folder;
  folder.write("mimus.yaml", "routes: [{path: '/**', proxy: '" + upstream.url() + "'}]");
  Server server(folder, {"mimus.yaml"});
  ASSERT_NE(server.port(), 0) << server.said();
  EXPECT_EQ(exchange_raw(server.port(), {"GET", "/large"}).body.size(), kLarge);
  const Answer broken = exchange(server.port(), "GET /broken HTTP/1.1\r\n");
  EXPECT_EQ(broken.outcome, Outcome::kTruncated);
  EXPECT_EQ(broken.response.status, 200);
  Connection events(server.port());
  events.send("GET /events HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(events.arrives("data: 1"));
}

// More than --max-body-bytes, and the first of it is there before the last was sent.
TEST(Proxy, UploadsPassWhileTheyCome) {
  constexpr std::size_t kLarge = 40u << 20;
  std::promise<void> begun;
  Upstream upstream([&](Peer& peer) {
    std::string got;
    while (got.find("\r\n\r\n") == std::string::npos) got += peer.read_some();
    const std::size_t head = got.find("\r\n\r\n") + 4;
    bool said = false;
    while (got.size() < head + kLarge) {
      const std::string some = peer.read_some();
      if (some.empty()) return;
      got += some;
      if (!said && got.size() > head + (1u << 20)) begun.set_value(), said = true;
    }
    const bool intact = got.find_first_not_of('y', head) == std::string::npos;
    const std::string body = intact ? std::to_string(got.size() - head) : "broken";
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
  });
  TempDir folder;
  folder.write("mimus.yaml", "routes:\n"
               "  - { path: /asks, when: { body: { kind: mine } }, response: { mocked: true } }\n"
               "  - { path: /**, proxy: '" + upstream.url() + "' }\n");
  Server server(folder, {"mimus.yaml"});
  ASSERT_NE(server.port(), 0) << server.said();
  Connection client(server.port());
  client.send("PUT /file HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(kLarge) + "\r\n\r\n" + std::string(2u << 20, 'y'));
  ASSERT_EQ(begun.get_future().wait_for(std::chrono::seconds(20)), std::future_status::ready);
  for (std::size_t sent = 2u << 20; sent < kLarge; sent += 2u << 20) ASSERT_TRUE(client.send(std::string(2u << 20, 'y')));
  EXPECT_EQ(client.read("PUT").response.body, std::to_string(kLarge));
  // Whose route depends on the body has to be read first.
  EXPECT_EQ(exchange(server.port(), "POST /asks HTTP/1.1\r\n", R"({"kind": "mine", "more": ")" + std::string(3u << 20, 'z') + "\"}").response.body,
            R"({"mocked":true})");
  const json::Value logged = logs(server.port());
  ASSERT_EQ(logged.at("requests").as_array().size(), 2u);
  EXPECT_EQ(logged.at("requests").as_array()[1].at("body").as_string().size(), 64u << 10) << "its beginning is in the journal";
}

TEST(Proxy, AnEchoPassesBothWaysAtOnce) {
  constexpr std::size_t kLarge = 16u << 20;
  Upstream upstream([](Peer& peer) {
    std::string got;
    while (got.find("\r\n\r\n") == std::string::npos) got += peer.read_some();
    got.erase(0, got.find("\r\n\r\n") + 4);
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kLarge) + "\r\n\r\n");
    for (std::size_t sent = 0; sent < kLarge; got = peer.read_some()) {
      if (got.empty() && sent > 0) return;
      peer.send(got);
      sent += got.size();
    }
  });
  TempDir folder;
  Server server(folder, {"--upstream", upstream.url()});
  ASSERT_NE(server.port(), 0) << server.said();
  Connection client(server.port());
  std::thread sender([&] {
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(kLarge) + "\r\n\r\n");
    for (std::size_t sent = 0; sent < kLarge; sent += 1u << 20) client.send(std::string(1u << 20, 'e'));
  });
  const Answer answer = client.read("POST");
  sender.join();
  EXPECT_EQ(answer.response.body, std::string(kLarge, 'e')) << name_of(answer.outcome);
}

TEST(Webhooks, AreSentWithWhatWasAskedAndAnswered) {
  Seen seen;
  std::atomic<int> calls{0};
  Upstream receiver([&](Peer& peer) {
    for (std::string request = peer.read_request(); !request.empty(); request = peer.read_request()) {
      seen.add(request);
      peer.send(++calls == 1 ? "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n" : "HTTP/1.1 204 OK\r\n\r\n");
    }
  });
  TempDir folder;
  folder.write("mimus.yaml", "routes:\n  - path: /orders/{id}\n    method: POST\n    status: 202\n    response: {token: abc}\n"
               "    webhooks:\n      url: '" + receiver.url() + "/hook/{{path.id}}'\n"
               "      body: {order: '{{body.n}}', token: '{{response.body.token}}', status: '{{response.status}}'}\n"
               "      retries: 2\n      backoff_ms: 10\n      sign: {secret: s3cret, style: github}\n");
  Server server(folder, {"mimus.yaml"});
  ASSERT_NE(server.port(), 0) << server.said();
  EXPECT_EQ(exchange_raw(server.port(), {"POST", "/orders/7", {{"Content-Type", "application/json"}}, "{\"n\":42}"}).status, 202);
  const auto asked = seen.wait_for(2);
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[0], asked[1]);
  EXPECT_TRUE(asked[0].starts_with("POST /hook/7 HTTP/1.1\r\n")) << asked[0];
  EXPECT_TRUE(asked[0].ends_with("{\"order\":42,\"token\":\"abc\",\"status\":202}")) << asked[0];
  // HMAC-SHA256 of that body with the key "s3cret".
  EXPECT_NE(asked[0].find("X-Hub-Signature-256: sha256=63e6e0e6b86e32301b735f5c32fd017a57e4c2ae0b4cc274568ed379c809cf8a\r\n"), std::string::npos) << asked[0];
  std::string told;
  for (int i = 0; i < 400 && told.find("callbacks") == told.npos; ++i) {
    std::this_thread::sleep_for(10ms);
    told = json::write(logs(server.port()));
  }
  EXPECT_NE(told.find("\"attempts\":2"), std::string::npos) << told;
}

}  // namespace
}  // namespace mimus
