#pragma once

#include <array>
#include <boost/asio/ssl/stream.hpp>
#include <memory>
#include <string_view>

#include "loop.h"
#include "pool.h"

namespace mimus::outbound {

// One connection, perhaps with TLS over it, and what was read from it but not used. Its owner reads and writes, one
// coroutine each way. Belongs to the client's thread.
class Link {
 public:
  Link(asio::io_context& io, Lease lease) : socket_(io), lease_(std::move(lease)) {}

  Socket& socket() { return socket_; }
  // From here on bytes go through TLS, after its handshake.
  SSL* wrap(asio::ssl::context& context);
  Task<void> handshake(error_code& failed);

  // Reads into `unread`, which has to be used up. asio::error::eof at the end, of TLS too.
  Task<void> read(error_code& failed);
  Task<void> write(std::string_view bytes, error_code& failed);
  std::string_view unread;

  // Nothing but silence has come since the last response.
  bool still_fresh();
  void close();
  bool closed() const { return !socket_.is_open(); }
  const Lease& lease() const { return lease_; }

  SteadyTime idle_until{};  // while it is kept

 private:
  Socket socket_;
  std::unique_ptr<asio::ssl::stream<Socket&>> tls_;
  std::array<char, 32 * 1024> buffer_;
  Lease lease_;
};

}  // namespace mimus::outbound
