#pragma once

#include <coroutine>
#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

namespace mimus::server {

// Who reads requests from a stream. The poller lets all whose streams have become readable read first, and then
// answer: what the answers need from memory is fetched meanwhile (Handler::expect()).
class ReadsAhead {
 public:
  // Reads now, if it waits for a request. Returns the path that will be asked for, "" when it cannot say.
  virtual std::string_view read_ahead() = 0;

 protected:
  ~ReadsAhead() = default;
};

// One TCP connection: a non-blocking descriptor with edge-triggered readiness, told by the loop's Poller. It
// reads only when something is known to be there, so a request costs one recv and one send, and no
// call that answers EAGAIN (Asio 1.81 tries a read after every write: measured, docs/decisions/0005-sockets.md).
//
// One coroutine waits at a time. Belongs to its loop's thread.
class Stream {
 public:
  Stream(int descriptor, ReadsAhead& reader) : fd_(descriptor), reader_(reader) {}
  ~Stream() { close(); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  static constexpr std::ptrdiff_t kWait = -1;   // nothing now: co_await the matching awaiter, then try again
  static constexpr std::ptrdiff_t kBroken = -2;
  // Bytes read; 0: the peer has finished sending.
  std::ptrdiff_t read_now(std::span<char> into);
  // Bytes taken by the kernel.
  std::ptrdiff_t write_now(std::string_view bytes);

  class Ready {
   public:
    Ready(Stream& stream, bool for_reading) : stream_(stream), for_reading_(for_reading) {}
    bool await_ready() const noexcept {
      return stream_.cancelled_ || (for_reading_ ? stream_.readable_ : stream_.writable_);
    }
    void await_suspend(std::coroutine_handle<> self) noexcept {
      stream_.waiter_ = self;
      stream_.waits_to_read_ = for_reading_;
    }
    void await_resume() const noexcept {}

   private:
    Stream& stream_;
    bool for_reading_;
  };
  Ready readable() { return {*this, true}; }
  Ready writable() { return {*this, false}; }

  // Readiness as epoll tells it.
  void note(unsigned events);
  // The path that will be asked for next, see ReadsAhead.
  std::string_view read_ahead() {
    return due_ && waits_to_read_ ? reader_.read_ahead() : std::string_view();
  }
  // Resumes who waits for what is noted. May destroy this stream.
  void go_on();
  // Makes reads and writes fail from now on, and resumes who waits. May destroy this stream.
  void cancel();
  bool cancelled() const { return cancelled_; }
  // Lets work go on after cancel(): to say why.
  void allow_again() { cancelled_ = false; }

  // The peer has finished sending, or is gone altogether.
  bool peer_finished() const { return peer_finished_; }
  bool peer_gone() const { return peer_gone_; }

  void no_delay();
  void shutdown_sending();
  void reset();  // closes with a TCP RST
  void close();
  int descriptor() const { return fd_; }

 private:
  void wake() {
    if (const std::coroutine_handle<> waiter = std::exchange(waiter_, nullptr)) waiter.resume();
  }

  int fd_;
  ReadsAhead& reader_;
  std::coroutine_handle<> waiter_;
  bool waits_to_read_ = false;
  bool due_ = false;        // what is noted is what the waiter waits for
  bool readable_ = false;   // until epoll says so
  bool writable_ = true;    // until the kernel says otherwise
  bool peer_finished_ = false;
  bool peer_gone_ = false;
  bool cancelled_ = false;
};

}  // namespace mimus::server
