#include "counters.h"

#include "base/hash.h"

namespace mimus::serve {

Counters::Repeats& Counters::repeats() {
  Repeats* there = repeats_.load(std::memory_order_acquire);
  if (there != nullptr) return *there;
  auto fresh = std::make_unique<Repeats>();
  if (repeats_.compare_exchange_strong(there, fresh.get(), std::memory_order_acq_rel)) return *fresh.release();
  return *there;
}

std::uint32_t Counters::repeat(std::uint64_t stub, std::uint64_t request) {
  const std::size_t slot = hash_mix(stub, request) % kSlots;
  return repeats()[slot].fetch_add(1, std::memory_order_relaxed);
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
  if (Repeats* const there = repeats_.load(std::memory_order_acquire)) {
    for (auto& count : *there) count.store(0, std::memory_order_relaxed);
  }
  const std::lock_guard lock(mutex_);
  turns_.clear();
}

Counters::Image Counters::image(Depth depth) const {
  Image image;
  {
    const std::shared_lock lock(served_mutex_);
    image.served = served_;
  }
  if (const Repeats* const there = repeats_.load(std::memory_order_acquire); there != nullptr && depth == Depth::kAll) {
    image.repeats.reserve(kSlots);
    for (const auto& count : *there) image.repeats.push_back(count.load(std::memory_order_relaxed));
  }
  const std::lock_guard lock(mutex_);
  image.turns = turns_;
  return image;
}

void Counters::restore(const Image& image) {
  reset();
  if (!image.repeats.empty()) {
    Repeats& into = repeats();
    for (std::size_t i = 0; i < kSlots; ++i) into[i].store(image.repeats[i], std::memory_order_relaxed);
  }
  {
    const std::unique_lock lock(served_mutex_);
    served_ = image.served;
  }
  const std::lock_guard lock(mutex_);
  turns_ = image.turns;
}

}  // namespace mimus::serve
