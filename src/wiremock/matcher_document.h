#pragma once

#include "json/json.h"

namespace mimus::wiremock {

// A matcher as WireMock writes it back: a schema as text, {"absent": true} and {"anything":
// "anything"} whatever was given, and so in the matchers inside.
json::Value written_matcher(const json::Value& matcher);

}  // namespace mimus::wiremock
