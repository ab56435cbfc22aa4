#include "endpoints.h"

namespace mimus::admin {

std::span<const Topic> topics() {
  static constexpr Topic kTopics[] = {
      {"server", &server_endpoints},     {"worlds", &world_endpoints},       {"sessions", &session_endpoints},
      {"scenarios", &scenario_endpoints}, {"state", &state_endpoints},           {"collections", &collection_endpoints},
                {"clock", &clock_endpoints},       {"snapshots", &snapshot_endpoints},
      {"verification", &verify_endpoints},
  };
  return kTopics;
}

}  // namespace mimus::admin
