#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "stub/stub.h"

namespace mimus::serve {

// What a world counts. Survives a reload; any thread.
class Counters {
 public:
  Counters() = default;
  ~Counters() { delete repeats_.load(std::memory_order_relaxed); }
  Counters(const Counters&) = delete;
  Counters& operator=(const Counters&) = delete;

  // How often this very request (its hash) was answered by this stub (its hash) before: 0, 1, 2, … The key of
  // chance, so that a repeated request meets new luck and another request does not disturb it. Hashed into a
  // fixed table: two keys in one slot share their count, which costs evenness, not correctness.
  std::uint32_t repeat(std::uint64_t stub, std::uint64_t request);

  // Whose turn it is among a stub's responses: 0, 1, 2, … No two callers get the same number.
  std::uint64_t turn(const stub::StubId& id);

  // Of stubs that may be served a number of times (their hash): takes one of them, unless all are taken. Exactly `most`
  // callers get true.
  bool claim(std::uint64_t stub, std::uint64_t most);
  void give_back(std::uint64_t stub);  // one that was taken and not used
  std::uint64_t served(std::uint64_t stub) const;
  void forget(std::uint64_t stub);  // it is gone: one that comes under its id begins anew

  void reset();

  // All of it as it is, to be put back, or into another world.
  struct Image {
    std::vector<std::uint32_t> repeats;  // empty: none
    std::unordered_map<stub::StubId, std::uint64_t> turns;
    std::unordered_map<std::uint64_t, std::uint64_t> served;
  };
  enum class Depth : std::uint8_t { kAll, kWithoutRepeats };  // the latter is far smaller
  Image image(Depth depth = Depth::kAll) const;
  void restore(const Image& image);

 private:
  static constexpr std::size_t kSlots = 1 << 15;
  using Repeats = std::array<std::atomic<std::uint32_t>, kSlots>;
  Repeats& repeats();

  std::atomic<Repeats*> repeats_{nullptr};  // made at the first use: an idle world has none
  mutable std::mutex mutex_;
  std::unordered_map<stub::StubId, std::uint64_t> turns_;  // guarded by mutex_
  mutable std::shared_mutex served_mutex_;
  std::unordered_map<std::uint64_t, std::uint64_t> served_;  // guarded by served_mutex_
};

}  // namespace mimus::serve
