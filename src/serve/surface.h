#pragma once

#include <utility>
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
  // Could answer() take it? Asked before the body is there: true when that would decide.
  virtual bool may_take(const http::Request& request) { return (void)request, true; }
  // As server::Handler::streams(), for what answer() would take.
  virtual bool streams(const http::Request& request, server::LoopIndex loop, Arena& arena) { return (void)request, (void)loop, (void)arena, false; }
};

// Several of them, asked one after the other until one answers. Borrows them.
class Surfaces final : public Surface {
 public:
  explicit Surfaces(std::vector<Surface*> all) : all_(std::move(all)) {}
  bool answer(const http::Request& request, server::LoopIndex loop, Arena& arena,
              server::Reply& reply) override {
    for (Surface* const each : all_) {
      if (each->answer(request, loop, arena, reply)) return true;
    }
    return false;
  }
  bool streams(const http::Request& request, server::LoopIndex loop, Arena& arena) override {
    for (Surface* const each : all_) {
      if (each->may_take(request)) return each->streams(request, loop, arena);
    }
    return false;
  }

 private:
  std::vector<Surface*> all_;
};

}  // namespace mimus::serve
