// A client on the event loops of somebody else: nothing leaves its thread, and the limits hold for all of them together.
#include <gtest/gtest.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <condition_variable>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "fetching_for_tests.h"
#include "loop.h"
#include "net/poller.h"
#include "quota.h"
#include "support/upstream.h"

namespace mimus::outbound {
namespace {

constexpr std::string_view kHi = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";

// A thread with an event loop that has joined a client.
class EventLoop {
 public:
  explicit EventLoop(Client& client) : client_(client), work_(io_.get_executor()), poller_(io_) {
    poller_.start();
    thread_ = std::thread([this] {
      farewell_ = client_.join(poller_);
      io_.run();
    });
  }
  ~EventLoop() { end(); }
  std::thread::id id() const { return thread_.get_id(); }

  void open(Request request, Client::Opened opened) {
    asio::post(io_, [this, request = std::move(request), opened = std::move(opened)]() mutable {
      client_.open_here(std::move(request), std::move(opened));
    });
  }
  void after(std::chrono::nanoseconds delay, std::function<void()> task) {
    asio::post(io_, [this, delay, task = std::move(task)]() mutable { client_.after_here(delay, std::move(task)); });
  }
  // What a server does when it ends.
  void end() {
    if (!thread_.joinable()) return;
    asio::post(io_, [this] {
      farewell_();
      poller_.stop();
    });
    work_.reset();
    thread_.join();
  }

 private:
  Client& client_;
  asio::io_context io_{1};
  asio::executor_work_guard<Executor> work_;
  net::Poller poller_;
  std::function<void()> farewell_;
  std::thread thread_;
};

// "200", or what went wrong.
std::string status_of(const Result<Incoming, Failure>& incoming) {
  return incoming ? std::to_string(incoming->head.status) : incoming.error().message;
}

std::string ask(EventLoop& loop, const Upstream& upstream) {
  std::promise<std::string> said;
  Request request;
  request.url = upstream.url();
  loop.open(std::move(request), [&](const Result<Incoming, Failure>& incoming) { said.set_value(status_of(incoming)); });
  return said.get_future().get();
}

TEST(Lanes, WhatIsAskedOnALoopStaysOnItsThread) {
  Upstream upstream(always(std::string(kHi)));
  const auto client = client_with();
  EventLoop first(*client), second(*client);
  for (EventLoop* const loop : {&first, &second, &first}) {
    std::promise<std::thread::id> opened, later;
    Request request;
    request.url = upstream.url();
    loop->open(std::move(request), [&](const Result<Incoming, Failure>& incoming) {
      EXPECT_EQ(status_of(incoming), "200");
      opened.set_value(std::this_thread::get_id());
    });
    loop->after(std::chrono::nanoseconds(0), [&] { later.set_value(std::this_thread::get_id()); });
    EXPECT_EQ(opened.get_future().get(), loop->id());
    EXPECT_EQ(later.get_future().get(), loop->id());
  }
  auto own = get(*client, upstream.url());
  ASSERT_TRUE(own);
  EXPECT_EQ(own->body, "hi");
  const Client::Stats stats = client->stats();
  EXPECT_EQ(stats.connected, 3u) << "one on each thread";
  EXPECT_EQ(stats.reused, 1u);
  EXPECT_EQ(stats.idle, 3u);
}

// Never from within the call, however soon it is clear that there is no answer.
TEST(Lanes, CallbacksComeLater) {
  const auto client = client_with({.deny = {"127.0.0.1"}});
  EventLoop loop(*client);
  std::promise<bool> came_later;
  loop.after(std::chrono::nanoseconds(0), [&] {
    const auto returned = std::make_shared<bool>(false);
    Request request;
    request.url = "http://127.0.0.1:9/";
    client->open_here(std::move(request), [&, returned](const Result<Incoming, Failure>& incoming) {
      EXPECT_FALSE(incoming);
      came_later.set_value(*returned);
    });
    *returned = true;
  });
  EXPECT_TRUE(came_later.get_future().get());
}

TEST(Lanes, AnIdleConnectionOfAnotherGoesForWhoWaits) {
  Upstream upstream(always(std::string(kHi))), other(always(std::string(kHi)));
  for (const Options& options : {Options{.most_connections = 1}, Options{.most_to_one = 1}}) {
    const auto client = client_with(options);
    EventLoop first(*client), second(*client);
    for (int round = 0; round < 5; ++round) {
      EXPECT_EQ(ask(first, upstream), "200");
      EXPECT_EQ(ask(second, upstream), "200");
      EXPECT_EQ(ask(second, other), "200");
      EXPECT_TRUE(get(*client, other.url()));
    }
  }
}

TEST(Lanes, LimitsHoldForAllTogetherAndTheRestWaits) {
  Upstream upstream(always(std::string(kHi)));
  const auto client = client_with({.most_to_one = 3});
  std::vector<std::unique_ptr<EventLoop>> loops;
  for (int i = 0; i < 4; ++i) loops.push_back(std::make_unique<EventLoop>(*client));
  constexpr int kRequests = 400;
  std::atomic<int> good{0}, over{0};
  std::promise<void> done;
  for (int i = 0; i < kRequests; ++i) {
    Request request;
    request.url = upstream.url();
    loops[static_cast<std::size_t>(i) % loops.size()]->open(std::move(request), [&](const Result<Incoming, Failure>& incoming) {
      if (incoming && incoming->body->ended()) ++good;
      if (++over == kRequests) done.set_value();
    });
  }
  done.get_future().wait();
  EXPECT_EQ(good, kRequests);
  EXPECT_LE(client->stats().idle, 3u);
}

TEST(Lanes, AnEndingLoopCancelsWhatIsUnderWayAndLeavesTheOthersAlone) {
  std::promise<void> asked;
  Upstream silent([&](Peer& peer) {
    (void)peer.read_request();
    asked.set_value();
    peer.wait_for_end();
  });
  Upstream upstream(always(std::string(kHi)));
  const auto client = client_with();
  EventLoop ending(*client), staying(*client);
  EXPECT_EQ(ask(ending, upstream), "200");  // leaves an idle connection
  std::promise<std::string> said;
  Request request;
  request.url = silent.url();
  ending.open(std::move(request), [&](const Result<Incoming, Failure>& incoming) { said.set_value(status_of(incoming)); });
  ending.after(std::chrono::hours(1), [] { FAIL() << "nobody waits for it"; });
  asked.get_future().wait();
  ending.end();
  EXPECT_NE(said.get_future().get().find("ends"), std::string::npos);
  EXPECT_EQ(ask(staying, upstream), "200");
  EXPECT_EQ(client->stats().idle, 1u);
  EXPECT_TRUE(get(*client, upstream.url()));
}

// There is some at the beginning.
class News {
 public:
  void tell() {
    const std::lock_guard lock(mutex_);
    there_ = true;
    told_.notify_one();
  }
  void wait() {
    std::unique_lock lock(mutex_);
    told_.wait(lock, [&] { return there_; });
    there_ = false;
  }

