#pragma once

#include <compare>

#include "budget.h"
#include "grammar.h"
#include "json/json.h"

namespace mimus::jsonpath {

// Two numbers by their mathematical value, whatever their kinds: nothing is rounded.
std::partial_ordering compare_numbers(const json::Value& a, const json::Value& b);

// The same JSON value (RFC 9535 §2.3.5.2.2): numbers by value, objects whatever their order. Does not recurse, so
// deep documents are welcome. False when the budget ends.
bool equal(const json::Value& a, const json::Value& b, Budget& budget);

// A comparison of RFC 9535. nullptr is Nothing: a query without a node.
bool holds(Relation relation, const json::Value* left, const json::Value* right, Budget& budget);

// The same of Jayway, for every relation but kMatches: "5" equals 5, nullptr equals nothing.
bool holds_loosely(Relation relation, const json::Value* left, const json::Value* right, Budget& budget);

// The characters (code points) of a string.
std::size_t code_points(std::string_view text);

}  // namespace mimus::jsonpath
