// HTTP as a client sees it: persistence, framing, refusals, large bodies. See deliver_test.cc for what takes time
// and server_lifetime_test.cc for time-outs, draining and many connections.
#include "server.h"

#include <atomic>
#include <mutex>
#include <thread>

#include "base/chance.h"
#include "serving_for_tests.h"

namespace mimus::server {
namespace {

std::string pattern(std::size_t size) {
  std::string text(size, '\0');
  for (std::size_t i = 0; i < size; ++i) text[i] = static_cast<char>('a' + (i * 7 + i / 251) % 26);
  return text;
}

void echo(const http::Request& request, Arena& arena, Reply& reply) {
  reply_text(std::string(request.method) + " " + std::string(request.target) + " " + std::string(request.body), arena, reply);
}

TEST(Server, AnswersWithLengthAndDate) {
  ScriptedHandler handler;
  Serving server(handler);
  const Answer answer = exchange(server.port(), "GET /a HTTP/1.1\r\n");
  EXPECT_EQ(answer.response.status, 200);
  EXPECT_EQ(answer.response.reason, "OK");
  EXPECT_EQ(answer.response.body, "hello");
  EXPECT_EQ(answer.response.value("Content-Length"), "5");
  EXPECT_EQ(answer.response.values("Date").size(), 1u);
  EXPECT_TRUE(answer.response.values("Connection").empty()) << "HTTP/1.1 persists without a word";
  EXPECT_NE((*server).url().find(std::to_string(server.port())), std::string::npos);
}

TEST(Server, AHandlersOwnDateIsNotDoubled) {
  ScriptedHandler handler;
  handler.on("dated", [](const http::Request&, Arena& arena, Reply& reply) {
    reply_text("", arena, reply, 200, {{"Date", "Thu, 01 Jan 1970 00:00:00 GMT"}});
    reply.has_date = true;
  });
  Serving server(handler);
  const std::vector<std::string> dates{"Thu, 01 Jan 1970 00:00:00 GMT"};
  EXPECT_EQ(exchange(server.port(), "GET /dated HTTP/1.1\r\n").response.values("Date"), dates);
}

TEST(Server, TheHandlerSeesTheRequestAndItsClient) {
  ScriptedHandler handler;
  std::string ip;
  handler.on("who", [&](const http::Request& request, Arena& arena, Reply& reply) {
    ip = request.client_ip;
    reply_text(std::to_string(request.client_port), arena, reply);
  });
  handler.on("echo", echo);
  Serving server(handler);
  EXPECT_NE(exchange(server.port(), "GET /who HTTP/1.1\r\n").response.body, "0");
  EXPECT_EQ(ip, "127.0.0.1");
  EXPECT_EQ(exchange(server.port(), "PATCH /echo?a=b HTTP/1.1\r\n", "body").response.body, "PATCH /echo?a=b body");
}

struct PersistenceCase {
  std::string_view rule, request, connection;
  bool closes;
};
constexpr PersistenceCase kPersistence[] = {
    {"HTTP/1.1 persists", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", "", false},
    {"until the client says close", "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "close", true},
    {"HTTP/1.0 ends", "GET / HTTP/1.0\r\n\r\n", "close", true},
    {"unless the client asks, and it is told", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "keep-alive", false},
    {"or the handler says close", "GET /last HTTP/1.1\r\nHost: x\r\n\r\n", "close", true},
};
TEST(Server, Persistence) {
  ScriptedHandler handler;
  handler.on("last", [](const http::Request&, Arena& arena, Reply& reply) {
    reply_text("bye", arena, reply);
    reply.close = true;
  });
  Serving server(handler);
  for (const PersistenceCase& row : kPersistence) {
    SCOPED_TRACE(row.rule);
    Client client(server.port());
    client.send(row.request);
    const Answer answer = client.read("GET");
    EXPECT_EQ(answer.response.status, 200);
    EXPECT_EQ(answer.response.value("Connection"), row.connection);
    if (row.closes) {
      EXPECT_TRUE(client.closes());
    } else {
      client.send(ask("/again"));
      EXPECT_EQ(client.read("GET").response.status, 200);
    }
  }
}

// Notes what handler.h promises about requests that repeat and about hints; one loop.
class Watching : public ScriptedHandler {
 public:
  void expect(std::span<const std::string_view> paths, LoopIndex) override {
    const std::lock_guard lock(mutex_);
    for (const std::string_view path : paths) expected_.emplace_back(path);
  }
  void answer(const http::Request& request, LoopIndex loop, Arena& arena, Reply& reply) override {
    if (request.repeats) {
      ++repeats_;
      EXPECT_EQ(request.target, target_);
      EXPECT_EQ(request.client_port, port_);
      EXPECT_TRUE(left_last_) << "answered at once and recorded";
    }
    target_ = request.target;
    port_ = request.client_port;
    left_last_ = false;
    ScriptedHandler::answer(request, loop, arena, reply);
  }
  void leaving(const http::Request& request, LoopIndex loop, Arena& arena, const Reply& reply,
               const Timing& timing) override {
    left_last_ = request.target == target_ && request.client_port == port_;
    ScriptedHandler::leaving(request, loop, arena, reply, timing);
  }
  int repeats() const { return repeats_; }
  std::vector<std::string> expected() const {
    const std::lock_guard lock(mutex_);
    return expected_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> expected_;  // guarded by mutex_
  std::atomic<int> repeats_{0};
  std::string target_;  // these three: the loop's thread
  std::uint16_t port_ = 0;
  bool left_last_ = false;
};

TEST(Server, PipelinedRequestsKeepTheirOrderAndRepeatOnlyWhatWasJustAnswered) {
  constexpr int kClients = 8;
  Watching handler;
  handler.on("echo", echo);
  handler.on("slow", [](const http::Request& request, Arena& arena, Reply& reply) {
    auto* delivery =
        new (arena.allocate(sizeof(http::Delivery), alignof(http::Delivery))) http::Delivery();
    delivery->delay = std::chrono::milliseconds(1);
    reply.delivery = delivery;
    echo(request, arena, reply);
  });
  Serving server(handler);
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([&, i] {
      Client client(server.port());
      const Chance chance = Chance(7).fork(static_cast<std::uint64_t>(i));
      for (std::uint64_t round = 0; round < 20; ++round) {
        std::string bytes;
        std::vector<std::string> bodies;
        for (std::uint64_t k = 0; k < 24; ++k) {
          const Chance step = chance.fork(round).fork(k);
          const std::string target = (step.fork("slow").happens(0.05) ? "/slow/" : "/echo/") +
                                     std::to_string(step.fork("n").below(2));
          const bool body = step.fork("body").happens(0.2);
          bytes += body ? "POST " + target + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n" +
                              std::to_string(k % 10)
                        : ask(target);
          bodies.push_back((body ? "POST " : "GET ") + target + " " +
                           (body ? std::to_string(k % 10) : ""));
        }
        client.send(bytes);
        for (const std::string& expected : bodies)
          EXPECT_EQ(client.read("GET").response.body, expected);
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_GT(handler.repeats(), 0);
}

TEST(Server, TheHandlerHearsWhichPathsWillBeAskedFor) {
  Watching handler;
  Serving server(handler);
  Client client(server.port());
  for (const std::string target : {"/a/b?c=d", "/x", "/%41"}) {
    client.send(ask(target));
    EXPECT_EQ(client.read("GET").response.status, 200);
  }
  EXPECT_EQ(handler.expected(), (std::vector<std::string>{"/a/b", "/x", "/%41"}));
}

TEST(Server, HeadHasTheHeaderAndNoBody) {
  ScriptedHandler handler;
  const auto big = held_reply(pattern(300'000));
  handler.on("big", [&](const http::Request&, Arena&, Reply& reply) {
    reply.prepared = big.prepared;
    reply.hold = big.hold;
  });
  Serving server(handler);
  Client client(server.port());
  for (const auto& [path, length] : {std::pair{"/small", "5"}, std::pair{"/big", "300000"}}) {
    client.send("HEAD " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n\r\n");
    const Answer answer = client.read("HEAD");
    EXPECT_EQ(answer.response.value("Content-Length"), length);
  }
  client.send(ask("/after"));
  EXPECT_EQ(client.read("GET").response.body, "hello") << "nothing was left between the answers";
}

TEST(Server, RequestBodiesOfEverySizeArriveWhole) {
  ScriptedHandler handler;
  std::string seen;
  handler.on("put", [&](const http::Request& request, Arena& arena, Reply& reply) {
    seen = request.body;
    reply_text("", arena, reply);
  });
  Serving server(handler);
  Client client(server.port());
  for (const std::size_t size : {0, 1, 4000, 4096, 5000, 65'536, 200'000, 3'000'000}) {
    SCOPED_TRACE(size);
    const std::string body = pattern(size);
    client.send("PUT /put HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" + body);
    EXPECT_EQ(client.read("PUT").response.status, 200);
    EXPECT_TRUE(seen == body);
    std::string chunks = "PUT /put HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (std::size_t at = 0; at < size; at += 70'000) {
      const std::string_view piece = std::string_view(body).substr(at, 70'000);
      char line[20];
      std::snprintf(line, sizeof line, "%zx\r\n", piece.size());
      chunks.append(line).append(piece).append("\r\n");
    }
    seen = "nothing";
    client.send(chunks + "0\r\n\r\n");
    EXPECT_EQ(client.read("PUT").response.status, 200);
    EXPECT_TRUE(seen == body) << "chunked";
  }
}

TEST(Server, ARequestInManyPieces) {
  ScriptedHandler handler;
  handler.on("echo", echo);
  Serving server(handler);
  Client client(server.port());
  // Through the reallocation of the buffer, with a header that is long enough.
  const std::string request =
      "POST /echo/" + std::string(6000, 'u') + " HTTP/1.1\r\nHost: x\r\nA: b\r\nContent-Length: 4\r\n\r\nbody";
  for (std::size_t at = 0; at < request.size();) {
    const std::size_t size = at < 5900 ? 590 : 7;
    client.send(request.substr(at, size));
    at += size;
  }
  EXPECT_EQ(client.read("POST").response.body, "POST /echo/" + std::string(6000, 'u') + " body");
}

TEST(Server, ResponseBodiesOfEverySizeArriveWhole) {
  ScriptedHandler handler;
  std::map<std::size_t, Reply> replies;
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, kCopiedBody, kCopiedBody + 1, std::size_t{1} << 20}) {
    replies[size] = held_reply(pattern(size));
  }
  handler.on("sized", [&](const http::Request& request, Arena&, Reply& reply) {
    const Reply& wanted = replies.at(std::stoul(last_segment(request.path)));
    reply.prepared = wanted.prepared;
    reply.hold = wanted.hold;
  });
  handler.on("made", [&](const http::Request& request, Arena& arena, Reply& reply) {
    reply_text(replies.at(std::stoul(last_segment(request.path))).prepared->body, arena, reply);
  });
  Serving server(handler);
  Client client(server.port());
  for (const auto& [size, reply] : replies) {
    SCOPED_TRACE(size);
    for (const std::string path : {"/sized/", "/made/"}) {
      client.send(ask(path + std::to_string(size)));
      EXPECT_TRUE(client.read("GET").response.body == reply.prepared->body) << path;
    }
  }
}

TEST(Server, ASlowReaderGetsEverythingAndNobodyElseWaits) {
  ScriptedHandler handler;
  const Reply big = held_reply(pattern(1 << 20));
  handler.on("big", [&](const http::Request&, Arena&, Reply& reply) {
    reply.prepared = big.prepared;
    reply.hold = big.hold;
  });
  handler.on("medium", [&](const http::Request&, Arena& arena, Reply& reply) { reply_text(pattern(50'000), arena, reply); });
  Serving server(handler);
  Client slow(server.port());
  constexpr int kEach = 20;  // more than the kernel holds for a socket
  std::string requests;
  for (int i = 0; i < kEach; ++i) requests += ask("/big") + ask("/medium") + ask("/small");
  slow.send(requests);
  ASSERT_TRUE(handler.wait_until([](int answered, int) { return answered >= 1; }));
  EXPECT_EQ(exchange(server.port(), "GET / HTTP/1.1\r\n").response.body, "hello") << "on the same loop, meanwhile";
  for (int i = 0; i < kEach; ++i) {
    EXPECT_TRUE(slow.read("GET").response.body == big.prepared->body) << i;
    EXPECT_TRUE(slow.read("GET").response.body == pattern(50'000)) << i;
    EXPECT_EQ(slow.read("GET").response.body, "hello") << i;
  }
}

TEST(Server, WhoeverHasTheResponseFindsItRecorded) {
  ScriptedHandler handler;
  Serving server(handler);
  Client client(server.port());
  for (int i = 1; i <= 50; ++i) {
    client.send(ask("/n/" + std::to_string(i)));
    ASSERT_EQ(client.read("GET").outcome, Outcome::kResponse);
    ASSERT_EQ(handler.left(), i);
    ASSERT_EQ(handler.last_path(), "/n/" + std::to_string(i));
  }
}

// ---- 100-continue, RFC 9110 §10.1.1 ----------------------------------------------------------------

TEST(Server, SaysContinueToAClientThatWaits) {
  ScriptedHandler handler;
  handler.on("echo", echo);
  Serving server(handler);
  Client client(server.port());
  for (int round = 0; round < 2; ++round) {
    client.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
    ASSERT_TRUE(client.arrives("HTTP/1.1 100 Continue\r\n\r\n"));
    client.send("bo");
    client.send("dy");
    EXPECT_EQ(client.read("POST").response.body, "POST /echo body");
  }
}

TEST(Server, SaysNothingWhenTheBodyIsThereOrUnwelcome) {
  ScriptedHandler handler;
  handler.on("echo", echo);
  Options options;
  options.limits.body_bytes = 10;
  Serving server(handler, options);
  Client client(server.port());
  client.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\nbody");
  ASSERT_TRUE(client.arrives("body"));
  EXPECT_EQ(client.unread().find(" 100 "), std::string_view::npos);
  EXPECT_EQ(client.read("POST").response.status, 200);
  client.send("POST /echo HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n");
  ASSERT_TRUE(client.arrives("--max-body-bytes"));
  EXPECT_EQ(client.unread().find(" 100 "), std::string_view::npos);
  EXPECT_EQ(client.read("POST").response.status, 413);
}

// ---- refusals ----------------------------------------------------------------------------------------

struct RefusalCase {
  std::string_view bytes;
  int status;
};
TEST(Server, RefusalsSayWhyAndEndTheConnection) {
  ScriptedHandler handler;
  Options options;
  options.limits = {.head_bytes = 1000, .target_bytes = 100, .fields = 5, .body_bytes = 10};
  Serving server(handler, options);
  const std::string long_target = "GET /" + std::string(100, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n";
  const std::string wide = "GET / HTTP/1.1\r\nHost: x\r\nA: " + std::string(1000, 'a') + "\r\n\r\n";
  const RefusalCase rows[] = {
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {"nonsense\r\n\r\n", 400},
      {"GET / HTTP/3.0\r\nHost: x\r\n\r\n", 505},
      {long_target, 414},
      {wide, 431},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\n12345678901", 413},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n", 413},
      {"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501},
      {"POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: tea\r\nContent-Length: 1\r\n\r\na", 415},
      {"POST / HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n", 417},
  };
  std::vector<int> expected;
  for (const RefusalCase& row : rows) {
    SCOPED_TRACE(row.bytes);
    expected.push_back(row.status);
    Client client(server.port());
    client.send(ask("/first") + std::string(row.bytes) + ask("/never"));
    EXPECT_EQ(client.read("GET").response.status, 200) << "what came before is answered";
    const Answer answer = client.read("GET");
    EXPECT_EQ(answer.response.status, row.status);
    EXPECT_EQ(answer.response.value("Connection"), "close");
    EXPECT_GT(answer.response.body.size(), 10u);
    EXPECT_TRUE(client.closes());
  }
  EXPECT_EQ(handler.refusals(), expected);
  EXPECT_EQ(handler.answered(), static_cast<int>(std::size(rows))) << "nothing after a refusal is a request";
}

TEST(Server, AHandlerThatThrowsIsA500AndTheConnectionLives) {
  ScriptedHandler handler;
  handler.on("bad", [](const http::Request&, Arena&, Reply&) { throw std::runtime_error("no more tea"); });
  Serving server(handler);
  Client client(server.port());
  client.send(ask("/bad") + ask("/good"));
  const Answer answer = client.read("GET");
  EXPECT_EQ(answer.response.status, 500);
  EXPECT_NE(answer.response.body.find("no more tea"), std::string::npos);
  EXPECT_EQ(client.read("GET").response.body, "hello");
}

}  // namespace
}  // namespace mimus::server
