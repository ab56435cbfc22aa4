#pragma once

#include <optional>
#include <span>

#include "keys.h"
#include "stub/state_use.h"
#include "stub/stub.h"

namespace mimus::native {

// What a route has to do with what the world remembers.
struct MemoryDraft {
  std::optional<stub::ScenarioStep> scenario;
  stub::StateUse state;
  stub::Lifespan lifespan;
};

// scenario, set, add, append, remove, serves, lasts.
std::span<const Key<MemoryDraft>> memory_keys();

void finish(MemoryDraft draft, stub::Stub& stub);

}  // namespace mimus::native
