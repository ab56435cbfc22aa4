#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <coroutine>
#include <cstddef>
#include <ctime>
#include <mutex>
#include <utility>

#include "base/clock.h"
#include "net/task.h"
#include "net/timer.h"

namespace mimus::outbound {

namespace asio = boost::asio;
using boost::system::error_code;
using net::Detached;
using net::Executor;
using net::Task;
using net::Timer;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;

// An operation of Asio's to be awaited: `initiate` gets the handler. A named object, awaited once.
template <class Initiate>
class Operation {
 public:
  explicit Operation(Initiate initiate) : initiate_(std::move(initiate)) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> self) {
    initiate_([this, self](const error_code& failed, std::size_t bytes = 0) {
      failed_ = failed;
      bytes_ = bytes;
      self.resume();
    });
  }
  void await_resume() const noexcept {}
  const error_code& failed() const { return failed_; }
  std::size_t bytes() const { return bytes_; }

 private:
  Initiate initiate_;
  error_code failed_;
  std::size_t bytes_ = 0;
};

// std::chrono::steady_clock for time-outs, read without asking the hardware: ahead by some milliseconds, so that nothing is over too
// early. A tick of the kernel's takes 10 ms at most.
inline SteadyTime about_now() {
  timespec now;
  ::clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
  return SteadyTime(std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec) + std::chrono::milliseconds(10));
}

// Resumes a coroutine of this thread, but not from here.
inline void resume_soon(asio::io_context& io, std::coroutine_handle<> coroutine) {
  asio::post(io, [coroutine] { coroutine.resume(); });
}

// Lets whoever awaits it go on later, when what is going on now is done.
class Later {
 public:
  explicit Later(asio::io_context& io) : io_(io) {}
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> self) { resume_soon(io_, self); }
  void await_resume() const noexcept {}

 private:
  asio::io_context& io_;
};

// Lets one coroutine wait until somebody on the same thread says so: `co_await signal`. A set() before that is not lost.
class Signal {
 public:
  explicit Signal(asio::io_context& io) : io_(io) {}
  bool await_ready() const noexcept { return set_; }
  void await_suspend(std::coroutine_handle<> self) noexcept { waiter_ = self; }
  void await_resume() noexcept { set_ = false; }
  void set() {
    set_ = true;
    if (const auto waiter = std::exchange(waiter_, nullptr)) resume_soon(io_, waiter);
  }

 private:
  asio::io_context& io_;
  std::coroutine_handle<> waiter_;
  bool set_ = false;
};

// The way to a lane's thread from any other, which leads nowhere when the lane has ended.
class Door {
 public:
  explicit Door(asio::io_context& io) : io_(&io) {}
  template <class Task>
  bool post(Task task) {  // false: it has ended
    const std::lock_guard lock(mutex_);
    if (io_ != nullptr) asio::post(*io_, std::move(task));
    return io_ != nullptr;
  }
  void close() {
    const std::lock_guard lock(mutex_);
    io_ = nullptr;
  }

 private:
  std::mutex mutex_;
  asio::io_context* io_;  // guarded by mutex_
};

}  // namespace mimus::outbound
