#pragma once

#include <cstddef>
#include <string>

#include "json/json.h"

namespace mimus::wiremock_admin {

// JSON laid out as Jackson's default pretty printer does it, which is what WireMock's clients see
// and what its string matchers on metadata look at: two blanks a level, " : " between name and
// value, the elements of an array on one line.
//
//   { "a": [1, {"b": {}}] }   becomes   {
//                                         "a" : [ 1, {
//                                           "b" : { }
//                                         } ]
//                                       }
// `depth`: of objects around it.
void write_as_jackson(const json::Value& value, std::string& out, std::size_t depth = 0);
std::string write_as_jackson(const json::Value& value);

}  // namespace mimus::wiremock_admin
