#pragma once

#include <initializer_list>
#include <vector>

#include "server/handler.h"

namespace mimus::serve {

// Mimus's own address space (/__logs, /__reload, /__mimus/…), asked before the mocks.
class Surface {
 public:
  virtual ~Surface() = default;
  // false: not mine, ask the stubs. Same rules as server::Handler::answer().
  virtual bool answer(const http::Request& request, server::LoopIndex loop, Arena& arena,
                      server::Reply& reply) = 0;
  // As server::Handler::streams(), for what answer() would take.
  virtual bool streams(const http::Request& request, server::LoopIndex loop, Arena& arena) { return (void)request, (void)loop, (void)arena, false; }
};

// Several of them, asked one after the other until one answers. Borrows them.
class Surfaces final : public Surface {
 public:
  Surfaces(std::initializer_list<Surface*> all) : all_(all) {}
  bool answer(const http::Request& request, server::LoopIndex loop, Arena& arena,
              server::Reply& reply) override {
    for (Surface* const each : all_) {
      if (each->answer(request, loop, arena, reply)) return true;
    }
    return false;
  }

 private:
  std::vector<Surface*> all_;
};

}  // namespace mimus::serve
