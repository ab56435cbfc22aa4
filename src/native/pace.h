#pragma once

#include <span>

#include "keys.h"
#include "stub/stub.h"

namespace mimus::native {

// How the body goes out: dribble, throttle, chunked.
std::span<const Key<stub::Pace>> pace_keys();

}  // namespace mimus::native
