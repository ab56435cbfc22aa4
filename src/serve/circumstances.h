#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "facts/surroundings.h"
#include "http/message.h"
#include "match/path_pattern.h"
#include "world.h"

namespace mimus::serve {

// What the same request has in common with itself, for counting how often it came.
std::uint64_t request_key(const http::Request& request);

// A world as the conditions of one request see it, and then its templates. Costs nothing until one
// of them asks.
class Circumstances final : public facts::Surroundings {
 public:
  Circumstances(World& world, const http::Request& request) : world_(world), request_(request) {}

  WallTime now() const override { return world_.clock.now(); }
  // A request that comes again has new luck with a stub; within one request the luck stays.
  Chance chance(std::uint64_t key) const override;
  std::string_view scenario_state(std::string_view scenario,
                                  const facts::Caller& caller) const override {
    return view().scenario_state(scenario, caller);
  }
  const json::Value* state(const facts::StatePath& path, Arena& arena) const override {
    return view().state.find(path, arena);
  }
  std::uint64_t served(std::uint64_t key) const override { return world_.counters.served(key); }

  // The stub that was found is the one, at one moment of the world: moves its scenario, makes its
  // changes of the state and takes one of the times that it may be served. False: others were
  // first, and matching has to begin again (with the same luck). Nothing to do, and hardly a cost,
  // when no state was asked for and the stub changes nothing.
  bool settle(const stub::CompiledStub* found, facts::RequestFacts& facts,
              const match::Captures& captures) {
    return !view_ && (found == nullptr || !found->settles)
               ? true
               : settle_in_world(found, facts, captures);
  }
  // Why the changes of the stub that was found cannot be: none of them was made then.
  const std::optional<Error>& failure() const { return failure_; }

  // ---- for templates: the world as of the settling, or as of the first question since
  const StateView& view() const {
    if (!view_) {
      world_.follow_below();
      view_.emplace(world_.look());
    }
    return *view_;
  }
  void look_again();  // after a template has changed something; what view() gave before stays
  World& world() const { return world_; }

 private:
  using Changes = std::vector<State::Change>;
  bool settle_in_world(const stub::CompiledStub* found, facts::RequestFacts& facts,
                       const match::Captures& captures);
  bool commit(const stub::CompiledStub& found, facts::RequestFacts& facts,
              const match::Captures& captures);
  bool commit_now(Moments::Held held, const stub::CompiledStub& found, const Changes& changes,
                  const facts::Caller& caller);

  World& world_;
  const http::Request& request_;
  mutable std::optional<StateView> view_;  // of the first question since the beginning
  std::vector<StateView> past_;
  std::optional<Error> failure_;
  mutable std::vector<std::pair<std::uint64_t, Chance>> drawn_;
};

}  // namespace mimus::serve
