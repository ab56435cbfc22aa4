#pragma once

#include <atomic>
#include <memory>
#include <utility>

namespace mimus::stub {

// A value that is made when it is first asked for, by whoever asks; then all get the same one. Any
// thread, no lock: of several makers at once one wins. Moving is for the one who builds it.
//
//   MadeOnce<std::string> zipped;
//   zipped.get([&] { return zip(body); });
template <class T>
class MadeOnce {
 public:
  MadeOnce() = default;
  MadeOnce(MadeOnce&& other) noexcept : value_(other.value_.exchange(nullptr)) {}
  MadeOnce& operator=(MadeOnce&&) = delete;
  ~MadeOnce() { delete value_.load(std::memory_order_acquire); }

  template <class Make>
  const T& get(const Make& make) const {
    if (const T* made = value_.load(std::memory_order_acquire)) return *made;
    auto mine = std::make_unique<const T>(make());
    const T* first = nullptr;
    if (value_.compare_exchange_strong(first, mine.get(), std::memory_order_acq_rel))
      return *mine.release();
    return *first;
  }

 private:
  mutable std::atomic<const T*> value_{nullptr};
};

}  // namespace mimus::stub
