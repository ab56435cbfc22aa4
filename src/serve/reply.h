#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "http/message.h"
#include "json/json.h"
#include "server/handler.h"

namespace mimus::serve {

// A reply whose bytes live in the arena: sent at once.
void send(int status, std::string_view content_type, std::string_view body, Arena& arena, server::Reply& reply,
          std::vector<http::OwnedField> more = {});
void send_json(int status, const json::Value& value, Arena& arena, server::Reply& reply,
               std::vector<http::OwnedField> more = {});
void send_error(int status, std::string message, std::string hint, Arena& arena, server::Reply& reply,
                std::vector<http::OwnedField> more = {});

// A reply that owns its bytes, for deferred answers.
server::Reply owned_json(int status, const json::Value& value);

}  // namespace mimus::serve
