#pragma once

#include "json/arena_memory.h"

namespace mimus::facts {

using json::ArenaMemory;

}  // namespace mimus::facts
