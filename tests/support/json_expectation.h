#pragma once

#include <optional>
#include <string>

#include "json/json.h"

namespace mimus {

// Is `actual` what `expected` describes? Objects must have the same members in any order, arrays
// the same elements in the same order; 1 and 1.0 are different, because types are kept. A string in
// parentheses describes a value:
//
//   "(any)" "(string)" "(number)" "(integer)" "(boolean)"   of that type
//   "(uuid)" "(date)" "(datetime)"                          a string of that form
//   "(integer 1 6)"                                         an integer between the two, both
//   included
//   "(...)" as a member's name, or as the last element      more may follow
//
// Nullopt when it is; else where and what: "/users/0/id: expected 7, got \"7\"".
std::optional<std::string> json_difference(const json::Value& expected, const json::Value& actual);

}  // namespace mimus
