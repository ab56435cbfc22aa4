#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "outbound/failure.h"
#include "outbound/options.h"
#include "outbound/request.h"

namespace mimus::net {
class Poller;
}

namespace mimus::outbound {

class Door;
class Exchange;
class Pipe;

// The body of a response while it comes. One consumer, any thread. What it does not take waits in the network: at most
// about 256 KiB lie here. When this goes before the end, the rest is not read.
class Body {
 public:
  // One that was all there with the head, or the end of it.
  struct Whole {
    std::string bytes;
    std::vector<http::OwnedField> trailers;
    Times times;
  };
  explicit Body(Whole whole);
  explicit Body(std::shared_ptr<Pipe> pipe);
  ~Body();
  Body(const Body&) = delete;
  static void* operator new(std::size_t bytes);  // from spare memory: one comes and goes with every response
  static void operator delete(void* body, std::size_t bytes) noexcept;
  Body& operator=(const Body&) = delete;

  enum class Next { kData, kWait, kEnd, kFailed };
  // Appends what is there. kWait: nothing now; `wake` says when to ask again. With kEnd and kFailed something may have
  // been appended, too.
  Next next(std::string& out);
  // Before the first next(). `wake` is called on the thread of open()'s callback and should be cheap; it may call next().
  // A call may still be going on when this has gone: it owns what it touches.
  void on_wake(std::function<void()> wake);
  bool ended() const;               // all of it is here or was taken
  std::size_t waiting() const;      // bytes that next() would append
  Failure failure() const;          // after kFailed
  std::vector<http::OwnedField> trailers() const;  // after kEnd
  Times times() const;              // after kEnd

 private:
  const std::shared_ptr<Pipe> pipe_;  // nullptr: all of it is in whole_
  Whole whole_;
};

// A response whose body may still be on its way. What came together with the head is in `body` already.
struct Incoming {
  Head head;
  std::unique_ptr<Body> body;
  std::string url;  // that answered: another one after redirects
};

// A request under way. cancel() ends it with kCancelled, unless it has ended; any thread.
class Call {
 public:
  Call() = default;
  Call(std::shared_ptr<Door> door, std::weak_ptr<Exchange> exchange) : door_(std::move(door)), exchange_(std::move(exchange)) {}
  void cancel() const;

 private:
  std::shared_ptr<Door> door_;
  std::weak_ptr<Exchange> exchange_;
};

// An HTTP/1.1 client: connections kept by origin, HTTPS verified unless told otherwise, proxies, time-outs, fences.
//
//   MIMUS_TRY(auto client, Client::start({.deny = {"10.0.0.0/8"}}));
//   client->fetch({.url = "https://example.com/users"}, [](Result<Answer, Failure> answer) { … });
//   client->open(request, [](Result<Incoming, Failure> answer) { … answer->body->next(piece) … });
//
// Has a thread of its own, which calls every callback exactly once; callbacks must not wait. Any thread may call. A server's event
// loops can join, so that what a request there leads to stays on its thread: open_here(). Connections are kept by thread; the limits
// on them hold for all together. A request is sent again only when that is safe: a kept connection turned out to be closed, the method is idempotent
// (RFC 9110 §9.2.2) and no byte of a response had come.
class Client {
 public:
  // Errors: rules that are none, files that cannot be read.
  static Result<std::unique_ptr<Client>> start(const Options& options);
  ~Client();  // cancels what is under way; its callbacks have been called when this returns

  using Opened = std::function<void(Result<Incoming, Failure>)>;
  using Fetched = std::function<void(Result<Answer, Failure>)>;
  Call open(Request request, Opened opened);    // when the head is there
  Call fetch(Request request, Fetched fetched); // when all is there
  // Calls `task` on the client's thread after a while; never, when the client ends before.
  void after(std::chrono::nanoseconds delay, std::function<void()> task);

  // The poller's loop, whose thread this is, joins: for server::Options::on_loop. What this returns has to be called there when the
  // loop ends, before the client does: it cancels what is under way on it.
  std::function<void()> join(net::Poller& poller);
  // Like open() and after(), but on this thread, if its loop has joined. The callbacks come later, never from within the call.
  Call open_here(Request&& request, Opened&& opened);
  void after_here(std::chrono::nanoseconds delay, std::function<void()> task);

  struct Stats {
    std::size_t under_way = 0;
    std::size_t idle = 0;           // kept connections
    std::uint64_t connected = 0;    // since the start
    std::uint64_t reused = 0;
  };
  Stats stats() const;  // asks all threads: not from a callback

 private:
  struct Impl;
  explicit Client(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mimus::outbound
