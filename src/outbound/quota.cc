#include "quota.h"

namespace mimus::outbound {

std::list<Quota::Lane>::iterator Quota::join(Lane lane) {
  const std::lock_guard lock(mutex_);
  return lanes_.insert(lanes_.end(), std::move(lane));
}

void Quota::leave(std::list<Lane>::iterator lane) {
  const std::lock_guard lock(mutex_);
  lanes_.erase(lane);
}

Quota::Room Quota::take(const Target& target) {
  const std::lock_guard lock(mutex_);
  const auto to_one = open_.find(target);
  if (to_one != open_.end() && to_one->second >= most_to_one_) return Room::kNoneToThisOne;
  if (all_ >= most_) return Room::kNone;
  ++all_;
  if (to_one != open_.end()) ++to_one->second;
  else open_.emplace(target, 1);
  return Room::kThere;
}

void Quota::give_back(const Target& target) {
  const std::lock_guard lock(mutex_);
  const auto to_one = open_.find(target);
  if (--to_one->second == 0) open_.erase(to_one);
  --all_;
  if (wanted_.empty()) return;
  for (const Lane& lane : lanes_) lane.look_again();
}

void Quota::wait(std::list<Lane>::iterator lane, const Target& target) {
  waiting_.fetch_add(1);
  const std::lock_guard lock(mutex_);
  wanted_.insert(target);
  for (auto other = lanes_.begin(); other != lanes_.end(); ++other) {
    if (other != lane) other->give_up_one(target);
  }
}

void Quota::stop_waiting(const Target& target) {
  const std::lock_guard lock(mutex_);
  wanted_.erase(wanted_.find(target));
  waiting_.fetch_sub(1);
}

bool Quota::wants(const Target& idle) {
  if (waiting_.load() == 0) return false;
  const std::lock_guard lock(mutex_);
  return wanted_.contains(idle) || (!wanted_.empty() && all_ >= most_);
}

}  // namespace mimus::outbound
