#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace mimus::jsonschema {

// Which of these words is it? Made once, asked for every member of every object, so: one
// multiplication over the word's ends and its length, one probe in the usual case, no allocation.
class StringTable {
 public:
  static constexpr std::uint32_t kNone = 0xffffffff;

  StringTable() = default;
  explicit StringTable(std::vector<std::string> words);  // no two the same

  // The word's index, or kNone.
  std::uint32_t find(std::string_view word) const {
    if (slots_.empty()) return kNone;
    const std::uint64_t hash = hash_of(word);
    for (std::uint32_t at = static_cast<std::uint32_t>(hash >> shift_);; at = (at + 1) & mask_) {
      const Slot& slot = slots_[at];
      if (slot.index == kNone) return kNone;
      if (slot.print == static_cast<std::uint32_t>(hash) && slot.size == word.size() &&
          std::memcmp(text_.data() + slot.start, word.data(), word.size()) == 0) {
        return slot.index;
      }
    }
  }
  std::size_t size() const { return words_.size(); }
  std::string_view word(std::uint32_t index) const { return words_[index]; }
  const std::vector<std::string>& words() const { return words_; }

 private:
  struct Slot {
    std::uint32_t print = 0;      // low half of the hash
    std::uint32_t index = kNone;  // kNone: nobody lives here
    std::uint32_t start = 0;      // in text_
    std::uint32_t size = 0;
  };

  static std::uint64_t load(const char* at, std::size_t size) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, at, size);
    return bytes;
  }
  std::uint64_t hash_of(std::string_view word) const {
    const char* const at = word.data();
    const std::size_t size = word.size();
    std::uint64_t ends = size;
    if (size >= 8) {
      ends += load(at, 8) * 0x9e3779b97f4a7c15ULL ^ load(at + size - 8, 8);
    } else if (size >= 4) {
      ends += load(at, 4) << 32 ^ load(at + size - 4, 4) << 8;
    } else if (size > 0) {
      ends += static_cast<std::uint64_t>(static_cast<unsigned char>(at[0])) << 40 ^
              static_cast<std::uint64_t>(static_cast<unsigned char>(at[size / 2])) << 24 ^
              static_cast<std::uint64_t>(static_cast<unsigned char>(at[size - 1])) << 8;
    }
    ends ^= ends >> 32;
    ends *= seed_;
    return ends ^ ends >> 29;
  }
  // How many words do not stand in their first slot.
  std::size_t fill();

  std::vector<Slot> slots_;
  std::string text_;
  std::vector<std::string> words_;
  std::uint64_t seed_ = 0xd6e8feb86659fd93ULL;
  std::uint32_t mask_ = 0;
  int shift_ = 63;
};

}  // namespace mimus::jsonschema
