#pragma once

#include <optional>
#include <span>
#include <vector>

#include "keys.h"
#include "response.h"
#include "stub/stub.h"

namespace mimus::native {

// One of several `responses`: what response_keys() say, and how often it is taken.
struct Weighted {
  ResponseDraft response;
  double weight = 1;
};
std::span<const Key<Weighted>> weighted_keys();

// What the route says beside `responses`: they inherit its status, headers and `templated`.
struct Beside {
  ResponseDraft response;
  std::optional<stub::Choice> choice;
};

std::vector<stub::ResponseSpec> read_responses(Context& in, const json::Value& value,
                                               const Place& at, Beside route,
                                               const ResponseDefaults& defaults);

std::optional<stub::Choice> read_choice(Context& in, const json::Value& value, const Place& at);

}  // namespace mimus::native
