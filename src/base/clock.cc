#include "clock.h"

namespace mimus {

WallTime Clock::now() const {
  const std::int64_t frozen = frozen_.load(std::memory_order_acquire);
  if (frozen != kRunning) return WallTime(Nanoseconds(frozen));
  const auto real = std::chrono::time_point_cast<Nanoseconds>(std::chrono::system_clock::now());
  return real + Nanoseconds(offset_.load(std::memory_order_relaxed));
}

void Clock::freeze(WallTime instant) {
  frozen_.store(instant.time_since_epoch().count(), std::memory_order_release);
}

void Clock::advance(Nanoseconds by) {
  std::int64_t frozen = frozen_.load(std::memory_order_acquire);
  while (frozen != kRunning) {
    if (frozen_.compare_exchange_weak(frozen, frozen + by.count())) return;
  }
  offset_.fetch_add(by.count(), std::memory_order_relaxed);
}

void Clock::resume() {
  offset_.store(0, std::memory_order_relaxed);
  frozen_.store(kRunning, std::memory_order_release);
}

}  // namespace mimus
