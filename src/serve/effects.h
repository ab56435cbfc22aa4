#pragma once

#include <optional>

#include "base/chance.h"
#include "journal/journal.h"
#include "match/path_pattern.h"
#include "serve/world.h"
#include "server/handler.h"
#include "stub/compiled_stub.h"

namespace mimus::serve {

// What the decision about an answer leaves for its effects. In the request's arena, which lives until they have begun.
struct Aftermath {
  match::Captures captures;
  Chance chance;
  std::uint64_t repeat = 0;
};

// Begins the effects of a stub whose response leaves: renders its webhooks, and sends them when their delays are over.
// `cause` is the exchange's place in the journal, if it has one; what becomes of each webhook is in world.callbacks.
void begin_effects(World& world, const stub::CompiledStub& stub, const Aftermath& aftermath, const http::Request& request,
                   const server::Reply& reply, const server::Timing& timing, std::optional<journal::ExchangeId> cause,
                   Arena& arena);

}  // namespace mimus::serve
