#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tls/context.h"
#include "wire/request_reader.h"

namespace mimus::net {
class Poller;
}

namespace mimus::server {

// An address that is listened on.
struct Listener {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;                        // 0: any free one
  std::shared_ptr<const tls::Context> tls = nullptr;  // nullptr: plain
};

struct Options {
  std::string host = "127.0.0.1";                   // of the one listener, when `listeners` is empty
  std::uint16_t port = 8080;                        // 0: any free one
  std::vector<Listener> listeners;
  // For a forward proxy: CONNECT is taken, and TLS within it gets a certificate for the host that was asked for.
  std::shared_ptr<const tls::Context> tunnels;
  unsigned loops = 1;                               // event loops, one thread each
  // Called on each loop's thread before it runs: whoever has sockets of its own there can let the loop's poller watch them.
  // What this returns is called on that thread when the loop ends, and leaves nothing behind.
  std::function<std::function<void()>(net::Poller&)> on_loop;
  wire::RequestLimits limits;
  std::size_t most_connections = 50'000;            // --max-connections; beyond: 503 and close
  std::chrono::seconds idle_timeout{75};            // between requests: closes in silence
  std::chrono::seconds request_timeout{30};         // from a request's first byte to its last: 408
  std::chrono::seconds handshake_timeout{10};       // of TLS, from its beginning to its end: closes in silence
  std::chrono::seconds write_timeout{30};           // a client that takes nothing: the connection is cut
  std::chrono::seconds grace{10};                   // for requests in flight when the server drains
};

}  // namespace mimus::server
