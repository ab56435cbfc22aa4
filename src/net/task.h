#pragma once

#include <coroutine>
#include <cstddef>
#include <exception>
#include <utility>

#include "base/spare_memory.h"

namespace mimus::net {

// Frames come and go with every request.
struct Frame {
  static void* operator new(std::size_t bytes) { return take_spare(bytes); }
  static void operator delete(void* frame, std::size_t bytes) noexcept { give_spare(frame, bytes); }
};

// A coroutine that starts when it is awaited and resumes its awaiter when it ends. No executor, no
// cancellation: whoever wakes the innermost awaiter decides the thread, and that is always its loop's.
//
// g++ 12 miscompiles some coroutines: no co_await inside ?:, no temporaries of aggregate type as coroutine
// arguments, and awaiters are named objects here (docs/decisions/0001-coroutines.md).
class [[nodiscard]] Task {
 public:
  struct promise_type : Frame {
    std::coroutine_handle<> awaiter = std::noop_coroutine();

    Task get_return_object() {
      return Task(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct Final {
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> self) noexcept {
        return self.promise().awaiter;
      }
      void await_resume() noexcept {}
    };
    Final final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }  // we throw nothing
  };

  Task(Task&& other) noexcept : self_(std::exchange(other.self_, nullptr)) {}
  Task& operator=(Task&&) = delete;
  ~Task() {
    if (self_) self_.destroy();
  }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiter) noexcept {
    self_.promise().awaiter = awaiter;
    return self_;
  }
  void await_resume() const noexcept {}

 private:
  explicit Task(std::coroutine_handle<promise_type> self) : self_(self) {}
  std::coroutine_handle<promise_type> self_;
};

// A coroutine that nobody waits for: it starts at once and frees itself.
struct Detached {
  struct promise_type : Frame {
    Detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

}  // namespace mimus::net
