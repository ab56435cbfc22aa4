#pragma once

#include <optional>
#include <variant>

#include "http/delivery.h"
#include "keys.h"
#include "response.h"
#include "stub/stub.h"

namespace mimus::native {

// What happens when a request is made to fail: a response, or a fault below HTTP.
using Outcome = std::variant<stub::ResponseSpec, http::Fault>;

// failure: { status: 503, response: {…} } | { fault: connection_reset }
// What a response leaves open comes from default_failure().
std::optional<Outcome> read_failure(Context& in, const json::Value& value, const Place& at,
                                    const ResponseDefaults& defaults);
std::optional<http::Fault> read_fault(Context& in, const json::Value& value, const Place& at);
std::optional<double> read_rate(Context& in, const json::Value& value, const Place& at);

// 500 {"error": "Simulated failure"}
stub::ResponseSpec default_failure(const ResponseDefaults& defaults);

json::Value fault_schema();

}  // namespace mimus::native
