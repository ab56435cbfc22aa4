#pragma once

#include "call.h"

namespace mimus::wiremock_admin {

// Stubs and scenarios as the files have them, an empty journal, counters as at the start; settings
// stay. Answered when it is done: 200, or 500 when the files cannot be read, and then nothing has
// changed.
Or<server::Reply> reset_mappings(const Call& call);

}  // namespace mimus::wiremock_admin
