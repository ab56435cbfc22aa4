// Bodies that are larger than what may lie in memory.
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cstdlib>
#include <fstream>
#include <thread>

#include "fetching_for_tests.h"
#include "support/upstream.h"

namespace mimus::outbound {
namespace {

using namespace std::chrono_literals;

// MIMUS_LARGE_STREAM=1: a gigabyte, and its memory is looked at.
std::size_t stream_bytes() { return std::getenv("MIMUS_LARGE_STREAM") != nullptr ? std::size_t{1} << 30 : std::size_t{32} << 20; }

// Memory that a sanitizer holds back says nothing.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kMemoryCounts = false;
#else
constexpr bool kMemoryCounts = true;
#endif

// The most that this process has had.
std::size_t resident_kb() {
  std::ifstream status("/proc/self/status");
  std::string word;
  while (status >> word) {
    if (word == "VmHWM:") break;
  }
  std::size_t kb = 0;
  status >> kb;
  return kb;
}

void send_many(Peer& peer, std::size_t bytes) {
  const std::string block(64 * 1024, 'x');
  for (std::size_t sent = 0; sent < bytes; sent += block.size()) {
    if (!peer.send(block)) return;
  }
}

Result<Incoming, Failure> open(Client& client, Request request) {
  std::promise<Result<Incoming, Failure>> promise;
  client.open(std::move(request), [&](Result<Incoming, Failure> incoming) { promise.set_value(std::move(incoming)); });
  return promise.get_future().get();
}

// Takes the body until its end; `pause` lets it be slow.
std::size_t drain(Body& body, std::chrono::milliseconds pause = 0ms) {
  std::size_t total = 0;
  std::string piece;
  for (auto next = Body::Next::kData; next == Body::Next::kData || next == Body::Next::kWait;) {
    piece.clear();
    next = body.next(piece);
    total += piece.size();
    if (next == Body::Next::kWait) std::this_thread::sleep_for(1ms);
    if (pause.count() > 0) std::this_thread::sleep_for(pause);
  }
  return total;
}

TEST(Stream, ALargeDownloadTakesLittleMemory) {
  const std::size_t bytes = stream_bytes();
  Upstream upstream([&](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(bytes) + "\r\n\r\n");
    send_many(peer, bytes);
  });
  const auto client = client_with();
  const std::size_t before = resident_kb();
  Request request;
  request.url = upstream.url();
  auto incoming = open(*client, request);
  ASSERT_TRUE(incoming);
  EXPECT_EQ(drain(*incoming->body), bytes);
  if (kMemoryCounts) {
    EXPECT_LE(resident_kb() - before, 64u * 1024) << "kB more than before";
  }
}

TEST(Stream, WhoDoesNotReadHoldsTheSenderBack) {
  std::atomic<std::size_t> sent{0};
  Upstream upstream([&](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\n\r\n");
    const std::string block(64 * 1024, 'x');
    while (sent < (64u << 20) && peer.send(block)) sent += block.size();
  });
  const auto client = client_with();
  Request request;
  request.url = upstream.url();
  request.timeouts.idle = 200ms;  // a slow consumer is no idle server
  auto incoming = open(*client, request);
  ASSERT_TRUE(incoming);
  std::size_t stood = 0;
  for (int still = 0; still < 10; still = sent == stood ? still + 1 : 0) {
    stood = sent;
    std::this_thread::sleep_for(50ms);
  }
  EXPECT_LT(sent, 32u << 20);
  EXPECT_LE(incoming->body->waiting(), (256u + 64) * 1024);
  EXPECT_EQ(drain(*incoming->body), 64u << 20);
}

// So many bytes, piece by piece.
class Many final : public BodySource {
 public:
  Many(std::size_t bytes, bool says_length) : left_(bytes), bytes_(bytes), says_length_(says_length) {}
  Next next(std::string& out) override {
    const std::size_t piece = std::min<std::size_t>(left_, 64 * 1024);
    out.append(piece, 'y');
    left_ -= piece;
    taken += piece;
    return left_ == 0 ? Next::kEnd : Next::kData;
  }
  std::optional<std::uint64_t> length() const override {
    return says_length_ ? std::optional<std::uint64_t>(bytes_) : std::nullopt;
  }
  std::atomic<std::size_t> taken{0};

