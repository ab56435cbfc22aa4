#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>

namespace mimus {

using Nanoseconds = std::chrono::nanoseconds;
using WallTime = std::chrono::sys_time<Nanoseconds>;           // since 1970-01-01T00:00:00Z
using SteadyTime = std::chrono::steady_clock::time_point;      // for durations; never jumps

// What time it is for somebody: a World's clock. Real time until it is set.
//
//   Clock clock;                      // real time
//   clock.freeze(some_instant);       // now() is that instant until further notice
//   clock.run(60);                    // goes on from there, a minute a second
//
// Any thread may read while others write; a real clock is read without a lock. Durations of real waiting use
// SteadyTime instead.
class Clock {
 public:
  WallTime now() const;
  void freeze(WallTime instant);
  void set(WallTime instant);      // now() is that; a running clock runs on from there, a frozen one stays frozen
  void advance(Nanoseconds by);    // works on a frozen clock and on a running one; backwards, too
  void run(double speed = 1);      // from now() on, so many seconds a second; more than 0
  void resume();                   // real time again, from now on

  // All of it, to be given to another clock (a fork, a snapshot).
  struct State {
    std::optional<WallTime> frozen;   // else it runs:
    Nanoseconds ahead{0};             // of real time, at speed 1
    double speed = 1;
    WallTime set_at;                  // real time when `speed` was set: since then ahead grows by speed - 1
    friend bool operator==(const State&, const State&) = default;
  };
  State state() const;
  void restore(const State& state);
  bool frozen() const { return state().frozen.has_value(); }
  double speed() const { return state().speed; }

 private:
  void put(const State& state);  // under mutex_

  static constexpr std::int64_t kRunning = INT64_MIN;
  std::atomic<std::int64_t> offset_{0};   // added to real time while running at speed 1
  std::atomic<std::int64_t> frozen_{kRunning};
  std::atomic<bool> warped_{false};       // runs at another speed: now() asks state_
  mutable std::mutex mutex_;
  State state_;                           // guarded by mutex_
};

}  // namespace mimus
