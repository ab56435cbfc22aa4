#pragma once

#include <cstdint>
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
    return world_.scenarios.in(scenario, state);
  }

 private:
  World& world_;
  const http::Request& request_;
  mutable std::vector<std::pair<std::uint64_t, Chance>> drawn_;
};

}  // namespace mimus::serve
