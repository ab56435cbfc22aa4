#pragma once

#include <memory>
#include <string_view>

#include "keys.h"
#include "stub/effects.h"

namespace mimus::native {

// webhooks: { url: "https://ci.example.com/hooks", body: { id: "{{body.id}}", status: "{{response.status}}" } }
// webhooks: [ { url: …, method: PUT, headers: { X-A: b }, delay_ms: { min: 100, max: 500 }, retries: 3, backoff_ms: 500,
//               sign: { secret: s3cret, style: github } } ]
//
// nullptr when something is wrong with them.
std::shared_ptr<const stub::Effects> read_webhooks(Context& in, const json::Value& value, const Place& at);

extern const std::string_view kWebhookSchema;  // of one

}  // namespace mimus::native
