#include "live_stubs.h"

namespace mimus::serve {

LiveStubs::LiveStubs() : current_(std::make_shared<Snapshot>()) {}

std::shared_ptr<const Snapshot> LiveStubs::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

void LiveStubs::renew(Pin& pin) const {
  const std::lock_guard lock(mutex_);
  pin.snapshot = current_;  // the old one is in retired_: this never frees it
  pin.version = version_.load(std::memory_order_relaxed);
}

void LiveStubs::publish(std::shared_ptr<const Snapshot> next) {
  const std::lock_guard lock(mutex_);
  retired_.push_back(std::move(current_));
  current_ = std::move(next);
  version_.fetch_add(1, std::memory_order_release);
}

bool LiveStubs::sweep() {
  std::vector<std::shared_ptr<const Snapshot>> dead;  // destroyed outside the lock
  const std::lock_guard lock(mutex_);
  std::erase_if(retired_, [&](std::shared_ptr<const Snapshot>& snapshot) {
    // Only retired_ holds it, and renew() hands out nothing but current_: nobody can come back.
    if (snapshot.use_count() != 1) return false;
    dead.push_back(std::move(snapshot));
    return true;
  });
  return retired_.empty();
}

}  // namespace mimus::serve
