#pragma once

#include <string>

#include "json/json.h"

namespace mimus::match {

// JSON over lines as Jackson lays it out, which WireMock's users know: a blank on both sides of a colon, members on
// lines of their own, elements side by side.
//
//   {
//     "id" : 1,
//     "tags" : [ "a", "b" ]
//   }
std::string jackson_layout(const json::Value& value);

}  // namespace mimus::match
