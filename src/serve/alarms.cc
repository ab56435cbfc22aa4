#include "alarms.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace mimus::serve {
namespace {

constexpr Nanoseconds kLongest = std::chrono::hours(1);

// Real time until the clock shows `due`; nothing while it stands still before that.
std::optional<Nanoseconds> wait_for(const Clock& clock, WallTime due) {
  const Nanoseconds missing = due - clock.now();
  if (missing <= Nanoseconds(0)) return Nanoseconds(0);
  const Clock::State state = clock.state();
  if (state.frozen) return std::nullopt;
  const double real = static_cast<double>(missing.count()) / state.speed;
  return Nanoseconds(static_cast<std::int64_t>(std::min(real, static_cast<double>(kLongest.count()))) + 1);
}

}  // namespace

Alarms::~Alarms() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  news_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Alarms::at(const Clock& clock, WallTime due, std::function<void()> ring) {
  const std::lock_guard lock(mutex_);
  waiting_.emplace(due, Alarm{&clock, std::move(ring)});
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  news_.notify_all();
}

// The lock comes between the change and the news: whoever looked at the clock before it has begun to wait by then.
void Alarms::changed() {
  { const std::lock_guard lock(mutex_); }
  news_.notify_all();
}

void Alarms::forget(const Clock& clock) {
  std::vector<std::function<void()>> rung;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(waiting_, [&](auto& one) {
      if (one.second.clock != &clock) return false;
      rung.push_back(std::move(one.second.ring));
      return true;
    });
  }
  for (const auto& ring : rung) ring();
}

void Alarms::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    std::vector<std::function<void()>> due;
    Nanoseconds patience = kLongest;
    for (auto each = waiting_.begin(); each != waiting_.end();) {
      const std::optional<Nanoseconds> wait = wait_for(*each->second.clock, each->first);
      if (wait == Nanoseconds(0)) {
        due.push_back(std::move(each->second.ring));
        each = waiting_.erase(each);
        continue;
      }
      if (wait) patience = std::min(patience, *wait);
      ++each;
    }
    if (due.empty()) {
      news_.wait_for(lock, patience);
      continue;
    }
    lock.unlock();
    for (const auto& ring : due) ring();
    lock.lock();
  }
}

}  // namespace mimus::serve
