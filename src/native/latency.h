#pragma once

#include <optional>
#include <string_view>

#include "keys.h"
#include "stub/stub.h"

namespace mimus::native {

// latency_ms: 80            always
// latency_ms: { min: 50, max: 200 }       evenly between
// latency_ms: { median: 80, p95: 300 }    log-normal, as real services are
std::optional<stub::Latency> read_latency(Context& in, const json::Value& value, const Place& at);

extern const std::string_view kLatencySchema;

}  // namespace mimus::native
