#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "engine.h"

namespace mimus::fake {

// A list of texts in the locale's data, for providers of our own.
//
//   const TextList suffixes = definitions(engine.locale(), "location.street_suffix");
//   if (!suffixes.empty()) out += suffixes.pick(engine);
//
// A view of the program's image, valid forever. Two words; copy it.
class TextList {
 public:
  TextList() = default;  // empty
  std::size_t size() const { return count_; }
  bool empty() const { return count_ == 0; }
  std::string_view operator[](std::size_t index) const {
    return {pool_ + offsets_[index], offsets_[index + 1] - offsets_[index]};
  }
  // One draw (none for a list of one). Fails the engine, and gives "", when empty.
  std::string_view pick(Engine& engine) const;

 private:
  friend struct Image;
  const char* pool_ = nullptr;
  const std::uint32_t* offsets_ = nullptr;  // count_ + 1
  std::uint32_t count_ = 0;
};

// By path, "person.first_name.female"; fallback locales are already in it. Empty when the locale
// has no such list.
TextList definitions(Locale locale, std::string_view path);

}  // namespace mimus::fake
