#pragma once

#include <memory>

#include "json/json.h"
#include "stub/effects.h"

namespace mimus::wiremock {

// The webhooks, and the state extension's listeners, among a mapping's serveEventListeners and postServeActions
// (reference: wiremock-stubs.md §5.3, wiremock-extensions.md), both as arrays of {name, parameters}. Other names are passed over,
// as WireMock does. nullptr: there is none. A webhook
// whose delay or texts are none is left out as it stands: that it cannot be sent is no fault of the mapping.
std::shared_ptr<const stub::Effects> read_effects(const json::Object& mapping);

}  // namespace mimus::wiremock
