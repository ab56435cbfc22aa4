#include "client.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <future>
#include <optional>
#include <thread>
#include <unordered_set>
#include <vector>

#include "exchange.h"
#include "fetch.h"

namespace mimus::outbound {
namespace {

// How exact time-outs are.
constexpr auto kTick = std::chrono::milliseconds(20);
constexpr auto kSlowTick = std::chrono::seconds(1);  // when only kept connections are to be looked after

}  // namespace

struct Client::Impl {
  explicit Impl(const Options& wanted) : options(wanted), pool(options), sweep_timer(io) {}

  Call start(Request request, Opened opened);
  Task<void> run(std::shared_ptr<Exchange> exchange, std::shared_ptr<Rouse> canceller);
  void arm();
  void sweep();
  void stop();

  const Options options;
  Pool pool;  // outlives what `io` destroys
  asio::io_context io{1};
  std::unique_ptr<Dialer> dialer;
  std::optional<asio::executor_work_guard<Executor>> work;
  Timer sweep_timer;
  std::thread thread;

  // The thread's own.
  std::unordered_set<std::shared_ptr<Exchange>> under_way;
  std::unordered_set<std::shared_ptr<Timer>> delayed;
  bool fast = false;   // the sweep comes every kTick
  bool ending = false;
};

Call Client::Impl::start(Request request, Opened opened) {
  const auto exchange = std::make_shared<Exchange>(Workshop{io, pool, *dialer, options}, std::move(request), std::move(opened));
  const auto canceller = std::make_shared<Rouse>([this, weak = std::weak_ptr(exchange)] {
    asio::post(io, [weak] {
      if (const auto running = weak.lock()) running->stop({Failure::Kind::kCancelled, "it was cancelled"});
    });
  });
  asio::post(io, [this, exchange, canceller] {
    if (ending) exchange->stop({Failure::Kind::kCancelled, "the client ends"});
    under_way.insert(exchange);
    if (!fast) arm();
    asio::co_spawn(io.get_executor(), [this, exchange, canceller] { return run(exchange, canceller); }, asio::detached);
  });
  return Call(canceller);
}

Task<void> Client::Impl::run(std::shared_ptr<Exchange> exchange, std::shared_ptr<Rouse> canceller) {
  co_await Exchange::run(exchange);
  canceller->close();
  under_way.erase(exchange);
  if (ending && under_way.empty()) asio::post(io, [this] { io.stop(); });
}

void Client::Impl::arm() {
  fast = !under_way.empty();
  if (!fast && pool.idle() == 0) return;
  sweep_timer.expires_after(fast ? std::chrono::steady_clock::duration(kTick) : kSlowTick);
  sweep_timer.async_wait([this](const error_code& failed) {
    if (failed) return;
    sweep();
    arm();
  });
}

void Client::Impl::sweep() {
  const SteadyTime now = std::chrono::steady_clock::now();
  pool.sweep(now);
  const std::vector<std::shared_ptr<Exchange>> all(under_way.begin(), under_way.end());
  for (const auto& exchange : all) exchange->expire(now);
}

void Client::Impl::stop() {
  asio::post(io, [this] {
    ending = true;
    delayed.clear();
    const std::vector<std::shared_ptr<Exchange>> all(under_way.begin(), under_way.end());
    for (const auto& exchange : all) exchange->stop({Failure::Kind::kCancelled, "the client ends"});
    if (all.empty()) io.stop();
  });
  thread.join();
  pool.clear();
}

void Call::cancel() const {
  if (rouse_) (*rouse_)();
}

Client::Client(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Client::~Client() { impl_->stop(); }

Result<std::unique_ptr<Client>> Client::start(const Options& options) {
  auto impl = std::make_unique<Impl>(options);
  MIMUS_TRY(impl->dialer, Dialer::make(impl->io, impl->pool, impl->options));
  impl->work.emplace(impl->io.get_executor());
  impl->thread = std::thread([&io = impl->io] { io.run(); });
  return std::unique_ptr<Client>(new Client(std::move(impl)));
}

Call Client::open(Request request, Opened opened) { return impl_->start(std::move(request), std::move(opened)); }

Call Client::fetch(Request request, Fetched fetched) {
  const FetchLimits limits{request.most_body, request.decode};
  return open(std::move(request), collect(limits, std::move(fetched)));
}

void Client::after(std::chrono::nanoseconds delay, std::function<void()> task) {
  asio::post(impl_->io, [impl = impl_.get(), delay, task = std::move(task)]() mutable {
    if (impl->ending) return;
    const auto timer = std::make_shared<Timer>(impl->io);
    impl->delayed.insert(timer);
    timer->expires_after(delay);
    timer->async_wait([impl, timer, task = std::move(task)](const error_code& failed) {
      if (failed || impl->ending) return;
      impl->delayed.erase(timer);
      task();
    });
  });
}

Client::Stats Client::stats() const {
  std::promise<Stats> told;
  asio::post(impl_->io, [this, &told] {
    told.set_value({impl_->under_way.size(), impl_->pool.idle(), impl_->pool.connected(), impl_->pool.reused()});
  });
  return told.get_future().get();
}

}  // namespace mimus::outbound
