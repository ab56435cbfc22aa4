#pragma once

#include "reload/reloader.h"
#include "serve/world.h"
#include "server/handler.h"

namespace mimus::admin {

// /__logs. GET: exchanges newest first, filtered; ?format=ndjson one a line; Accept: text/event-stream (or ?follow=true) a
// live tail, one `data:` line of JSON each. DELETE: forgets them.
void get_logs(serve::World& world, const reload::Reloader& reloader, const http::Request& request, Arena& arena,
              server::Reply& reply);
void delete_logs(serve::World& world, Arena& arena, server::Reply& reply);

}  // namespace mimus::admin
