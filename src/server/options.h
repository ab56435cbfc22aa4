#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

#include "wire/request_reader.h"

namespace mimus::server {

struct Options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 8080;                        // 0: any free one
  unsigned loops = 1;                               // event loops, one thread each
  wire::RequestLimits limits;
  std::size_t most_connections = 50'000;            // --max-connections; beyond: 503 and close
  std::chrono::seconds idle_timeout{75};            // between requests: closes in silence
  std::chrono::seconds request_timeout{30};         // from a request's first byte to its last: 408
  std::chrono::seconds write_timeout{30};           // a client that takes nothing: the connection is cut
  std::chrono::seconds grace{10};                   // for requests in flight when the server drains
};

}  // namespace mimus::server
