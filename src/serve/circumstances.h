#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "facts/surroundings.h"
#include "http/message.h"
#include "world.h"

namespace mimus::serve {

// What the same request has in common with itself, for counting how often it came.
std::uint64_t request_key(const http::Request& request);

// A world as the conditions of one request see it. Costs nothing until one of them asks.
class Circumstances final : public facts::Surroundings {
 public:
  Circumstances(World& world, const http::Request& request) : world_(world), request_(request) {}

  WallTime now() const override { return world_.clock.now(); }
  // A request that comes again has new luck with a stub; within one request the luck stays.
  Chance chance(std::uint64_t key) const override;
  bool in_state(std::string_view scenario, std::string_view state) const override {
    if (!moment_) moment_ = world_.scenarios.now();
    return world_.scenarios.in(scenario, state);
  }
  std::uint64_t served(std::uint64_t key) const override { return world_.counters.served(key); }

  // The stub that was found is the one, at one moment of the world: moves its scenario and takes
  // one of the times that it may be served. False: others were first, and matching has to begin
  // again (with the same luck). Nothing to do, and hardly a cost, when no state was asked for and
  // the stub changes nothing.
  bool settle(const stub::CompiledStub* found) const {
    return !moment_ && (found == nullptr || !found->settles) ? true : settle_in_world(found);
  }

 private:
  bool settle_in_world(const stub::CompiledStub* found) const;

  World& world_;
  const http::Request& request_;
  mutable std::optional<Scenarios::Moment>
      moment_;  // of the first question for a state since the beginning
  mutable std::vector<std::pair<std::uint64_t, Chance>> drawn_;
};

}  // namespace mimus::serve
