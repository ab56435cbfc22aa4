#pragma once

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "http/prepared_response.h"
#include "server.h"
#include "support/http_client.h"

namespace mimus::server {

using Client = mimus::Connection;
using Script = std::function<void(const http::Request&, Arena&, Reply&)>;

// Long enough for a sanitizer on a busy machine; only a failure takes so long.
inline constexpr auto kPatience = std::chrono::seconds(30);

inline std::string ask(std::string_view path, std::string_view fields = "") {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n" + std::string(fields) + "\r\n";
}

// A reply whose bytes live in the arena.
inline void reply_text(std::string_view body, Arena& arena, Reply& reply, int status = 200,
                       std::vector<http::OwnedField> fields = {}) {
  std::string head;
  http::write_head(status, "", fields, static_cast<std::int64_t>(body.size()), head);
  reply.status = status;
  reply.head = arena.copy(head);
  reply.body = arena.copy(body);
}

// A reply that owns its bytes.
inline Reply held_reply(std::string body, std::vector<http::OwnedField> fields = {}) {
  auto prepared =
      std::make_shared<http::PreparedResponse>(http::PreparedResponse::make(200, "", std::move(fields), std::move(body)));
  Reply reply;
  reply.prepared = prepared.get();
  reply.hold = std::move(prepared);
  return reply;
}

// Only a head, for streams.
inline void reply_head(std::vector<http::OwnedField> fields, Arena& arena, Reply& reply) {
  std::string head;
  http::write_head(200, "", fields, -1, head);
  reply.head = arena.copy(head);
}

// What the last segment of a path says ("/late/7": 7).
inline std::string last_segment(std::string_view path) { return std::string(path.substr(path.rfind('/') + 1)); }

// Answers by the first path segment; counts what it was told.
class ScriptedHandler : public Handler {
 public:
  // Before the server starts.
  void on(std::string segment, Script script) { scripts_[std::move(segment)] = std::move(script); }

  void answer(const http::Request& request, LoopIndex loop, Arena& arena, Reply& reply) override {
    {
      const std::lock_guard lock(mutex_);
      ++answered_;
      ++by_loop_[loop];
    }
    changed_.notify_all();
    const std::string_view path = request.path.substr(1);
    const auto script = scripts_.find(path.substr(0, path.find('/')));
    if (script != scripts_.end()) return script->second(request, arena, reply);
    reply_text("hello", arena, reply);
  }
  void leaving(const http::Request& request, LoopIndex, Arena&, const Reply&, const Timing& timing) override {
    EXPECT_LE(timing.received, timing.decided);
    EXPECT_LE(timing.decided, timing.leaving);
    const std::lock_guard lock(mutex_);
    ++left_;
    last_path_ = request.path;
    changed_.notify_all();
  }
  void refused(int status, std::string_view why, LoopIndex) override {
    EXPECT_FALSE(why.empty());
    const std::lock_guard lock(mutex_);
    refusals_.push_back(status);
  }

  int answered() const { return guarded(answered_); }
  int left() const { return guarded(left_); }
  std::string last_path() const { return guarded(last_path_); }
  std::vector<int> refusals() const { return guarded(refusals_); }
  std::map<LoopIndex, int> by_loop() const { return guarded(by_loop_); }

  template <class Condition>
  bool wait_until(Condition condition) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, kPatience, [&] { return condition(answered_, left_); });
  }

 private:
  template <class T>
  T guarded(const T& value) const {
    const std::lock_guard lock(mutex_);
    return value;
  }
  std::map<std::string, Script, std::less<>> scripts_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  int answered_ = 0;                   // guarded by mutex_, as all below
  int left_ = 0;
  std::string last_path_;
  std::vector<int> refusals_;
  std::map<LoopIndex, int> by_loop_;
};

// A server on any free port. Its end is a check: every answer() had its leaving().
class Serving {
 public:
  explicit Serving(ScriptedHandler& handler, Options options = Options{}) : handler_(handler) {
    options.port = 0;
    auto started = Server::start(options, handler);
    if (!started) {
      ADD_FAILURE() << describe(started.error());
      std::abort();
    }
    server_ = *std::move(started);
  }
  ~Serving() {
    server_.reset();
    EXPECT_EQ(handler_.answered(), handler_.left()) << "leaving() is called exactly once for every answer()";
  }
  Server& operator*() { return *server_; }
  Server* operator->() { return server_.get(); }
  std::uint16_t port() const { return server_->port(); }

  // Connections end on the loops' threads, a moment after their clients.
  bool wait_for_connections(std::size_t count) const {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (server_->connections() != count) {
      if (std::chrono::steady_clock::now() > end) return false;
      std::this_thread::yield();
    }
    return true;
  }

 private:
  ScriptedHandler& handler_;
  std::unique_ptr<Server> server_;
};

}  // namespace mimus::server