 private:
  std::size_t left_;
  const std::size_t bytes_;
  const bool says_length_;
};

TEST(Stream, ALargeUploadIsAskedForPieceByPiece) {
  const std::size_t bytes = stream_bytes();
  Upstream upstream([&](Peer& peer) {
    std::size_t got = 0;
    std::string head;
    while (head.find("\r\n\r\n") == head.npos) head += peer.read_some();
    got = head.size() - head.find("\r\n\r\n") - 4;
    while (got < bytes) got += peer.read_some().size();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  });
  const auto client = client_with();
  const std::size_t before = resident_kb();
  Request request;
  request.method = "PUT";
  request.url = upstream.url();
  request.source = std::make_shared<Many>(bytes, true);
  auto answer = fetch(*client, request);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body, "ok");
  if (kMemoryCounts) {
    EXPECT_LE(resident_kb() - before, 64u * 1024) << "kB more than before";
  }
}

TEST(Stream, AnUploadThatNobodyReadsWaits) {
  std::atomic<bool> read{false};
  const auto source = std::make_shared<Many>(64u << 20, false);
  Upstream upstream([&](Peer& peer) {
    while (!read) std::this_thread::sleep_for(1ms);
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
  });
  const auto client = client_with();
  std::promise<bool> ended;
  Request request;
  request.method = "PUT";
  request.url = upstream.url();
  request.source = source;
  client->fetch(request, [&](const Result<Answer, Failure>& answer) { ended.set_value(answer.has_value()); });
  std::size_t stood = 0;
  for (int still = 0; still < 10; still = source->taken > 0 && source->taken == stood ? still + 1 : 0) {
    stood = source->taken;
    std::this_thread::sleep_for(50ms);
  }
  EXPECT_LT(source->taken, 32u << 20);
  read = true;
  EXPECT_TRUE(ended.get_future().get());
  EXPECT_EQ(source->taken, 64u << 20);
}

// Gives a little, and then no more though it should.
class Breaking final : public BodySource {
 public:
  Next next(std::string& out) override {
    if (std::exchange(given_, true)) return Next::kBroken;
    out = "abc";
    return Next::kData;
  }
  std::optional<std::uint64_t> length() const override { return 1000; }

 private:
  bool given_ = false;
};

TEST(Stream, ARequestThatBreaksOffEndsItsConnection) {
  std::promise<std::string> got;
  Upstream upstream([&](Peer& peer) {
    std::string all;
    for (std::string some = peer.read_some(); !some.empty(); some = peer.read_some()) all += some;
    got.set_value(all);
  });
  const auto client = client_with();
  Request request;
  request.method = "POST";
  request.url = upstream.url();
  request.source = std::make_shared<Breaking>();
  const auto answer = fetch(*client, request);
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Failure::Kind::kCancelled) << answer.error().message;
  EXPECT_TRUE(got.get_future().get().ends_with("\r\n\r\nabc")) << "an end before the announced length says that it is not whole";
  EXPECT_EQ(client->stats().idle, 0u);
}

TEST(Stream, AnAnswerBeforeTheEndOfTheRequestCounts) {
  Upstream upstream([](Peer& peer) {
    peer.read_some();
    peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno");
    peer.wait_for_end();
  });
  const auto client = client_with();
  Request request;
  request.method = "POST";
  request.url = upstream.url();
  request.source = std::make_shared<Many>(256u << 20, true);
  auto answer = fetch(*client, request);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->head.status, 413);
}

TEST(Stream, AnEchoNeedsBothWaysAtOnce) {
  constexpr std::size_t kBytes = 16u << 20;
  Upstream echo([](Peer& peer) {
    std::string head;
    while (head.find("\r\n\r\n") == head.npos) head += peer.read_some();
    std::string body = head.substr(head.find("\r\n\r\n") + 4);
    peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kBytes) + "\r\n\r\n");
    for (std::size_t done = 0; done < kBytes; body = peer.read_some()) {
      if (!peer.send(body)) return;
      done += body.size();
      if (done >= kBytes) return;
    }
  });
  const auto client = client_with();
  Request request;
  request.method = "POST";
  request.url = echo.url();
  request.source = std::make_shared<Many>(kBytes, true);
  auto incoming = open(*client, request);
  ASSERT_TRUE(incoming) << incoming.error().message;
  EXPECT_EQ(drain(*incoming->body), kBytes);
}

TEST(Stream, WhoLosesInterestEndsTheDownload) {
  std::promise<void> gone;
  Upstream endless([&](Peer& peer) {
    peer.read_request();
    peer.send("HTTP/1.1 200 OK\r\n\r\n");
    const std::string block(64 * 1024, 'x');
    while (peer.send(block)) {
    }
    gone.set_value();
  });
  const auto client = client_with();
  Request request;
  request.url = endless.url();
  {
    auto incoming = open(*client, request);
    ASSERT_TRUE(incoming);
  }
  EXPECT_EQ(gone.get_future().wait_for(20s), std::future_status::ready);
}

}  // namespace
}  // namespace mimus::outbound
