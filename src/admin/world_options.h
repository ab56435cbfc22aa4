#pragma once

#include "json/json.h"
#include "members.h"
#include "serve/worlds.h"

namespace mimus::admin {

// {"name", "seed", "stubs", "requests", "token", "expires"}
json::Object to_json(const serve::WorldInfo& info);

// seed, journalBytes, clock, maxStubs, requestsPerSecond.
void read_world_options(Members& members, serve::WorldOptions& out);

}  // namespace mimus::admin
