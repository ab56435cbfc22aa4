#include "serve/settings.h"

#include <array>
#include <cmath>
#include <mutex>
#include <utility>

#include "endpoints.h"
#include "wiremock/mapping.h"

namespace mimus::wiremock_admin {
namespace {

Error misplaced(std::string_view member, std::string message) {
  Error error = invalid(std::move(message));
  error.where.pointer = "/" + json::escape_pointer(member);
  return error;
}

Status read_delay(const json::Value& value, serve::Settings& settings) {
  if (!value.is_number()) return misplaced("fixedDelay", "fixedDelay is a number of milliseconds");
  settings.fixed_delay = stub::Milliseconds(value.to_number<double>());
  return Done{};
}

Status read_distribution(const json::Value& value, serve::Settings& settings) {
  auto latency = wiremock::read_delay_distribution(value);
  if (!latency) {
    Error error = std::move(latency).error();
    error.where.pointer.insert(0, "/delayDistribution");
    return error;
  }
  settings.latency = *std::move(latency);
  settings.delay_distribution = value;
  return Done{};
}

Status read_extended(const json::Value& value, serve::Settings& settings) {
  if (!value.is_object()) return misplaced("extended", "extended is an object");
  settings.extended = value.as_object();
  return Done{};
}

Status read_pass_through(const json::Value& value, serve::Settings& settings) {
  if (!value.is_bool()) return misplaced("proxyPassThrough", "proxyPassThrough is true or false");
  settings.proxy_pass_through = value.as_bool();
  return Done{};
}

struct Member {
  std::string_view name;
  Status (*read)(const json::Value& value, serve::Settings& settings);
};
constexpr std::array kMembers = {
    Member{"fixedDelay", &read_delay},
    Member{"delayDistribution", &read_distribution},
    Member{"extended", &read_extended},
    Member{"proxyPassThrough", &read_pass_through},
};

// All of them: what is left out is off.
Result<serve::Settings> read_settings(const json::Value& document) {
  serve::Settings settings;
  settings.proxy_pass_through = false;
  if (!document.is_object()) return invalid("settings are an object");
  for (const auto& member : document.as_object()) {
    const auto* const known =
        std::ranges::find(kMembers, std::string_view(member.key()), &Member::name);
    if (known == kMembers.end()) {
      return misplaced(member.key(),
                       "Unrecognized field \"" + std::string(member.key()) +
                           "\" (class com.github.tomakehurst.wiremock.global.GlobalSettings), "
                           "not marked as ignorable");
    }
    if (member.value().is_null()) continue;
    MIMUS_TRY_DONE(known->read(member.value(), settings));
  }
  return settings;
}

json::Value number(double value) {
  if (value == std::floor(value)) return static_cast<std::int64_t>(value);
  return value;
}

Or<server::Reply> get_settings(const Call& call) {
  const auto snapshot = call.side.world.live.current();
  const serve::Settings& settings = *snapshot->settings;
  json::Object shown;
  if (settings.fixed_delay) shown["fixedDelay"] = number(settings.fixed_delay->count());
  if (!settings.delay_distribution.is_null())
    shown["delayDistribution"] = settings.delay_distribution;
  if (settings.extended) shown["extended"] = *settings.extended;
  shown["proxyPassThrough"] = settings.proxy_pass_through;
  return call.answers.json(json::Object{{"settings", std::move(shown)}});
}

Or<server::Reply> put_settings(const Call& call) {
  MIMUS_TRY(json::Value document, call.document());
  if (document.is_object()) {
    if (const json::Value* const inner = document.as_object().if_contains("settings")) {
      document = json::Value(*inner);
    }
  }
  MIMUS_TRY(serve::Settings settings, understood(read_settings(document)));
  const std::lock_guard one_at_a_time(call.side.changing_settings);
  call.side.world.stubs.set(std::move(settings));
  return call.answers.nothing();
}

Or<server::Reply> extend_settings(const Call& call) {
  MIMUS_TRY(const json::Value document, call.document());
  const json::Value* const added = json::find(document, "/extended");
  if (added == nullptr || !added->is_object()) {
    return unreadable(misplaced("extended", "extended is an object"));
  }
  const std::lock_guard one_at_a_time(call.side.changing_settings);
  serve::Settings settings = *call.side.world.live.current()->settings;
  if (!settings.extended)
    return broken("there are no extended settings to add to");  // WireMock stumbles here
  for (const auto& member : added->as_object()) (*settings.extended)[member.key()] = member.value();
  call.side.world.stubs.set(std::move(settings));
  return call.answers.empty_object();
}

constexpr std::string_view kSettings = "settings, alone or in {\"settings\": …}";

constexpr Endpoint kEndpoints[] = {
    {"GET", "/settings", &get_settings, "delays for all stubs, and what clients keep here"},
    {"POST", "/settings", &put_settings, "replaces all settings: what is left out is off",
     kSettings},
    {"PUT", "/settings", &put_settings, "the same", kSettings},
    {"PATCH", "/settings/extended", &extend_settings, "adds to what clients keep here",
     "{\"extended\": {…}}"},
};

}  // namespace

std::span<const Endpoint> settings_endpoints() {
  return kEndpoints;
}

}  // namespace mimus::wiremock_admin
