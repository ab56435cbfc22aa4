#pragma once

#include <chrono>

#include "asking.h"
#include "callback_sender.h"
#include "program.h"

namespace mimus::mockoon {

// How many callbacks may cause each other, one by one.
inline constexpr int kMostDepth = 100;

// Renders the callbacks of a response that leaves `delay` from now, and hands them to the sender: each goes when its own latency after
// that is over. One that cannot be made is told of as failed, and the others go.
void begin_callbacks(const CompiledResponse& response, Asking& asking, std::chrono::nanoseconds delay, CallbackSender& sender);

}  // namespace mimus::mockoon
