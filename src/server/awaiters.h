#pragma once

#include <coroutine>

#include "loop.h"

namespace mimus::server {

// What a connection's coroutine waits for. Each is a named object, awaited once; the result is in its
// members. Completion handlers hold two pointers, which Asio keeps in recycled memory.

struct ReadSome {
  ReadSome(Socket& socket, char* at, std::size_t size) : socket(socket), buffer(at, size) {}
  Socket& socket;
  asio::mutable_buffer buffer;
  boost::system::error_code failure;
  std::size_t bytes = 0;

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> self) {
    socket.async_read_some(buffer, [this, self](const boost::system::error_code& ec, std::size_t n) {
      failure = ec;
      bytes = n;
      self.resume();
    });
  }
  void await_resume() const noexcept {}
};

struct Writable {
  explicit Writable(Socket& socket) : socket(socket) {}
  Socket& socket;
  boost::system::error_code failure;

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> self) {
    socket.async_wait(Socket::wait_write, [this, self](const boost::system::error_code& ec) {
      failure = ec;
      self.resume();
    });
  }
  void await_resume() const noexcept {}
};

struct Elapsed {
  Elapsed(Timer& timer, SteadyTime until) : timer(timer) { timer.expires_at(until); }
  Timer& timer;
  boost::system::error_code failure;  // operation_aborted: somebody cancelled the timer

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> self) {
    timer.async_wait([this, self](const boost::system::error_code& ec) {
      failure = ec;
      self.resume();
    });
  }
  void await_resume() const noexcept {}
};

}  // namespace mimus::server