 private:
  std::mutex mutex_;
  std::condition_variable told_;
  bool there_ = true;
};

// The consumer is on another thread than the producer, and goes before the end.
TEST(Lanes, ABodyIsReadAndDroppedFromAnyThread) {
  constexpr std::size_t kBytes = 4u << 20;
  Upstream large([](Peer& peer) {
    while (!peer.read_request().empty()) {
      if (!peer.send("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(kBytes) + "\r\n\r\n" + std::string(kBytes, 'x'))) return;
    }
  });
  const auto client = client_with();
  EventLoop loop(*client);
  for (const bool whole : {true, false, true}) {
    std::promise<std::unique_ptr<Body>> opened;
    Request request;
    request.url = large.url();
    loop.open(std::move(request), [&](Result<Incoming, Failure> incoming) { opened.set_value(std::move(incoming->body)); });
    const std::unique_ptr<Body> body = opened.get_future().get();
    const auto news = std::make_shared<News>();  // a wake may still be going on when the body has gone
    body->on_wake([news] { news->tell(); });
    std::string read;
    for (Body::Next next = Body::Next::kWait; whole && next != Body::Next::kEnd;) {
      news->wait();
      next = body->next(read);
      ASSERT_NE(next, Body::Next::kFailed);
    }
    if (whole) {
      EXPECT_EQ(read.size(), kBytes);
    }
  }
}

TEST(Quota, CountsAllAndEach) {
  const Target a{{.host = "a"}}, b{{.host = "b"}};
  Quota quota({.most_connections = 3, .most_to_one = 2});
  std::set<std::string> told;
  const auto lane = quota.join({[&] { told.insert("look again"); }, [&](const Target& target) { told.insert(target.origin.host); }});
  const auto other = quota.join({[&] { told.insert("look again, too"); }, [&](const Target& target) { told.insert("other " + target.origin.host); }});
  using enum Quota::Room;
  EXPECT_EQ(quota.take(a), kThere);
  EXPECT_EQ(quota.take(a), kThere);
  EXPECT_EQ(quota.take(a), kNoneToThisOne);
  EXPECT_EQ(quota.take(b), kThere);
  EXPECT_EQ(quota.take(b), kNone);
  quota.give_back(b);
  EXPECT_TRUE(told.empty()) << "nobody waits";
  EXPECT_FALSE(quota.wants(a));
  quota.wait(lane, a);
  EXPECT_EQ(told, std::set<std::string>{"other a"});
  EXPECT_TRUE(quota.wants(a));
  EXPECT_FALSE(quota.wants(b)) << "closing it would not help";
  quota.give_back(a);
  EXPECT_EQ(told, (std::set<std::string>{"other a", "look again", "look again, too"}));
  quota.stop_waiting(a);
  EXPECT_FALSE(quota.wants(a));
  EXPECT_EQ(quota.take(a), kThere);
  quota.leave(lane);
  quota.leave(other);
}

}  // namespace
}  // namespace mimus::outbound
