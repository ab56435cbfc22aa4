#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "call.h"

namespace mimus::wiremock_admin {

// A row of a table. A new endpoint is a row, its function and its test; /__admin/docs and the
// OpenAPI description are made of the same rows.
struct Endpoint {
  std::string_view method;
  std::string_view path;  // behind /__admin. {id} takes one segment; {path...} the rest. The first
                          // row that fits is taken
  Or<server::Reply> (*answer)(const Call& call);
  std::string_view summary;
  std::string_view body{};  // what it wants: "a stub mapping"; "" for nothing
};

// The tables, handed over in plain sight by endpoints.cc.
std::span<const Endpoint> mapping_endpoints();
std::span<const Endpoint> request_endpoints();
std::span<const Endpoint> near_miss_endpoints();
std::span<const Endpoint> scenario_endpoints();
std::span<const Endpoint> settings_endpoints();
std::span<const Endpoint> file_endpoints();
std::span<const Endpoint> recording_endpoints();
std::span<const Endpoint> system_endpoints();

struct Topic {
  std::string_view name;
  std::span<const Endpoint> (*endpoints)();
};
std::span<const Topic> topics();

struct Found {
  const Endpoint* endpoint = nullptr;
  std::string_view segment;
};
// Paths are compared exactly, a slash at the end included.
std::optional<Found> find_endpoint(std::string_view method, std::string_view path);

}  // namespace mimus::wiremock_admin
