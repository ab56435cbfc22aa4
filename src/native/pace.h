#pragma once

#include <span>
#include <vector>

#include "keys.h"
#include "stub/stub.h"

namespace mimus::native {

struct PaceDraft {
  stub::Pace pace;
  std::vector<stub::Milliseconds> events_at;
};

// How the body goes out: dribble, throttle, chunked.
std::span<const Key<PaceDraft>> pace_keys();

}  // namespace mimus::native
