#pragma once

#include "call.h"

namespace mimus::wiremock_admin {

// GET /requests/unmatched/near-misses
Or<server::Reply> near_misses_of_unmatched(const Call& call);

}  // namespace mimus::wiremock_admin
