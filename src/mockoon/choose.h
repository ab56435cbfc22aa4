#pragma once

#include "asking.h"

namespace mimus::mockoon {

// The response that answers, as the route's mode has it; nullptr: none of a FALLBACK route's rules holds, and the next route is asked.
const CompiledResponse* choose(const CompiledRoute& route, Asking& asking);

}  // namespace mimus::mockoon
