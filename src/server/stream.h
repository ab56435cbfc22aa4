#pragma once

#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "net/poller.h"
#include "tls/context.h"
#include "tls/session.h"

namespace mimus::server {

// Who reads requests from a stream. The poller lets all whose streams have become readable read first, and then
// answer: what the answers need from memory is fetched meanwhile (Handler::expect()).
class ReadsAhead {
 public:
  // Reads now, if it waits for a request. Returns the path that will be asked for, "" when it cannot say.
  virtual std::string_view read_ahead() = 0;
  // While pumps(): bytes have come, or the end.
  virtual void pump() = 0;

 protected:
  ~ReadsAhead() = default;
};

// One TCP connection: a non-blocking descriptor with edge-triggered readiness, told by the loop's poller. It
// reads only when something is known to be there, so a request costs one recv and one send, and no
// call that answers EAGAIN (Asio 1.81 tries a read after every write: measured, docs/decisions/0005-sockets.md).
//
// TLS may come between, at any moment and for good: secure(). The others do not pay for it: `direct_` tells in one look
// that bytes go to the socket as they are, and that nothing forbids it.
//
// One coroutine waits at a time. Belongs to its loop's thread.
class TlsLayer;
class Stream final : public net::Watched {
 public:
  Stream(int descriptor, ReadsAhead& reader);
  ~Stream();

  static constexpr std::ptrdiff_t kWait = tls::kWait;  // nothing now: co_await the matching awaiter, then try again
  static constexpr std::ptrdiff_t kBroken = tls::kBroken;
  // Bytes read; 0: the peer has finished sending.
  std::ptrdiff_t read_now(std::span<char> into);
  // Bytes taken by the kernel. After kWait with TLS the same bytes come first again.
  std::ptrdiff_t write_now(std::string_view bytes);

  // From here on all bytes are sealed, beginning with a handshake. `host`, `early`: TlsLayer's.
  void secure(const tls::Context& context, std::string_view host, std::string early);
  // The state of that handshake; kFailed also when the stream is cancelled.
  tls::Session::Step shake_hands();
  // After a failure: does the client speak HTTP? Then it can be answered: the stream is plain again.
  bool give_up_tls();
  const tls::Session* tls() const;  // nullptr: plain

  enum class For : std::uint8_t { kReading, kWriting, kHangup };
  class Ready {
   public:
    Ready(Stream& stream, For what) : stream_(stream), what_(what) {}
    bool await_ready() const noexcept { return stream_.cancelled_ || stream_.is_ready(what_); }
    void await_suspend(std::coroutine_handle<> self) noexcept {
      stream_.waiter_ = self;
      stream_.waits_for_ = what_;
    }
    void await_resume() const noexcept {}

   private:
    Stream& stream_;
    For what_;
  };
  Ready readable() { return {*this, For::kReading}; }
  Ready writable() { return {*this, For::kWriting}; }
  // Until the peer is gone altogether, or somebody calls rouse().
  Ready hangup() { return {*this, For::kHangup}; }
  // Resumes who waits, if somebody does. May destroy this stream.
  void rouse() {
    due_ = false;
    wake();
  }

  // Beside the one that waits, its reader wants to be told of bytes at once: a body on its way.
  void pumps(bool pumps) { pumps_ = pumps; }

  void note(unsigned events) override;
  // The path that will be asked for next, see ReadsAhead.
  std::string_view read_ahead() override {
    return due_ && waits_for_ == For::kReading ? reader_.read_ahead() : std::string_view();
  }
  void go_on() override;
  // Makes reads and writes fail from now on, and resumes who waits. May destroy this stream.
  void cancel();
  bool cancelled() const { return cancelled_; }
  // Lets work go on after cancel(): to say why.
  void allow_again();

  // The peer has finished sending, or is gone altogether.
  bool peer_finished() const { return peer_finished_; }
  bool peer_gone() const { return peer_gone_; }

  void shutdown_sending();
  void reset();  // closes with a TCP RST
  void close();
  int descriptor() const { return fd_; }

 private:
  friend class TlsLayer;
  // What read_now() and write_now() are, with nothing between.
  std::ptrdiff_t receive(std::span<char> into);
  std::ptrdiff_t transmit(std::string_view bytes);
  std::ptrdiff_t read_sealed(std::span<char> into);
  std::ptrdiff_t write_sealed(std::string_view bytes);

  bool is_ready(For what) const noexcept {
    return what == For::kReading ? readable_ : what == For::kWriting ? writable_ : peer_gone_;
  }
  void wake() {
    if (const std::coroutine_handle<> waiter = std::exchange(waiter_, nullptr)) waiter.resume();
  }

  int direct_;              // fd_, unless there is TLS, or cancel() or close() was called: then -1
  int fd_;
  ReadsAhead& reader_;
  std::coroutine_handle<> waiter_;
  For waits_for_ = For::kReading;
  bool due_ = false;        // what is noted is what the waiter waits for
  bool readable_ = false;   // until epoll says so
  bool writable_ = true;    // until the kernel says otherwise
  bool peer_finished_ = false;
  bool peer_gone_ = false;
  bool cancelled_ = false;
  bool pumps_ = false;
  std::unique_ptr<TlsLayer> tls_;
};

}  // namespace mimus::server
