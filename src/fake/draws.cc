#include "draws.h"

#include <cmath>
#include <vector>

namespace mimus::fake {
namespace {

constexpr std::uint32_t kUpper = 0x80000000u;
constexpr std::uint32_t kLower = 0x7FFFFFFFu;
constexpr int kAhead = 397;

// JavaScript's conversion to 32 bits (ECMAScript §7.1.6): the fraction cut off, modulo 2^32.
std::uint32_t to_uint32(double number) {
  if (!std::isfinite(number)) return 0;
  const double whole = std::fmod(std::trunc(number), 4294967296.0);
  return static_cast<std::uint32_t>(static_cast<std::int64_t>(whole));
}

std::uint32_t twisted(std::uint32_t a, std::uint32_t b) {
  const std::uint32_t y = (a & kUpper) | (b & kLower);
  return (y >> 1) ^ ((0u - (y & 1u)) & 0x9908B0DFu);
}

std::uint32_t tempered(std::uint32_t y) {
  y ^= y >> 11;
  y ^= (y << 7) & 0x9D2C5680u;
  y ^= (y << 15) & 0xEFC60000u;
  return y ^ (y >> 18);
}

std::uint64_t split_mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

}  // namespace

Mersenne::Mersenne(double number) : Draws(&refill) {
  seed(number);
}
Mersenne::Mersenne(std::span<const double> numbers) : Draws(&refill) {
  seed(numbers);
}

void Mersenne::fill(std::uint32_t first) {
  state_[0] = first;
  for (std::uint32_t i = 1; i < kWords; ++i)
    state_[i] = 1812433253u * (state_[i - 1] ^ (state_[i - 1] >> 30)) + i;
}

void Mersenne::restart() {
  at_ = end_ = nullptr;
}

void Mersenne::seed(double number) {
  fill(to_uint32(number));
  restart();
}

void Mersenne::seed(std::span<const double> numbers) {
  fill(19650218u);
  int i = 1;
  std::size_t j = 0;
  const auto step = [&] {
    if (++i < kWords) return;
    state_[0] = state_[kWords - 1];
    i = 1;
  };
  for (std::size_t k = std::max<std::size_t>(kWords, numbers.size()); k != 0; --k) {
    const std::uint32_t before = state_[i - 1] ^ (state_[i - 1] >> 30);
    // faker-js adds as doubles to the signed 32 bits, and cuts the fraction off afterwards: it
    // matters for fractions.
    const auto mixed = static_cast<std::int32_t>(state_[i] ^ (before * 1664525u));
    state_[i] = to_uint32(static_cast<double>(mixed) + numbers[j] + static_cast<double>(j));
    step();
    if (++j >= numbers.size()) j = 0;
  }
  for (int k = kWords - 1; k != 0; --k) {
    const std::uint32_t before = state_[i - 1] ^ (state_[i - 1] >> 30);
    state_[i] = (state_[i] ^ (before * 1566083941u)) - static_cast<std::uint32_t>(i);
    step();
  }
  state_[0] = kUpper;
  restart();
}

void Mersenne::refill(Draws& self) {
  auto& me = static_cast<Mersenne&>(self);
  std::uint32_t* s = me.state_.data();
  for (int i = 0; i < kWords - kAhead; ++i) s[i] = s[i + kAhead] ^ twisted(s[i], s[i + 1]);
  for (int i = kWords - kAhead; i < kWords - 1; ++i)
    s[i] = s[i + kAhead - kWords] ^ twisted(s[i], s[i + 1]);
  s[kWords - 1] = s[kAhead - 1] ^ twisted(s[kWords - 1], s[0]);
  for (int i = 0; i < kWords / 2; ++i) {
    const auto high = static_cast<std::int32_t>(tempered(s[2 * i]) >> 5);
    const auto low = static_cast<std::int32_t>(tempered(s[2 * i + 1]) >> 6);
    me.block_[i] = (high * 67108864.0 + low) * 0x1.0p-53;
  }
  me.at_ = me.block_.data();
  me.end_ = me.at_ + me.block_.size();
}

void KeyedDraws::refill(Draws& self) {
  auto& me = static_cast<KeyedDraws&>(self);
  for (double& number : me.block_) {
    me.state_ += 0x9e3779b97f4a7c15ull;
    number = static_cast<double>(split_mix(me.state_) >> 11) * 0x1.0p-53;
  }
  me.at_ = me.block_.data();
  me.end_ = me.at_ + me.block_.size();
}

}  // namespace mimus::fake
