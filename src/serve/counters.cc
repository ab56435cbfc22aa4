#include "counters.h"

#include "base/hash.h"

namespace mimus::serve {

std::uint32_t Counters::repeat(std::uint64_t stub, std::uint64_t request) {
  const std::size_t slot = hash_mix(stub, request) % kSlots;
  return (*repeats_)[slot].fetch_add(1, std::memory_order_relaxed);
}

std::uint64_t Counters::turn(const stub::StubId& id) {
  const std::lock_guard lock(mutex_);
  return turns_[id]++;
}

bool Counters::claim(std::uint64_t stub, std::uint64_t most) {
  const std::unique_lock lock(served_mutex_);
  std::uint64_t& served = served_[stub];
  if (served >= most) return false;
  ++served;
  return true;
}

void Counters::give_back(std::uint64_t stub) {
  const std::unique_lock lock(served_mutex_);
  const auto found = served_.find(stub);
  if (found != served_.end() && found->second > 0) --found->second;
}

std::uint64_t Counters::served(std::uint64_t stub) const {
  const std::shared_lock lock(served_mutex_);
  const auto found = served_.find(stub);
  return found == served_.end() ? 0 : found->second;
}

void Counters::forget(std::uint64_t stub) {
  const std::unique_lock lock(served_mutex_);
  served_.erase(stub);
}

void Counters::reset() {
  {
    const std::unique_lock lock(served_mutex_);
    served_.clear();
  }
  for (auto& count : *repeats_) count.store(0, std::memory_order_relaxed);
  const std::lock_guard lock(mutex_);
  turns_.clear();
}

}  // namespace mimus::serve
