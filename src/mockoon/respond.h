#pragma once

#include "asking.h"
#include "server/handler.h"

namespace mimus::mockoon {

// Answers with a response of a route: headers, body by its type, a CRUD route's work on its bucket. Everything goes into the arena.
// false: with an error (a template that failed, a file that is not there), after which there are no callbacks.
bool respond(const CompiledRoute& route, const CompiledResponse& response, Asking& asking, server::Reply& reply);

// What is sent where no route answers: an OPTIONS with `cors`, the page of Express.
void answer_options(Asking& asking, server::Reply& reply);
void answer_not_found(Asking& asking, server::Reply& reply);

}  // namespace mimus::mockoon
