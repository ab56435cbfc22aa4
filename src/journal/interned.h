#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "record.h"

namespace mimus::journal {

// What the current chunk of a writer holds already, so that it is stored once. A hint, not a truth: what it
// finds was compared byte by byte, and what it forgot is merely stored again.
//
// Two ways to ask: by hash, and by the address at which the text stood the last time, which spares the
// hash for texts that live in a stub (response heads, labels). Of the writing thread only.
class Interned {
 public:
  static constexpr std::uint32_t kAbsent = UINT32_MAX;

  // About 4 % of the chunk's size.
  static std::size_t footprint(std::size_t chunk_size);

  // Forgets everything; the chunk's bytes start at `chunk`.
  void start(const char* chunk, std::size_t chunk_size);

  // The offset of the same bytes in the chunk, or kAbsent.
  std::uint32_t by_hash(std::uint64_t hash, std::string_view text) const;
  std::uint32_t by_address(std::string_view text) const;

  // `text` stands at `offset` now. Ignored when the table is half full.
  void remember(std::uint64_t hash, std::string_view text, std::uint32_t offset);
  void remember_address(std::string_view text, std::uint32_t offset);

 private:
  struct Slot {
    std::uint32_t tag, offset, length;  // length 0: free
  };
  struct Place {
    const char* data;
    std::uint32_t offset, length;
  };
  static constexpr std::size_t kPlaces = 32;
  static std::size_t place_of(std::string_view text) {
    const auto address = reinterpret_cast<std::uintptr_t>(text.data());
    return (address >> 4 ^ address >> 12) % kPlaces;
  }

  const char* chunk_ = nullptr;
  std::vector<Slot> slots_;  // a power of two
  std::size_t used_ = 0;
  std::array<Place, kPlaces> places_{};
};

}  // namespace mimus::journal
