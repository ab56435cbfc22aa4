#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "chance.h"

namespace mimus {

// 16 bytes, RFC 9562. Text form: 8-4-4-4-12 hexadecimal digits, lower case.
struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  static std::optional<Uuid> parse(std::string_view text);  // either case, no braces
  static Uuid random(const Chance& chance);                 // version 4, variant 10
  std::string text() const;

  friend auto operator<=>(const Uuid&, const Uuid&) = default;
};

}  // namespace mimus

template <>
struct std::hash<mimus::Uuid> {
  std::size_t operator()(const mimus::Uuid& uuid) const;
};
