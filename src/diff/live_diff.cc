#include "live_diff.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

#include "recording/report.h"
#include "serve/upstream.h"
#include "shadow.h"

namespace mimus::diff {
namespace {

bool in_own_space(std::string_view path) { return path.starts_with("/__"); }

// A request on its way through both.
struct Ticket {
  http::OwnedRequest request;
  std::optional<Mocked> mocked;               // the thread's own
  std::optional<exchange::Exchange> real;     // guarded by Impl::mutex
  std::size_t bytes = 0;                      // of both bodies, as counted in Impl::bytes
};
using TicketPointer = std::shared_ptr<Ticket>;

// Where a mock's fault or lack of a route stands among differences.
recording::Difference no_answer(const exchange::Response& real, std::string why) { return {"answer", "status " + std::to_string(real.status), std::move(why)}; }

Verdict judge(const Ticket& ticket, const recording::Comparer& comparer) {
  Verdict verdict;
  verdict.when = ticket.real->started;
  verdict.request = ticket.request.method + " " + ticket.request.path + (ticket.request.query.empty() ? "" : "?" + ticket.request.query);
  verdict.route = ticket.mocked->route;
  if (!ticket.real->failure.empty() || !ticket.real->response) {
    verdict.kind = Verdict::Kind::kNotCompared;
    verdict.why = (ticket.real->response ? "the server's answer is not whole: " : "the server gave no answer: ") + ticket.real->failure;
    return verdict;
  }
  exchange::Response real = *ticket.real->response;
  remove_coding(real);
  verdict.status = real.status;
  switch (ticket.mocked->kind) {
    case Mocked::Kind::kUnknown:
      verdict.kind = Verdict::Kind::kNotCompared;
      verdict.why = ticket.mocked->why;
      break;
    case Mocked::Kind::kNoRoute:
      verdict.kind = Verdict::Kind::kNoRoute;
      verdict.differences.push_back(no_answer(real, "no route"));
      break;
    case Mocked::Kind::kFault:
      verdict.kind = Verdict::Kind::kDifferent;
      verdict.differences.push_back(no_answer(real, ticket.mocked->why));
      break;
    case Mocked::Kind::kAnswer:
      verdict.differences = comparer.compare(real, ticket.mocked->response);
      verdict.kind = verdict.differences.empty() ? Verdict::Kind::kSame : Verdict::Kind::kDifferent;
      break;
  }
  return verdict;
}

}  // namespace

struct LiveDiff::Impl {
  Impl(const serve::Outward& outward, server::Handler& asked, Options given)
      : options(std::move(given)), mocks(asked), upstream(outward, options.against, false),
        shadow(asked, options.shadow_loop) {}

  const Options options;
  server::Handler& mocks;
  serve::Upstream upstream;
  Shadow shadow;  // the thread's own
  Ledger ledger;

  mutable std::mutex mutex;
  std::condition_variable work, idle;
  std::deque<TicketPointer> to_ask;       // guarded by mutex, as all below; in the order of their arrival
  std::deque<TicketPointer> to_compare;   // both answers are there
  std::size_t open = 0;                   // tickets that are not compared yet
  std::size_t bytes = 0;                  // of their bodies
  bool busy = false;
  bool stopping = false;
  std::thread thread;

  // nullptr: too many wait.
  TicketPointer enter(const http::Request& request) {
    const std::lock_guard lock(mutex);
    if (open >= options.most_waiting || bytes + request.body.size() > options.most_waiting_bytes) {
      ledger.skip();
      return nullptr;
    }
    const auto ticket = std::make_shared<Ticket>();
    ticket->request = http::own(request);
    ticket->bytes = request.body.size();
    ++open;
    bytes += ticket->bytes;
    to_ask.push_back(ticket);
    work.notify_one();
    return ticket;
  }

  void heard(const TicketPointer& ticket, exchange::Exchange real) {
    const std::lock_guard lock(mutex);
    if (real.response) {
      ticket->bytes += real.response->body.size();
      bytes += real.response->body.size();
    }
    ticket->real = std::move(real);
    if (!ticket->mocked) return;  // whoever comes second
    to_compare.push_back(ticket);
    work.notify_one();
  }

