// Bodies that are taken while they come: upload.cc.
#include "http/upload.h"

#include <thread>

#include "serving_for_tests.h"

namespace mimus::server {
namespace {

constexpr std::size_t kLarge = 6u << 20;
constexpr std::size_t kOnePiece = 64 * 1024;
constexpr std::size_t kCollected = 1u << 20;  // of chunks, before it is known that there is much

// Takes what comes and answers with how much it was. Its calls come from the connection's loop.
class Taker : public std::enable_shared_from_this<Taker> {
 public:
  explicit Taker(std::shared_ptr<http::Upload> upload) : upload_(std::move(upload)) {}
  void start(std::function<void(Reply)> answer) {
    answer_ = std::move(answer);
    upload_->on_wake([self = shared_from_this()] { self->take(); });
    take();
  }

 private:
  void take() {
    if (!answer_) return;
    for (;;) {
      std::string piece;
      const http::Upload::Next next = upload_->next(piece);
      const std::size_t most = size_ == 0 ? kCollected : http::Upload::kFull;
      EXPECT_LE(piece.size(), most + kOnePiece) << "what is not taken waits in the network";
      for (const char c : piece) sum_ = sum_ * 31 + static_cast<unsigned char>(c);
      size_ += piece.size();
      if (next == http::Upload::Next::kWait) return;
      if (next == http::Upload::Next::kData) continue;
      const char* const how = next == http::Upload::Next::kEnd ? "whole" : "broken";
      const auto answer = std::exchange(answer_, nullptr);
      upload_.reset();
      return answer(held_reply(how + std::string(" ") + std::to_string(size_) + " " + std::to_string(sum_)));
    }
  }

