#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "state_path.h"

namespace mimus::facts {

// The contexts of WireMock's state extension are values of the world's state, so that snapshots, sessions and the state's own
// endpoints have them too:
//
//   "context:cart-7"  {"updateCount": 2, "properties": {"size": "3"}, "list": [{"id": "1"}], "used": 1700000000000}
//
// "used" is the world's time of the last change, in ms since 1970.
inline constexpr std::string_view kContextPrefix = "context:";
// So long after its last change a context is as good as gone.
inline constexpr std::chrono::minutes kContextLife{60};

// The state's name for a context: percent-encoded, so that it is one word of a path.
std::string context_name(std::string_view context);
StatePath context_path(std::string_view context);

// `stored` as a context: with the four members above, of these types, and not out of date. Else nullptr: anybody may store anything
// under such a name.
const json::Object* live_context(const json::Value* stored, WallTime now);

}  // namespace mimus::facts
