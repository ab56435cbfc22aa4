#include "interned.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace mimus::journal {
namespace {

// Half of the slots are used at most: one text for 512 bytes of chunk.
constexpr std::size_t kChunkBytesPerSlot = 256;

std::size_t slot_count(std::size_t chunk_size) {
  return std::bit_ceil(std::max<std::size_t>(chunk_size / kChunkBytesPerSlot, 16));
}

std::uint32_t tag_of(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }

}  // namespace

std::size_t Interned::footprint(std::size_t chunk_size) {
  return slot_count(chunk_size) * sizeof(Slot);
}

void Interned::start(const char* chunk, std::size_t chunk_size) {
  chunk_ = chunk;
  used_ = 0;
  slots_.assign(slot_count(chunk_size), Slot{});
  places_.fill({});
}

std::uint32_t Interned::by_hash(std::uint64_t hash, std::string_view text) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = hash & mask; slots_[i].length != 0; i = (i + 1) & mask) {
    const Slot& slot = slots_[i];
    if (slot.tag == tag_of(hash) && slot.length == text.size() &&
        std::memcmp(chunk_ + slot.offset, text.data(), text.size()) == 0) {
      return slot.offset;
    }
  }
  return kAbsent;
}

std::uint32_t Interned::by_address(std::string_view text) const {
  const Place& place = places_[place_of(text)];
  if (place.data != text.data() || place.length != text.size()) return kAbsent;
  return std::memcmp(chunk_ + place.offset, text.data(), text.size()) == 0 ? place.offset : kAbsent;
}

void Interned::remember(std::uint64_t hash, std::string_view text, std::uint32_t offset) {
  if (2 * used_ >= slots_.size()) return;
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = hash & mask;
  while (slots_[i].length != 0) i = (i + 1) & mask;
  slots_[i] = {tag_of(hash), offset, static_cast<std::uint32_t>(text.size())};
  ++used_;
}

void Interned::remember_address(std::string_view text, std::uint32_t offset) {
  places_[place_of(text)] = {text.data(), offset, static_cast<std::uint32_t>(text.size())};
}

}  // namespace mimus::journal
