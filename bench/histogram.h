#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

namespace mimus::bench {

// How often each duration occurred, in nanoseconds, within 1.6 %: 64 equal buckets for every power
// of two.
class Histogram {
 public:
  void add(std::uint64_t nanoseconds) {
    ++counts_[bucket_of(nanoseconds)];
    ++total_;
    if (nanoseconds > max_) max_ = nanoseconds;
  }
  std::uint64_t count() const { return total_; }
  std::uint64_t max() const { return max_; }
  // The duration that `share` (0 … 1) of all did not exceed.
  std::uint64_t quantile(double share) const {
    const double wanted = share * static_cast<double>(total_);
    std::uint64_t seen = 0;
    for (std::size_t bucket = 0; bucket < counts_.size(); ++bucket) {
      seen += counts_[bucket];
      if (seen > 0 && static_cast<double>(seen) >= wanted) return std::min(upper_end(bucket), max_);
    }
    return max_;
  }

 private:
  static constexpr std::size_t kBits = 6, kPerPower = 1u << kBits;

  static std::size_t bucket_of(std::uint64_t value) {
    if (value < kPerPower) return value;
    const auto power = static_cast<std::size_t>(std::bit_width(value)) - 1 - kBits;
    return (power + 1) * kPerPower + (value >> power) - kPerPower;
  }
  static std::uint64_t upper_end(std::size_t bucket) {
    if (bucket < kPerPower) return bucket;
    const std::size_t power = bucket / kPerPower - 1;
    return ((bucket % kPerPower + kPerPower + 1) << power) - 1;
  }

  std::array<std::uint64_t, (64 - kBits + 1) * kPerPower> counts_{};
  std::uint64_t total_ = 0;
  std::uint64_t max_ = 0;
};

}  // namespace mimus::bench
