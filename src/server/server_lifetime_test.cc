// Starting, time-outs, limits on connections, draining, several loops.
#include <sys/resource.h>

#include <set>
#include <thread>

#include "serving_for_tests.h"

namespace mimus::server {
namespace {

using std::chrono::seconds;

Script delayed(std::chrono::nanoseconds delay) {
  return [delay](const http::Request&, Arena& arena, Reply& reply) {
    reply_text("late", arena, reply);
    auto* kept = new (arena.allocate(sizeof(http::Delivery), alignof(http::Delivery))) http::Delivery();
    kept->delay = delay;
    reply.delivery = kept;
  };
}

TEST(ServerLifetime, APortInUseIsSaidSo) {
  ScriptedHandler handler;
  Serving first(handler);
  Options options;
  options.port = first.port();
  const auto second = Server::start(options, handler);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::kConflict);
  EXPECT_NE(second.error().message.find(std::to_string(first.port())), std::string::npos);
  EXPECT_NE(second.error().message.find("in use"), std::string::npos);
  EXPECT_NE(second.error().hint.find("--port"), std::string::npos);
}

TEST(ServerLifetime, AnAddressThatIsNotHereIsSaidSo) {
  ScriptedHandler handler;
  for (const char* host : {"203.0.113.7", "no address"}) {
    Options options;
    options.port = 0;
    options.host = host;
    const auto server = Server::start(options, handler);
    ASSERT_FALSE(server) << host;
    EXPECT_NE(server.error().message.find(host), std::string::npos);
    EXPECT_NE(server.error().hint.find("--host"), std::string::npos);
  }
}

TEST(ServerLifetime, APortIsFreeAgainAfterItsServer) {
  ScriptedHandler handler;
  std::uint16_t port = 0;
  {
    Serving first(handler);
    port = first.port();
    EXPECT_EQ(exchange(port, "GET / HTTP/1.1\r\n").response.status, 200);
  }
  Options options;
  options.port = port;
  const auto second = Server::start(options, handler);
  ASSERT_TRUE(second) << describe(second.error());
  EXPECT_EQ(exchange(port, "GET / HTTP/1.1\r\n").response.status, 200);
}

// ---- time-outs: all wait at the same time ---------------------------------------------------------------

TEST(ServerLifetime, TimeOuts) {
  ScriptedHandler handler;
  const Reply big = held_reply(std::string(64 << 20, 'x'));
  handler.on("big", [&](const http::Request&, Arena&, Reply& reply) {
    reply.prepared = big.prepared;
    reply.hold = big.hold;
  });
  Options options;
  options.idle_timeout = options.request_timeout = options.write_timeout = seconds(1);
  Serving server(handler, options);

  Client silent(server.port());
  Client idle(server.port());
  idle.send(ask("/"));
  EXPECT_EQ(idle.read("GET").response.status, 200);
  Client half_head(server.port());
  half_head.send("HEAD / HTTP/1.1\r\nHost: x\r\n");
  Client long_head(server.port());  // its buffer moves after the server has looked at it
  long_head.send("POST /a HTTP/1.1\r\n");
  long_head.send("X: " + std::string(5000, 'a'));
  Client half_body(server.port());
  half_body.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n12345");
  Client half_chunk(server.port());
  half_chunk.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab");
  Client takes_nothing(server.port());
  takes_nothing.send(ask("/big"));

  EXPECT_TRUE(silent.closes(kPatience));
  EXPECT_TRUE(idle.closes(kPatience));
  EXPECT_TRUE(idle.unread().empty()) << "in silence: a client may be about to send";
  for (Client* slow : {&half_head, &long_head, &half_body, &half_chunk}) {
    const Answer answer = slow->read("GET", kPatience);
    EXPECT_EQ(answer.response.status, 408);
    EXPECT_EQ(answer.response.value("Connection"), "close");
  }
  EXPECT_TRUE(server.wait_for_connections(0)) << "the one that takes nothing is cut as well";
}

// A client that keeps the server waiting is not idle, and one that is being answered is not either.
TEST(ServerLifetime, AnAnswerMayTakeLongerThanTheTimeOuts) {
  ScriptedHandler handler;
  handler.on("late", delayed(std::chrono::milliseconds(2500)));
  Options options;
  options.idle_timeout = options.request_timeout = options.write_timeout = seconds(1);
  Serving server(handler, options);
  Client client(server.port());
  client.send(ask("/late"));
  EXPECT_EQ(client.read("GET").response.body, "late");
}

// ---- how many ----------------------------------------------------------------------------------------------

TEST(ServerLifetime, OneConnectionTooManyIsToldSo) {
  ScriptedHandler handler;
  Options options;
  options.most_connections = 2;
  Serving server(handler, options);
  Client first(server.port());
  auto second = std::make_unique<Client>(server.port());
  for (Client* client : {&first, second.get()}) {
    client->send(ask("/"));
    EXPECT_EQ(client->read("GET").response.status, 200);
  }
  Client third(server.port());
  const Answer refused = third.read("GET");
  EXPECT_EQ(refused.response.status, 503);
  EXPECT_NE(refused.response.body.find("--max-connections"), std::string::npos);
  EXPECT_TRUE(third.closes());
  second.reset();
  ASSERT_TRUE(server.wait_for_connections(1));
  Client fourth(server.port());
  fourth.send(ask("/"));
  EXPECT_EQ(fourth.read("GET").response.status, 200);
}

TEST(ServerLifetime, ConnectionsAreDealtEvenly) {
  rlimit descriptors{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &descriptors), 0);
  descriptors.rlim_cur = descriptors.rlim_max;
  setrlimit(RLIMIT_NOFILE, &descriptors);
  const std::size_t count = std::min<std::size_t>(2000, descriptors.rlim_cur / 3);
  ScriptedHandler handler;
  Options options;
  options.loops = 2;
  Serving server(handler, options);
  {
    std::vector<Client> clients;
    for (std::size_t i = 0; i < count; ++i) clients.emplace_back(server.port());
    for (int round = 0; round < 2; ++round) {
      for (Client& client : clients) client.send(ask("/"));
      for (Client& client : clients) ASSERT_EQ(client.read("GET").response.body, "hello");
    }
    EXPECT_EQ((*server).connections(), count);
    const auto by_loop = handler.by_loop();
    ASSERT_EQ(by_loop.size(), 2u);
    EXPECT_NEAR(by_loop.at(0), by_loop.at(1), 4);
  }
  EXPECT_TRUE(server.wait_for_connections(0));
}

