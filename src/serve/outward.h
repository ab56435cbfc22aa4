#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <string>

#include "exchange/exchange.h"
#include "outbound/client.h"

namespace mimus::serve {

// How answers that need another server get there: what proxies and webhooks of all worlds share. Set up before the
// first request, and outlives every server and world.
struct Outward {
  outbound::Client* client = nullptr;
  std::chrono::milliseconds timeout{300'000};  // for an upstream's first byte, and between any two
  bool keeps_host = false;                     // Host passes to the upstream
  bool keeps_user_agent = false;               // of WireMock's dialect, which else drops it
  bool says_who = false;                       // adds Via and X-Forwarded-For, -Host and -Proto
  // What went through a proxy, when its last byte had come. On the client's thread; bodies end at `most_heard`.
  std::function<void(exchange::Exchange)> on_exchange;
  std::size_t most_heard = 4u << 20;
};

}  // namespace mimus::serve
