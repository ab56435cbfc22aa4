#pragma once

#include <cstdint>
#include <string_view>

#include "base/chance.h"
#include "base/clock.h"

namespace mimus::facts {

// What conditions may ask besides the request: the world's time, its luck, and where its
// scenarios are. Whoever owns a world implements it.
class Surroundings {
 public:
  virtual ~Surroundings() = default;
  virtual WallTime now() const = 0;
  // The luck that one stub (its key) has with this request: the same however often it is asked
  // about this request.
  virtual Chance chance(std::uint64_t key) const = 0;
  // Is this scenario in this state? The same for all who ask about one request; no state is named
  // "".
  virtual bool in_state(std::string_view scenario, std::string_view state) const = 0;
  // How many requests one stub (its key) has answered, of those that may be served a number of
  // times.
  virtual std::uint64_t served(std::uint64_t key) const = 0;
};

}  // namespace mimus::facts
