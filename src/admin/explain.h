#pragma once

#include <string_view>

#include "serve/world.h"
#include "server/handler.h"

namespace mimus::admin {

// GET /__mimus/requests/{id}/explain: why an exchange of the journal (its "id" in /__logs) got the answer that it got,
// serve/explain.h, with the request: {"id", "method", "url", "time", "status", "winner", "candidates", …}. 400 when the id is
// no number, 404 when the journal does not hold it (any more).
void explain_request(serve::World& world, std::string_view id, Arena& arena, server::Reply& reply);

}  // namespace mimus::admin
