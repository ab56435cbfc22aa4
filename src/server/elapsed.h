#pragma once

#include <coroutine>

#include "loop.h"

namespace mimus::server {

// Waits for a moment; ends earlier when somebody cancels the timer. A named object, awaited once.
class Elapsed {
 public:
  Elapsed(Timer& timer, SteadyTime until) : timer_(timer) { timer_.expires_at(until); }
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> self) {
    timer_.async_wait([self](const boost::system::error_code&) { self.resume(); });
  }
  void await_resume() const noexcept {}

 private:
  Timer& timer_;
};

}  // namespace mimus::server
