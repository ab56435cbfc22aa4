#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "json/json.h"
#include "render/template.h"
#include "stub/context_change.h"
#include "stub/stub.h"

namespace mimus::stub {

// A request to somebody else after a response has left. All of its texts are templates over the request and, natively,
// {{response.status}}, {{response.headers.Name}} and {{response.body}}.
struct Webhook {
  // How the receiver can tell that it comes from us.
  enum class Signing : std::uint8_t {
    kNone,
    kGitHub,            // X-Hub-Signature-256: sha256=HEX of HMAC-SHA256 over the body
    kStandardWebhooks,  // webhook-id, webhook-timestamp, webhook-signature: v1,BASE64; standardwebhooks.com
  };
  render::Template method = render::Template::literal("GET");
  render::Template url;
  std::vector<std::pair<std::string, render::Template>> fields;
  render::Template text;                       // the body …
  render::JsonTemplate json;                   // … or, with `has_json`, this
  std::string bytes;                           // … or, with `has_bytes`, this
  bool has_json = false;
  bool has_bytes = false;
  Latency delay;
  unsigned retries = 0;                        // after a failure, a 429 or a 5xx
  std::chrono::milliseconds backoff{1000};     // before the first one, then twice as long each time
  Signing signing = Signing::kNone;
  std::string secret;
  std::shared_ptr<const json::Value> parameters;  // {{parameters.x}}; nullptr: none
};

// What happens beside the answer. Stub::more->effects.
struct Effects {
  std::vector<Webhook> webhooks;
  std::vector<ContextChange> contexts;  // before the answer leaves
};

}  // namespace mimus::stub
