#include "circumstances.h"

#include <algorithm>

#include "assignments.h"
#include "base/hash.h"

namespace mimus::serve {

std::uint64_t request_key(const http::Request& request) {
  return hash_bytes(request.body, hash_bytes(request.target, hash_bytes(request.method)));
}

Chance Circumstances::chance(std::uint64_t key) const {
  const auto known = std::ranges::find(drawn_, key, &std::pair<std::uint64_t, Chance>::first);
  if (known != drawn_.end()) return known->second;
  constexpr std::uint64_t kMatching =
      0x6d61746368;  // a count of its own: not every request that asks is answered
  const std::uint64_t request = request_key(request_);
  const std::uint32_t repeat = world_.counters.repeat(hash_mix(key, kMatching), request);
  return drawn_
      .emplace_back(key, world_.chance().fork(key).fork(request).fork(std::uint64_t{repeat}))
      .second;
}

void Circumstances::look_again() {
  if (view_) past_.push_back(*std::move(view_));
  view_.emplace(world_.look());
}

bool Circumstances::settle_in_world(const stub::CompiledStub* found, facts::RequestFacts& facts,
                                    const match::Captures& captures) {
  const bool moves = found != nullptr && found->settles &&
                     (!found->assignments.empty() ||
                      (found->source.more->scenario && found->source.more->scenario->next));
  if (moves) return commit(*found, facts, captures);
  const auto claim = [&] {
    return found == nullptr || !found->settles ||
           world_.counters.claim(found->key, *found->source.more->lifespan.serves);
  };
  if (!view_) return claim();
  const bool still = world_.moments.read([&](Moments::Moment now) {
    return now == view_->moment &&
           (view_->until == WallTime::max() || world_.clock.now() < view_->until) && claim();
  });
  if (!still) view_.reset();
  return still;
}

// What is rendered is rendered from the moment that the request was matched against, before
// anything is locked.
bool Circumstances::commit(const stub::CompiledStub& found, facts::RequestFacts& facts,
                           const match::Captures& captures) {
  world_.follow_below();
  if (found.renders_state) (void)view();
  auto changes = render_assignments(found, facts, captures, *this);
  if (!changes) {
    failure_ = std::move(changes).error();
    return true;
  }
  std::optional<Moments::Moment> seen;
  WallTime until = WallTime::max();
  if (view_) {
    seen = view_->moment;
    until = view_->until;
    view_.reset();  // shares nothing any more, so that what changes can change in place
  }
  const stub::CapturedPath captured(captures);
  const facts::Caller caller{facts, captured};
  const bool done = world_.moments.change_at(seen, [&](Moments::Held held) {
    if (until != WallTime::max() && world_.clock.now() >= until) return false;
    return commit_now(held, found, *changes, caller);
  });
  return done || failure_;
}

bool Circumstances::commit_now(Moments::Held held, const stub::CompiledStub& found,
                               const Changes& changes, const facts::Caller& caller) {
  const stub::Particulars& more = *found.source.more;
  const bool moves = more.scenario && more.scenario->next;
  const bool claims = more.lifespan.serves.has_value();
  std::optional<State::Image> before;
  if (!changes.empty() && (moves || claims)) before = world_.state.now(held);
  const auto undo = [&] {
    if (before) world_.state.put_back(held, *before);
  };
  if (!changes.empty()) {
    if (auto applied = world_.state.apply(held, changes); !applied) {
      failure_ = std::move(applied).error();
      return false;
    }
  }
  if (claims && !world_.counters.claim(found.key, *more.lifespan.serves)) {
    undo();
    return false;
  }
  if (moves) {
    const std::string_view instance =
        world_.scenarios.now(held).key_of(more.scenario->scenario).of(caller);
    if (auto moved =
            world_.scenarios.put(held, more.scenario->scenario, instance, *more.scenario->next);
        !moved) {
      undo();
      if (claims) world_.counters.give_back(found.key);
      failure_ = std::move(moved).error();
      return false;
    }
  }
  view_.emplace(StateView{world_.moments.now() + 1, world_.clock.now(), world_.scenarios.now(held),
                          world_.state.now(held)});
  return true;
}

}  // namespace mimus::serve
