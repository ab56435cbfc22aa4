#pragma once

#include <optional>

#include "base/chance.h"
#include "json/json.h"
#include "maker.h"

namespace mimus::jsonschema {

// A value that breaks one of the rules of a node, perhaps: below the smallest number, a text too
// long, an object without a member that it must have, or with one that is contrary in its turn.
// Nothing when the rule it hit upon cannot be broken. Whether the node refuses it, the judge says.
std::optional<json::Value> contrary_value(const Program& program, Maker& maker, NodeId node,
                                          const Chance& chance, unsigned depth = 0);

}  // namespace mimus::jsonschema
