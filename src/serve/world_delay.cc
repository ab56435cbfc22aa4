#include "world_delay.h"

#include <algorithm>
#include <new>
#include <utility>

namespace mimus::serve {

void follow_clock(World& world, Arena& arena, server::Reply& reply) {
  const Clock::State clock = world.clock.state();
  if (!clock.frozen && clock.speed == 1) return;
  auto* const delivery = new (arena.allocate(sizeof(http::Delivery), alignof(http::Delivery))) http::Delivery(*reply.delivery);
  const Nanoseconds delay = std::exchange(delivery->delay, Nanoseconds(0));
  if (!clock.frozen) {
    const auto scaled = [&](Nanoseconds time) { return Nanoseconds(static_cast<std::int64_t>(static_cast<double>(time.count()) / clock.speed)); };
    delivery->spread = scaled(delivery->spread);
    const auto events = arena.array<Nanoseconds>(delivery->events.size());
    std::ranges::transform(delivery->events, events.begin(), scaled);
    delivery->events = events;
  }
  reply.delivery = delivery->plain() ? nullptr : delivery;
  if (delay <= Nanoseconds(0)) return;
  const void* const stub = reply.stub;
  const std::uint64_t tag = reply.tag;
  const auto waiting = std::make_shared<server::Reply>(std::move(reply));
  reply = server::Reply{};
  reply.stub = stub;
  reply.tag = tag;
  reply.deferred = [&world, waiting, due = world.clock.now() + delay](std::function<void(server::Reply)> done) {
    world.alarms->at(world.clock, due, [waiting, done = std::move(done)] { done(std::move(*waiting)); });
  };
}

}  // namespace mimus::serve
