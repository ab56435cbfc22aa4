#include "string_table.h"

#include <bit>

namespace mimus::jsonschema {

StringTable::StringTable(std::vector<std::string> words) : words_(std::move(words)) {
  if (words_.empty()) return;
  const std::size_t size = std::bit_ceil(words_.size() * 2);
  slots_.resize(size);
  mask_ = static_cast<std::uint32_t>(size - 1);
  shift_ = 64 - std::countr_zero(size);
  // Some multipliers scatter these very words better than others.
  constexpr int kTries = 16;
  std::uint64_t best_seed = seed_;
  std::size_t best = words_.size() + 1;
  for (int i = 0; i < kTries && best != 0; ++i, seed_ = (seed_ + 2) * 0x9e3779b97f4a7c15ULL | 1) {
    if (const std::size_t displaced = fill(); displaced < best) {
      best = displaced;
      best_seed = seed_;
    }
  }
  seed_ = best_seed;
  fill();
}

std::size_t StringTable::fill() {
  std::size_t displaced = 0;
  slots_.assign(slots_.size(), Slot());
  for (std::uint32_t i = 0; i < words_.size(); ++i) {
    const Ends ends = ends_of(words_[i]);
    std::uint32_t at = place_of(ends, words_[i].size());
    if (slots_[at].index != kNone) ++displaced;
    while (slots_[at].index != kNone) at = (at + 1) & mask_;
    slots_[at] = {ends, i, static_cast<std::uint32_t>(words_[i].size())};
  }
  return displaced;
}

}  // namespace mimus::jsonschema
