// Deliveries that take time: delays, dribbled and throttled bodies, streams, large bodies, and the ways
// to go wrong on purpose. The plain case never comes here.
#include <algorithm>
#include <boost/asio/post.hpp>

#include "base/chance.h"
#include "base/spare_memory.h"
#include "connection.h"
#include "head_text.h"
#include "http/event_stream.h"
#include "http/prepared_response.h"

namespace mimus::server {
namespace {

using std::chrono::nanoseconds;
using std::chrono::steady_clock;

// How often a connection that only waits looks whether its client is still there: half-closing is no
// reason to stop an answer, so events alone do not end it.
constexpr auto kPeek = std::chrono::milliseconds(250);
// Throttled bodies go out in ticks of this length.
constexpr auto kTick = std::chrono::milliseconds(50);

// How a body is cut for a paced delivery: piece i leaves at start + (i + 1) * interval, the last one with what is left.
struct Pacing {
  std::size_t piece = 0;
  std::size_t pieces = 0;
  nanoseconds interval{0};
  std::span<const nanoseconds> events{};  // instead: piece i is the i-th event, and leaves at start + events[i]

  nanoseconds after(std::size_t i) const {
    if (!events.empty()) return events[std::min(i, events.size() - 1)];
    return interval * (static_cast<std::int64_t>(i) + 1);
  }
  std::size_t size(std::size_t i, std::string_view rest) const {
    if (i + 1 >= pieces) return rest.size();
    return events.empty() ? std::min(piece, rest.size()) : http::first_event(rest);
  }
};

std::size_t bytes_in_a_tick(std::uint64_t bytes_per_second) {
  const double tick = std::chrono::duration<double>(kTick).count();
  return std::max<std::size_t>(1, static_cast<std::size_t>(static_cast<double>(bytes_per_second) * tick));
}

Pacing pacing_of(const http::Delivery& delivery, std::size_t size) {
  if (!delivery.events.empty()) return {0, delivery.events.size(), nanoseconds(0), delivery.events};
  if (delivery.bytes_per_second > 0) {
    const std::size_t piece = bytes_in_a_tick(delivery.bytes_per_second);
    const double seconds = static_cast<double>(piece) / static_cast<double>(delivery.bytes_per_second);
    return {piece, (size + piece - 1) / piece, nanoseconds(static_cast<std::int64_t>(seconds * 1e9))};
  }
  if (delivery.pieces > 0) {
    const std::size_t pieces = std::min<std::size_t>(delivery.pieces, std::max<std::size_t>(size, 1));
    return {size / pieces, pieces, delivery.spread / static_cast<std::int64_t>(pieces)};
  }
  return {std::max<std::size_t>(size, 1), 1, nanoseconds(0)};
}

std::string garbage(const http::Delivery& delivery) {
  if (!delivery.garbage.empty()) return std::string(delivery.garbage);
  const Chance chance(delivery.chance);
  std::string bytes(64 + chance.fork("size").below(192), '\0');
  for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(chance.fork(i).bits());
  bytes[0] = '\0';  // never by accident the beginning of a status line
  return bytes;
}

}  // namespace

Task Connection::wait_for_answer() {
  if (upload_) {
    stream_.pumps(true);
    pump();
  }
  while (reply_.deferred) {
    Task answered = wait_for_deferred();
    co_await answered;
  }
  if (upload_ && !reader_.done()) close_after_ = true;  // whoever answers before the end may not want the rest
}

Task Connection::deliver() {
  const http::Delivery delivery = reply_.delivery != nullptr ? *reply_.delivery : http::Delivery{};
  if (open_ && delivery.delay.count() > 0) {
    Task waited = wait_until(timing_.received + delivery.delay);
    co_await waited;
  }
  timing_.leaving = steady_clock::now();
  record();
  if (!open_) co_return;

  const std::string_view own_head = reply_.prepared != nullptr ? reply_.prepared->head : reply_.head;
  const std::string_view body = reply_.prepared != nullptr ? reply_.prepared->body : reply_.body;
  const bool has_date = reply_.prepared != nullptr ? reply_.prepared->has_date : reply_.has_date;

  std::string framed(own_head);
  const bool own_chunks = reply_.prepared != nullptr ? reply_.prepared->chunked() : reply_.chunked;
  const bool endless = reply_.stream && !head_has_field(own_head, "Content-Length");
  const bool may_have_body = !http::forbids_body(reply_status());
  const bool chunked = (delivery.chunked || endless || own_chunks) && !is_old() &&
                       delivery.fault == http::Fault::kNone && may_have_body;
  if (chunked) {
    frame_body(Framing::kChunked, 0, framed);
  } else if (own_chunks && !endless && may_have_body) {
    frame_body(Framing::kLength, body.size(), framed);
  } else if (endless) {
    close_after_ = true;  // HTTP/1.0: the end of the connection is the end of the body
  }
  if (delivery.fault == http::Fault::kWrongLength) {
    remove_field(framed, "Content-Length");
    framed += "Content-Length: " + std::to_string(body.size() + 16) + "\r\n";
  }
  std::string head;
  append_head(framed, has_date, head);

  if (delivery.fault != http::Fault::kNone) {
    Task failed = deliver_fault(delivery, head, body);
    co_await failed;
    co_return;
  }
  if (head_only()) {
    Task written = write_all(head);
    co_await written;
    co_return;
  }
  if (reply_.stream) {
    Task streamed = deliver_stream(delivery.bytes_per_second, head, chunked);
    co_await streamed;
    co_return;
  }
  if (delivery.pieces > 0 || !delivery.events.empty() || delivery.bytes_per_second > 0 || chunked) {
    Task paced = deliver_paced(delivery, head, body, chunked);
    co_await paced;
    co_return;
  }
  if (body.size() <= kCopiedBody) {
    head += body;
    Task written = write_all(head);
    co_await written;
    co_return;
  }
  Task head_written = write_all(head);
  co_await head_written;
  if (!open_) co_return;
  Task body_written = write_all(body);
  co_await body_written;
}

Task Connection::deliver_paced(const http::Delivery& delivery, std::string_view head,
                               std::string_view body, bool chunked) {
  Task head_written = write_all(head);
  co_await head_written;
  if (body.empty() && chunked && open_) {
    Task ended = write_all(kLastChunk);
    co_await ended;
  }
  const Pacing pacing = pacing_of(delivery, body.size());
  const SteadyTime start = steady_clock::now();
  std::string framed;
  for (std::size_t i = 0; open_ && !body.empty(); ++i) {
    if (const nanoseconds after = pacing.after(i); after.count() > 0) {
      Task waited = wait_until(start + after);
      co_await waited;
      if (!open_) co_return;
    }
    const std::string_view piece = body.substr(0, pacing.size(i, body));
    body.remove_prefix(piece.size());
    framed.clear();
    if (chunked) {
      append_chunk(piece, framed);
    } else {
      framed = piece;
    }
    if (chunked && body.empty()) framed += kLastChunk;
    Task written = write_all(framed);
    co_await written;
  }
}

// ---- streams -----------------------------------------------------------------------------------

// What rouses a waiting connection from any thread. Outlives the connection; `connection` is read and written
// on the loop's thread only.
struct Connection::Wake {
  Loop* loop;
  Connection* connection;
  bool roused = false;                 // loop's thread
  std::atomic<bool> on_its_way{false};
};

namespace {

// A stream as fast as it comes, or in slices that leave at their rate's times.
struct Throttle {
  std::uint64_t bytes_per_second;  // 0: none
  SteadyTime start{};
  std::uint64_t sent = 0;

