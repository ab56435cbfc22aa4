#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "scalar.h"

namespace mimus::collections {

class Base;

// Where a row stands in an order: by the value of a member, rows of equal value by their position.
struct Key {
  Scalar value;
  std::uint64_t position = 0;
  friend bool operator<(const Key& a, const Key& b) {
    const int order = Scalar::compare(a.value, b.value);
    return order != 0 ? order < 0 : a.position < b.position;
  }
};

// The order of a base's rows by one member: 8 bytes a row, whatever the values are. Built once: at once where
// there are few rows, else on a thread of its own while nobody waits.
class BaseIndex {
 public:
  explicit BaseIndex(std::string member) : member_(std::move(member)) {}
  ~BaseIndex() { stop(); }

  const std::string& member() const { return member_; }
  // Any thread, any number of times. The base outlives the index.
  void begin(const Base& base);
  void stop();  // gives up; joins
  bool ready() const { return ready_.load(std::memory_order_acquire); }
  double progress() const;  // 0 … 1

  // ---- when ready
  std::uint64_t position_at(std::uint64_t rank) const { return order_[rank]; }
  std::uint64_t rank_of(std::uint64_t position) const { return rank_[position]; }
  // Ranks whose key is certainly less than `key` and those that are certainly not: a search need look between.
  struct Range {
    std::uint64_t first, last;
  };
  Range around(const Key& key) const;

 private:
  void build(const Base& base);

  static constexpr std::uint64_t kAtOnce = 2'000;
  static constexpr std::uint64_t kSampled = 32;  // every so many-th key is kept: few rows are made in a search

  const std::string member_;
  std::mutex starting_;
  bool begun_ = false;  // guarded by starting_
  std::thread builder_;
  std::atomic<bool> stopping_{false};
  std::atomic<bool> ready_{false};
  std::atomic<std::uint64_t> done_{0};
  std::uint64_t total_ = 1;
  std::vector<std::uint32_t> order_, rank_;
  std::vector<Key> samples_;
};

}  // namespace mimus::collections
