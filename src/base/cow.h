#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

namespace mimus {

// A value that is shared until somebody changes it: copying costs a count, edit() makes a copy of our own
// first if others hold the value too. So a structure of Cows is persistent (old versions stay as they were),
// and building one that nobody else has seen happens in place.
//
//   Cow<Node> next = now;
//   next.edit().count = 7;      // `now` still says 6
//
// Reading through any number of Cows from any number of threads is safe and touches no count; each Cow object
// itself belongs to one writer.
template <class T>
class Cow {
 public:
  Cow() = default;  // holds nothing
  Cow(const Cow& other) : box_(other.box_) {
    if (box_ != nullptr) box_->holders.fetch_add(1, std::memory_order_relaxed);
  }
  Cow(Cow&& other) noexcept : box_(std::exchange(other.box_, nullptr)) {}
  Cow& operator=(Cow other) noexcept {
    std::swap(box_, other.box_);
    return *this;
  }
  ~Cow() {
    if (box_ != nullptr && box_->holders.fetch_sub(1, std::memory_order_acq_rel) == 1) delete box_;
  }

  explicit operator bool() const { return box_ != nullptr; }
  const T& operator*() const { return box_->value; }
  const T* operator->() const { return &box_->value; }

  // Ours alone from here on. An empty Cow gets a default value first.
  T& edit() {
    if (box_ == nullptr) {
      box_ = new Box;
    } else if (box_->holders.load(std::memory_order_acquire) != 1) {
      *this = Cow(new Box(box_->value));
    }
    return box_->value;
  }

 private:
  struct Box {
    Box() = default;
    explicit Box(const T& from) : value(from) {}
    std::atomic<std::uint32_t> holders{1};
    T value{};
  };
  explicit Cow(Box* box) : box_(box) {}

  Box* box_ = nullptr;
};

}  // namespace mimus
