#pragma once

#include <chrono>

#include "base/chance.h"
#include "serve/settings.h"
#include "stub/compiled_stub.h"

namespace mimus::serve {

// One delay drawn from a latency. Log-normal draws are cut at 100 times the
// median, those with a `most` there: after ten more draws.
std::chrono::nanoseconds draw_delay(const stub::Latency& latency, const Chance& chance);

// Before the answer of a stub: its fixed delay and one drawn from its latency. For each that a stub
// of WireMock's dialect has not, the world's counts.
std::chrono::nanoseconds draw_delay(const stub::CompiledStub& stub, const Settings& settings,
                                    const Chance& chance);

}  // namespace mimus::serve
