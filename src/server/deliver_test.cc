// Answers that take time: delays, pacing, streams, deferred replies, and the ways to go wrong.
#include <thread>

#include "serving_for_tests.h"

namespace mimus::server {
namespace {

using std::chrono::milliseconds;

// Delivers `body` (never longer than what is copied) as said.
Script delivers(http::Delivery delivery, std::string body = "hello") {
  return [delivery, body](const http::Request& request, Arena& arena, Reply& reply) {
    const std::string number = last_segment(request.path);
    reply_text(body.empty() ? "" : body, arena, reply);
    auto* kept = new (arena.allocate(sizeof(http::Delivery), alignof(http::Delivery))) http::Delivery(delivery);
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

// What the test says next, from any thread; kWait until then.
struct Feed {
  std::mutex mutex;
  std::function<void()> wake;          // guarded by mutex, as all below
  std::vector<std::string> pieces;
  bool ended = false;
  std::atomic<bool> destroyed{false};
  std::atomic<int> asked{0};

  void say(std::string piece) {
    const std::lock_guard lock(mutex);
    pieces.push_back(std::move(piece));
    if (wake) wake();
  }
  void end() {
    const std::lock_guard lock(mutex);
    ended = true;
    if (wake) wake();
  }
};

class FeedStream : public BodyStream {
 public:
  explicit FeedStream(std::shared_ptr<Feed> feed) : feed_(std::move(feed)) {}
  ~FeedStream() override {
    feed_->destroyed = true;
    feed_->destroyed.notify_all();
  }
  void on_wake(std::function<void()> wake) override {
    const std::lock_guard lock(feed_->mutex);
    feed_->wake = std::move(wake);
  }
  Next next(std::string& out) override {
    ++feed_->asked;
    const std::lock_guard lock(feed_->mutex);
    if (!feed_->pieces.empty()) {
      out += feed_->pieces.front();
      feed_->pieces.erase(feed_->pieces.begin());
      return Next::kData;
    }
    return feed_->ended ? Next::kEnd : Next::kWait;
  }

 private:
  std::shared_ptr<Feed> feed_;
};

Script streams(std::shared_ptr<Feed> feed, std::vector<http::OwnedField> fields = {}) {
  return [feed, fields](const http::Request&, Arena& arena, Reply& reply) {
    reply_head(fields, arena, reply);
    reply.stream = std::make_unique<FeedStream>(feed);
  };
}

// ---- in time -----------------------------------------------------------------------------------------

struct TimingCase {
  std::string_view rule;
  http::Delivery delivery;
  std::string body;
  milliseconds at_least;
};
TEST(Deliver, TakesAtLeastAsLongAsItSays) {
  http::Delivery dribbled;
  dribbled.pieces = 4;
  dribbled.spread = milliseconds(80);
  http::Delivery both = dribbled;
  both.delay = milliseconds(40);
  http::Delivery throttled;
  throttled.bytes_per_second = 10'000;
  http::Delivery slow_chunks = throttled;
  slow_chunks.chunked = true;
  http::Delivery more_pieces_than_bytes = dribbled;
  more_pieces_than_bytes.pieces = 1000;
  static constexpr std::chrono::nanoseconds kTimes[] = {milliseconds(0), milliseconds(30), milliseconds(90)};
  http::Delivery events;
  events.events = kTimes;
  const TimingCase rows[] = {
      {"events at their times, and what is left with the last", events, "data: 1\n\ndata: 2\n\ndata: 3\n\ndata: 4\n\ndata", milliseconds(90)},
      {"as many events as there are", events, "data: 1\n\ndata: 2\n\n", milliseconds(30)},
      {"a delay before the first byte", delayed(milliseconds(60)), "hello", milliseconds(60)},
      {"a dribbled body is spread over its time", dribbled, "abcdefgh", milliseconds(80)},
      {"behind the delay", both, "abcdefgh", milliseconds(120)},
      {"a throttled body: bytes by their rate", throttled, std::string(1000, 'a'), milliseconds(100)},
      {"in chunks as well", slow_chunks, std::string(1000, 'a'), milliseconds(100)},
      {"no more pieces than bytes", more_pieces_than_bytes, "abc", milliseconds(80)},
      {"an empty body has nothing to spread", dribbled, "", milliseconds(0)},
  };
  ScriptedHandler handler;
  for (std::size_t i = 0; i < std::size(rows); ++i) handler.on(std::to_string(i), delivers(rows[i].delivery, rows[i].body));
  Serving server(handler);
  Client client(server.port());
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    SCOPED_TRACE(rows[i].rule);
    client.send(ask("/" + std::to_string(i)));
    const Answer answer = client.read("GET");
    EXPECT_EQ(answer.outcome, Outcome::kResponse);
    EXPECT_EQ(answer.response.body, rows[i].body);
    EXPECT_GE(answer.took, rows[i].at_least);
  }
}

TEST(Deliver, AnEventDoesNotComeBeforeItsTime) {
  static constexpr std::chrono::nanoseconds kTimes[] = {milliseconds(0), milliseconds(0), std::chrono::hours(1)};
  http::Delivery events;
  events.events = kTimes;
  ScriptedHandler handler;
  handler.on("0", delivers(events, "data: 1\r\n\r\n:\ndata: 2\n\ndata: 3\n\n"));
  Serving server(handler);
  Client client(server.port());
  client.send(ask("/0"));
  EXPECT_TRUE(client.arrives("\r\n\r\ndata: 1\r\n\r\n:\ndata: 2\n\n")) << "whole events";
  EXPECT_TRUE(client.unread().ends_with("data: 2\n\n")) << "and no more";
}

TEST(Deliver, ChunkedReplacesTheLengthExceptForHttp10) {
  http::Delivery chunked;
  chunked.chunked = true;
  chunked.pieces = 2;
  ScriptedHandler handler;
  handler.on("c", delivers(chunked));
  handler.on("none", [&](const http::Request&, Arena& arena, Reply& reply) {
    delivers(chunked, "")({}, arena, reply);
    std::string head;
    http::write_head(204, "", {}, -1, head);
    reply.status = 204;
    reply.head = arena.copy(head);
  });
  Serving server(handler);
  Client client(server.port());
  client.send(ask("/c"));
  const Answer modern = client.read("GET");
  EXPECT_EQ(modern.response.value("Transfer-Encoding"), "chunked");
  EXPECT_TRUE(modern.response.values("Content-Length").empty());
  EXPECT_EQ(modern.response.body, "hello");
  client.send(ask("/none"));
  EXPECT_TRUE(client.read("GET").response.values("Transfer-Encoding").empty()) << "204 has no body, RFC 9112 §6.1";
  client.send("GET /c HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const Answer old = client.read("GET");
  EXPECT_TRUE(old.response.values("Transfer-Encoding").empty());
  EXPECT_EQ(old.response.body, "hello");
}

TEST(Deliver, AnEmptyChunkedBodyHasItsEnd) {
  http::Delivery chunked;
  chunked.chunked = true;
  ScriptedHandler handler;
  handler.on("empty", delivers(chunked, ""));
  Serving server(handler);
  Client client(server.port());
  client.send(ask("/empty") + ask("/after"));
  EXPECT_EQ(client.read("GET", milliseconds(5000)).outcome, Outcome::kResponse);
  EXPECT_EQ(client.read("GET", milliseconds(5000)).response.body, "hello");
}

TEST(Deliver, PipelinedRequestsAreAnsweredInTheirOrder) {
  ScriptedHandler handler;
  std::mutex mutex;
  std::vector<std::jthread> others;
  const auto say = [](const http::Request& request, Arena& arena, Reply& reply) {
    reply_text(last_segment(request.path), arena, reply);
  };
  handler.on("now", say);
  handler.on("late", [&](const http::Request& request, Arena& arena, Reply& reply) {
    delivers(delayed(milliseconds(3)), last_segment(request.path))(request, arena, reply);
  });
  handler.on("streamed", [](const http::Request& request, Arena& arena, Reply& reply) {
    auto feed = std::make_shared<Feed>();
    feed->say(last_segment(request.path));
    feed->end();
    streams(feed)(request, arena, reply);
  });
  handler.on("elsewhere", [&](const http::Request& request, Arena&, Reply& reply) {
    reply.deferred = [&, number = last_segment(request.path)](std::function<void(Reply)> done) {
      const std::lock_guard lock(mutex);
      others.emplace_back([done, number] { done(held_reply(number)); });
    };
  });
  Serving server(handler);
  Client client(server.port());
  constexpr std::string_view kWays[] = {"/now/", "/late/", "/now/", "/streamed/", "/elsewhere/"};
  std::string requests;
  for (int i = 0; i < 60; ++i) requests += ask(std::string(kWays[i * 7 % 5]) + std::to_string(i));
  client.send(requests);
  for (int i = 0; i < 60; ++i) {
    const Answer answer = client.read("GET");
    ASSERT_EQ(answer.outcome, Outcome::kResponse);
    ASSERT_EQ(answer.response.body, std::to_string(i));
  }
}

// ---- streams -------------------------------------------------------------------------------------------

TEST(Deliver, AStreamGoesOutPieceByPieceAsItComes) {
  auto feed = std::make_shared<Feed>();
  ScriptedHandler handler;
  handler.on("stream", streams(feed, {{"Content-Type", "text/event-stream"}}));
  Serving server(handler);
  Client client(server.port());
  client.send(ask("/stream"));
  ASSERT_TRUE(client.arrives("Transfer-Encoding: chunked"));
  for (const std::string word : {"one", "two", "three"}) {
    feed->say(word);
    ASSERT_TRUE(client.arrives(word)) << "before the next is there";
  }
  feed->end();
  const Answer answer = client.read("GET");
  EXPECT_EQ(answer.outcome, Outcome::kResponse);
  EXPECT_EQ(answer.response.body, "onetwothree");
  EXPECT_EQ(answer.response.value("Content-Type"), "text/event-stream");
  client.send(ask("/after"));
  EXPECT_EQ(client.read("GET").response.body, "hello");
  feed->say("nobody is there");  // wakes a connection that has gone on
  client.send(ask("/after"));
  EXPECT_EQ(client.read("GET").response.body, "hello");
}

TEST(Deliver, AStreamForHttp10EndsWithTheConnection) {
  auto feed = std::make_shared<Feed>();
  feed->say("all of it");
  feed->end();
  ScriptedHandler handler;
  handler.on("stream", streams(feed));
  Serving server(handler);
  Client client(server.port());
  client.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  const Answer answer = client.read("GET");
  EXPECT_EQ(answer.outcome, Outcome::kResponse);
  EXPECT_EQ(answer.response.body, "all of it");
  EXPECT_TRUE(answer.response.values("Transfer-Encoding").empty());
  EXPECT_EQ(answer.response.value("Connection"), "close");
}

TEST(Deliver, AStreamOfKnownLengthKeepsIt) {
  auto feed = std::make_shared<Feed>();
  feed->say("12345");
  feed->say("67890");
  feed->end();
  ScriptedHandler handler;
  handler.on("stream", streams(feed, {{"Content-Length", "10"}}));
  Serving server(handler);
  Client client(server.port());
  client.send(ask("/stream") + ask("/after"));
  const Answer answer = client.read("GET");
  EXPECT_TRUE(answer.response.values("Transfer-Encoding").empty());
  EXPECT_EQ(answer.response.body, "1234567890");
  EXPECT_EQ(client.read("GET").response.body, "hello");
}

TEST(Deliver, AStreamIsThrottledToo) {
  static const http::Delivery kSlow = [] {
    http::Delivery slow;
    slow.bytes_per_second = 10'000;
    return slow;
  }();
  for (const std::vector<http::OwnedField>& fields : {std::vector<http::OwnedField>{}, std::vector<http::OwnedField>{{"Content-Length", "1200"}}}) {
    auto feed = std::make_shared<Feed>();
    feed->say(std::string(1000, 'a'));
    feed->say(std::string(200, 'b'));
    feed->end();
    ScriptedHandler handler;
    handler.on("stream", [&](const http::Request& request, Arena& arena, Reply& reply) {
      streams(feed, fields)(request, arena, reply);
      reply.delivery = &kSlow;
    });
    Serving server(handler);
    Client client(server.port());
    const auto start = std::chrono::steady_clock::now();
    client.send(ask("/stream"));
    ASSERT_TRUE(client.arrives("aaaa"));
    feed->say("");  // a wake ends no wait
    const Answer answer = client.read("GET");
    EXPECT_EQ(answer.outcome, Outcome::kResponse);
    EXPECT_EQ(answer.response.body, std::string(1000, 'a') + std::string(200, 'b'));
    EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds(120));
  }
}

TEST(Deliver, HeadOfAStreamReadsNothingFromIt) {
  auto feed = std::make_shared<Feed>();
  ScriptedHandler handler;
  handler.on("stream", streams(feed));
  Serving server(handler);
  Client client(server.port());
  client.send("HEAD /stream HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_EQ(client.read("HEAD").outcome, Outcome::kResponse);
  client.send(ask("/after"));
  EXPECT_EQ(client.read("GET").response.body, "hello");
  EXPECT_EQ(feed->asked, 0);
}

TEST(Deliver, AStreamWhoseClientLeavesIsLetGo) {
  auto feed = std::make_shared<Feed>();
  ScriptedHandler handler;
  handler.on("stream", streams(feed));
  Serving server(handler);
  {
    Client client(server.port());
    client.send(ask("/stream"));
    feed->say("hello");
    ASSERT_TRUE(client.arrives("hello"));
  }
  feed->destroyed.wait(false);
  EXPECT_TRUE(server.wait_for_connections(0));
}

// ---- answered by somebody else ----------------------------------------------------------------------------

struct Held {
  std::mutex mutex;
  std::function<void(Reply)> done;  // guarded by mutex
};
Script defers(std::shared_ptr<Held> held) {
  return [held](const http::Request&, Arena&, Reply& reply) {
    reply.deferred = [held](std::function<void(Reply)> done) {
      const std::lock_guard lock(held->mutex);
      held->done = std::move(done);
    };
  };
}
void answer_held(ScriptedHandler& handler, Held& held, Reply reply) {
  ASSERT_TRUE(handler.wait_until([](int answered, int) { return answered > 0; }));
  for (;;) {
    {
      const std::lock_guard lock(held.mutex);
      if (held.done) return held.done(std::move(reply));
    }
    std::this_thread::yield();
  }
}

TEST(Deliver, ADeferredReplyIsSentWhenItComes) {
  auto held = std::make_shared<Held>();
  ScriptedHandler handler;
  handler.on("deferred", defers(held));
  Serving server(handler);
  Client client(server.port());
  client.send(ask("/deferred") + ask("/after"));
  answer_held(handler, *held, held_reply("at last"));
  EXPECT_EQ(client.read("GET").response.body, "at last");
  EXPECT_EQ(client.read("GET").response.body, "hello");
}

TEST(Deliver, ADeferredReplyMayComeAtOnce) {
  ScriptedHandler handler;
  handler.on("deferred", [](const http::Request&, Arena&, Reply& reply) {
    reply.deferred = [](std::function<void(Reply)> done) { done(held_reply("at once")); };
  });
  Serving server(handler);
  Client client(server.port());
  client.send(ask("/deferred") + ask("/deferred"));
  EXPECT_EQ(client.read("GET").response.body, "at once");
  EXPECT_EQ(client.read("GET").response.body, "at once");
}

TEST(Deliver, ADeferredReplyForAClientThatLeftIsDropped) {
  auto held = std::make_shared<Held>();
  ScriptedHandler handler;
  handler.on("deferred", defers(held));
  Serving server(handler);
  {
    Client client(server.port());
    client.send(ask("/deferred"));
    ASSERT_TRUE(handler.wait_until([](int answered, int) { return answered == 1; }));
  }
  answer_held(handler, *held, held_reply("too late"));
  EXPECT_TRUE(server.wait_for_connections(0));
  EXPECT_EQ(exchange(server.port(), "GET / HTTP/1.1\r\n").response.body, "hello");
}

// ---- going wrong on purpose -----------------------------------------------------------------------------

struct FaultCase {
  http::Fault fault;
  Outcome outcome;
  std::string_view body;  // of what came
};
TEST(Deliver, FaultsAsTheClientSeesThem) {
  constexpr FaultCase kRows[] = {
      {http::Fault::kConnectionReset, Outcome::kReset, ""},
      {http::Fault::kEmptyResponse, Outcome::kClosed, ""},
      {http::Fault::kGarbage, Outcome::kGarbage, ""},
      {http::Fault::kTruncatedBody, Outcome::kTruncated, "01234"},
      {http::Fault::kWrongLength, Outcome::kTruncated, "0123456789"},
      {http::Fault::kMalformedChunk, Outcome::kGarbage, ""},
  };
  for (const FaultCase& row : kRows) {
    for (const milliseconds delay : {milliseconds(0), milliseconds(20)}) {
      SCOPED_TRACE(http::name_of(row.fault));
      http::Delivery delivery = faulty(row.fault);
      delivery.delay = delay;
      ScriptedHandler handler;
      handler.on("bad", delivers(delivery, "0123456789"));
      Serving server(handler);
      Client client(server.port());
      client.send(ask("/bad"));
      const Answer answer = client.read("GET");
      EXPECT_EQ(answer.outcome, row.outcome) << name_of(answer.outcome);
      EXPECT_EQ(answer.response.body, row.body);
      EXPECT_GE(answer.took, delay);
      EXPECT_EQ(exchange(server.port(), "GET / HTTP/1.1\r\n").response.body, "hello") << "the server lives";
    }
  }
}

TEST(Deliver, ATruncatedAnswerIsNeverWhole) {
  ScriptedHandler handler;
  handler.on("bad", delivers(faulty(http::Fault::kTruncatedBody), ""));
  Serving server(handler);
  Client client(server.port());
  client.send(ask("/bad"));
  EXPECT_EQ(client.read("GET").outcome, Outcome::kTruncated) << "an empty body cannot be cut, its header can";
}

TEST(Deliver, AStallSendsHalfAndThenNothing) {
  ScriptedHandler handler;
  handler.on("bad", delivers(faulty(http::Fault::kStall), "0123456789"));
  Serving server(handler);
  {
    Client client(server.port());
    client.send(ask("/bad"));
    ASSERT_TRUE(client.arrives("\r\n\r\n01234"));
    EXPECT_EQ(client.read("GET", milliseconds(50)).outcome, Outcome::kTimeout);
  }
  EXPECT_TRUE(server.wait_for_connections(0)) << "until the client leaves";
}

// ---- clients that leave --------------------------------------------------------------------------------

TEST(Deliver, AClientThatLeavesEndsItsConnectionAndNobodyElses) {
  ScriptedHandler handler;
  const Reply big = held_reply(std::string(20 << 20, 'x'));
  handler.on("big", [&](const http::Request&, Arena&, Reply& reply) {
    reply.prepared = big.prepared;
    reply.hold = big.hold;
  });
  handler.on("late", delivers(delayed(milliseconds(100))));
  http::Delivery dribbled;
  dribbled.pieces = 10;
  dribbled.spread = milliseconds(100);
  handler.on("dribbled", delivers(dribbled, std::string(100, 'd')));
  Serving server(handler);
  Client patient(server.port());
  patient.send(ask("/late"));
  for (const std::string_view path : {"/big", "/late", "/dribbled"}) {
    Client client(server.port());
    client.send(ask(path));
    if (path != "/late") {
      ASSERT_TRUE(client.arrives("\r\n\r\n"));
    }
  }
  EXPECT_EQ(patient.read("GET").response.body, "hello");
  EXPECT_TRUE(server.wait_for_connections(1));
}

}  // namespace
}  // namespace mimus::server
