#pragma once

#include "base/chance.h"
#include "stub/stub.h"

namespace mimus::serve {

// One delay drawn from a latency. Log-normal draws are cut at 100 times the median.
std::chrono::nanoseconds draw_delay(const stub::Latency& latency, const Chance& chance);

}  // namespace mimus::serve