  std::shared_ptr<http::Upload> upload_;  // until the end: it knows us, too
  std::function<void(Reply)> answer_;
  std::size_t size_ = 0;
  std::uint32_t sum_ = 0;
};

class Taking final : public ScriptedHandler {
 public:
  Taking() {
    on("take", [](const http::Request& request, Arena& arena, Reply& reply) {
      if (request.upload == nullptr) return reply_text("collected " + std::to_string(request.body.size()), arena, reply);
      EXPECT_TRUE(request.body.empty());
      const auto taker = std::make_shared<Taker>(request.upload->shared_from_this());
      reply.deferred = [taker](std::function<void(Reply)> answer) { taker->start(std::move(answer)); };
    });
    on("no", [](const http::Request&, Arena& arena, Reply& reply) { reply_text("not for you", arena, reply, 403); });
    on("early", [](const http::Request&, Arena&, Reply& reply) {
      reply.deferred = [](std::function<void(Reply)> answer) { answer(held_reply("I know enough")); };
    });
    on("keep", [this](const http::Request& request, Arena&, Reply& reply) {
      kept = request.upload->shared_from_this();
      const auto taker = std::make_shared<Taker>(kept);
      reply.deferred = [taker](std::function<void(Reply)> answer) { taker->start(std::move(answer)); };
    });
  }
  bool streams(const http::Request& request, LoopIndex, Arena&) override {
    EXPECT_FALSE(request.client_ip.empty());
    return request.path != "/collected";
  }
  std::shared_ptr<http::Upload> kept;
};

std::string body_of(std::size_t size) {
  std::string body(size, '\0');
  for (std::size_t i = 0; i < size; ++i) body[i] = static_cast<char>('a' + (i * 7 + i / 251) % 26);
  return body;
}

std::string said_of(std::string_view body) {
  std::uint32_t sum = 0;
  for (const char c : body) sum = sum * 31 + static_cast<unsigned char>(c);
  return "whole " + std::to_string(body.size()) + " " + std::to_string(sum);
}

std::string in_chunks(std::string_view body, std::size_t piece) {
  std::string out;
  for (; !body.empty(); body.remove_prefix(std::min(piece, body.size()))) {
    char size[24];
    std::snprintf(size, sizeof size, "%zx\r\n", std::min(piece, body.size()));
    out.append(size).append(body.substr(0, piece)).append("\r\n");
  }
  return out + "0\r\n\r\n";
}

Options limited() {
  Options options;
  options.limits.body_bytes = 2u << 20;
  return options;
}

TEST(Upload, PassesWithoutLimitAndTheConnectionGoesOn) {
  Taking handler;
  Serving server(handler, limited());
  const std::string body = body_of(kLarge);
  Client client(server.port());
  for (int i = 0; i < 2; ++i) {
    client.send("POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    EXPECT_EQ(client.read("POST").response.body, said_of(body));
    // The next request right behind the last chunk.
    client.send("POST /take HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + in_chunks(body, 10'007) + ask("/hello"));
    EXPECT_EQ(client.read("POST").response.body, said_of(body));
    EXPECT_EQ(client.read("GET").response.body, "hello");
  }
}

TEST(Upload, SmallBodiesAndThoseOfOthersAreCollected) {
  Taking handler;
  Serving server(handler, limited());
  EXPECT_EQ(exchange(server.port(), "POST /take HTTP/1.1\r\n", body_of(200'000)).response.body, "collected 200000");
  EXPECT_EQ(exchange(server.port(), "POST /collected HTTP/1.1\r\n", body_of(kLarge)).response.status, 413);
}

TEST(Upload, WaitsForTheContinue) {
  Taking handler;
  Serving server(handler, limited());
  const std::string body = body_of(kLarge);
  Client client(server.port());
  client.send("POST /take HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n");
  ASSERT_TRUE(client.arrives("100 Continue"));
  client.send(body);
  EXPECT_EQ(client.read("POST").response.body, said_of(body));
}

TEST(Upload, AnAnswerBeforeTheEndClosesTheConnection) {
  Taking handler;
  Serving server(handler, limited());
  for (const char* path : {"/no", "/early"}) {
    Client client(server.port());
    client.send(std::string("POST ") + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\nabc");
    const Answer answer = client.read("POST");
    EXPECT_EQ(answer.response.status, path == std::string("/no") ? 403 : 200);
    EXPECT_EQ(answer.response.value("Connection"), "close") << path;
  }
}

TEST(Upload, WhoGoesAwayBreaksItAndNothingElse) {
  Taking handler;
  Serving server(handler, limited());
  {
    Client client(server.port());
    client.send("POST /keep HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n" + body_of(1'000'000));
    ASSERT_TRUE(handler.wait_until([](int answered, int) { return answered == 1; }));
  }
  ASSERT_TRUE(handler.wait_until([](int, int left) { return left == 1; }));
  std::string rest;
  EXPECT_EQ(handler.kept->next(rest), http::Upload::Next::kBroken);
  EXPECT_EQ(exchange(server.port(), "GET /hello HTTP/1.1\r\n").response.body, "hello");
}

TEST(Upload, ABrokenChunkBreaksIt) {
  Taking handler;
  Serving server(handler, limited());
  Client client(server.port());
  const std::string chunks = in_chunks(body_of(kLarge), 100'000);
  client.send("POST /take HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks.substr(0, chunks.size() - 5) + "no chunk\r\n");
  const Answer answer = client.read("POST");
  EXPECT_TRUE(answer.response.body.starts_with("broken " + std::to_string(kLarge))) << answer.response.body;
  EXPECT_EQ(answer.response.value("Connection"), "close");
}

TEST(Upload, WhoStallsIsNotWaitedFor) {
  Taking handler;
  Options options = limited();
  options.request_timeout = std::chrono::seconds(1);
  Serving server(handler, options);
  Client client(server.port());
  client.send("POST /take HTTP/1.1\r\nHost: x\r\nContent-Length: 3000000\r\n\r\n" + body_of(1'000'000));
  EXPECT_TRUE(client.read("POST").response.body.starts_with("broken 1000000"));
}

}  // namespace
}  // namespace mimus::server
