#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "base/chance.h"
#include "base/clock.h"
#include "collections/store.h"
#include "journal/journal.h"
#include "serve/alarms.h"
#include "serve/counters.h"
#include "serve/limits.h"
#include "serve/callbacks.h"
#include "serve/live_stubs.h"
#include "serve/moments.h"
#include "serve/scenarios.h"
#include "serve/state.h"
#include "serve/state_view.h"
#include "serve/stub_store.h"
#include "serve/template_rules.h"
#include "serve/verifications.h"

namespace mimus::serve {

struct Outward;  // serve/outward.h

// One isolated set of stubs with its journal, state, counters, clock and chance: what a tenant or a test
// session has. Outlives every server that answers from it.
class World {
 public:
  World(std::uint64_t seed, const journal::Journal::Options& options)
      : rules_(std::make_shared<TemplateRules>()), journal(options), seed_(seed) {}
  // A fork: what the other is at this moment, but for its journal and its luck. Microseconds, whatever the other holds:
  // the two share what neither has changed since.
  World(const World& other, std::string name, const journal::Journal::Options& options);
  World(const World&) = delete;

  std::uint64_t seed() const { return seed_.load(std::memory_order_relaxed); }
  void reseed(std::uint64_t seed) {
    seed_.store(seed, std::memory_order_relaxed);
    collections.reseed(chance());  // generated rows follow
  }
  Chance chance() const { return Chance(seed()); }

  // All that a request can find in it but the journal: what a snapshot keeps. Shares structure; each part is of one
  // moment, one part after the other.
  struct Remembered {  // of one moment
    Scenarios::Image scenarios;
    State::Image state, globals;
  };
  struct Image {
    StubStore::Image stubs;
    Remembered remembered;
    Counters::Image counters;
    collections::Store::Moment collections;
    Clock::State clock;
    std::uint64_t seed = 0;
  };
  Image image() const;
  void restore(const Image& image);
  Remembered remembered() const;
  void remember(const Remembered& all);
  void forget();        // as at the start: initial states, initial values
  void follow_below();  // what its files say about scenarios holds here, too

  const std::string name = "default";
  // Its stubs are asked when none of this world's wants a request, in this world's state, clock and luck. Set before the
  // first request; outlives this world.
  const World* below = nullptr;
  Alarms* alarms = nullptr;  // what rings by `clock`; set before the first request; nullptr: delays are real time's
  const Outward* outward = nullptr;  // for proxies and webhooks; set before the first request; nullptr: they fail
  Limits limits;             // set before the first request

  // All that it remembers, as of now.
  StateView look() const {
    return moments.read([this](Moments::Moment moment) {
      return StateView{moment, clock.now(), scenarios.now_under_lock(), state.now_under_lock()};
    });
  }

  Clock clock;

 private:
  std::shared_ptr<TemplateRules> rules_;  // forks have the same

 public:
  TemplateRules& templates = *rules_;  // set before the first request
  LiveStubs live;
  Moments moments;  // of the three below
  Scenarios scenarios{moments, clock};
  State state{moments};
  State globals{moments};  // Mockoon's setGlobalVar
  Counters counters;
  collections::Store collections;
  StubStore stubs{live, scenarios, state, counters, clock};  // how `live` is changed
  Verifications verifications;
  // What became of webhooks. Shared with those under way, which may end after the world.
  const std::shared_ptr<Callbacks> callbacks = std::make_shared<Callbacks>();
  journal::Journal journal;

 private:
  std::atomic<std::uint64_t> seed_;
};

}  // namespace mimus::serve
