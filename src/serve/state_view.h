#pragma once

#include <algorithm>

#include "serve/scenarios.h"
#include "serve/state.h"

namespace mimus::serve {

// What a world remembers, at one moment and one time of its clock: what the conditions of one
// request see.
struct StateView {
  Moments::Moment moment = 0;
  WallTime time;
  Scenarios::Image scenarios;
  State::Image state;
  // Scenarios that were asked for stay where they are until then: beyond, what was seen is no
  // longer so.
  mutable WallTime until = WallTime::max();

  // The view lives as long as this.
  std::string_view scenario_state(std::string_view scenario, const facts::Caller& caller) const {
    return scenario_state(scenario, scenarios.key_of(scenario).of(caller));
  }
  std::string_view scenario_state(std::string_view scenario, std::string_view instance) const {
    const stub::Position position = scenarios.at(scenario, instance, time);
    until = std::min(until, position.until);
    return position.state;
  }
};

}  // namespace mimus::serve
