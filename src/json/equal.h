#pragma once

#include "json.h"

namespace mimus::json {

// The same JSON value: numbers by their mathematical value (1, 1.0 and 1e0 are equal, and 2^53 + 1
// is not 2^53), objects whatever the order of their members. Boost's == tells 1 from 1.0.
bool equivalent(const Value& a, const Value& b);

}  // namespace mimus::json
