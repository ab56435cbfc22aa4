#include "relation.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "base/hash.h"

namespace mimus::records {

Permutation::Permutation(Chance key, std::uint64_t size)
    : key_(key),
      size_(size),
      half_bits_(std::max(1u, (static_cast<unsigned>(std::bit_width(size - 1)) + 1) / 2)) {}

std::uint64_t Permutation::rounds(std::uint64_t value, bool forward) const {
  const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1;
  std::uint64_t left = value >> half_bits_;
  std::uint64_t right = value & mask;
  for (int step = 0; step < 4; ++step) {
    const auto round = static_cast<std::uint64_t>(forward ? step : 3 - step);
    const std::uint64_t salt = key_.bits() + round * 0x9e3779b97f4a7c15ull;
    if (forward)
      left = std::exchange(right, left ^ (hash_mix(salt, right) & mask));
    else
      right = std::exchange(left, right ^ (hash_mix(salt, left) & mask));
  }
  return left << half_bits_ | right;
}

std::uint64_t Permutation::at(std::uint64_t index) const {
  do index = rounds(index, true);
  while (index >= size_);
  return index;
}

std::uint64_t Permutation::where(std::uint64_t value) const {
  do value = rounds(value, false);
  while (value >= size_);
  return value;
}

Relation::Relation(Chance key, std::uint64_t parents, std::uint64_t children)
    : key_(key.fork("bounds")),
      parents_(parents),
      children_(children),
      seats_(key.fork("seats"), std::max<std::uint64_t>(children, 1)) {}

// Bounds move by up to one average share, so that some parents have none and some twice as many.
std::uint64_t Relation::first(std::uint64_t parent) const {
  if (parent == 0) return 0;
  if (parent >= parents_) return children_;
  const double share = static_cast<double>(children_) / static_cast<double>(parents_);
  const double bound = (static_cast<double>(parent) + key_.fork(parent).uniform() - 0.5) * share;
  return std::min(static_cast<std::uint64_t>(std::max(bound, 0.0)), children_);
}

std::uint64_t Relation::parent(std::uint64_t child) const {
  const std::uint64_t seat = seats_.at(child);
  const double guess =
      static_cast<double>(seat) * static_cast<double>(parents_) / static_cast<double>(children_);
  std::uint64_t parent = std::min(static_cast<std::uint64_t>(guess), parents_ - 1);
  while (parent > 0 && first(parent) > seat) --parent;
  while (parent + 1 < parents_ && first(parent + 1) <= seat) ++parent;
  return parent;
}

}  // namespace mimus::records
