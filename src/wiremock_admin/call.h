#pragma once

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "answers.h"
#include "base/arena.h"
#include "base/uuid.h"
#include "event_id.h"
#include "http/message.h"
#include "recording.h"
#include "wiremock_admin/wiremock_admin.h"

namespace mimus::wiremock_admin {

// The WireMock whose manners these are, as clients ask for it.
inline constexpr std::string_view kWireMockVersion = "3.13.2";

// What all calls share.
struct Side {
  serve::World& world;
  reload::Reloader& reloader;
  const Options options;
  const SteadyTime started = std::chrono::steady_clock::now();
  const EventIds ids;
  std::mutex changing_settings;
  Recording recording;

  const wiremock::Rules& rules() const {
    return options.root != nullptr ? options.root->rules() : options.rules;
  }
};

// One call of an endpoint. Borrows what the request borrows, and is gone when its endpoint has
// returned.
struct Call {
  Side& side;
  const http::Request& request;
  std::string_view segment;  // of the path, what stands for {id}; not decoded
  Arena& arena;
  const Answers& answers;

  // A query parameter, decoded; the first of that name.
  std::optional<std::string_view> parameter(std::string_view name) const;
  // The body, read as leniently as WireMock does.
  Or<json::Value> document() const;
  // The segment as an id.
  Or<Uuid> id() const;
};

}  // namespace mimus::wiremock_admin
