#include "world.h"

namespace mimus::serve {

World::World(const World& other, std::string given, const journal::Journal::Options& options)
    : name(std::move(given)), rules_(other.rules_), journal(options), seed_(other.seed()) {
  below = other.below;
  alarms = other.alarms;
  outward = other.outward;
  limits = other.limits;
  clock.restore(other.clock.state());
  stubs.limit(limits.stubs);
  stubs.restore(other.stubs.image());
  remember(other.remembered());
  counters.restore(other.counters.image(Counters::Depth::kWithoutRepeats));
  collections.restore(other.collections.snapshot());
}

World::Remembered World::remembered() const {
  return moments.read([this](Moments::Moment) {
    return Remembered{scenarios.now_under_lock(), state.now_under_lock(), globals.now_under_lock()};
  });
}

void World::remember(const Remembered& all) {
  moments.change([&](Moments::Held held) {
    scenarios.put_back(held, all.scenarios);
    state.put_back(held, all.state);
    globals.put_back(held, all.globals);
  });
}

void World::forget() {
  scenarios.reset();
  state.reset();
  globals.reset();
}

void World::follow_below() {
  if (below != nullptr) scenarios.plan(below->scenarios.plans());
}

World::Image World::image() const {
  return {stubs.image(), remembered(), counters.image(), collections.snapshot(), clock.state(), seed()};
}

void World::restore(const Image& image) {
  clock.restore(image.clock);
  reseed(image.seed);
  stubs.restore(image.stubs);
  remember(image.remembered);
  counters.restore(image.counters);
  if (image.collections) collections.restore(image.collections);
  if (alarms != nullptr) alarms->changed();
}

}  // namespace mimus::serve
