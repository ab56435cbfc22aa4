#include "walk.h"

#include <tuple>
#include <utility>

namespace mimus::journal {

Walk::Walk(const Lane& lane, Range range, Direction direction, Lane::Pin start)
    : lane_(&lane), range_(range), direction_(direction) {
  if (range_.size() == 0) return;
  const std::uint64_t sequence = direction == Direction::kNewestFirst ? range_.last : range_.first;
  if (start && start->first_sequence() <= sequence) {
    land(std::move(start), sequence);
  } else {
    seek(sequence);
  }
}

void Walk::seek(std::uint64_t sequence) {
  stand_at(nullptr);
  pin_ = {};
  if (sequence < range_.first || sequence > range_.last) return;
  Lane::Pin pin = lane_->pin(sequence);
  if (!pin) return;
  if (sequence < pin->first_sequence()) {  // dropped meanwhile
    if (direction_ == Direction::kNewestFirst) return;
    sequence = pin->first_sequence();
    if (sequence > range_.last) return;
  }
  land(std::move(pin), sequence);
}

void Walk::land(Lane::Pin pin, std::uint64_t sequence) {
  pin_ = std::move(pin);
  last_of_chunk_ = pin_->last_sequence();
  stand_at(pin_->find(sequence));
}

void Walk::stand_at(const RecordHead* head) {
  head_ = head;
  sequence_ = head != nullptr ? head->sequence : 0;
  received_ = head != nullptr ? head->received : 0;
}

void Walk::advance() {
  if (direction_ == Direction::kNewestFirst) {
    const bool inside = pin_ && sequence_ > range_.first && head_->previous != 0;
    inside ? stand_at(Chunk::before(head_)) : seek(sequence_ - 1);
  } else {
    const bool inside = pin_ && sequence_ < range_.last && sequence_ < last_of_chunk_;
    inside ? stand_at(Chunk::after(head_)) : seek(sequence_ + 1);
  }
}

Merge::Merge(std::span<const std::unique_ptr<Lane>> lanes, std::vector<Lane::Held> window,
             Direction direction)
    : direction_(direction) {
  walks_.reserve(lanes.size());
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    walks_.emplace_back(*lanes[i], window[i].range, direction, std::move(window[i].newest));
  }
}

std::optional<std::size_t> Merge::next() const {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < walks_.size(); ++i) {
    if (!walks_[i]) continue;
    if (!best) {
      best = i;
      continue;
    }
    const auto key = [this](std::size_t lane) {
      return std::tuple(walks_[lane].received(), walks_[lane].sequence(), lane);
    };
    const bool later = key(i) > key(*best);
    if (later == (direction_ == Direction::kNewestFirst)) best = i;
  }
  return best;
}

void Merge::rest() {
  for (Walk& walk : walks_) walk.rest();
}

void Merge::resume() {
  for (Walk& walk : walks_) walk.resume();
}

}  // namespace mimus::journal
