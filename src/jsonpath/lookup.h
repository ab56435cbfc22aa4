#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "json/json.h"

namespace mimus::jsonpath {

using Member = boost::json::key_value_pair;

// Names are short: comparing them here is several times as fast as a call to do so.
[[gnu::always_inline]] inline bool same_text(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  const auto word_at = [](std::string_view text, std::size_t at, auto word) {
    std::memcpy(&word, text.data() + at, sizeof word);
    return word;
  };
  const std::size_t size = a.size();
  if (size > 16) return std::memcmp(a.data(), b.data(), size) == 0;
  const auto ends_match = [&](auto word) {  // the first and the last so many bytes, which may overlap
    const std::size_t last = size - sizeof word;
    return word_at(a, 0, word) == word_at(b, 0, word) && word_at(a, last, word) == word_at(b, last, word);
  };
  if (size >= 8) return ends_match(std::uint64_t{});
  if (size >= 4) return ends_match(std::uint32_t{});
  if (size >= 2) return ends_match(std::uint16_t{});
  return size == 0 || a[0] == b[0];
}

// The member of that name, or nullptr. Objects are mostly small, and then a loop here is several times as fast as
// Boost.JSON's search behind a call. `hint`: where it was in the object before, which is where it is in objects of the
// same make; any number will do.
[[gnu::always_inline]] inline const Member* find_member(const json::Object& object, std::string_view name,
                                                        std::uint32_t& hint) {
  constexpr std::size_t kSmall = 16;
  const std::size_t size = object.size();
  const Member* const members = object.begin();
  if (hint < size && same_text(members[hint].key(), name)) [[likely]] return members + hint;
  if (size > kSmall) {
    const auto found = object.find(name);
    if (found == object.end()) return nullptr;
    hint = static_cast<std::uint32_t>(found - members);
    return found;
  }
  for (std::size_t i = 0; i < size; ++i) {
    if (!same_text(members[i].key(), name)) continue;
    hint = static_cast<std::uint32_t>(i);
    return members + i;
  }
  return nullptr;
}

[[gnu::always_inline]] inline const Member* find_member(const json::Object& object, std::string_view name) {
  std::uint32_t hint = ~std::uint32_t{0};
  return find_member(object, name, hint);
}

}  // namespace mimus::jsonpath
