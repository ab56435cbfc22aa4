#include "connection.h"

#include <algorithm>
#include <cstring>

#include "head_text.h"
#include "http/prepared_response.h"

namespace mimus::server {
namespace {

constexpr std::size_t kFirstBuffer = 4096;
// Pipelined answers are batched; a client that does not read them gets no further than this.
constexpr std::size_t kMostWaiting = 256 * 1024;

// The path in the first bytes of a request, as far as a glance can tell.
std::string_view peek_path(std::string_view bytes) {
  constexpr std::size_t kLongestMethod = 16;
  constexpr std::size_t kLongestPath = 512;
  const std::size_t begin = bytes.substr(0, kLongestMethod).find(' ') + 1;  // npos + 1 is 0
  if (begin == 0) return {};
  const std::string_view rest = bytes.substr(begin, kLongestPath);
  return rest.substr(0, rest.find_first_of(" ?"));
}

}  // namespace

void Connection::start(Loop& loop, int descriptor, Peer peer, Handler& handler, const Options& options,
                       const tls::Context* tls) {
  std::unique_ptr<Connection> self(
      new Connection(loop, descriptor, std::move(peer), handler, options));
  if (!loop.poller.add(descriptor, self->stream_)) return;
  run(std::move(self), tls);
}

Connection::Connection(Loop& loop, int descriptor, Peer peer, Handler& handler, const Options& options)
    : loop_(loop),
      handler_(handler),
      options_(options),
      stream_(descriptor, *this),
      timer_(loop.io),
      reader_(options.limits),
      peer_(std::move(peer)) {
  loop_.connections.push_back(*this);
}

Connection::~Connection() { loop_.live.fetch_sub(1, std::memory_order_relaxed); }

// ---- the coroutine -----------------------------------------------------------------------------

Detached Connection::run(std::unique_ptr<Connection> self, const tls::Context* tls) {
  Connection& c = *self;
  c.set_phase(Phase::kIdle, c.options_.idle_timeout);
  if (tls != nullptr) {
    Task secured = c.begin_tls(*tls);
    co_await secured;
  }
  while (c.open_) {
    CurrentConnection::facts_ = c.facts_.get();
    const Step step = c.consume();
    CurrentConnection::facts_ = nullptr;
    if (!c.loop_.out.empty() && !c.flush_at_once()) {
      Task flushed = c.flush();
      co_await flushed;
    }
    if (!c.open_) break;
    if (step == Step::kDeliver) {
      if (c.reply_.deferred || c.upload_) {
        Task answered = c.wait_for_answer();
        co_await answered;
      }
      if (c.must_wait(c.reply_) || !c.open_) {
        Task delivered = c.deliver();
        co_await delivered;
      } else if (c.send_whole(); !c.flush_at_once()) {
        Task flushed = c.flush();
        co_await flushed;
      }
      if (c.upload_) c.end_upload();
      const bool last = c.close_after_;
      c.finish_request();
      if (last && c.open_) {
        Task lingered = c.linger();
        co_await lingered;
        break;
      }
    } else if (step == Step::kClose) {
      Task lingered = c.linger();
      co_await lingered;
      break;
    } else if (step == Step::kTunnel) {
      Task opened = c.open_tunnel();
      co_await opened;
    } else if (step == Step::kRead) {
      if (c.loop_.draining && c.phase_ == Phase::kIdle) break;
      std::ptrdiff_t got = c.receive();
      while (got == Stream::kWait) {
        c.awaits_request_ = !c.reader_.head_done();
        Stream::Ready readable = c.stream_.readable();
        co_await readable;
        c.awaits_request_ = false;
        got = c.receive();
      }
      if (got <= 0) {
        Task given_up = c.give_up();
        co_await given_up;
      }
    }
  }
  if (c.arena_) c.loop_.give_back(std::move(c.arena_));
}

std::string_view Connection::read_ahead() {
  if (!awaits_request_ || read_ahead_) return {};
  const std::size_t before = end_;
  read_ahead_ = receive();
  return before == 0 && *read_ahead_ > 0 ? peek_path({buffer_.get(), end_}) : std::string_view();
}

std::ptrdiff_t Connection::receive() {
  if (read_ahead_) return *std::exchange(read_ahead_, std::nullopt);
  const std::span<char> body = reader_.body_space();  // a body of known length goes straight to its place
  if (!body.empty()) {
    const std::ptrdiff_t got = stream_.read_now(body);
    if (got > 0) reader_.body_arrived(static_cast<std::size_t>(got));
    return got;
  }
  make_room();
  const std::ptrdiff_t got = stream_.read_now({buffer_.get() + end_, capacity_ - end_});
  if (got > 0) end_ += static_cast<std::size_t>(got);
  return got;
}

Task Connection::give_up() {
  if (timed_out_ && phase_ == Phase::kRequest) {
    stream_.allow_again();
    (void)refuse(408, "the request did not arrive in time (--request-timeout)");
    Task flushed = flush();
    co_await flushed;
  }
  open_ = false;
}

// ---- the hot path ------------------------------------------------------------------------------

Connection::Step Connection::consume() {
  reader_.forget_head();
  timing_.received = std::chrono::steady_clock::now();
  for (;;) {
    if (!reader_.head_done()) {
      if (begin_ == end_) {
        begin_ = end_ = 0;
        set_phase(Phase::kIdle, options_.idle_timeout);
        return Step::kRead;
      }
      const std::size_t used = reader_.read_head({buffer_.get() + begin_, end_ - begin_});
      if (reader_.refused()) {
        if (!reader_.is_too_large() || !begin_upload()) return stop();
        begin_ += reader_.head_size();
        return answer();
      }
      if (used == 0) {
        if (phase_ != Phase::kRequest) set_phase(Phase::kRequest, options_.request_timeout);
        return Step::kRead;
      }
      begin_ += used;
    }
    if (!reader_.done()) {
      begin_ += reader_.read_body({buffer_.get() + begin_, end_ - begin_});
      if (reader_.refused()) return refuse(reader_.refusal().status, reader_.refusal().why);
      if (!reader_.done()) {
        if (!arena_) {
          arena_ = loop_.take_arena();
          reader_.keep_head(*arena_);
        }
        if (reader_.wants_continue() && !continue_sent_) {
          continue_sent_ = true;
          loop_.out += "HTTP/1.1 100 Continue\r\n\r\n";
        }
        if (!upload_asked_ && reader_.is_large() && begin_upload()) return answer();
        if (phase_ != Phase::kRequest) set_phase(Phase::kRequest, options_.request_timeout);
        return Step::kRead;
      }
    }
    reader_.finish();
    if (reader_.refused()) return refuse(reader_.refusal().status, reader_.refusal().why);
    const Step step = answer();
    if (step != Step::kRead) return step;
    if (loop_.out.size() > kMostWaiting) return Step::kFlush;
  }
}

// A reply that takes no time of its own, to the loop's `out`.
void Connection::send_whole() {
  timing_.leaving = std::chrono::steady_clock::now();
  if (timing_.decided == SteadyTime{}) timing_.decided = timing_.leaving;
  record();
  if (reply_.chunked || (reply_.prepared != nullptr && reply_.prepared->chunked() && is_old())) {
    append_framed();
  } else if (reply_.prepared != nullptr) {
    append_head(reply_.prepared->head, reply_.prepared->has_date, loop_.out);
    if (!head_only()) loop_.out += reply_.prepared->on_wire();
  } else {
    append_head(reply_.head, reply_.has_date, loop_.out);
    if (!head_only()) loop_.out += reply_.body;
  }
}

// Decides, and sends at once what can be sent at once. kRead: the next request may follow.
Connection::Step Connection::answer() {
  if (!arena_) arena_ = loop_.take_arena();
  recorded_ = false;
  http::Request& request = reader_.request();
  request.client_ip = peer_.ip;
  request.client_port = peer_.port;
  request.upload = upload_.get();
  ask(reply_);  // left empty by finish_request()
  close_after_ = reply_.close || !reader_.keep_alive() || loop_.draining || (upload_ && !reply_.deferred);
  if (must_wait(reply_)) {
    timing_.decided = std::chrono::steady_clock::now();
    set_phase(Phase::kAnswer, std::chrono::seconds(0));
    return Step::kDeliver;
  }
  timing_.decided = {};
  send_whole();
  const bool last = close_after_;
  if (upload_) end_upload();
  finish_request();
  return last ? Step::kClose : Step::kRead;
}

// Nothing that a client sends can end the process: what the handler, or a library under it, throws
// (std::bad_alloc above all) becomes a 500 for this request.
void Connection::ask(Reply& reply) {
  try {
    handler_.answer(reader_.request(), loop_.index, *arena_, reply);
  } catch (const std::exception& thrown) {
    reply = Reply{};
    reply.status = 500;
    std::string head;
    const std::string body = std::string("internal error: ") + thrown.what() + "\n";
    const http::OwnedField type{"Content-Type", "text/plain; charset=utf-8"};
    http::write_head(500, "", {&type, 1}, static_cast<std::int64_t>(body.size()), head);
    reply.head = arena_->copy(head);
    reply.body = arena_->copy(body);
  }
}

// A body that is chunked where the protocol has chunks, and of known length where it has not.
void Connection::append_framed() {
  std::string head(reply_.prepared != nullptr ? reply_.prepared->head : reply_.head);
  const std::string_view body = reply_.prepared != nullptr ? reply_.prepared->body : reply_.body;
  const bool has_date = reply_.prepared != nullptr ? reply_.prepared->has_date : reply_.has_date;
  if (!http::forbids_body(reply_status())) frame_body(is_old() ? Framing::kLength : Framing::kChunked, body.size(), head);
  append_head(head, has_date, loop_.out);
  if (head_only() || http::forbids_body(reply_status())) return;
  if (is_old()) {
    loop_.out += body;
    return;
  }
  if (!body.empty()) append_chunk(body, loop_.out);
  loop_.out += kLastChunk;
}

bool Connection::must_wait(const Reply& reply) const {
  if (reply.deferred || reply.stream) return true;
  if (reply.delivery != nullptr && !reply.delivery->plain()) return true;
  const std::size_t body = reply.prepared != nullptr ? reply.prepared->body.size() : reply.body.size();
  return body > kCopiedBody;
}

void Connection::record() {
  if (recorded_) return;
  recorded_ = true;
  try {
    handler_.leaving(reader_.request(), loop_.index, *arena_, reply_, timing_);
  } catch (const std::exception&) {  // out of memory: the answer goes out unrecorded
  }
}

void Connection::finish_request() {
  reply_ = Reply{};
  reader_.reset();
  loop_.give_back(std::move(arena_));
  continue_sent_ = false;
  upload_asked_ = false;
  close_after_ = false;
}

bool Connection::is_old() const { return reader_.request_view().version == http::Version::k10; }

bool Connection::head_only() const { return reader_.request_view().method == "HEAD"; }

void Connection::append_head(std::string_view head, bool has_date, std::string& out) {
  out += head;
  if (!has_date) out += loop_.date_line();
  if (close_after_) {
    out += "Connection: close\r\n";
  } else if (is_old()) {
    out += "Connection: keep-alive\r\n";
  }
  out += "\r\n";
}

Connection::Step Connection::stop() {
  const bool tunnel = !reader_.tunnel().empty() && options_.tunnels != nullptr;
  if (tunnel && !facts_) return Step::kTunnel;
  if (tunnel) return refuse(501, "a CONNECT within TLS or within a tunnel is not taken here: connect to the plain port");
  return refuse(reader_.refusal().status, reader_.refusal().why);
}

Connection::Step Connection::refuse(int status, std::string_view why) {
  handler_.refused(status, why, loop_.index);
  const std::string body = std::string(why) + "\n";
  const http::OwnedField fields[] = {{"Content-Type", "text/plain; charset=utf-8"}};
  std::string head;
  http::write_head(status, "", fields, static_cast<std::int64_t>(body.size()), head);
  close_after_ = true;
  append_head(head, false, loop_.out);
  if (!head_only()) loop_.out += body;
  return Step::kClose;
}

// ---- writing -----------------------------------------------------------------------------------

bool Connection::flush_at_once() {
  const std::ptrdiff_t sent = stream_.write_now(loop_.out);
  if (sent == Stream::kBroken) open_ = false;
  const bool all = !open_ || sent == static_cast<std::ptrdiff_t>(loop_.out.size());
  if (all) {
    loop_.out.clear();
    if (loop_.out.capacity() > 4 * kMostWaiting) loop_.out.shrink_to_fit();
  } else if (sent > 0) {
    loop_.out.erase(0, static_cast<std::size_t>(sent));
  }
  return all;
}

Task Connection::flush() {
  if (flush_at_once()) co_return;
  // The client is slow: the loop's buffer is for others meanwhile.
  const std::string rest = std::move(loop_.out);
  loop_.out.clear();
  Task written = write_all(rest);
  co_await written;
}

Task Connection::write_all(std::string_view bytes) {
  const Phase before = phase_;
  const std::int64_t deadline = deadline_;
  while (!bytes.empty()) {
    const std::ptrdiff_t sent = stream_.write_now(bytes);
    if (sent == Stream::kBroken) {
      open_ = false;
      co_return;
    }
    if (sent != Stream::kWait) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
      continue;
    }
    set_phase(Phase::kWrite, options_.write_timeout);
    Stream::Ready writable = stream_.writable();
    co_await writable;
  }
  if (phase_ != Phase::kWrite) co_return;
  phase_ = before;
  deadline_ = deadline;
}

