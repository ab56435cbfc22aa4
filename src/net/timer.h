#pragma once

#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <coroutine>

#include "base/clock.h"

namespace mimus::net {

namespace asio = boost::asio;
using Executor = asio::io_context::executor_type;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;

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

}  // namespace mimus::net
