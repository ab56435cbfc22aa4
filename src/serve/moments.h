#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <utility>

namespace mimus::serve {

// The order of all changes to what a world remembers: its scenarios and its state change under one
// count, so that a request that was matched against one moment of both changes both in the same
// moment or neither.
//
//   for (;;) {
//     const Moment moment = moments.read([&](Moment now) { ... take images ...; return now; });
//     ... match ...
//     if (moments.change_at(moment, [&](Moments::Held held) { scenarios.put(held, ...); return
//     true; })) break;
//     // another request came first: match again
//   }
//
// Somebody else has made a change whenever it fails, so that of all requests one always gets on.
// Any thread.
class Moments {
 public:
  using Moment = std::uint64_t;
  // The proof that nobody else reads or changes now.
  class Held {
    friend class Moments;
    Held() = default;
  };

  Moment now() const { return count_.load(std::memory_order_acquire); }

  // look(moment), while nobody changes anything.
  template <class Look>
  auto read(Look&& look) const {
    const std::shared_lock lock(mutex_);
    return look(count_.load(std::memory_order_relaxed));
  }

  // change(held), unless something has changed since `seen` (nothing: whatever has happened).
  // `change` says whether it did something; then a new moment begins. False: it was too late, or
  // nothing was done.
  template <class Change>
  bool change_at(std::optional<Moment> seen, Change&& change) {
    const std::unique_lock lock(mutex_);
    if (seen && count_.load(std::memory_order_relaxed) != *seen) return false;
    if (!change(Held())) return false;
    count_.fetch_add(1, std::memory_order_release);
    return true;
  }

  // A new moment, whatever happened before; returns what `change` returns.
  template <class Change>
  auto change(Change&& change) {
    const std::unique_lock lock(mutex_);
    count_.fetch_add(1, std::memory_order_release);
    return change(Held());
  }

 private:
  mutable std::shared_mutex mutex_;
  std::atomic<Moment> count_{0};  // changed under mutex_
};

}  // namespace mimus::serve
