#pragma once

#include "base/arena.h"
#include "serve/world.h"
#include "server/handler.h"

namespace mimus::serve {

// Delays are the world's time: while its clock stands still the answer waits until it was moved on far enough, and on a
// clock that runs faster it waits as much less. Nothing to do for a clock that runs as real time does.
// The world has alarms.
void follow_clock(World& world, Arena& arena, server::Reply& reply);

}  // namespace mimus::serve
