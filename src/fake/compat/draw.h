#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "engine.h"

// Small draws for providers that follow no other library's sequence: one draw each.
namespace mimus::fake::compat {

inline int roll(Engine& engine, int low, int high) {  // both included
  return low + static_cast<int>(engine.next() * (high - low + 1));
}
inline char digit(Engine& engine) {
  return static_cast<char>('0' + roll(engine, 0, 9));
}
inline char one_of(Engine& engine, std::string_view characters) {
  return characters[static_cast<std::size_t>(engine.next() *
                                             static_cast<double>(characters.size()))];
}
template <class Rows>
const auto& row_of(Engine& engine, const Rows& rows) {
  return rows[static_cast<std::size_t>(engine.next() * static_cast<double>(std::size(rows)))];
}
inline constexpr std::string_view kCapitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
inline constexpr std::string_view kSmall = "abcdefghijklmnopqrstuvwxyz";
inline constexpr std::string_view kCapitalsAndDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
inline constexpr std::string_view kHex = "0123456789abcdef";

// Eight digits a draw: long numbers cost little.
void append_digits(Engine& engine, std::size_t count, std::string& out);
void append_of(Engine& engine, std::string_view characters, std::size_t count, std::string& out);
// '#' a digit, '%' a digit from 1 on, '?' a capital letter, '^' a small one, everything else
// itself.
void append_form(Engine& engine, std::string_view form, std::string& out);
void append_padded(int number, int width, std::string& out);  // width of at most 10, zeros in front

}  // namespace mimus::fake::compat
