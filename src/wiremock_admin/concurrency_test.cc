// What clients on several threads may rely on. Worth most under ThreadSanitizer.
#include <atomic>
#include <thread>

#include "asking_for_tests.h"
#include "support/repetitions.h"

namespace mimus::wiremock_admin {
namespace {

constexpr unsigned kLoops = 4;

journal::Journal::Options for_loops() {
  journal::Journal::Options options;
  options.writers = kLoops;
  options.bytes = 1u << 20;  // what was removed goes soon: a hundred thousand repetitions take minutes, not hours
  return options;
}

class Concurrency : public Asking {
 protected:
  Concurrency() : Asking(Options{}, for_loops()), many_(world_, kLoops) {
    many_.set_surface(&*admin_);
  }

  // As a server with several loops does it: each on its own thread.
  Said on_loop(unsigned loop, std::string_view method, std::string_view target,
               std::string_view body = "") {
    const http::HeaderField fields[] = {{"Host", "localhost:8080"}};
    http::Request request;
    request.method = method;
    request.target = request.path = target;
    request.fields = fields;
    request.body = body;
    Arena arena;
    server::Reply reply;
    many_.answer(request, loop, arena, reply);
    server::Timing timing;
    timing.received = timing.decided = timing.leaving = std::chrono::steady_clock::now();
    many_.leaving(request, loop, arena, reply, timing);
    return said(std::move(reply));
  }

  serve::MockHandler many_;
};

// The record is there before the last byte of its answer leaves.
TEST_F(Concurrency, VerificationAfterAnAnswerNeverMisses) {
  stub(R"({"request": {"urlPathPattern": "/of/.*"}})");
  const int times = repetitions(1'200) / static_cast<int>(kLoops);
  std::vector<std::thread> clients;
  std::atomic<int> missed{0};
  for (unsigned loop = 0; loop < kLoops; ++loop) {
    clients.emplace_back([this, loop, times, &missed] {
      const std::string url = "/of/" + std::to_string(loop);
      int since = 0;  // what came before is forgotten now and then: counting goes through all of it
      for (int i = 1; i <= times; ++i) {
        if (++since > 25) {
          on_loop(loop, "POST", "/__admin/requests/remove", R"({"url": ")" + url + R"("})");
          since = 1;
        }
        on_loop(loop, "GET", url);
        const Said counted =
            on_loop(loop, "POST", "/__admin/requests/count", R"({"url": ")" + url + R"("})");
        if (counted.at("/count") != std::to_string(since)) ++missed;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(missed, 0);
}

TEST_F(Concurrency, StubsAreThereWhenTheirPostReturns) {
  std::vector<std::thread> clients;
  std::atomic<int> missed{0};
  for (unsigned loop = 0; loop < kLoops; ++loop) {
    clients.emplace_back([this, loop, &missed] {
      for (int i = 0; i < 200; ++i) {
        const std::string url = "/" + std::to_string(loop) + "/" + std::to_string(i);
        const Said created =
            on_loop(loop, "POST", "/__admin/mappings", R"({"request": {"url": ")" + url + R"("}})");
        if (created.status != 201 || on_loop(loop, "GET", url).status != 200) ++missed;
        if (i % 2 == 0) continue;
        const std::string path =
            "/__admin/mappings/" + std::string(created.json().at("id").as_string());
        if (on_loop(loop, "DELETE", path).status != 200 || on_loop(loop, "GET", url).status != 404)
          ++missed;
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(missed, 0);
  EXPECT_EQ(listed().size(), kLoops * 100u);
}

// Of several who remove the same requests each is told of by one.
TEST_F(Concurrency, WhatIsRemovedIsToldOnce) {
  for (int i = 0; i < 400; ++i) on_loop(static_cast<unsigned>(i) % kLoops, "GET", "/x");
  std::atomic<std::size_t> told{0};
  std::vector<std::thread> clients;
  for (unsigned loop = 0; loop < kLoops; ++loop) {
    clients.emplace_back([this, loop, &told] {
      const Said removed = on_loop(loop, "POST", "/__admin/requests/remove", R"({"url": "/x"})");
      told += removed.json().at("serveEvents").as_array().size();
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(told, 400u);
  EXPECT_EQ(count("{}"), 0u);
}

}  // namespace
}  // namespace mimus::wiremock_admin
