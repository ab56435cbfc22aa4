#pragma once

#include <memory>
#include <string_view>

#include "asking.h"
#include "server/handler.h"

namespace mimus::mockoon {

// Answers with a response of a route: headers, body by its type, a CRUD route's work on its bucket, callbacks. Everything goes into the
// arena. `own_url`: of this server.
void respond(const CompiledRoute& route, const CompiledResponse& response, Asking& asking, std::string_view own_url, server::Reply& reply);

// What is sent where no route answers: an OPTIONS with `cors`, the page of Express.
void answer_options(Asking& asking, server::Reply& reply);
void answer_not_found(Asking& asking, server::Reply& reply);

}  // namespace mimus::mockoon