// Half-close, then read what still comes: closing with unread bytes would reset the connection and
// could take the answer along (RFC 9112 §9.6). Bounded in bytes and time.
Task Connection::linger() {
  stream_.shutdown_sending();
  reader_.reset();
  begin_ = end_ = 0;
  make_room();
  set_phase(Phase::kIdle, std::chrono::seconds(2));
  std::size_t most = 1 << 20;
  while (most > 0) {
    const std::ptrdiff_t got = stream_.read_now({buffer_.get(), capacity_});
    if (got == Stream::kWait) {
      Stream::Ready readable = stream_.readable();
      co_await readable;
      continue;
    }
    if (got <= 0) break;
    most -= std::min(most, static_cast<std::size_t>(got));
  }
  open_ = false;
}

// ---- time --------------------------------------------------------------------------------------

void Connection::set_phase(Phase phase, std::chrono::seconds allowance) {
  phase_ = phase;
  deadline_ = allowance.count() == 0 ? 0 : loop_.coarse_now + allowance.count() + 1;
}

void Connection::expire(std::int64_t now) {
  if (upload_deadline_ != 0 && now >= upload_deadline_ && upload_) {
    upload_deadline_ = 0;
    upload_->fail();
  }
  if (deadline_ == 0 || now < deadline_) return;
  deadline_ = 0;
  timed_out_ = true;
  stream_.cancel();
}

void Connection::drain() {
  close_after_ = true;
  if (phase_ == Phase::kIdle) stream_.cancel();
}

void Connection::cut() {
  open_ = false;
  timer_.cancel();
  stream_.cancel();
}

void Connection::make_room() {
  if (begin_ > 0) {
    std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == capacity_) grow(capacity_ == 0 ? kFirstBuffer : capacity_ * 2);
}

void Connection::grow(std::size_t larger) {
  auto grown = std::make_unique_for_overwrite<char[]>(larger);
  if (end_ > 0) std::memcpy(grown.get(), buffer_.get(), end_);
  buffer_ = std::move(grown);
  capacity_ = larger;
}

}  // namespace mimus::server
