#include "circumstances.h"

#include <algorithm>

#include "base/hash.h"

namespace mimus::serve {

std::uint64_t request_key(const http::Request& request) {
  return hash_bytes(request.body, hash_bytes(request.target, hash_bytes(request.method)));
}

Chance Circumstances::chance(std::uint64_t key) const {
  const auto known = std::ranges::find(drawn_, key, &std::pair<std::uint64_t, Chance>::first);
  if (known != drawn_.end()) return known->second;
  constexpr std::uint64_t kMatching = 0x6d61746368;  // a count of its own: not every request that asks is answered
  const std::uint64_t request = request_key(request_);
  const std::uint32_t repeat = world_.counters.repeat(hash_mix(key, kMatching), request);
  return drawn_.emplace_back(key, world_.chance().fork(key).fork(request).fork(std::uint64_t{repeat})).second;
}

bool Circumstances::settle_in_world(const stub::CompiledStub* found) const {
  Scenarios& scenarios = world_.scenarios;
  const bool asked = moment_.has_value();
  const Scenarios::Moment moment = asked ? *std::exchange(moment_, std::nullopt) : scenarios.now();
  if (found == nullptr || !found->settles) return scenarios.still(moment);
  const stub::Particulars& more = *found->source.more;
  const std::function<bool()> claim = [&] {
    return !more.lifespan.serves || world_.counters.claim(found->key, *more.lifespan.serves);
  };
  if (more.scenario && more.scenario->next) return scenarios.move(moment, more.scenario->scenario, *more.scenario->next, claim);
  if (asked) return scenarios.still(moment, claim);
  return claim();
}

}  // namespace mimus::serve
