#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
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
  bool offline = false;                        // nothing is sent: whoever wants to is refused
  bool says_who = false;                       // adds Via and X-Forwarded-For, -Host and -Proto
  // How many want whole bodies in the journal. While one does, bodies of up to 32 MiB are gathered before they go on (event streams
  // are not), and a client gets the first byte when the last one is here.
  std::shared_ptr<std::atomic<unsigned>> gatherers = std::make_shared<std::atomic<unsigned>>(0);
  // What went through a proxy, once, when its last byte had come or nobody wanted more: Exchange::failure says what went wrong, a
  // body beyond `most_heard` included, and the response has what was there. On any thread.
  std::function<void(exchange::Exchange)> on_exchange;
  std::size_t most_heard = 4u << 20;
};

// Need nobody have requests' bodies whole?
inline bool lets_bodies_stream(const Outward& outward) { return outward.gatherers->load(std::memory_order_relaxed) == 0; }

}  // namespace mimus::serve
