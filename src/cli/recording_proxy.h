#pragma once

#include "arguments.h"
#include "base/result.h"
#include "ending_signals.h"
#include "recording/redact.h"
#include "recordings.h"

namespace mimus::cli {

// Stands in front of a server until one of `signals` comes, whose second one may drop what was recorded from then on: passes requests on,
// answers back, and keeps both: heard.h. Says where it is, and on a terminal each exchange, as `redactor` lets it be seen. Errors: a port in
// use, a bad certificate …
Result<Recordings> record_through_proxy(const RecordArguments& arguments, const recording::Redactor& redactor, EndingSignals& signals);

}  // namespace mimus::cli
