#pragma once

#include <array>
#include <boost/asio/ssl/stream.hpp>
#include <coroutine>
#include <memory>
#include <string_view>

#include "loop.h"
#include "net/poller.h"
#include "pool.h"

namespace mimus::outbound {

// One connection, perhaps with TLS over it, and what was read from it but not used. Its owner reads and writes, one
// coroutine each way. Belongs to its lane's thread.
//
// Asio connects it and carries TLS. A plain one is the poller's afterwards: a descriptor that is read when something is known to
// be there, which saves a system call for each response (docs/decisions/0005-sockets.md).
class Link final : private net::Watched {
 public:
  Link(asio::io_context& io, Lease lease) : io_(io), socket_(io), lease_(std::move(lease)) {}
  ~Link() { close(); }

  Socket& socket() { return socket_; }
  // From here on bytes go through TLS, after its handshake.
  SSL* wrap(asio::ssl::context& context);
  Task handshake(error_code& failed);
  // It is connected, and stays plain.
  void watch(net::Poller& poller, error_code& failed);

  // Awaited: there is more in `unread`, which has to be used up before, or failed() says why not: asio::error::eof at the end, of
  // TLS too. Neither: ask again.
  class Reading {
   public:
    explicit Reading(Link& link) : link_(link) {}
    bool await_ready() const noexcept { return link_.watched_ && (link_.readable_ || link_.closed()); }
    void await_suspend(std::coroutine_handle<> self);
    void await_resume();
    const error_code& failed() const { return failed_; }

   private:
    Link& link_;
    error_code failed_;
    std::size_t got_ = 0;
  };
  Reading read() { return Reading(*this); }
  std::string_view unread;

  // Sends what can be sent at once, and takes it from `bytes`. With TLS that is nothing.
  void write_at_once(std::string_view& bytes, error_code& failed);
  Task write(std::string_view bytes, error_code& failed);

  // Nothing but silence has come since the last response, as far as is known; `surely`: the system is asked.
  bool still_fresh(bool surely) const;
  void close();  // who reads or writes is told soon
  bool closed() const { return watched_ ? descriptor_ < 0 : !socket_.is_open(); }
  const Lease& lease() const { return lease_; }

  SteadyTime idle_until{};  // while it is kept

 private:
  void note(unsigned events) override;
  void go_on() override;
  void receive(error_code& failed, std::size_t& got);
  class Writable;

  asio::io_context& io_;
  Socket socket_;
  std::unique_ptr<asio::ssl::stream<Socket&>> tls_;
  int descriptor_ = -1;      // once watched, and until closed
  std::coroutine_handle<> reader_, writer_;
  bool watched_ = false;
  bool readable_ = false;    // until the system says otherwise
  bool writable_ = true;
  bool ended_ = false;       // the peer has finished sending
  std::array<char, 32 * 1024> buffer_;
  Lease lease_;
};

}  // namespace mimus::outbound
