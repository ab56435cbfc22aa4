#include "loop.h"

#include <time.h>

#include "connection.h"
#include "text/dates.h"

namespace mimus::server {
namespace {

constexpr std::size_t kMostSpareArenas = 64;

std::int64_t steady_seconds() {
  return std::chrono::duration_cast<std::chrono::seconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

}  // namespace

std::string_view Loop::date_line() {
  timespec now;
  clock_gettime(CLOCK_REALTIME_COARSE, &now);
  if (now.tv_sec != date_second_) {
    date_second_ = now.tv_sec;
    date_line_ = "Date: " + text::http_date(WallTime(std::chrono::seconds(now.tv_sec))) + "\r\n";
  }
  return date_line_;
}

std::unique_ptr<Arena> Loop::take_arena() {
  if (spare_arenas_.empty()) return std::make_unique<Arena>();
  std::unique_ptr<Arena> arena = std::move(spare_arenas_.back());
  spare_arenas_.pop_back();
  return arena;
}

void Loop::give_back(std::unique_ptr<Arena> arena) {
  if (!arena || spare_arenas_.size() >= kMostSpareArenas) return;
  arena->reset();
  spare_arenas_.push_back(std::move(arena));
}

void Loop::start_sweeping() {
  coarse_now = steady_seconds();
  sweep_timer.expires_after(std::chrono::seconds(1));
  sweep_timer.async_wait([this](const boost::system::error_code& failure) {
    if (failure || stopped) return;
    sweep();
    start_sweeping();
  });
}

void Loop::stop() {
  stopped = true;  // a handler that is queued already cannot be cancelled
  sweep_timer.cancel();
  if (farewell) farewell();
  poller.stop();
}

void Loop::sweep() {
  coarse_now = steady_seconds();
  for (auto at = connections.begin(); at != connections.end();) {
    Connection& connection = *at++;  // expire() may end it on the spot, but no other
    connection.expire(coarse_now);
  }
}

}  // namespace mimus::server
