#pragma once

#include <optional>
#include <string_view>

#include "json/json.h"
#include "stub/context_change.h"

namespace mimus::wiremock {

// A listener of WireMock's state extension: "recordState" or "deleteState" and its parameters (reference:
// wiremock-extensions.md). Nothing for other names, and for parameters that say nothing that can be done.
std::optional<stub::ContextChange> read_state_listener(std::string_view name, const json::Object& parameters);

}  // namespace mimus::wiremock
