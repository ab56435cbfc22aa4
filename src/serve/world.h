#pragma once

#include "base/chance.h"
#include "base/clock.h"
#include "journal/journal.h"
#include "serve/counters.h"
#include "serve/live_stubs.h"

namespace mimus::serve {

// One isolated set of stubs with its journal, counters, clock and chance: what a tenant or a test session has.
// Outlives every server that answers from it.
struct World {
  World(std::uint64_t seed, const journal::Journal::Options& options)
      : seed(seed), chance(seed), journal(options) {}

  const std::uint64_t seed;
  const Chance chance;
  Clock clock;
  LiveStubs live;
  Counters counters;
  journal::Journal journal;
};

}  // namespace mimus::serve
