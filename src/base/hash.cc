#include "hash.h"

#include <cstring>

namespace mimus {
namespace {

constexpr std::uint64_t kSecret0 = 0xa0761d6478bd642full;
constexpr std::uint64_t kSecret1 = 0xe7037ed1a0b428dbull;
constexpr std::uint64_t kSecret2 = 0x8ebc6af09c88c6e3ull;

std::uint64_t fold(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t read64(const char* p) {
  std::uint64_t v;
  std::memcpy(&v, p, 8);
  return v;
}

std::uint64_t read32(const char* p) {
  std::uint32_t v;
  std::memcpy(&v, p, 4);
  return v;
}

}  // namespace

std::uint64_t hash_mix(std::uint64_t a, std::uint64_t b) {
  return fold(a ^ kSecret0, b ^ kSecret1);
}

std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed) {
  const char* p = bytes.data();
  const std::size_t size = bytes.size();
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  seed ^= fold(seed ^ kSecret0, kSecret1);
  if (size <= 16) {
    if (size >= 8) {
      a = read64(p);
      b = read64(p + size - 8);
    } else if (size >= 4) {
      a = read32(p);
      b = read32(p + size - 4);
    } else if (size > 0) {
      a = (static_cast<std::uint64_t>(static_cast<unsigned char>(p[0])) << 16) |
          (static_cast<std::uint64_t>(static_cast<unsigned char>(p[size / 2])) << 8) |
          static_cast<unsigned char>(p[size - 1]);
    }
  } else {
    std::size_t left = size;
    std::uint64_t lane = seed;
    while (left > 32) {
      seed = fold(read64(p) ^ kSecret1, read64(p + 8) ^ seed);
      lane = fold(read64(p + 16) ^ kSecret2, read64(p + 24) ^ lane);
      p += 32;
      left -= 32;
    }
    seed ^= lane;
    if (left > 16) {
      seed = fold(read64(p) ^ kSecret2, read64(p + 8) ^ seed);
    }
    const char* end = bytes.data() + size;
    a = read64(end - 16);
    b = read64(end - 8);
  }
  return fold(kSecret1 ^ size, fold(a ^ kSecret1, b ^ seed));
}

}  // namespace mimus
