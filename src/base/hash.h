#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mimus {

// A fast 64-bit hash of bytes, well mixed in every bit, the same on every machine and in every run:
// seeds, tests and file formats may rely on it. Not for adversaries who can choose the bytes to
// collide (our tables compare keys). Construction after wyhash (Wang Yi, public domain).
std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed = 0);

// Mixes a number into a hash; order matters.
std::uint64_t hash_mix(std::uint64_t a, std::uint64_t b);

}  // namespace mimus
