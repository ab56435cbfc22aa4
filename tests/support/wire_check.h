#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "support/http_client.h"

namespace mimus {

// What a server made of raw bytes on a connection of their own.
struct Reaction {
  std::vector<WireResponse> responses;
  Outcome end = Outcome::kTimeout;  // why there was no further response

  int status() const { return responses.empty() ? 0 : responses.front().status; }
  bool accepted() const { return status() >= 200 && status() < 300; }
  // Said no, and did not look at what follows: the only safe answer to bytes that two servers could
  // frame in two ways (RFC 9112 §11.2).
  bool refused() const;
  std::string text() const;  // for failure messages
};

// Sends the bytes and reads `most` responses. `half_close`: the server then reads the end of the
// stream (for messages that are not whole). A refusal that announces the end of the connection is
// followed to that end.
Reaction react(std::uint16_t port, std::string_view bytes, std::size_t most = 1,
               bool half_close = false);

// Adds a Host field to every HTTP/1.1 message in these bytes, when none has one.
std::string with_host(std::string bytes);
bool has_host(std::string_view bytes);

}  // namespace mimus
