#pragma once

#include <span>
#include <string_view>

#include "call.h"

namespace mimus::admin {

// A row of a table. A new endpoint is a row, its function and its test; the index, the OpenAPI document and docs/admin-api.md are
// made of the same rows.
struct Endpoint {
  std::string_view method;
  std::string_view path;                     // {id} takes one segment
  Result<Answer> (*answer)(const Call& call);
  std::string_view summary;
  std::string_view takes{};                  // JSON Schema of the body; "" : none is wanted
  int status = 200;                          // when all is well
  std::string_view gives{};                  // JSON Schema of the answer's body; "" : none, or it is no JSON
  void (*write)(const Call& call) = nullptr; // instead of `answer`: writes the reply itself
};

struct Topic {
  std::string_view name;
  std::span<const Endpoint> (*endpoints)();
};
std::span<const Topic> topics();

std::span<const Endpoint> server_endpoints();
std::span<const Endpoint> world_endpoints();
std::span<const Endpoint> session_endpoints();
std::span<const Endpoint> scenario_endpoints();
std::span<const Endpoint> state_endpoints();
std::span<const Endpoint> collection_endpoints();
std::span<const Endpoint> clock_endpoints();
std::span<const Endpoint> snapshot_endpoints();
std::span<const Endpoint> verify_endpoints();

// The OpenAPI 3.1 document of all of them.
json::Object openapi(std::string_view version);
// The same as tables for docs/admin-api.md.
std::string markdown();

}  // namespace mimus::admin
