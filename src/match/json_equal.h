#pragma once

#include "json/json.h"

namespace mimus::match {

// The same JSON value: numbers by value (1 is 1.0), members in any order.
bool json_equal(const json::Value& a, const json::Value& b);

}  // namespace mimus::match
