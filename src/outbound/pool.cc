#include "pool.h"

#include <algorithm>
#include <vector>

#include "link.h"

namespace mimus::outbound {

Lease::~Lease() {
  if (pool_ != nullptr) pool_->give_back(target_);
}

std::shared_ptr<Link> Pool::take(const Target& target) {
  const auto lane = lanes_.find(target);
  if (lane == lanes_.end()) return nullptr;
  while (!lane->second.idle.empty()) {
    std::shared_ptr<Link> link = std::move(lane->second.idle.back());
    lane->second.idle.pop_back();
    --idle_count_;
    if (!link->still_fresh()) continue;
    ++reused_;
    return link;
  }
  return nullptr;
}

bool Pool::may_open(const Target& target) {
  const auto lane = lanes_.find(target);
  if (lane != lanes_.end() && lane->second.open >= options_.most_to_one) return false;
  if (open_ < options_.most_connections) return true;
  for (auto& [other, kept] : lanes_) {
    if (kept.idle.empty()) continue;
    const std::shared_ptr<Link> oldest = std::move(kept.idle.front());
    kept.idle.pop_front();
    --idle_count_;
    return true;
  }
  return false;
}

Lease Pool::open(const Target& target) {
  ++lanes_[target].open;
  ++open_;
  ++connected_;
  return Lease(*this, target);
}

void Pool::keep(std::shared_ptr<Link> link, std::chrono::seconds most) {
  const Target target = link->lease().target();
  link->idle_until = std::chrono::steady_clock::now() + std::min(most, options_.keep);
  lanes_[target].idle.push_back(std::move(link));
  ++idle_count_;
  rouse(target);
}

void Pool::give_back(const Target& target) {
  const auto lane = lanes_.find(target);
  --open_;
  if (--lane->second.open == 0 && lane->second.idle.empty()) lanes_.erase(lane);
  rouse(target);
}

void Pool::rouse(const Target& target) {
  if (waiters_.empty()) return;
  const auto same = std::ranges::find(waiters_, target, &Waiters::value_type::first);
  (same != waiters_.end() ? same : waiters_.begin())->second->set();
}

void Pool::sweep(SteadyTime now) {
  std::vector<std::shared_ptr<Link>> over;  // their ends change lanes_
  for (auto& [target, lane] : lanes_) {
    while (!lane.idle.empty() && lane.idle.front()->idle_until <= now) {
      over.push_back(std::move(lane.idle.front()));
      lane.idle.pop_front();
      --idle_count_;
    }
  }
}

void Pool::clear() { sweep(SteadyTime::max()); }

}  // namespace mimus::outbound