TEST(ServerLifetime, ManyClientsOnSeveralLoops) {
  ScriptedHandler handler;
  handler.on("late", delayed(std::chrono::milliseconds(1)));
  Options options;
  options.loops = 3;
  Serving server(handler, options);
  std::vector<std::jthread> clients;
  for (int i = 0; i < 8; ++i) {
    clients.emplace_back([&, i] {
      for (int round = 0; round < 10; ++round) {
        Client client(server.port());
        client.send(ask("/a") + ask("/late") + ask("/b"));
        EXPECT_EQ(client.read("GET").response.body, "hello");
        if (i % 2 == 0) continue;  // leaves with two answers under way
        EXPECT_EQ(client.read("GET").response.body, "late");
        EXPECT_EQ(client.read("GET").response.body, "hello");
      }
    });
  }
  clients.clear();
  EXPECT_TRUE(server.wait_for_connections(0));
}

TEST(ServerLifetime, EverywhereRunsOnceOnEachLoop) {
  ScriptedHandler handler;
  Options options;
  options.loops = 3;
  std::mutex mutex;
  std::map<LoopIndex, std::vector<std::thread::id>> ran;
  {
    Serving server(handler, options);
    (*server).everywhere([&](LoopIndex loop) {
      const std::lock_guard lock(mutex);
      ran[loop].push_back(std::this_thread::get_id());
    });
  }
  ASSERT_EQ(ran.size(), 3u) << "what was asked for before the end is done";
  std::set<std::thread::id> threads;
  for (const auto& [loop, ids] : ran) {
    EXPECT_EQ(ids.size(), 1u);
    threads.insert(ids.front());
  }
  EXPECT_EQ(threads.size(), 3u);
}

// ---- draining -----------------------------------------------------------------------------------------------

TEST(ServerLifetime, DrainEndsTheIdleAndFinishesTheRest) {
  std::mutex mutex;
  std::function<void(Reply)> answer_it;
  ScriptedHandler handler;
  handler.on("wait", [&](const http::Request&, Arena&, Reply& reply) {
    reply.deferred = [&](std::function<void(Reply)> done) {
      const std::lock_guard lock(mutex);
      answer_it = std::move(done);
    };
  });
  Options options;
  options.loops = 2;
  Serving server(handler, options);
  Client idle(server.port());
  idle.send(ask("/"));
  EXPECT_EQ(idle.read("GET").response.status, 200);
  Client busy(server.port());
  busy.send(ask("/wait"));
  ASSERT_TRUE(handler.wait_until([](int answered, int) { return answered == 2; }));
  Client arriving(server.port());
  arriving.send("POST /half HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  ASSERT_TRUE(arriving.arrives("100 Continue"));

  std::jthread drain([&] { (*server).drain(); });
  EXPECT_TRUE(idle.closes());
  arriving.send("body");
  const Answer half = arriving.read("POST");
  EXPECT_EQ(half.response.body, "hello");
  EXPECT_EQ(half.response.value("Connection"), "close");
  for (bool done = false; !done; std::this_thread::yield()) {
    const std::lock_guard lock(mutex);
    if (answer_it) answer_it(held_reply("finished"));
    done = answer_it != nullptr;
  }
  const Answer answer = busy.read("GET");
  EXPECT_EQ(answer.response.body, "finished");
  EXPECT_EQ(answer.response.value("Connection"), "close");
  EXPECT_TRUE(busy.closes());
  for (Client* client : {&busy, &arriving}) client->finish_sending();
  drain.join();
  Client late(server.port());
  late.send(ask("/"));
  EXPECT_NE(late.read("GET").outcome, Outcome::kResponse) << "nobody listens";
}

TEST(ServerLifetime, TheGraceEnds) {
  ScriptedHandler handler;
  handler.on("never", [](const http::Request&, Arena&, Reply& reply) { reply.deferred = [](auto) {}; });
  handler.on("late", delayed(seconds(3600)));
  handler.on("big", [](const http::Request&, Arena&, Reply& reply) { reply = held_reply(std::string(64 << 20, 'x')); });
  Options options;
  options.grace = seconds(0);
  Serving server(handler, options);
  Client never(server.port());
  never.send(ask("/never"));
  Client late(server.port());
  late.send(ask("/late"));
  Client stuck(server.port());
  stuck.send(ask("/big"));
  ASSERT_TRUE(handler.wait_until([](int answered, int) { return answered == 3; }));
  (*server).drain();
  EXPECT_EQ((*server).connections(), 0u);
  for (Client* client : {&never, &late}) EXPECT_NE(client->read("GET").outcome, Outcome::kResponse);
}

}  // namespace
}  // namespace mimus::server
