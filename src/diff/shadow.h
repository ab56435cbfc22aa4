#pragma once

#include <string>

#include "base/arena.h"
#include "exchange/exchange.h"
#include "http/message.h"
#include "server/handler.h"

namespace mimus::diff {

// What the mocks would have answered.
struct Mocked {
  enum class Kind : std::uint8_t {
    kAnswer,
    kNoRoute,   // none matched
    kFault,     // `why`: "connection_reset"
    kUnknown,   // an answer that nobody can know without giving it; `why`: "it is proxied"
  };
  Kind kind = Kind::kAnswer;
  std::string route;  // the label of the stub: "GET /users/{id}"
  std::string why;
  exchange::Response response;  // its content codings removed; what kNoRoute says, too
};

// Asks a handler of mocks outside of any connection. What the mocks remember changes as if a client had asked: scenarios and state move,
// stubs that serve so many times are used up. The journal does not hear of it, no delay is waited for and no webhook sent. One thread at a time.
class Shadow {
 public:
  // `loop`: one that no server uses.
  Shadow(server::Handler& mocks, server::LoopIndex loop) : mocks_(mocks), loop_(loop) {}
  Mocked ask(const http::OwnedRequest& request);

 private:
  server::Handler& mocks_;
  const server::LoopIndex loop_;
  Arena arena_;
};

// A response without its content codings, as exchange::Response has it; one whose coding cannot be removed stays as it was sent.
void remove_coding(exchange::Response& response);

}  // namespace mimus::diff
