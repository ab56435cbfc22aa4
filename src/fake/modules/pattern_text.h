#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "engine.h"

// What faker-js's small languages of patterns have in common. On UTF-16, as its regular expressions
// are.
namespace mimus::fake {

// A character with a count in braces: "x{3}" or "x{3,5}". The leftmost.
enum class Repeat { kCount, kRange };
struct Repeated {
  std::size_t begin, size;
  char16_t character;
  bool ranged;
  double min, max;  // equal unless ranged
};
std::optional<Repeated> find_repeat(std::u16string_view text, Repeat kind);
// Writes it out; fails the engine when the text would be too long.
void replace_repeat(Engine& engine, std::u16string& text, const Repeated& found, double count);

struct NumberRange {
  std::size_t begin, size;
  double min, max;
};
std::optional<NumberRange> find_number_range(std::u16string_view text);  // "[3-7]", the leftmost

// "{3}" or "{3,5}" at `at`.
struct Braces {
  std::size_t size;
  bool ranged;
  double min, max;
};
std::optional<Braces> braces_at(std::u16string_view text, std::size_t at);

// Puts `with` in the place of text[begin, begin + size); fails the engine when the text would be
// too long.
void splice(Engine& engine, std::u16string& text, std::size_t begin, std::size_t size,
            std::u16string_view with);

inline bool is_line_end(char16_t c) {
  return c == u'\n' || c == u'\r' || c == u'\u2028' || c == u'\u2029';
}

}  // namespace mimus::fake
