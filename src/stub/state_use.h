#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "json/json.h"
#include "state_condition.h"

namespace mimus::stub {

// One change of the world's state that comes with an answer.
struct Assignment {
  enum class Kind : std::uint8_t {
    kSet,     // the place gets the value; what is missing on the way is made
    kAdd,     // the number there grows by the value; what is no number begins at 0
    kAppend,  // the list there gets the value as its last element; what is missing begins empty
    kRemove,  // the place is gone; without a value
  };
  Kind kind = Kind::kSet;
  facts::StatePath path;
  json::Value value;  // strings in it may hold {{expressions}}
  friend bool operator==(const Assignment&, const Assignment&) = default;
};

// What a stub has to do with the world's state. The condition is part of matching; the assignments
// are rendered from the state of the moment that the request was matched against, and take place in
// that same moment, in this order, all of them or none.
struct StateUse {
  std::optional<StateCondition> condition;
  std::vector<Assignment> assignments;
  friend bool operator==(const StateUse&, const StateUse&) = default;
};

}  // namespace mimus::stub
