#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "facts/request_facts.h"

namespace mimus::stub {

// Who has an instance of a scenario of their own: callers are told apart by one thing that they
// send. Without it (no such header …) a caller has the instance "", which is everybody's.
struct InstanceKey {
  enum class Place : std::uint8_t { kNobody, kHeader, kCookie, kQuery, kPath, kBearer, kClientIp };
  Place place = Place::kNobody;  // one instance for all
  std::string name;              // of the header, cookie, parameter or capture

  // Lives as long as the request.
  std::string_view of(const facts::Caller& caller) const;
  friend bool operator==(const InstanceKey&, const InstanceKey&) = default;
};

// What a configuration says about one scenario beside its stubs. Time is that of the world's clock,
// and an instance that stays in a state for so long is in the next one from that instant on,
// whether somebody asks or not.
struct ScenarioPlan {
  struct Lapse {
    Nanoseconds after{0};  // more than 0
    std::string next;
    friend bool operator==(const Lapse&, const Lapse&) = default;
  };
  InstanceKey key;
  std::string initial = "Started";
  std::map<std::string, Lapse, std::less<>> lapses;  // by the state that ends
  friend bool operator==(const ScenarioPlan&, const ScenarioPlan&) = default;
};
using ScenarioPlans = std::map<std::string, ScenarioPlan, std::less<>>;  // by the scenario's name

// Where an instance is now that came into `state` at `since`, and when it leaves that
// (WallTime::max(): it stays).
struct Position {
  std::string_view state;
  WallTime until;
};
Position position(const ScenarioPlan& plan, std::string_view state, WallTime since, WallTime now);

}  // namespace mimus::stub
