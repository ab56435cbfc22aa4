#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "failure.h"
#include "headers.h"
#include "keys.h"
#include "memory.h"
#include "pace.h"
#include "resource.h"
#include "response.h"
#include "stub/stub.h"
#include "when.h"

namespace mimus::native {

// What the whole configuration says about every route.
struct RouteDefaults {
  ResponseDefaults response;
  stub::Latency latency;
  double failure_rate = 0;
  std::optional<Outcome> failure;
  Rarely<stub::Cors> cors;
};

// A route while it is read.
struct RouteDraft {
  std::optional<match::PathPattern> path;
  bool has_path = false;  // given, perhaps badly
  std::vector<std::string> methods;
  WhenDraft when;
  MemoryDraft memory;
  std::string name;
  int priority = 5;
  ResponseDraft response;
  const json::Value* responses = nullptr;  // read at the end: they inherit status and headers
  std::optional<stub::Choice> choice;
  std::optional<stub::Latency> latency;
  std::string delay_text;  // instead: a template
  std::optional<double> failure_rate;
  const json::Value* failure = nullptr;  // at the end, too
  std::optional<http::Fault> fault;
  PaceDraft pace;
  std::optional<stub::Cors> cors;
  bool compress = false;
  std::shared_ptr<const stub::Proxy> proxy;
  std::shared_ptr<const stub::Effects> effects;
  ResourceDraft resource;
  json::Object kept;  // members as they are written, of what a stub has no text of: Particulars::document
};

std::span<const Key<RouteDraft>> route_keys();

// One route: an object with `path` and any of route_keys(), memory_keys(), response_keys() and pace_keys().
// Nothing when something is wrong with it. Its id and origin are left to the caller.
std::optional<stub::Stub> read_route(Context& in, const json::Value& value, const Place& at,
                                     const RouteDefaults& defaults);

}  // namespace mimus::native
