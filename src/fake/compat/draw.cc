#include "compat/draw.h"

namespace mimus::fake::compat {

void append_digits(Engine& engine, std::size_t count, std::string& out) {
  while (count > 0) {
    auto number = static_cast<unsigned>(engine.next() * 1e8);
    const std::size_t now = count < 8 ? count : 8;
    char digits[8];
    for (std::size_t i = 0; i < now; ++i, number /= 10) digits[i] = static_cast<char>('0' + number % 10);
    out.append(digits, now);
    count -= now;
  }
}

void append_of(Engine& engine, std::string_view characters, std::size_t count, std::string& out) {
  for (; count > 0 && !engine.failed(); --count) out += one_of(engine, characters);
}

void append_form(Engine& engine, std::string_view form, std::string& out) {
  for (const char c : form) {
    switch (c) {
      case '#':
        out += digit(engine);
        break;
      case '%':
        out += static_cast<char>('0' + roll(engine, 1, 9));
        break;
      case '?':
        out += one_of(engine, kCapitals);
        break;
      case '^':
        out += one_of(engine, kSmall);
        break;
      default:
        out += c;
    }
  }
}

void append_padded(int number, int width, std::string& out) {
  char digits[10];
  for (int i = width; i-- > 0; number /= 10) digits[i] = static_cast<char>('0' + number % 10);
  out.append(digits, static_cast<std::size_t>(width));
}

}  // namespace mimus::fake::compat
