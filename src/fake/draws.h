#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "base/chance.h"

namespace mimus::fake {

// Where an Engine's numbers come from: doubles of [0, 1) with 53 bits, made in blocks, so that
// taking one is a load and a comparison and no virtual call. Two kinds, both below. Not
// thread-safe; not copyable, engines point at it.
class Draws {
 public:
  Draws(const Draws&) = delete;
  Draws& operator=(const Draws&) = delete;

  double next() {
    if (at_ == end_) [[unlikely]]
      refill_(*this);
    return *at_++;
  }

 protected:
  using Refill = void (*)(Draws&);
  explicit Draws(Refill refill) : refill_(refill) {}
  ~Draws() = default;

  const double* at_ = nullptr;
  const double* end_ = nullptr;

 private:
  Refill refill_;
};

// MT19937 with genrand_res53 (Matsumoto, Nishimura 1998), seeded as faker-js 10.6.0 seeds it.
//
//   Mersenne draws(42);           // faker.seed(42); seed(array) also gives Python's
//   random.Random(n) for seed({{n}})
//
// 5 kB; seeding costs 2 µs, a draw 2 ns.
class Mersenne final : public Draws {
 public:
  explicit Mersenne(double seed);
  explicit Mersenne(std::span<const double> seed);

  void seed(double number);                    // any finite number: fraction cut off, modulo 2^32
  void seed(std::span<const double> numbers);  // not empty

 private:
  static constexpr int kWords = 624;
  static void refill(Draws& self);
  void fill(std::uint32_t first);
  void restart();

  std::array<std::uint32_t, kWords> state_;
  std::array<double, kWords / 2> block_;
};

// Chance that depends on a key alone: for records that are addressed, not enumerated. 80 bytes,
// made in 1 ns.
//
//   KeyedDraws draws(world.fork("users").fork(42).fork("name"));
//
// The numbers are SplitMix64's (Steele, Lea, Flood 2014) from the key's bits: the same on every
// machine.
class KeyedDraws final : public Draws {
 public:
  explicit KeyedDraws(Chance key) : Draws(&refill), state_(key.bits()) {}
  void restart(Chance key) {
    state_ = key.bits();
    at_ = end_ = nullptr;
  }

 private:
  static void refill(Draws& self);

  std::uint64_t state_;
  std::array<double, 4> block_;
};

}  // namespace mimus::fake
