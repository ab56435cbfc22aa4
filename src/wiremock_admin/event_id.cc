#include "event_id.h"

#include <cstddef>

namespace mimus::wiremock_admin {
namespace {

constexpr std::uint64_t kVersion = 0x8000;  // in the low 16 bits of the first half
constexpr std::uint64_t kVariant = std::uint64_t{0b10} << 62;  // in the high bits of the second

void put(std::uint64_t half, std::size_t at, Uuid& uuid) {
  for (std::size_t i = 0; i < 8; ++i) {
    uuid.bytes[at + i] = static_cast<std::uint8_t>(half >> (56 - 8 * i));
  }
}

std::uint64_t take(const Uuid& uuid, std::size_t at) {
  std::uint64_t half = 0;
  for (std::size_t i = 0; i < 8; ++i) half = half << 8 | uuid.bytes[at + i];
  return half;
}

}  // namespace

Uuid EventIds::to_uuid(journal::ExchangeId id) const {
  Uuid uuid;
  put(run_ << 16 | kVersion, 0, uuid);
  put(kVariant | (id & ~(std::uint64_t{0b11} << 62)), 8, uuid);
  return uuid;
}

std::optional<journal::ExchangeId> EventIds::from_uuid(const Uuid& uuid) const {
  if (take(uuid, 0) != (run_ << 16 | kVersion)) return std::nullopt;
  const std::uint64_t half = take(uuid, 8);
  if (half >> 62 != 0b10) return std::nullopt;
  return half & ~(std::uint64_t{0b11} << 62);
}

}  // namespace mimus::wiremock_admin
