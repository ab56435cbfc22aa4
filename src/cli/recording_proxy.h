#pragma once

#include <vector>

#include "arguments.h"
#include "base/result.h"
#include "ending_signals.h"
#include "exchange/exchange.h"

namespace mimus::cli {

// Stands in front of a server until one of `signals` comes, whose second one may drop what was recorded from then on: passes requests on,
// answers back, and keeps both. Says where it is, and each exchange on a terminal. Errors: a port in use, a bad certificate …
Result<std::vector<exchange::Exchange>> record_through_proxy(const RecordArguments& arguments, EndingSignals& signals);

}  // namespace mimus::cli
