#include "arena.h"

#include <algorithm>

namespace mimus {

void Arena::grow(std::size_t at_least) {
  const std::size_t doubled = blocks_.empty() ? kFirstBlock : blocks_.back().size * 2;
  const std::size_t size = std::max(at_least, std::min<std::size_t>(doubled, 1 << 20));
  blocks_.push_back({std::make_unique_for_overwrite<char[]>(size), size});
  block_ = blocks_.back().bytes.get();
  capacity_ = size;
  used_ = 0;
}

void Arena::reset() {
  used_ = 0;
  if (blocks_.size() <= 1 && capacity_ <= kKeep) return;
  const auto kept = std::find_if(blocks_.rbegin(), blocks_.rend(),
                                 [](const Block& block) { return block.size <= kKeep; });
  if (kept == blocks_.rend()) {
    blocks_.clear();
    block_ = nullptr;
    capacity_ = 0;
    return;
  }
  Block last = std::move(*kept);
  blocks_.clear();
  blocks_.push_back(std::move(last));
  block_ = blocks_.back().bytes.get();
  capacity_ = blocks_.back().size;
}

std::size_t Arena::footprint() const {
  std::size_t total = 0;
  for (const Block& block : blocks_) total += block.size;
  return total;
}

}  // namespace mimus
