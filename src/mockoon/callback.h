#pragma once

#include "asking.h"
#include "program.h"

namespace mimus::mockoon {

// How many callbacks may cause each other, one by one.
inline constexpr int kMostDepth = 100;

// Renders the callbacks of a response that is about to leave, and sends them when their latency is over; nobody waits for them, and
// what becomes of them shows where they arrive. `own_url`: of this server, for a uri that begins with '/'. Without a way out
// (World::outward) nothing is sent.
void begin_callbacks(const CompiledResponse& response, Asking& asking, std::string_view own_url);

}  // namespace mimus::mockoon
