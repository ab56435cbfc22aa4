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

void Counters::reset() {
  for (auto& count : *repeats_) count.store(0, std::memory_order_relaxed);
  const std::lock_guard lock(mutex_);
  turns_.clear();
}

}  // namespace mimus::serve
