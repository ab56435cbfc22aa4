#include "endpoints.h"

namespace mimus::wiremock_admin {
namespace {

constexpr Topic kTopics[] = {
    {"Stub mappings", &mapping_endpoints}, {"Requests", &request_endpoints},
    {"Near misses", &near_miss_endpoints}, {"Scenarios", &scenario_endpoints},
    {"Recording", &recording_endpoints},   {"Settings", &settings_endpoints},
    {"Files", &file_endpoints},            {"System", &system_endpoints},
};

// What stands for the variable of `pattern`, or nothing.
std::optional<std::string_view> fits(std::string_view pattern, std::string_view path) {
  const std::size_t open = pattern.find('{');
  if (open == std::string_view::npos) {
    return pattern == path ? std::optional<std::string_view>("") : std::nullopt;
  }
  const std::size_t close = pattern.find('}');
  const bool rest = pattern.substr(open, close - open).ends_with("...");
  const std::string_view ending = pattern.substr(close + 1);
  if (path.size() <= open + ending.size() || !path.starts_with(pattern.substr(0, open)) ||
      !path.ends_with(ending)) {
    return std::nullopt;
  }
  const std::string_view segment = path.substr(open, path.size() - open - ending.size());
  if (!rest && segment.find('/') != std::string_view::npos) return std::nullopt;
  return segment;
}

}  // namespace

std::span<const Topic> topics() {
  return kTopics;
}

std::optional<Found> find_endpoint(std::string_view method, std::string_view path) {
  for (const Topic& topic : kTopics) {
    for (const Endpoint& endpoint : topic.endpoints()) {
      if (endpoint.method != method) continue;
      if (const auto segment = fits(endpoint.path, path)) return Found{&endpoint, *segment};
    }
  }
  return std::nullopt;
}

}  // namespace mimus::wiremock_admin
