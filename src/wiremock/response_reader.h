#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "json/json.h"
#include "stub/proxy.h"
#include "stub/stub.h"
#include "wiremock/rules.h"

namespace mimus::wiremock {

// What the "response" of a mapping says.
struct Response {
  stub::ResponseSpec spec;
  std::optional<stub::Milliseconds> fixed_delay;
  stub::Latency latency;
  std::optional<http::Fault> fault;
  std::uint32_t pieces = 0;  // chunkedDribbleDelay
  stub::Milliseconds spread{0};
  bool chunked = false;
  std::shared_ptr<const stub::Proxy> proxy;
  json::Object parameters;  // transformerParameters
  json::Object document;    // as it is written back; "status" is always there
};

// Errors as those of read_mapping(), pointers relative to the response. nullptr: no response at
// all.
Result<Response> read_response(const json::Value* document, const Rules& rules);

}  // namespace mimus::wiremock
