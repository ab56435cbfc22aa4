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
  scenarios.restore(other.scenarios.image());
  counters.restore(other.counters.image(Counters::Depth::kWithoutRepeats));
}

World::Image World::image() const {
  return {stubs.image(), scenarios.image(), counters.image(), clock.state(), seed()};
}

void World::restore(const Image& image) {
  clock.restore(image.clock);
  reseed(image.seed);
  stubs.restore(image.stubs);
  scenarios.restore(image.scenarios);
  counters.restore(image.counters);
  if (alarms != nullptr) alarms->changed();
}

}  // namespace mimus::serve
