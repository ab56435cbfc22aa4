#include "pool.h"

#include <algorithm>
#include <vector>

#include "link.h"

namespace mimus::outbound {

Lease::~Lease() {
  if (pool_ != nullptr) pool_->quota_.give_back(target_);
}

Pool::Pool(const Options& options, Quota& quota, std::shared_ptr<Door> door)
    : options_(options), quota_(quota), alive_(std::make_shared<bool>(true)) {
  Quota::Lane lane;
  lane.look_again = [this, door, alive = std::weak_ptr(alive_)] {
    door->post([this, alive] {
      if (alive.expired()) return;
      for (const auto& [target, signal] : waiters_) signal->set();
    });
  };
  lane.give_up_one = [this, door, alive = std::weak_ptr(alive_)](const Target& target) {
    door->post([this, alive, target] {
      if (alive.expired()) return;
      const auto same = idle_.find(target);
      if (same != idle_.end() && drop_oldest(same->second)) return;
      const bool any_helps = std::ranges::any_of(idle_, [&](const auto& kept) { return quota_.wants(kept.first); });
      if (any_helps) drop_any();
    });
  };
  lane_ = quota_.join(std::move(lane));
}

Pool::~Pool() {
  close();
  quota_.leave(lane_);
}

std::shared_ptr<Link> Pool::take(const Target& target, bool surely) {
  const auto kept = idle_.find(target);
  if (kept == idle_.end()) return nullptr;
  while (!kept->second.empty()) {
    const std::shared_ptr<Link> link = std::move(kept->second.back());
    kept->second.pop_back();
    --idle_count_;
    if (link->still_fresh(surely)) {
      ++reused_;
      return link;
    }
  }
  return nullptr;
}

bool Pool::may_open(const Target& target) {
  Quota::Room room = quota_.take(target);
  if (room == Quota::Room::kNone && drop_any()) room = quota_.take(target);
  return room == Quota::Room::kThere;
}

Lease Pool::open(const Target& target) {
  ++connected_;
  return Lease(*this, target);
}

void Pool::keep(std::shared_ptr<Link> link, std::chrono::seconds most) {
  const Target& target = link->lease().target();
  if (closed_ || (waiters_.empty() && quota_.wants(target))) return;  // its end makes room on another lane
  link->idle_until = about_now() + std::min(most, options_.keep);
  rouse(target);
  idle_[target].push_back(std::move(link));
  ++idle_count_;
}

Pool::Waiters::iterator Pool::wait(const Target& target, Signal& signal) {
  const auto place = waiters_.emplace(waiters_.end(), target, &signal);
  quota_.wait(lane_, target);
  return place;
}

void Pool::leave(Waiters::iterator place) {
  quota_.stop_waiting(place->first);
  waiters_.erase(place);
}

void Pool::rouse(const Target& target) {
  if (waiters_.empty()) return;
  const auto same = std::ranges::find(waiters_, target, &Waiters::value_type::first);
  (same != waiters_.end() ? same : waiters_.begin())->second->set();
}

bool Pool::drop_any() {
  return std::ranges::any_of(idle_, [&](auto& kept) { return drop_oldest(kept.second); });
}

bool Pool::drop_oldest(Idle& idle) {
  if (idle.empty()) return false;
  const std::shared_ptr<Link> oldest = std::move(idle.front());
  idle.pop_front();
  --idle_count_;
  return true;
}

void Pool::sweep(SteadyTime now) {
  for (auto kept = idle_.begin(); kept != idle_.end();) {
    while (!kept->second.empty() && kept->second.front()->idle_until <= now) drop_oldest(kept->second);
    if (kept->second.empty()) kept = idle_.erase(kept);
    else ++kept;
  }
}

void Pool::close() {
  closed_ = true;
  sweep(SteadyTime::max());
}

}  // namespace mimus::outbound
