#include "lane.h"

#include <utility>

namespace mimus::outbound {
namespace {

// How exact time-outs are.
constexpr auto kTick = std::chrono::milliseconds(20);
constexpr auto kSlowTick = std::chrono::seconds(1);  // when only kept connections are to be looked after

Failure ends() { return {Failure::Kind::kCancelled, "the client ends"}; }

}  // namespace

Lane::Lane(net::Poller& poller, const Options& options, Quota& quota, std::function<void()> on_empty)
    : door(std::make_shared<Door>(poller.io())),
      options(options),
      pool(options, quota, door),
      poller_(poller),
      on_empty_(std::move(on_empty)),
      sweep_timer_(poller.io()) {}

Result<std::unique_ptr<Lane>> Lane::make(net::Poller& poller, asio::io_context& names, const Options& options, Quota& quota,
                                         std::function<void()> on_empty) {
  std::unique_ptr<Lane> lane(new Lane(poller, options, quota, std::move(on_empty)));
  const Site site{poller, lane->door, names, lane->pool, options};
  MIMUS_TRY(lane->dialer, Dialer::make(site));
  return lane;
}

void Lane::start(const std::shared_ptr<Exchange>& exchange) {
  if (ending_) exchange->stop(ends());
  under_way_.push_back(*exchange);
  exchange->start();
  if (!fast_) arm();
}

void Lane::ended(Exchange& exchange) {
  under_way_.erase(under_way_.iterator_to(exchange));
  if (ending_ && under_way_.empty() && on_empty_) on_empty_();
}

void Lane::after(std::chrono::nanoseconds delay, std::function<void()> task) {
  if (ending_) return;
  const auto timer = std::make_shared<Timer>(io());
  delayed_.insert(timer);
  timer->expires_after(delay);
  timer->async_wait([this, timer, task = std::move(task)](const error_code& failed) {
    if (failed || ending_) return;
    delayed_.erase(timer);
    task();
  });
}

void Lane::arm() {
  if (ending_) return;
  fast_ = !under_way_.empty();
  if (!fast_ && pool.idle() == 0) return;
  sweep_timer_->expires_after(fast_ ? std::chrono::steady_clock::duration(kTick) : kSlowTick);
  sweep_timer_->async_wait([this](const error_code& failed) {
    if (failed || ending_) return;
    sweep();
    arm();
  });
}

void Lane::sweep() {
  const SteadyTime now = std::chrono::steady_clock::now();
  pool.sweep(now);
  for (Exchange& exchange : under_way_) exchange.expire(now);
}

void Lane::end() {
  ending_ = true;
  for (const auto& timer : std::exchange(delayed_, {})) timer->cancel();
  sweep_timer_.reset();
  for (Exchange& exchange : under_way_) exchange.stop(ends());
  pool.close();
  if (under_way_.empty() && on_empty_) on_empty_();
}

Client::Stats Lane::stats() const {
  Client::Stats stats;
  stats.under_way = under_way_.size();
  stats.idle = pool.idle();
  stats.connected = pool.connected();
  stats.reused = pool.reused();
  return stats;
}

}  // namespace mimus::outbound
