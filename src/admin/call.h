#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/admin.h"
#include "base/arena.h"
#include "base/result.h"
#include "http/message.h"
#include "json/json.h"
#include "server/handler.h"

namespace mimus::admin {

// What all calls share.
struct Side {
  serve::World& world;  // that the request came to
  reload::Reloader& reloader;
  const Options& options;
  const SteadyTime started = std::chrono::steady_clock::now();
};

// One call of an endpoint. Borrows what the request borrows, and is gone when its endpoint has returned.
struct Call {
  Side& side;
  const http::Request& request;
  std::string_view id;  // what stands for {id} in the path, decoded
  Arena& arena;
  server::Reply& reply;

  std::optional<std::string_view> parameter(std::string_view name) const;  // of the query, decoded; the first
  Result<json::Value> document() const;                                    // the body as JSON
  Result<serve::Worlds*> worlds() const;  // kUnsupported when this program has but one
};

struct Answer {
  int status = 200;
  json::Value body;  // null: none
  std::vector<http::OwnedField> fields{};
};

// How an error of ours is said over HTTP: 400, 404, 409 (kConflict), 429 (kLimit), 501, 500.
int status_of(Code code);
void send_error(const Error& error, Arena& arena, server::Reply& reply);

}  // namespace mimus::admin
