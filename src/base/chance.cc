#include "chance.h"

#include <cmath>
#include <random>

#include <unistd.h>

#include "hash.h"

namespace mimus {

Chance Chance::fork(std::string_view name) const { return Chance(hash_bytes(name, key_)); }

Chance Chance::fork(std::uint64_t number) const {
  return Chance(hash_mix(key_ + 0x9e3779b97f4a7c15ull, number));
}

std::uint64_t Chance::bits() const {
  // SplitMix64's finalizer (Steele, Lea, Flood 2014) over the key.
  std::uint64_t z = key_ + 0x9e3779b97f4a7c15ull;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

double Chance::uniform() const { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }

std::uint64_t Chance::below(std::uint64_t bound) const {
  // Lemire 2019: the high word of bits * bound, redrawn in the biased sliver.
  __extension__ using Wide = unsigned __int128;
  const std::uint64_t threshold = (0 - bound) % bound;
  Chance at = *this;
  for (std::uint64_t attempt = 0;; ++attempt) {
    const Wide product = static_cast<Wide>(at.bits()) * bound;
    if (static_cast<std::uint64_t>(product) >= threshold) {
      return static_cast<std::uint64_t>(product >> 64);
    }
    at = fork(attempt);
  }
}

std::int64_t Chance::between(std::int64_t low, std::int64_t high) const {
  const std::uint64_t span = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(low) + 1;
  if (span == 0) return static_cast<std::int64_t>(bits());
  return static_cast<std::int64_t>(static_cast<std::uint64_t>(low) + below(span));
}

double Chance::normal() const {
  // Box-Muller on two forks: one key, one number.
  const double u = 1.0 - fork("u").uniform();
  const double v = fork("v").uniform();
  return std::sqrt(-2.0 * std::log(u)) * std::cos(2.0 * 3.141592653589793238 * v);
}

std::uint64_t fresh_seed() {
  std::uint64_t seed = 0;
  // Not std::random_device: it asks the processor what it can do each time, which on a virtual machine costs 20 µs.
  if (getentropy(&seed, sizeof seed) == 0) return seed;
  std::random_device device;  // a kernel without it
  return (static_cast<std::uint64_t>(device()) << 32) | device();
}

}  // namespace mimus
