#pragma once

#include <cstddef>
#include <cstdint>

namespace mimus::jsonpath {

// The steps that an evaluation has left.
class Budget {
 public:
  explicit Budget(std::uint64_t steps) : left_(steps) {}

  // False, now and for ever, when they do not suffice.
  bool spend(std::uint64_t steps) {
    if (steps > left_) {
      left_ = 0;
      exhausted_ = true;
    } else {
      left_ -= steps;
    }
    return !exhausted_;
  }
  bool spend_for_bytes(std::size_t size) { return spend(1 + size / 64); }
  bool exhausted() const { return exhausted_; }

 private:
  std::uint64_t left_;
  bool exhausted_ = false;
};

}  // namespace mimus::jsonpath
