#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <string>

#include "base/chance.h"
#include "json.h"

// Values for properties: every kind, edge numbers and awkward strings more often than fair chance
// has them.
namespace mimus::json {

inline std::string arbitrary_text(const Chance& chance) {
  static constexpr const char* kPieces[] = {"a", "/", "~",      "\"", "\\", "\n", "\x01", "é",
                                            "€", "😀", "\u2028", " ",  "0",  "id", "\x7f"};
  std::string text;
  const std::uint64_t count = chance.fork("count").below(6);
  for (std::uint64_t i = 0; i < count; ++i)
    text += kPieces[chance.fork(i).below(std::size(kPieces))];
  return text;
}

inline double arbitrary_double(const Chance& chance) {
  switch (chance.fork("kind").below(3)) {
    case 0:
      return static_cast<double>(chance.between(-1000, 1000)) / 8;
    case 1:
      return static_cast<double>(chance.between(-100, 100)) *
             std::pow(10, chance.fork("e").between(-30, 30));
    default: {
      const double any = std::bit_cast<double>(chance.fork("bits").bits());
      return std::isfinite(any) ? any : 0.5;
    }
  }
}

inline Value arbitrary_value(const Chance& chance, int depth = 4) {
  const Chance at = chance.fork("value");
  switch (at.fork("kind").below(depth > 0 ? 9 : 7)) {
    case 0:
      return nullptr;
    case 1:
      return at.happens(0.5);
    case 2:
      return at.between(-5, 5);
    case 3:
      return static_cast<std::int64_t>(at.bits());
    case 4:
      return at.bits() | std::uint64_t{1} << 63;
    case 5:
      return arbitrary_double(at);
    case 6:
      return Value(arbitrary_text(at));
    case 7: {
      Array array;
      const std::uint64_t count = at.fork("count").below(5);
      for (std::uint64_t i = 0; i < count; ++i)
        array.push_back(arbitrary_value(at.fork(i), depth - 1));
      return array;
    }
    default: {
      Object object;
      const std::uint64_t count = at.fork("count").below(5);
      for (std::uint64_t i = 0; i < count; ++i) {
        object[arbitrary_text(at.fork("name").fork(i))] = arbitrary_value(at.fork(i), depth - 1);
      }
      return object;
    }
  }
}

}  // namespace mimus::json
