#include "clock.h"

namespace mimus {
namespace {

WallTime real_now() { return std::chrono::time_point_cast<Nanoseconds>(std::chrono::system_clock::now()); }

WallTime at(const Clock::State& state, WallTime real) {
  if (state.frozen) return *state.frozen;
  if (state.speed == 1) return real + state.ahead;
  const double gained = static_cast<double>((real - state.set_at).count()) * (state.speed - 1);
  return real + state.ahead + Nanoseconds(static_cast<std::int64_t>(gained));
}

}  // namespace

WallTime Clock::now() const {
  if (warped_.load(std::memory_order_acquire)) {
    const std::lock_guard lock(mutex_);
    return at(state_, real_now());
  }
  const std::int64_t frozen = frozen_.load(std::memory_order_acquire);
  if (frozen != kRunning) return WallTime(Nanoseconds(frozen));
  return real_now() + Nanoseconds(offset_.load(std::memory_order_relaxed));
}

void Clock::put(const State& state) {
  state_ = state;
  offset_.store(state.ahead.count(), std::memory_order_relaxed);
  frozen_.store(state.frozen ? state.frozen->time_since_epoch().count() : kRunning, std::memory_order_release);
  warped_.store(!state.frozen && state.speed != 1, std::memory_order_release);
}

void Clock::freeze(WallTime instant) {
  const std::lock_guard lock(mutex_);
  State next = state_;
  next.frozen = instant;
  put(next);
}

void Clock::set(WallTime instant) {
  const std::lock_guard lock(mutex_);
  State next = state_;
  if (next.frozen) {
    next.frozen = instant;
  } else {
    const WallTime real = real_now();
    next.ahead = instant - real;
    next.set_at = real;
  }
  put(next);
}

void Clock::advance(Nanoseconds by) {
  const std::lock_guard lock(mutex_);
  State next = state_;
  if (next.frozen) {
    *next.frozen += by;
  } else {
    next.ahead += by;
  }
  put(next);
}

void Clock::run(double speed) {
  const std::lock_guard lock(mutex_);
  const WallTime real = real_now();
  State next;
  next.ahead = at(state_, real) - real;
  next.speed = speed;
  next.set_at = real;
  put(next);
}

void Clock::resume() { restore({}); }

Clock::State Clock::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void Clock::restore(const State& state) {
  const std::lock_guard lock(mutex_);
  put(state);
}

}  // namespace mimus