  void run() {
    std::unique_lock lock(mutex);
    for (;;) {
      work.wait(lock, [&] { return stopping || !to_ask.empty() || !to_compare.empty(); });
      if (to_ask.empty() && to_compare.empty()) return;
      busy = true;
      if (!to_ask.empty()) {
        const TicketPointer ticket = take(to_ask);
        lock.unlock();
        Mocked mocked = shadow.ask(ticket->request);
        lock.lock();
        ticket->mocked = std::move(mocked);
        if (ticket->real) to_compare.push_back(ticket);
      } else {
        const TicketPointer ticket = take(to_compare);
        lock.unlock();
        Verdict verdict = judge(*ticket, options.comparer);
        recording::take_secrets_out(verdict.request, verdict.differences);  // it stands in logs and files
        if (options.on_verdict) options.on_verdict(verdict);
        ledger.add(std::move(verdict));
        lock.lock();
        --open;
        bytes -= ticket->bytes;
      }
      busy = false;
      if (to_ask.empty() && to_compare.empty()) idle.notify_all();
    }
  }

  static TicketPointer take(std::deque<TicketPointer>& from) {
    TicketPointer first = std::move(from.front());
    from.pop_front();
    return first;
  }
};

// Hears what the server said, or that nobody will hear it any more, because the client went away.
struct LiveDiff::Hearing {
  Hearing(std::shared_ptr<Impl> of, TicketPointer about) : impl(std::move(of)), ticket(std::move(about)) {}
  ~Hearing() {
    exchange::Exchange nothing;
    nothing.failure = "the client went away";
    if (!told) impl->heard(ticket, std::move(nothing));
  }
  Hearing(const Hearing&) = delete;
  Hearing& operator=(const Hearing&) = delete;
  void hear(exchange::Exchange real) {
    told = true;
    impl->heard(ticket, std::move(real));
  }

  const std::shared_ptr<Impl> impl;
  const TicketPointer ticket;
  bool told = false;
};

LiveDiff::LiveDiff(const serve::Outward& outward, server::Handler& mocks, Options options)
    : impl_(std::make_shared<Impl>(outward, mocks, std::move(options))) {
  impl_->thread = std::thread([impl = impl_.get()] { impl->run(); });
}

LiveDiff::~LiveDiff() {
  {
    const std::lock_guard lock(impl_->mutex);
    impl_->stopping = true;
    impl_->work.notify_one();
  }
  impl_->thread.join();
}

Ledger& LiveDiff::ledger() { return impl_->ledger; }

std::size_t LiveDiff::waiting() const {
  const std::lock_guard lock(impl_->mutex);
  return impl_->open;
}

void LiveDiff::finish() {
  std::unique_lock lock(impl_->mutex);
  impl_->idle.wait(lock, [&] { return impl_->to_ask.empty() && impl_->to_compare.empty() && !impl_->busy; });
}

void LiveDiff::answer(const http::Request& request, server::LoopIndex loop, Arena& arena, server::Reply& reply) {
  if (in_own_space(request.path)) {
    http::Request anew = request;
    anew.repeats = false;  // what the mocks' handler did last was something else
    return impl_->mocks.answer(anew, loop, arena, reply);
  }
  const TicketPointer ticket = impl_->enter(request);
  if (!ticket) return impl_->upstream.ask(request, reply, {});
  const auto hearing = std::make_shared<Hearing>(impl_, ticket);
  impl_->upstream.ask(request, reply, [hearing](exchange::Exchange real) { hearing->hear(std::move(real)); });
}

void LiveDiff::leaving(const http::Request& request, server::LoopIndex loop, Arena& arena, const server::Reply& reply, const server::Timing& timing) {
  http::Request anew = request;
  anew.repeats = false;
  impl_->mocks.leaving(anew, loop, arena, reply, timing);
}

void LiveDiff::refused(int status, std::string_view why, server::LoopIndex loop) { impl_->mocks.refused(status, why, loop); }

}  // namespace mimus::diff
