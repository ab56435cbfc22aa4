#pragma once

#include "java.h"

namespace mimus::helpers {

// Objects.equals: numbers by value, lists and maps by their contents, a text never equals a number.
bool java_equals(const Value& a, const Value& b, Arena& arena);
// Comparable.compareTo: numbers, texts, truth values, dates, each with its like; fails as Java
// does.
Result<int> java_compare(const Call& call, const Value& a, const Value& b);

}  // namespace mimus::helpers
