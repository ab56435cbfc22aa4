#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "json/json.h"
#include "support/raw_exchange.h"

namespace mimus {

// A step of a recorded case: tests/wiremock/README.md says what its members mean.

// The request of a step.
RawRequest request_of(const json::Value& request);

// Each difference between the answer and the step's "response", as its "compare" has it; empty: the
// same.
std::vector<std::string> differences(const json::Value& step, const RawAnswer& answer,
                                     std::uint16_t port);

// Bytes of a file as cases have them: a text, {"base64": …}, or any other JSON as it stands.
std::string file_bytes(const json::Value& file);

std::string replaced(std::string text, std::string_view what, std::string_view by);

}  // namespace mimus
