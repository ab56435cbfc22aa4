#pragma once

#include <memory>
#include <string>
#include <vector>

#include "serve/surface.h"
#include "serve/world.h"
#include "server/handler.h"

namespace mimus::serve {

// Reply::tag of answers that are none of the mocks' business: they stay out of the journal.
inline constexpr std::uint64_t kOwnAnswer = 1;

// One request's way: Mimus's own surface, else match, respond, deliver, journal. Any number of loops.
//
//   MockHandler handler(world, loops);
//   handler.set_surface(&admin);            // before the server starts
//   auto server = server::Server::start(options, handler);
class MockHandler : public server::Handler {
 public:
  MockHandler(World& world, unsigned loops);
  ~MockHandler() override;
  void set_surface(Surface* surface) { surface_ = surface; }
  // Asked when no stub wants the request; what it answers is journalled under its Reply::label.
  void set_below(Surface* below) { below_ = below; }
  // This is a forward proxy, too. Of requests for others (in absolute form, or through a CONNECT tunnel) none is Mimus's own; stubs
  // come first, and `upstream` is asked for what none of them wants: the request with the scheme and the authority that it is for.
  // nullptr: there is no way out, such a request is unmatched.
  void be_forward_proxy(Surface* upstream) {
    forward_proxy_ = true;
    upstream_ = upstream;
  }

  void expect(std::span<const std::string_view> paths, server::LoopIndex loop) override;
  // A proxy's, when nothing that decides about it or makes its request reads the body.
  bool streams(const http::Request& request, server::LoopIndex loop, Arena& arena) override;
  void answer(const http::Request& request, server::LoopIndex loop, Arena& arena,
              server::Reply& reply) override;
  void leaving(const http::Request& request, server::LoopIndex loop, Arena& arena,
               const server::Reply& reply, const server::Timing& timing) override;

  // On the loop's thread: lets go of a replaced snapshot although no request came since.
  void renew(server::LoopIndex loop);

 private:
  struct PerLoop;
  PerLoop& mine(server::LoopIndex loop);
  void begin_effects(const http::Request& request, server::LoopIndex loop, Arena& arena, const server::Reply& reply,
                     const server::Timing& timing);

  World& world_;
  Surface* surface_ = nullptr;
  Surface* below_ = nullptr;
  Surface* upstream_ = nullptr;
  bool forward_proxy_ = false;
  std::vector<std::unique_ptr<PerLoop>> loops_;
};

}  // namespace mimus::serve
