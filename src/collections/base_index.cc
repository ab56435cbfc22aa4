#include "base_index.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <numeric>

#include "base.h"

namespace mimus::collections {

void BaseIndex::begin(const Base& base) {
  if (ready()) return;
  const std::lock_guard lock(starting_);
  if (begun_) return;
  begun_ = true;
  total_ = std::max<std::uint64_t>(base.count(), 1);
  if (base.count() <= kAtOnce) return build(base);
  builder_ = std::thread([this, &base] {
    setpriority(PRIO_PROCESS, static_cast<id_t>(syscall(SYS_gettid)), 10);  // requests come first
    build(base);
  });
}

void BaseIndex::stop() {
  stopping_ = true;
  const std::lock_guard lock(starting_);
  if (builder_.joinable()) builder_.join();
}

double BaseIndex::progress() const {
  return ready() ? 1 : static_cast<double>(done_.load()) / static_cast<double>(total_);
}

void BaseIndex::build(const Base& base) {
  const std::uint64_t count = base.count();
  std::vector<Scalar> values;
  values.reserve(count);
  const auto reader = base.reader();
  for (std::uint64_t i = 0; i < count; ++i) {
    if (stopping_.load(std::memory_order_relaxed)) return;
    const Row row = reader->row(i);
    values.push_back(Scalar::of(member_at(*row, member_)));
    done_.store(i, std::memory_order_relaxed);
  }
  order_.resize(count);
  rank_.resize(count);
  std::iota(order_.begin(), order_.end(), 0u);
  std::sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
    const int order = Scalar::compare(values[a], values[b]);
    return order != 0 ? order < 0 : a < b;
  });
  for (std::uint64_t rank = 0; rank < count; ++rank) rank_[order_[rank]] = static_cast<std::uint32_t>(rank);
  for (std::uint64_t rank = 0; rank < count; rank += kSampled)
    samples_.push_back({std::move(values[order_[rank]]), order_[rank]});
  ready_.store(true, std::memory_order_release);
}

BaseIndex::Range BaseIndex::around(const Key& key) const {
  const auto after = std::lower_bound(samples_.begin(), samples_.end(), key);
  const auto index = static_cast<std::uint64_t>(after - samples_.begin());
  const std::uint64_t last = std::min<std::uint64_t>(index * kSampled, order_.size());
  return {index == 0 ? 0 : (index - 1) * kSampled + 1, last};
}

}  // namespace mimus::collections
