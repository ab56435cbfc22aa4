#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

#include "base/clock.h"
#include "journal/journal.h"

namespace mimus::serve {

// One check of what was asked: "GET /users exactly once".
struct Verification {
  std::string what;      // of the requests, for people
  std::string expected;  // "exactly 1", "at least 2"
  std::uint64_t found = 0;
  bool passed = false;
  WallTime at{};
};

// The checks that were made in a world, and which requests they were about. Any thread.
class Verifications {
 public:
  void add(Verification check, const std::vector<journal::ExchangeId>& about);
  std::vector<Verification> all() const;
  bool covers(journal::ExchangeId id) const;  // was some check about it?
  void reset();

 private:
  static constexpr std::size_t kMost = 1000;  // checks; the newest
  mutable std::mutex mutex_;
  std::vector<Verification> all_;                     // guarded by mutex_
  std::unordered_set<journal::ExchangeId> covered_;   // guarded by mutex_
};

}  // namespace mimus::serve
