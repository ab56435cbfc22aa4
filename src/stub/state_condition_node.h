#pragma once

#include <optional>
#include <string>
#include <vector>

#include "context_matcher.h"
#include "match/matcher.h"
#include "state_condition.h"

namespace mimus::stub {

// One value of a condition.
struct Operand {
  enum class Kind : std::uint8_t { kLiteral, kState, kScenario, kQuery, kHeader, kCookie, kBody };
  Kind kind = Kind::kLiteral;
  json::Value literal;
  facts::StatePath path;  // of kState; of kBody behind a name that means nothing
  std::string name;       // of a scenario, parameter, header, cookie
  std::string text;       // as it was written
};

struct StateCondition::Node {
  enum class Kind : std::uint8_t { kAnd, kOr, kNot, kTruth, kCompare, kMatch, kContext };
  enum class Sign : std::uint8_t { kEqual, kUnequal, kLess, kLessEqual, kMore, kMoreEqual };
  Kind kind = Kind::kTruth;
  Sign sign = Sign::kEqual;
  std::vector<StateCondition> parts;  // of kAnd, kOr, kNot
  Operand left, right;                // of kCompare; kTruth and kMatch have a left one
  std::optional<match::Matchers> matchers;
  std::optional<ContextMatcher> context;  // of kContext
  std::string text;
};

}  // namespace mimus::stub
