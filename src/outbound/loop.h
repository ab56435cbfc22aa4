#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <functional>
#include <mutex>

#include "base/clock.h"

namespace mimus::outbound {

namespace asio = boost::asio;
using boost::system::error_code;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
using Timer = asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, Executor>;
template <class T>
using Task = asio::awaitable<T, Executor>;
inline constexpr asio::use_awaitable_t<Executor> kAwait;

// Lets one coroutine wait until somebody on the same thread says so. A set() before the wait() is not lost.
class Signal {
 public:
  explicit Signal(asio::io_context& io) : timer_(io) {}
  Task<void> wait() {
    if (!set_) {
      error_code cancelled;
      timer_.expires_at(SteadyTime::max());
      co_await timer_.async_wait(asio::redirect_error(kAwait, cancelled));
    }
    set_ = false;
  }
  void set() {
    set_ = true;
    timer_.cancel();
  }

 private:
  Timer timer_;
  bool set_ = false;
};

// The way back to an exchange from any thread, which leads nowhere when the exchange has ended.
class Rouse {
 public:
  explicit Rouse(std::function<void()> call) : call_(std::move(call)) {}
  void operator()() {
    const std::lock_guard lock(mutex_);
    if (call_) call_();
  }
  void close() {
    const std::lock_guard lock(mutex_);
    call_ = nullptr;
  }

 private:
  std::mutex mutex_;
  std::function<void()> call_;  // guarded by mutex_; cheap, and calls nothing back
};

}  // namespace mimus::outbound
