// Where bodies end on the wire, and what is sent instead of them.
#include "serving_for_tests.h"

namespace mimus::server {
namespace {

using std::chrono::milliseconds;

// Delivers `body` (never longer than what is copied) as said.
Script delivers(http::Delivery delivery, std::string body = "hello") {
  return [delivery, body](const http::Request& request, Arena& arena, Reply& reply) {
    const std::string number = last_segment(request.path);
    reply_text(body.empty() ? "" : body, arena, reply);
    auto* kept = new (arena.allocate(sizeof(http::Delivery), alignof(http::Delivery)))
        http::Delivery(delivery);
    reply.delivery = kept;
  };
}

http::Delivery delayed(milliseconds delay) {
  http::Delivery delivery;
  delivery.delay = delay;
  return delivery;
}
http::Delivery faulty(http::Fault fault) {
  http::Delivery delivery;
  delivery.fault = fault;
  delivery.chance = 7;
  return delivery;
}

// What the handler left to the protocol: a finished chunked response, or Reply::chunked; at once,
// late, and large.
TEST(Framing, WhatIsChunkedHasALengthForHttp10) {
  using http::PreparedResponse;
  const std::string large(200'000, 'x');
  const auto small_response =
      PreparedResponse::make(200, "", {}, "hello", {}, PreparedResponse::Framing::kChunked);
  const auto large_response =
      PreparedResponse::make(200, "", {}, large, {}, PreparedResponse::Framing::kChunked);
  const http::Delivery late = delayed(milliseconds(1));
  const auto prepared = [&](const PreparedResponse& response, const http::Delivery* delivery) {
    return [&, delivery](const http::Request&, Arena&, Reply& reply) {
      reply.prepared = &response;
      reply.delivery = delivery;
      reply.hold = std::make_shared<int>(0);  // the test keeps the response
    };
  };
  const auto made = [&](const std::string& body, const http::Delivery* delivery) {
    return [&, delivery](const http::Request&, Arena& arena, Reply& reply) {
      reply.head = arena.copy("HTTP/1.1 200 OK\r\nA: 1\r\n");
      reply.body = arena.copy(body);
      reply.chunked = true;
      reply.delivery = delivery;
    };
  };
  const std::string small = "hello";
  ScriptedHandler handler;
  handler.on("prepared", prepared(small_response, nullptr));
  handler.on("prepared-late", prepared(small_response, &late));
  handler.on("prepared-large", prepared(large_response, nullptr));
  handler.on("made", made(small, nullptr));
  handler.on("made-late", made(small, &late));
  handler.on("made-large", made(large, nullptr));
  Serving server(handler);
  for (const std::string name :
       {"prepared", "prepared-late", "prepared-large", "made", "made-late", "made-large"}) {
    SCOPED_TRACE(name);
    const std::string& body = name.ends_with("large") ? large : small;
    Client client(server.port());
    client.send(ask("/" + name));
    const Answer modern = client.read("GET");
    EXPECT_EQ(modern.response.value("Transfer-Encoding"), "chunked");
    EXPECT_TRUE(modern.response.values("Content-Length").empty());
    EXPECT_EQ(modern.response.body, body);
    client.send("HEAD /" + name + " HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(client.read("HEAD").response.value("Transfer-Encoding"), "chunked");
    client.send("GET /" + name + " HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const Answer old = client.read("GET");
    EXPECT_TRUE(old.response.values("Transfer-Encoding").empty());
    EXPECT_EQ(old.response.value("Content-Length"), std::to_string(body.size()));
    EXPECT_EQ(old.response.body, body);
  }
}

TEST(Framing, DribbledPiecesAreEqualAndTheLastOneTakesTheRest) {
  http::Delivery dribbled;
  dribbled.pieces = 4;
  dribbled.spread = milliseconds(4);
  dribbled.chunked = true;
  ScriptedHandler handler;
  handler.on("eleven", delivers(dribbled, "abcdefghijk"));
  handler.on("two", delivers(dribbled, "ab"));
  Serving server(handler);
  Client client(server.port());
  client.send(ask("/eleven"));
  EXPECT_TRUE(client.arrives("2\r\nab\r\n2\r\ncd\r\n2\r\nef\r\n5\r\nghijk\r\n0\r\n\r\n"));
  (void)client.read("GET");
  client.send(ask("/two"));
  EXPECT_TRUE(client.arrives("1\r\na\r\n1\r\nb\r\n0\r\n\r\n"));
}

TEST(Framing, GarbageCanBeSaid) {
  http::Delivery garbage = faulty(http::Fault::kGarbage),
                 chunk = faulty(http::Fault::kMalformedChunk);
  garbage.garbage = chunk.garbage = "][./";
  ScriptedHandler handler;
  handler.on("garbage", delivers(garbage));
  handler.on("chunk", delivers(chunk));
  Serving server(handler);
  Client first(server.port()), second(server.port());
  first.send(ask("/garbage"));
  EXPECT_TRUE(first.arrives("][./"));
  second.send(ask("/chunk"));
  EXPECT_TRUE(second.arrives("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n][./"));
}

}  // namespace
}  // namespace mimus::server
