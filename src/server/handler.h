#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/clock.h"
#include "http/delivery.h"
#include "http/message.h"
#include "http/prepared_response.h"

namespace mimus::server {

// Which event loop: 0 … loops - 1. A handler keeps per-loop state in an array indexed by it.
using LoopIndex = unsigned;

// A body that comes in pieces, because it is large or has no end (files, event streams).
class BodyStream {
 public:
  virtual ~BodyStream() = default;
  enum class Next { kData, kWait, kEnd, kBroken };
  // Appends the next piece to `out`, at most about 64 KiB. kWait: nothing now; `wake` (see on_wake) says
  // when to ask again. kBroken: no more comes though it should; the connection is cut, so that the client can tell.
  // Called on the connection's loop.
  virtual Next next(std::string& out) = 0;
  // Before the first next(): how to rouse the connection after kWait. `wake` may be called from any
  // thread, any number of times, also when the connection is long gone.
  virtual void on_wake(std::function<void()> wake) { (void)wake; }
};

// Bodies up to this size are copied into the write buffer at once; a larger `prepared` body needs `hold`.
inline constexpr std::size_t kCopiedBody = 64 * 1024;

// What a handler wants to go out. `prepared` or (`head` and `body`) or `stream` with `head`.
struct Reply {
  // A finished response. Borrowed: valid until the loop's next answer() unless `hold` keeps it.
  const http::PreparedResponse* prepared = nullptr;
  // Or a header block in the form of PreparedResponse::head, and a body: in the request's arena.
  std::string_view head;
  std::string_view body;
  int status = 200;
  bool has_date = false;
  bool chunked = false;  // `head` names no length and no coding: the server adds what this protocol has
  // Or a body that comes in pieces, after `head`. With Content-Length in `head` it goes out as it is,
  // else chunked (closing the connection for HTTP/1.0).
  std::unique_ptr<BodyStream> stream;

  const http::Delivery* delivery = nullptr;     // nullptr: at once and whole; in arena or held
  std::shared_ptr<const void> hold;             // keeps what `prepared` points to, when not immediate
  bool close = false;                           // end the connection after this response

  // Or: somebody else will answer. The connection waits until `deferred` was called with the reply to
  // send; callable once, from any thread. That reply's views must be kept by its `hold`. It may be deferred itself: that is called on the loop, the request still there, or never when the client has gone.
  std::function<void(std::function<void(Reply)>)> deferred;

  // The handler's own, handed back to leaving().
  const void* stub = nullptr;
  std::uint64_t tag = 0;
  std::shared_ptr<void> owner;  // whose answer it is, when the handler stands for several; kept until leaving() returned
  std::string_view label;  // what answered, when it was no stub; valid as long as the handler
};

// When things happened, real time.
struct Timing {
  SteadyTime received;  // the request was there; the same for those that arrived in one piece
  SteadyTime decided;   // answer() returned
  SteadyTime leaving;   // the response goes out
};

// What a server asks for every request. One instance serves all loops; calls for different loops come
// from different threads at the same time.
class Handler {
 public:
  virtual ~Handler() = default;
  // Hints that answer() will be called for these paths (as they stand in the request, without the query) on this loop,
  // in this order and soon: memory that it will read can be fetched for all of them side by side.
  virtual void expect(std::span<const std::string_view> paths, LoopIndex loop) { (void)paths, (void)loop; }
  // A large body is on its way: shall answer() be called now, with request.upload, instead of when all of it is there
  // (within the limits)? Decides nothing else, and nothing is recorded of it. request.body is empty.
  virtual bool streams(const http::Request& request, LoopIndex loop, Arena& arena) { return (void)request, (void)loop, (void)arena, false; }
  // Decides. A plain function: it never waits. The arena holds the request and is reset after the
  // response has gone. With request.repeats the last answer() and the last leaving() of this loop were for a
  // request of the very same bytes on the same connection, so that a handler can do again what it did.
  virtual void answer(const http::Request& request, LoopIndex loop, Arena& arena, Reply& reply) = 0;
  // The record point: called exactly once for every answer(), before the response's last byte leaves,
  // so that whoever has the response can read about it.
  virtual void leaving(const http::Request& request, LoopIndex loop, Arena& arena, const Reply& reply,
                       const Timing& timing) = 0;
  // A request that HTTP itself refused (400, 413, 414, 431 …). `head` is what arrived of it.
  virtual void refused(int status, std::string_view why, LoopIndex loop) { (void)status, (void)why, (void)loop; }
};

}  // namespace mimus::server
