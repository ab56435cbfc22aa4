#include "exchange.h"

#include <algorithm>
#include <charconv>

#include "base/spare_memory.h"
#include "http/prepared_response.h"
#include "lane.h"
#include "request_writer.h"
#include "text/encoding.h"

namespace mimus::outbound {
namespace {

using std::chrono::steady_clock;

// A body up to this size goes out in one write with the head, before the response is looked for.
constexpr std::size_t kInOneWrite = 64 * 1024;
constexpr std::size_t kUsualHead = 500;

// RFC 9110 §9.2.2.
constexpr std::string_view kIdempotent[] = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"};

struct PhaseRow {
  Failure::Phase phase;
  std::string_view sentence;
};
constexpr PhaseRow kPhases[] = {
    {Failure::Phase::kConnect, "no connection to "},
    {Failure::Phase::kFirstByte, "no answer from "},
    {Failure::Phase::kIdle, "nothing more from "},
    {Failure::Phase::kTotal, "no whole answer from "},
};

std::string in_words(std::chrono::milliseconds time) {
  return time.count() % 1000 == 0 ? std::to_string(time.count() / 1000) + " s" : std::to_string(time.count()) + " ms";
}

// Keep-Alive: timeout=5, as many servers say; RFC 2068 §19.7.1.1.
std::chrono::seconds kept_by_peer(const Head& head) {
  const std::string_view value = head.find("Keep-Alive").value_or("");
  const std::size_t at = value.find("timeout=");
  unsigned seconds = 3600;
  if (at != value.npos) std::from_chars(value.data() + at + 8, value.data() + value.size(), seconds);
  return std::chrono::seconds(seconds > 1 ? seconds - 1 : 0);  // before the server does it
}

}  // namespace

Exchange::Exchange(Lane& lane, Request&& request, Client::Opened&& opened)
    : lane_(lane),
      request_(std::move(request)),
      opened_(std::move(opened)),
      attempt_(lane.io()),
      writer_signal_(lane.io()),
      writer_ended_(lane.io()),
      began_(steady_clock::now()) {}

std::shared_ptr<Exchange> Exchange::make(Lane& lane, Request&& request, Client::Opened&& opened) {
  return std::allocate_shared<Exchange>(SpareAllocator<Exchange>(), lane, std::move(request), std::move(opened));
}

// ---- its frame ---------------------------------------------------------------------------------

void Exchange::start() {
  if (request_.source) {
    request_.source->on_wake([door = lane_.door, weak = weak_from_this()] {
      door->post([weak] {
        if (const auto exchange = weak.lock()) exchange->writer_signal_.set();
      });
    });
  }
  if (request_.timeouts.total.count() > 0) end_ = began_ + request_.timeouts.total;
  starting_ = true;
  run(shared_from_this());
  starting_ = false;
}

Detached Exchange::run(std::shared_ptr<Exchange> self) {
  Exchange& e = *self;
  Task went = e.go();
  co_await went;
  if (e.starting_) {
    Later later(e.lane_.io());
    co_await later;
  }
  if (!e.failed()) {
    e.keep_ = kept_by_peer(e.reader_->head());
    const bool ended = e.take_pieces();
    if (!e.failed()) {
      Incoming incoming{std::move(e.reader_->head()), e.body(ended), e.redirects_ == 0 ? std::move(e.request_.url) : e.url_.text()};
      const Client::Opened opened = std::move(e.opened_);
      opened(std::move(incoming));
      if (!ended) {
        Task received = e.receive();
        co_await received;
      }
    }
  }
  if (e.failed()) e.deliver_failure();
  if (e.attempt_.link) e.attempt_.link->close();
  e.attempt_.link.reset();
  e.writer_signal_.set();
  while (e.writers_ > 0) co_await e.writer_ended_;
  e.lane_.ended(e);
}

// The consumer has room, or has gone.
void Exchange::resume() {
  if (pipe_ && pipe_->abandoned()) return stop({Failure::Kind::kCancelled, "nobody wants the rest of the body"});
  attempt_.signal.set();
}

void Exchange::deliver_failure() {
  if (opened_) {
    attempt_.failure->url = std::move(request_.url);
    const Client::Opened opened = std::move(opened_);
    opened(*attempt_.failure);
  } else if (pipe_) {
    pipe_->fail(*attempt_.failure);
    pipe_->rouse();
  }
}

void Exchange::stop(Failure failure) {
  if (failed()) return;
  attempt_.failure = std::move(failure);
  if (attempt_.link) attempt_.link->close();
  attempt_.signal.set();
  writer_signal_.set();
}

void Exchange::expire(SteadyTime now) {
  const bool over = end_ <= now;
  if (!over && deadline_ > now) return;
  const Phase phase = over ? Phase::kTotal : phase_;
  const Timeouts& times = request_.timeouts;
  const auto after = phase == Phase::kTotal       ? times.total
                     : phase == Phase::kConnect   ? times.connect
                     : phase == Phase::kFirstByte ? times.first_byte
                                                  : times.idle;
  const auto row = std::ranges::find(kPhases, phase, &PhaseRow::phase);
  stop({Failure::Kind::kTimedOut, std::string(row->sentence) + url_.origin.authority() + " within " + in_words(after), phase});
}

void Exchange::allow(Phase phase, std::chrono::milliseconds time) {
  phase_ = phase;
  deadline_ = time.count() > 0 ? about_now() + time : SteadyTime::max();
}

void Exchange::fail(Failure::Kind kind, std::string message) {
  if (!failed()) attempt_.failure = Failure{kind, std::move(message)};
}

Failure Exchange::broken(const error_code& failed, std::string_view doing) const {
  const std::string where = url_.origin.authority();
  if (failed == asio::error::eof) return {Failure::Kind::kReset, where + " closed the connection " + std::string(doing)};
  return {Failure::Kind::kReset, "the connection to " + where + " broke " + std::string(doing) + ": " + failed.message()};
}

Times Exchange::times() const { return {std::max(first_byte_ - sent_, std::chrono::nanoseconds(0)), steady_clock::now() - began_}; }

// ---- to a head ---------------------------------------------------------------------------------

Task Exchange::go() {
  auto url = lane_.urls.parse(request_.url);
  if (!url) {
    fail(Failure::Kind::kInvalid, describe(url.error()));
    co_return;
  }
  url_ = *std::move(url);
  bool again = false;
  do {
    if (again || !send_at_once()) {
      Task sent = send(again);
      co_await sent;
    }
    while (!failed() && !has_head()) {
      Link::Reading read = attempt_.link->read();
      co_await read;
      if (!failed()) read_for_head(read);
    }
    // A kept connection that was closed just when we wrote to it.
    again = failed() && attempt_.failure->kind == Failure::Kind::kReset && reused_ && may_repeat();
    if (again) {
      attempt_.failure.reset();
      attempt_.link->close();  // a writer of its may wait
      attempt_.link.reset();
    }
  } while (again || (!failed() && follow()));
}

bool Exchange::is_repeatable() const {
  return !request_.source && std::ranges::find(kIdempotent, request_.method) != std::end(kIdempotent);
}

bool Exchange::may_repeat() const { return is_repeatable() && !reader_->started(); }

bool Exchange::send_at_once() {
  begin_sending();
  if (failed()) return true;
  attempt_.link = lane_.pool.take({url_.origin, request_.insecure || lane_.options.insecure}, !is_repeatable());
  reused_ = attempt_.link != nullptr;
  if (!reused_) return false;
  write_request();
  return failed() || unsent_.empty();
}

void Exchange::begin_sending() {
  reader_.emplace(ResponseLimits{}, request_.method);
  if (auto refused = lane_.dialer->refuses(url_.origin); refused && !failed()) attempt_.failure = std::move(refused);
  allow(Phase::kConnect, request_.timeouts.connect);
}

// What send_at_once() left to be done; or, with `fresh`, all of it on a new connection.
Task Exchange::send(bool fresh) {
  if (fresh) {
    begin_sending();
    reused_ = false;
    if (failed()) co_return;
  }
  if (!attempt_.link) {
    const Target target{url_.origin, request_.insecure || lane_.options.insecure};
    Task acquired = acquire(target, fresh);
    co_await acquired;
    if (failed()) co_return;
    write_request();
  }
  if (failed() || unsent_.empty()) co_return;
  error_code broke;
  Task written = attempt_.link->write(unsent_, broke);
  co_await written;
  request_written(broke);
}

// A new connection, or one that somebody else did not need any more while this waited for its turn.
Task Exchange::acquire(const Target& target, bool fresh) {
  while (!failed()) {
    if (!fresh) attempt_.link = lane_.pool.take(target, !is_repeatable());
    reused_ = attempt_.link != nullptr;
    if (reused_) co_return;
    bool may_open = lane_.pool.may_open(target);
    if (!may_open) {
      const auto place = lane_.pool.wait(target, attempt_.signal);
      may_open = lane_.pool.may_open(target);  // what was given back before we were known to wait
      if (!may_open) co_await attempt_.signal;
      lane_.pool.leave(place);
      if (failed()) lane_.pool.rouse(target);  // whoever is next
    }
    if (may_open) {
      Task dialled = lane_.dialer->dial(target, attempt_);
      co_await dialled;
      co_return;
    }
  }
}

// What cannot be sent at once is left in unsent_.
void Exchange::write_request() {
  const Target& target = attempt_.link->lease().target();
  RequestFraming framing;
  framing.length = request_.source ? request_.source->length() : std::optional<std::uint64_t>(request_.body.size());
  std::string& bytes = lane_.request_bytes;
  bytes.clear();
  bytes.reserve(kUsualHead + (is_small() ? request_.body.size() : 0));
  HeadOptions options;
  options.absolute = lane_.dialer->asks_proxy(target);
  if (options.absolute) options.proxy_authorization = lane_.dialer->proxy_authorization();
  if (const Status written = write_request_head(request_, url_, framing, options, bytes); !written) {
    return fail(Failure::Kind::kInvalid, describe(written.error()));
  }
  if (is_small()) bytes += request_.body;
  allow(Phase::kIdle, request_.timeouts.idle);
  error_code broke;
  unsent_ = bytes;
  attempt_.link->write_at_once(unsent_, broke);
  if (broke || unsent_.empty()) return request_written(broke);
  later_ = unsent_;
  unsent_ = later_;
}

bool Exchange::is_small() const { return !request_.source && request_.body.size() <= kInOneWrite; }

void Exchange::request_written(const error_code& broke) {
  unsent_ = {};
  if (broke && !failed()) attempt_.failure = broken(broke, "while the request was sent");
  if (failed()) return;
  sent_ = steady_clock::now();
  if (is_small()) return allow(Phase::kFirstByte, request_.timeouts.first_byte);
  ++writers_;
  writing_ = true;
  write_body(shared_from_this(), attempt_.link);
}

// Beside the reader: the answer may come before the request has ended, and an echo needs both.
Detached Exchange::write_body(std::shared_ptr<Exchange> self, std::shared_ptr<Link> link) {
  Task sent = self->send_body(*link);
  co_await sent;
  --self->writers_;
  self->writer_ended_.set();
}

Task Exchange::send_body(Link& link) {
  const bool chunked = request_.source && !request_.source->length();
  std::size_t at = 0;
  error_code broke;
  std::string piece, framed;
  for (bool more = true; more && !broke && !link.closed();) {
    piece.clear();
    if (!request_.source) {
      const std::string_view part = std::string_view(request_.body).substr(at, kInOneWrite);
      at += part.size();
      more = at < request_.body.size();
      Task written = link.write(part, broke);
      co_await written;
    } else {
      const BodySource::Next next = request_.source->next(piece);
      if (next == BodySource::Next::kBroken) {
        if (attempt_.link.get() == &link) stop({Failure::Kind::kCancelled, "the request broke off before its end"});
        co_return;
      }
      more = next != BodySource::Next::kEnd;
      framed.clear();
      if (chunked && !piece.empty()) framed.append(http::chunk_head(piece.size())).append(piece).append("\r\n");
      if (chunked && !more) framed += "0\r\n\r\n";
      const std::string_view bytes = chunked ? std::string_view(framed) : std::string_view(piece);
      if (!bytes.empty()) {
        Task written = link.write(bytes, broke);
        co_await written;
      }
      if (next == BodySource::Next::kWait && piece.empty()) co_await writer_signal_;
    }
    if (attempt_.link.get() == &link) allow(Phase::kIdle, request_.timeouts.idle);
  }
  if (attempt_.link.get() != &link) co_return;  // the answer has come without it
  writing_ = broke.failed();             // the answer may say why it was not wanted
  sent_ = steady_clock::now();
  if (!reader_->started()) allow(Phase::kFirstByte, request_.timeouts.first_byte);
}

bool Exchange::has_head() {
  std::string_view none;
  switch (reader_->next(attempt_.link->unread, none)) {
    case ResponseReader::Event::kHead:
      return true;
    case ResponseReader::Event::kError:
      fail(Failure::Kind::kProtocol, "what " + url_.origin.authority() + " answered is not HTTP/1.1: " + reader_->why());
      return true;
    default:
      return false;
  }
}

void Exchange::read_for_head(const Link::Reading& read) {
  if (const error_code& broke = read.failed()) {
    attempt_.failure = broken(broke, reader_->started() ? "inside the header" : "without an answer");
    return;
  }
  if (attempt_.link->unread.empty()) return;
  if (!reader_->started()) first_byte_ = steady_clock::now();
  if (!writing_) allow(Phase::kIdle, request_.timeouts.idle);
}

// ---- the body ----------------------------------------------------------------------------------

bool Exchange::take_pieces() {
  for (;;) {
    std::string_view piece;
    switch (reader_->next(attempt_.link->unread, piece)) {
      case ResponseReader::Event::kBody:
        if (pipe_) pipe_->push(piece);
        else take_early(piece);
        break;
      case ResponseReader::Event::kEnd:
        if (pipe_) pipe_->end(std::move(reader_->trailers()), times());
        else whole_ = {std::move(whole_.bytes), std::move(reader_->trailers()), times()};
        done_with_link();
        return true;
      case ResponseReader::Event::kError:
        fail(Failure::Kind::kProtocol, "the body from " + url_.origin.authority() + " is broken: " + reader_->why());
        return true;
      case ResponseReader::Event::kHead:
      case ResponseReader::Event::kMore:
        return false;
    }
  }
}

void Exchange::take_early(std::string_view piece) {
  if (whole_.bytes.empty()) whole_.bytes = take_spare_text();
  whole_.bytes += piece;
}

std::unique_ptr<Body> Exchange::body(bool whole) {
  if (whole) return std::make_unique<Body>(std::move(whole_));
  pipe_ = std::allocate_shared<Pipe>(SpareAllocator<Pipe>(), lane_.door, weak_from_this());
  pipe_->push(whole_.bytes);
  return std::make_unique<Body>(pipe_);
}

Task Exchange::receive() {
  Link& link = *attempt_.link;
  for (;;) {
    while (pipe_->full() && !failed()) {
      deadline_ = SteadyTime::max();  // it is the consumer who is slow
      co_await attempt_.signal;
    }
    if (failed()) co_return;
    allow(Phase::kIdle, request_.timeouts.idle);
    Link::Reading read = link.read();
    co_await read;
    const error_code& broke = read.failed();
    if (failed()) co_return;
    if (broke && broke != asio::error::eof) {
      attempt_.failure = broken(broke, "inside the body");
      co_return;
    }
    bool ended = false;
    if (!broke) {
      ended = take_pieces();
    } else if (reader_->finish() == ResponseReader::Event::kEnd) {
      pipe_->end(std::move(reader_->trailers()), times());
      ended = true;
    } else {
      fail(Failure::Kind::kReset, url_.origin.authority() + ": " + reader_->why());
    }
    if (failed()) co_return;
    pipe_->rouse();
    if (ended) co_return;
  }
}

void Exchange::done_with_link() {
  const std::shared_ptr<Link> link = std::move(attempt_.link);
  attempt_.link = nullptr;
  const bool good = reader_->keep_alive() && !writing_ && link->unread.empty() && lane_.options.reuse;
  if (!good) return link->close();
  lane_.pool.keep(link, keep_);
}

// ---- redirects ---------------------------------------------------------------------------------

// RFC 9110 §15.4.
bool Exchange::follow() {
  const int status = reader_->head().status;
  const auto location = reader_->head().find("Location");
  const bool redirects = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  if (!redirects || !location || request_.most_redirects == 0) return false;
  if (redirects_ == request_.most_redirects) {
    fail(Failure::Kind::kTooLarge, "there are more than " + std::to_string(redirects_) + " redirects");
    return false;
  }
  const bool becomes_get = status == 303 ? request_.method != "HEAD" : (status == 301 || status == 302) && request_.method == "POST";
  if (!becomes_get && request_.source) return false;  // it cannot be sent a second time
  auto next = resolve(url_, *location);
  if (!next) {
    fail(Failure::Kind::kProtocol, url_.origin.authority() + " redirects to nowhere: " + describe(next.error()));
    return false;
  }
  ++redirects_;
  if (!take_pieces()) attempt_.link->close();  // its body is still on its way, and nobody's concern
  if (attempt_.link) attempt_.link.reset();
  attempt_.failure.reset();
  whole_ = {};
  if (becomes_get) {
    request_.method = "GET";
    request_.body.clear();
    request_.source = nullptr;
    std::erase_if(request_.fields, [](const auto& field) { return text::equal_ignoring_case(field.name.substr(0, 8), "content-"); });
  }
  const bool elsewhere = next->origin != url_.origin;
  std::erase_if(request_.fields, [&](const auto& field) {
    const bool secret = http::same_name(field.name, "Authorization") || http::same_name(field.name, "Cookie");
    return http::same_name(field.name, "Host") || (elsewhere && secret);
  });
  if (!elsewhere && next->credentials.empty()) next->credentials = url_.credentials;
  url_ = *std::move(next);
  return true;
}

}  // namespace mimus::outbound
