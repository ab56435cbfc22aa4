#include "uuid.h"

#include <cstring>

#include "hash.h"

namespace mimus {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool dash_before(std::size_t byte) { return byte == 4 || byte == 6 || byte == 8 || byte == 10; }

}  // namespace

std::optional<Uuid> Uuid::parse(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  Uuid uuid;
  std::size_t at = 0;
  for (std::size_t i = 0; i < 16; ++i) {
    if (dash_before(i) && text[at++] != '-') return std::nullopt;
    const int high = hex_value(text[at++]);
    const int low = hex_value(text[at++]);
    if (high < 0 || low < 0) return std::nullopt;
    uuid.bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
  }
  return uuid;
}

Uuid Uuid::random(const Chance& chance) {
  Uuid uuid;
  const std::uint64_t words[2] = {chance.fork(0).bits(), chance.fork(1).bits()};
  std::memcpy(uuid.bytes.data(), words, 16);
  uuid.bytes[6] = static_cast<std::uint8_t>((uuid.bytes[6] & 0x0f) | 0x40);
  uuid.bytes[8] = static_cast<std::uint8_t>((uuid.bytes[8] & 0x3f) | 0x80);
  return uuid;
}

std::string Uuid::text() const {
  static constexpr char kDigits[] = "0123456789abcdef";
  char text[36];
  char* out = text;
  for (std::size_t i = 0; i < 16; ++i) {
    if (dash_before(i)) *out++ = '-';
    *out++ = kDigits[bytes[i] >> 4];
    *out++ = kDigits[bytes[i] & 15];
  }
  return std::string(text, sizeof text);
}

}  // namespace mimus

std::size_t std::hash<mimus::Uuid>::operator()(const mimus::Uuid& uuid) const {
  return mimus::hash_bytes({reinterpret_cast<const char*>(uuid.bytes.data()), 16});
}
