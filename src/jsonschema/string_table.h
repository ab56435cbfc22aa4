#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace mimus::jsonschema {

// Which of these words is it? Made once, asked for every member of every object, so: one
// multiplication over the word's ends and its length, one probe in the usual case, no allocation.
// The ends are eight bytes each; they are all of a word of up to sixteen bytes.
class StringTable {
 public:
  static constexpr std::uint32_t kNone = 0xffffffff;

  StringTable() = default;
  explicit StringTable(std::vector<std::string> words);  // no two the same

  // The word's index, or kNone.
  std::uint32_t find(std::string_view word) const {
    if (slots_.empty()) return kNone;
    const Ends ends = ends_of(word);
    for (std::uint32_t at = place_of(ends, word.size());; at = (at + 1) & mask_) {
      const Slot& slot = slots_[at];
      if (slot.index == kNone) return kNone;
      if (slot.ends.head == ends.head && slot.ends.tail == ends.tail && slot.size == word.size() &&
          same_middle(slot, word))
        return slot.index;
    }
  }
  std::size_t size() const { return words_.size(); }
  std::string_view word(std::uint32_t index) const { return words_[index]; }
  const std::vector<std::string>& words() const { return words_; }

 private:
  struct Ends {
    std::uint64_t head, tail;
  };
  struct Slot {
    Ends ends{};
    std::uint32_t index = kNone;  // kNone: nobody lives here
    std::uint32_t size = 0;
  };

  static std::uint64_t load(const char* at, std::size_t size) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, size);
    return bytes;
  }
  static Ends ends_of(std::string_view word) {
    const char* const at = word.data();
    const std::size_t size = word.size();
    if (size >= 8) return {load(at, 8), load(at + size - 8, 8)};
    if (size >= 4) return {load(at, 4), load(at + size - 4, 4)};
    if (size == 0) return {0, 0};
    const auto byte = [&](std::size_t i) {
      return std::uint64_t{static_cast<unsigned char>(at[i])};
    };
    return {byte(0) | byte(size / 2) << 8 | byte(size - 1) << 16, 0};
  }
  std::uint32_t place_of(const Ends& ends, std::size_t size) const {
    std::uint64_t hash = (ends.head * 0x9e3779b97f4a7c15ULL ^ ends.tail) + size;
    hash ^= hash >> 32;
    return static_cast<std::uint32_t>(hash * seed_ >> shift_);
  }
  bool same_middle(const Slot& slot, std::string_view word) const {
    constexpr std::size_t kBothEnds = 16;
    return word.size() <= kBothEnds || words_[slot.index] == word;
  }
  // How many words do not stand in their first slot.
  std::size_t fill();

  std::vector<Slot> slots_;
  std::vector<std::string> words_;
  std::uint64_t seed_ = 0xd6e8feb86659fd93ULL;
  std::uint32_t mask_ = 0;
  int shift_ = 63;
};

}  // namespace mimus::jsonschema
