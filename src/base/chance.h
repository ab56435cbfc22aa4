#pragma once

#include <cstdint>
#include <string_view>

namespace mimus {

// Chance that is keyed, not sequenced: what happens under a key depends on the seed and the key, never
// on how often or in which order others asked. So one more field or one more request reshuffles
// nothing, and a run can be replayed from its seed.
//
//   const Chance world(seed);
//   const Chance request = world.fork("stub").fork(stub_hash).fork(request_key);
//   if (request.fork("failure").uniform() < 0.02) ...
//
// A value: 8 bytes, copy it freely. The numbers are the same on every machine and in every release.
class Chance {
 public:
  explicit constexpr Chance(std::uint64_t seed) : key_(seed) {}

  Chance fork(std::string_view name) const;
  Chance fork(std::uint64_t number) const;

  std::uint64_t bits() const;                          // 64 random bits of this key
  double uniform() const;                              // [0, 1), 53 bits
  std::uint64_t below(std::uint64_t bound) const;      // [0, bound); bound > 0; unbiased
  std::int64_t between(std::int64_t low, std::int64_t high) const;  // both included; low <= high
  double normal() const;                               // standard normal (inverse of its distribution)
  bool happens(double probability) const { return uniform() < probability; }

  friend bool operator==(const Chance&, const Chance&) = default;

 private:
  std::uint64_t key_;
};

// A seed from the operating system, for when the user gave none; print it.
std::uint64_t fresh_seed();

}  // namespace mimus
