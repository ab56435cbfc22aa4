#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/chance.h"
#include "base/clock.h"
#include "state_path.h"

namespace mimus::facts {

class RequestFacts;

// What the route's path has in braces, for who asks in the middle of matching.
class Captured {
 public:
  virtual ~Captured() = default;
  virtual std::optional<std::string_view> find(std::string_view name) const = 0;
};

// Who asks for a scenario: its callers may each have an instance of their own.
struct Caller {
  RequestFacts& facts;
  const Captured& captured;
};

// What conditions may ask besides the request: the world's time, its luck, and where its
// scenarios are. Whoever owns a world implements it.
class Surroundings {
 public:
  virtual ~Surroundings() = default;
  virtual WallTime now() const = 0;
  // The luck that one stub (its key) has with this request: the same however often it is asked
  // about this request.
  virtual Chance chance(std::uint64_t key) const = 0;
  // Where this caller's instance of a scenario is: the same for all who ask about one request.
  // Lives as long as these surroundings.
  virtual std::string_view scenario_state(std::string_view scenario,
                                          const Caller& caller) const = 0;
  // What is stored in the world, at that same moment; nullptr: nothing. Lives as long as the
  // request's arena and these surroundings.
  virtual const json::Value* state(const StatePath&, Arena&) const { return nullptr; }
  // How many requests one stub (its key) has answered, of those that may be served a number of
  // times.
  virtual std::uint64_t served(std::uint64_t key) const = 0;
};

}  // namespace mimus::facts
