#pragma once

#include "server/handler.h"

namespace mimus::serve {

// Mimus's own address space (/__logs, /__reload, /__mimus/…), asked before the mocks.
class Surface {
 public:
  virtual ~Surface() = default;
  // false: not mine, ask the stubs. Same rules as server::Handler::answer().
  virtual bool answer(const http::Request& request, server::LoopIndex loop, Arena& arena,
                      server::Reply& reply) = 0;
};

}  // namespace mimus::serve
