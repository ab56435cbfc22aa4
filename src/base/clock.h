#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace mimus {

using Nanoseconds = std::chrono::nanoseconds;
using WallTime = std::chrono::sys_time<Nanoseconds>;           // since 1970-01-01T00:00:00Z
using SteadyTime = std::chrono::steady_clock::time_point;      // for durations; never jumps

// What time it is for somebody: a World's clock. Real time until it is set.
//
//   Clock clock;                      // real time
//   clock.freeze(some_instant);       // now() is that instant until further notice
//
// Any thread may read while one writes. Durations of real waiting use SteadyTime instead.
class Clock {
 public:
  WallTime now() const;
  void freeze(WallTime instant);
  void advance(Nanoseconds by);  // works on a frozen clock and on a running one
  void resume();                 // real time again, from now on

 private:
  std::atomic<std::int64_t> offset_{0};   // added to real time while running
  std::atomic<std::int64_t> frozen_{kRunning};
  static constexpr std::int64_t kRunning = INT64_MIN;
};

}  // namespace mimus
