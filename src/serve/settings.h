#pragma once

#include <optional>

#include "json/json.h"
#include "stub/stub.h"

namespace mimus::serve {

// What holds for all stubs of WireMock's dialect in a world. A value; part of the snapshot, so that
// an answer sees one of them and a change is visible when the call that made it returned.
struct Settings {
  std::optional<stub::Milliseconds> fixed_delay;  // for stubs that have none of their own
  stub::Latency latency;                          // likewise; the two add up
  json::Value delay_distribution;                 // `latency` as it was written; null for none
  std::optional<json::Object> extended;           // whatever a client keeps here
  bool proxy_pass_through = true;

  bool delays() const {
    return fixed_delay.has_value() || !std::holds_alternative<std::monostate>(latency);
  }
};

}  // namespace mimus::serve
