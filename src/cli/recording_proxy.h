#pragma once

#include <csignal>
#include <vector>

#include "arguments.h"
#include "base/result.h"
#include "exchange/exchange.h"

namespace mimus::cli {

// Stands in front of a server until one of `signals` comes (which are blocked in this thread): passes requests on, answers back, and keeps
// both. Says where it is, and each exchange on a terminal. Errors: a port in use, a bad certificate …
Result<std::vector<exchange::Exchange>> record_through_proxy(const RecordArguments& arguments, const sigset_t& signals);

}  // namespace mimus::cli
