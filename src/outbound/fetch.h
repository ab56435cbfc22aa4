#pragma once

#include "outbound/client.h"

namespace mimus::outbound {

struct FetchLimits {
  std::size_t most_body;
  bool decode;
};

// Gathers a response and hands it over whole.
Client::Opened collect(const FetchLimits& limits, Client::Fetched fetched);

}  // namespace mimus::outbound