  std::string_view take_slice(std::string_view& rest) const {
    const std::size_t size = bytes_per_second == 0 ? rest.size() : std::min(rest.size(), bytes_in_a_tick(bytes_per_second));
    const std::string_view slice = rest.substr(0, size);
    rest.remove_prefix(size);
    return slice;
  }
  // When as many bytes may have left as have, and this slice.
  SteadyTime due(std::string_view slice) const {
    if (bytes_per_second == 0) return start;
    const double seconds = static_cast<double>(sent + slice.size()) / static_cast<double>(bytes_per_second);
    return start + nanoseconds(static_cast<std::int64_t>(seconds * 1e9));
  }
};

}  // namespace

Task Connection::deliver_stream(std::uint64_t bytes_per_second, std::string_view head, bool chunked) {
  const auto wake = std::make_shared<Wake>();
  wake->loop = &loop_;
  wake->connection = this;
  reply_.stream->on_wake([wake] {
    if (wake->on_its_way.exchange(true)) return;
    asio::post(wake->loop->io, [wake] {
      wake->on_its_way.store(false);
      wake->roused = true;
      if (wake->connection != nullptr) wake->connection->timer_.cancel();
    });
  });
  Task head_written = write_all(head);
  co_await head_written;
  std::string piece;
  std::string framed;
  Throttle throttle{bytes_per_second, steady_clock::now()};
  while (open_) {
    piece.clear();
    wake->roused = false;
    const BodyStream::Next next = reply_.stream->next(piece);
    std::string_view rest = piece;
    while (open_ && !rest.empty()) {
      const std::string_view slice = throttle.take_slice(rest);
      for (const SteadyTime due = throttle.due(slice); open_ && steady_clock::now() < due;) {  // a wake ends it earlier
        Task waited = wait_until(due);
        co_await waited;
      }
      throttle.sent += slice.size();
      framed.clear();
      if (chunked) append_chunk(slice, framed);
      const std::string_view bytes = chunked ? std::string_view(framed) : slice;
      Task written = write_all(bytes);
      co_await written;
    }
    if (next == BodyStream::Next::kBroken) {
      open_ = false;
      break;
    }
    if (next == BodyStream::Next::kEnd) {
      if (chunked && open_) {
        Task ended = write_all(kLastChunk);
        co_await ended;
      }
      break;
    }
    if (next == BodyStream::Next::kWait && !wake->roused && open_) {
      Task waited = wait_until(steady_clock::now() + kPeek);
      co_await waited;
      if (stream_.peer_finished() || loop_.draining) open_ = false;
    }
  }
  wake->connection = nullptr;
}

// Where the answer of somebody else arrives. Outlives the connection; touched on the loop's thread only.
struct Connection::Answered final : net::Turn {
  Answered(Loop& loop, Connection* connection) : loop(loop), connection(connection) {}
  void run() override {
    if (connection != nullptr) connection->stream_.rouse();
  }
  Loop& loop;
  Connection* connection;
  std::optional<Reply> reply;
};

Task Connection::wait_for_deferred() {
  const auto slot = std::allocate_shared<Answered>(SpareAllocator<Answered>(), loop_, this);
  auto ask_for_it = std::move(reply_.deferred);
  reply_.deferred = nullptr;
  ask_for_it([slot](Reply reply) {
    if (slot->loop.io.get_executor().running_in_this_thread()) {
      slot->reply = std::move(reply);
      return slot->loop.poller.soon(slot);  // whoever calls has more to do
    }
    const auto boxed = std::make_shared<Reply>(std::move(reply));
    asio::post(slot->loop.io, [slot, boxed] {
      slot->reply = std::move(*boxed);
      slot->run();
    });
  });
  while (open_ && !slot->reply) {
    Stream::Ready hangup = stream_.hangup();
    co_await hangup;
    if (!slot->reply && (stream_.peer_gone() || stream_.cancelled())) open_ = false;
  }
  slot->connection = nullptr;
  if (slot->reply) {
    const void* stub = reply_.stub;
    const std::uint64_t tag = reply_.tag;
    const std::shared_ptr<void> owner = reply_.owner;
    reply_ = std::move(*slot->reply);
    reply_.owner = owner;
    if (reply_.stub == nullptr) {
      reply_.stub = stub;
      reply_.tag = tag;
    }
    if (reply_.close) close_after_ = true;
  }
}

// ---- going wrong -------------------------------------------------------------------------------

Task Connection::deliver_fault(const http::Delivery& delivery, std::string_view head,
                               std::string_view body) {
  std::string bytes;
  switch (delivery.fault) {
    case http::Fault::kConnectionReset:
      stream_.reset();
      open_ = false;
      co_return;
    case http::Fault::kEmptyResponse:
      break;
    case http::Fault::kGarbage:
      bytes = garbage(delivery);
      break;
    case http::Fault::kTruncatedBody:
    case http::Fault::kStall:
      if (body.empty() || head_only()) {  // the header is all that can be cut
        bytes = head.substr(0, head.size() / 2);
      } else {
        bytes.append(head).append(body.substr(0, body.size() / 2));
      }
      break;
    case http::Fault::kMalformedChunk:
      bytes = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + garbage(delivery);
      break;
    case http::Fault::kWrongLength:
    case http::Fault::kNone:
      bytes.append(head).append(body);
      break;
  }
  Task written = write_all(bytes);
  co_await written;
  if (delivery.fault == http::Fault::kStall) {
    const SteadyTime end = steady_clock::now() + options_.idle_timeout;
    while (open_ && !stream_.peer_finished() && steady_clock::now() < end && !loop_.draining) {
      Task waited = wait_until(steady_clock::now() + kPeek);
      co_await waited;
    }
    open_ = false;
    co_return;
  }
  close_after_ = true;
}

// ---- waiting -----------------------------------------------------------------------------------

Task Connection::wait_until(SteadyTime time) {
  Elapsed elapsed(timer_, time);
  co_await elapsed;
}

}  // namespace mimus::server
