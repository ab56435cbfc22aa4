#include "exchange.h"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <charconv>

#include "http/prepared_response.h"
#include "request_writer.h"
#include "text/encoding.h"

namespace mimus::outbound {
namespace {

using std::chrono::steady_clock;

// A body up to this size goes out in one write with the head, before the response is looked for.
constexpr std::size_t kInOneWrite = 64 * 1024;

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

Exchange::Exchange(Workshop shop, Request request, Client::Opened opened)
    : shop_(shop),
      request_(std::move(request)),
      opened_(std::move(opened)),
      attempt_(shop.io),
      writer_signal_(shop.io),
      began_(steady_clock::now()) {}

// ---- its frame ---------------------------------------------------------------------------------

Task<void> Exchange::run(std::shared_ptr<Exchange> self) {
  Exchange& e = *self;
  const auto from_anywhere = [&](void (*task)(Exchange&)) {
    return std::make_shared<Rouse>([weak = std::weak_ptr(self), &io = e.shop_.io, task] {
      asio::post(io, [weak, task] {
        if (const auto exchange = weak.lock()) task(*exchange);
      });
    });
  };
  e.resumer_ = from_anywhere([](Exchange& exchange) { exchange.resume(); });
  e.source_rouse_ = from_anywhere([](Exchange& exchange) { exchange.writer_signal_.set(); });
  if (e.request_.source) e.request_.source->on_wake([rouse = e.source_rouse_] { (*rouse)(); });
  if (e.request_.timeouts.total.count() > 0) e.end_ = e.began_ + e.request_.timeouts.total;

  co_await e.go();
  if (!e.failed()) {
    e.pipe_ = std::make_shared<Pipe>(e.resumer_);
    const bool ended = e.take_pieces();
    Incoming incoming;
    incoming.head = e.reader_->head();
    incoming.body = std::make_unique<Body>(e.pipe_);
    incoming.url = e.url_.text();
    if (!e.failed()) {
      const Client::Opened opened = std::move(e.opened_);
      opened(std::move(incoming));
      if (!ended) co_await e.receive();
    }
  }
  e.resumer_->close();
  e.source_rouse_->close();
  if (e.failed()) e.deliver_failure();
  if (e.attempt_.link) e.attempt_.link->close();
  e.attempt_.link.reset();
  e.writer_signal_.set();
}

// The consumer has room, or has gone.
void Exchange::resume() {
  if (pipe_ && pipe_->abandoned()) return stop({Failure::Kind::kCancelled, "nobody wants the rest of the body"});
  attempt_.signal.set();
}

void Exchange::deliver_failure() {
  if (opened_) {
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
  deadline_ = time.count() > 0 ? steady_clock::now() + time : SteadyTime::max();
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

Task<void> Exchange::go() {
  auto url = parse_url(request_.url);
  if (!url) {
    fail(Failure::Kind::kInvalid, describe(url.error()));
    co_return;
  }
  url_ = *std::move(url);
  for (bool more = true; more && !failed();) {
    co_await send_once(false);
    // A kept connection that was closed just when we wrote to it.
    const bool stale = failed() && attempt_.failure->kind == Failure::Kind::kReset && reused_ && may_repeat();
    if (stale) {
      attempt_.failure.reset();
      attempt_.link.reset();
      co_await send_once(true);
    }
    more = false;
    if (!failed()) more = co_await follow();
  }
}

bool Exchange::may_repeat() const {
  return !request_.source && !reader_->started() && std::ranges::find(kIdempotent, request_.method) != std::end(kIdempotent);
}

Task<void> Exchange::send_once(bool fresh) {
  reader_.emplace(ResponseLimits{}, request_.method);
  if (auto refused = shop_.dialer.refuses(url_.origin)) {
    attempt_.failure = std::move(refused);
    co_return;
  }
  allow(Phase::kConnect, request_.timeouts.connect);
  co_await acquire(fresh);
  if (!failed()) co_await write_request();
  if (!failed()) co_await read_head();
}

Task<void> Exchange::acquire(bool fresh) {
  const Target target{url_.origin, request_.insecure || shop_.options.insecure};
  reused_ = false;
  while (!failed()) {
    if (!fresh) attempt_.link = shop_.pool.take(target);
    reused_ = attempt_.link != nullptr;
    if (reused_) co_return;
    if (shop_.pool.may_open(target)) {
      co_await shop_.dialer.dial(target, attempt_);
      co_return;
    }
    const auto place = shop_.pool.wait(target, attempt_.signal);
    co_await attempt_.signal.wait();
    shop_.pool.leave(place);
    if (failed()) shop_.pool.rouse(target);  // whoever is next
  }
}

Task<void> Exchange::write_request() {
  const Target& target = attempt_.link->lease().target();
  RequestFraming framing;
  framing.length = request_.source ? request_.source->length() : std::optional<std::uint64_t>(request_.body.size());
  HeadOptions options;
  options.absolute = shop_.dialer.asks_proxy(target);
  if (options.absolute) options.proxy_authorization = shop_.dialer.proxy_authorization();
  std::string bytes;
  if (const Status written = write_request_head(request_, url_, framing, options, bytes); !written) {
    fail(Failure::Kind::kInvalid, describe(written.error()));
    co_return;
  }
  const bool small = !request_.source && request_.body.size() <= kInOneWrite;
  if (small) bytes += request_.body;
  allow(Phase::kIdle, request_.timeouts.idle);
  error_code broke;
  co_await attempt_.link->write(bytes, broke);
  if (broke && !failed()) attempt_.failure = broken(broke, "while the request was sent");
  if (failed()) co_return;
  sent_ = steady_clock::now();
  if (small) {
    allow(Phase::kFirstByte, request_.timeouts.first_byte);
    co_return;
  }
  writing_ = true;
  asio::co_spawn(shop_.io.get_executor(), [self = shared_from_this(), link = attempt_.link] { return self->write_body(link); },
                 asio::detached);
}

// Beside the reader: the answer may come before the request has ended, and an echo needs both.
Task<void> Exchange::write_body(std::shared_ptr<Link> link) {
  const auto self = shared_from_this();
  const bool chunked = request_.source && !request_.source->length();
  std::size_t at = 0;
  error_code broke;
  std::string piece, framed;
  for (bool more = true; more && !broke && !link->closed();) {
    piece.clear();
    if (!request_.source) {
      const std::string_view part = std::string_view(request_.body).substr(at, kInOneWrite);
      at += part.size();
      more = at < request_.body.size();
      co_await link->write(part, broke);
    } else {
      const BodySource::Next next = request_.source->next(piece);
      if (next == BodySource::Next::kBroken) {
        if (attempt_.link == link) stop({Failure::Kind::kCancelled, "the request broke off before its end"});
        co_return;
      }
      more = next != BodySource::Next::kEnd;
      framed.clear();
      if (chunked && !piece.empty()) framed.append(http::chunk_head(piece.size())).append(piece).append("\r\n");
      if (chunked && !more) framed += "0\r\n\r\n";
      const std::string_view bytes = chunked ? std::string_view(framed) : std::string_view(piece);
      if (!bytes.empty()) co_await link->write(bytes, broke);
      if (next == BodySource::Next::kWait && piece.empty()) co_await writer_signal_.wait();
    }
    if (attempt_.link == link) allow(Phase::kIdle, request_.timeouts.idle);
  }
  if (attempt_.link != link) co_return;  // the answer has come without it
  writing_ = broke.failed();             // the answer may say why it was not wanted
  sent_ = steady_clock::now();
  if (!reader_->started()) allow(Phase::kFirstByte, request_.timeouts.first_byte);
}

Task<void> Exchange::read_head() {
  Link& link = *attempt_.link;
  for (;;) {
    std::string_view none;
    const auto event = reader_->next(link.unread, none);
    if (event == ResponseReader::Event::kHead) co_return;
    if (event == ResponseReader::Event::kError) {
      co_return fail(Failure::Kind::kProtocol, "what " + url_.origin.authority() + " answered is not HTTP/1.1: " + reader_->why());
    }
    error_code broke;
    co_await link.read(broke);
    if (failed()) co_return;
    if (broke) {
      attempt_.failure = broken(broke, reader_->started() ? "inside the header" : "without an answer");
      co_return;
    }
    if (!reader_->started()) first_byte_ = steady_clock::now();
    if (!writing_) allow(Phase::kIdle, request_.timeouts.idle);
  }
}

// ---- the body ----------------------------------------------------------------------------------

bool Exchange::take_pieces() {
  for (;;) {
    std::string_view piece;
    switch (reader_->next(attempt_.link->unread, piece)) {
      case ResponseReader::Event::kBody:
        pipe_->push(piece);
        break;
      case ResponseReader::Event::kEnd:
        pipe_->end(std::move(reader_->trailers()), times());
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

Task<void> Exchange::receive() {
  Link& link = *attempt_.link;
  for (;;) {
    while (pipe_->full() && !failed()) {
      deadline_ = SteadyTime::max();  // it is the consumer who is slow
      co_await attempt_.signal.wait();
    }
    if (failed()) co_return;
    allow(Phase::kIdle, request_.timeouts.idle);
    error_code broke;
    co_await link.read(broke);
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
  const bool good = reader_->keep_alive() && !writing_ && link->unread.empty() && shop_.options.reuse;
  if (!good) return link->close();
  shop_.pool.keep(link, kept_by_peer(reader_->head()));
}

// ---- redirects ---------------------------------------------------------------------------------

// RFC 9110 §15.4.
Task<bool> Exchange::follow() {
  const int status = reader_->head().status;
  const auto location = reader_->head().find("Location");
  const bool redirects = status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  if (!redirects || !location || request_.most_redirects == 0) co_return false;
  if (redirects_ == request_.most_redirects) {
    fail(Failure::Kind::kTooLarge, "there are more than " + std::to_string(redirects_) + " redirects");
    co_return false;
  }
  const bool becomes_get = status == 303 ? request_.method != "HEAD" : (status == 301 || status == 302) && request_.method == "POST";
  if (!becomes_get && request_.source) co_return false;  // it cannot be sent a second time
  auto next = resolve(url_, *location);
  if (!next) {
    fail(Failure::Kind::kProtocol, url_.origin.authority() + " redirects to nowhere: " + describe(next.error()));
    co_return false;
  }
  ++redirects_;
  pipe_ = std::make_shared<Pipe>(resumer_);
  if (!take_pieces()) attempt_.link->close();  // its body is still on its way, and nobody's concern
  if (attempt_.link) attempt_.link.reset();
  attempt_.failure.reset();
  pipe_.reset();
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
  co_return true;
}

}  // namespace mimus::outbound
