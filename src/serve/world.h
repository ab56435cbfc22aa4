#pragma once

#include <atomic>

#include "base/chance.h"
#include "base/clock.h"
#include "journal/journal.h"
#include "serve/counters.h"
#include "serve/live_stubs.h"
#include "serve/moments.h"
#include "serve/scenarios.h"
#include "serve/state.h"
#include "serve/state_view.h"
#include "serve/stub_store.h"
#include "serve/template_rules.h"

namespace mimus::serve {

// One isolated set of stubs with its journal, counters, clock and chance: what a tenant or a test
// session has. Outlives every server that answers from it.
class World {
 public:
  World(std::uint64_t seed, const journal::Journal::Options& options)
      : journal(options), seed_(seed) {}

  std::uint64_t seed() const { return seed_.load(std::memory_order_relaxed); }
  void reseed(std::uint64_t seed) { seed_.store(seed, std::memory_order_relaxed); }
  Chance chance() const { return Chance(seed()); }

  // All that it remembers, as of now.
  StateView look() const {
    return moments.read([this](Moments::Moment moment) {
      return StateView{moment, clock.now(), scenarios.now_under_lock(), state.now_under_lock()};
    });
  }

  Clock clock;
  TemplateRules templates;  // set before the first request
  LiveStubs live;
  Moments moments;  // of the three below
  Scenarios scenarios{moments, clock};
  State state{moments};
  State globals{moments};  // Mockoon's setGlobalVar
  Counters counters;
  StubStore stubs{live, scenarios, state, counters, clock};  // how `live` is changed
  journal::Journal journal;

 private:
  std::atomic<std::uint64_t> seed_;
};

}  // namespace mimus::serve
