#pragma once

#include <string_view>

#include "base/arena.h"
#include "http/message.h"
#include "server/handler.h"

namespace mimus::admin {

// Does the request bring the token, as `Authorization: Bearer …` or ?token=…? An empty token lets everybody in. When it
// does not, the reply is a 401 that says what to do.
bool admitted(const http::Request& request, std::string_view token, Arena& arena, server::Reply& reply);

}  // namespace mimus::admin
