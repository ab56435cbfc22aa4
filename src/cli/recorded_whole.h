#pragma once

#include <vector>

#include "exchange/exchange.h"

namespace mimus::cli {

// Exchanges as recording wants them: content codings undone, and no response where it is not whole or its coding is unknown; an event
// stream ends where it was left. Times are multiplied by `pace`. In the order in which they began.
void prepare(std::vector<exchange::Exchange>& exchanges, double pace);

}  // namespace mimus::cli
