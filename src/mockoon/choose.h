#pragma once

#include <span>

#include "asking.h"

namespace mimus::mockoon {

// Enters the route, and counts the call. The response that answers, as the route's mode has it; nullptr: none of a FALLBACK route's rules
// holds, the next route is asked, and this one was not called.
const CompiledResponse* choose(const CompiledRoute& route, std::span<const facts::NameValue> captures, Asking& asking);

}  // namespace mimus::mockoon
