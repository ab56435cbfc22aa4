#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace mimus::json {

static_assert(std::endian::native == std::endian::little,
              "skip_plain() finds the first byte by counting low bits");

// Which bytes end a run of plain text.
enum class Stop {
  kEscapes,         // a quote, a backslash, a control character
  kEscapesAndWide,  // and every byte beyond ASCII
};

#if defined(__SSE2__)
// A bit for each of the sixteen bytes that are not plain.
template <Stop stop>
inline unsigned not_plain(__m128i bytes) {
  const __m128i found =
      _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
                                _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'))),
                   _mm_cmpeq_epi8(_mm_min_epu8(bytes, _mm_set1_epi8(0x1f)), bytes));
  auto mask = static_cast<unsigned>(_mm_movemask_epi8(found));
  if constexpr (stop == Stop::kEscapesAndWide)
    mask |= static_cast<unsigned>(_mm_movemask_epi8(bytes));
  return mask;
}
#endif

// The first byte in [at, end) that is not plain, or end. Looks at sixteen or eight bytes at a time.
template <Stop stop>
inline const char* skip_plain(const char* at, const char* end) {
  constexpr std::uint64_t kOnes = 0x0101010101010101u;
  constexpr std::uint64_t kHighs = 0x8080808080808080u;
  // The lowest set bit of (x - kOnes) & ~x & kHighs marks the first zero byte of x; higher ones may
  // lie.
  const auto zero_byte = [](std::uint64_t x) { return (x - kOnes) & ~x & kHighs; };
#if defined(__SSE2__)
  for (; end - at >= 16; at += 16) {
    const auto bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    if (const unsigned mask = not_plain<stop>(bytes); mask != 0) return at + std::countr_zero(mask);
  }
#endif
  for (; end - at >= 8; at += 8) {
    std::uint64_t bytes;
    std::memcpy(&bytes, at, 8);
    std::uint64_t found = zero_byte(bytes ^ (kOnes * '"')) | zero_byte(bytes ^ (kOnes * '\\')) |
                          ((bytes - kOnes * 0x20) & ~bytes & kHighs);
    if constexpr (stop == Stop::kEscapesAndWide) found |= bytes & kHighs;
    if (found != 0) return at + std::countr_zero(found) / 8;
  }
  for (; at != end; ++at) {
    const auto byte = static_cast<unsigned char>(*at);
    if (byte < 0x20 || byte == '"' || byte == '\\') break;
    if (stop == Stop::kEscapesAndWide && byte >= 0x80) break;
  }
  return at;
}

// The length of the well-formed UTF-8 sequence at `at` (Unicode, table 3-7), which starts beyond
// ASCII; 0 when it is ill-formed or cut off.
inline std::size_t wide_sequence(const char* at, const char* end) {
  const auto byte = [&](int i) { return static_cast<unsigned char>(at[i]); };
  const auto in = [&](int i, int low, int high) { return byte(i) >= low && byte(i) <= high; };
  const std::ptrdiff_t left = end - at;
  const unsigned char lead = byte(0);
  if (lead >= 0xC2 && lead <= 0xDF) return left >= 2 && in(1, 0x80, 0xBF) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    const int low = lead == 0xE0 ? 0xA0 : 0x80;   // no overlong forms
    const int high = lead == 0xED ? 0x9F : 0xBF;  // no surrogates
    return left >= 3 && in(1, low, high) && in(2, 0x80, 0xBF) ? 3 : 0;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    const int low = lead == 0xF0 ? 0x90 : 0x80;
    const int high = lead == 0xF4 ? 0x8F : 0xBF;  // up to U+10FFFF
    return left >= 4 && in(1, low, high) && in(2, 0x80, 0xBF) && in(3, 0x80, 0xBF) ? 4 : 0;
  }
  return 0;
}

// How many of the eight bytes, from the lowest, are digits?
inline unsigned leading_digits(std::uint64_t bytes) {
  bytes ^= 0x3030303030303030u;  // digits are 0 to 9 now
  // A carry comes only out of a byte that is none, and into one that does not count any more.
  const std::uint64_t others = (bytes | (bytes + 0x7676767676767676u)) & 0x8080808080808080u;
  return static_cast<unsigned>(std::countr_zero(others)) / 8;
}
// Which number do the lowest `count` (0 to 8) of the eight bytes spell? Without a branch, since the
// lengths of numbers cannot be foreseen.
inline std::uint32_t number_of_digits(std::uint64_t bytes, unsigned count) {
  bytes ^= 0x3030303030303030u;
  bytes = bytes << 4 * (8 - count)
                << 4 * (8 - count);   // zeros in front; in two steps: by 64 is none
  bytes = bytes * 10 + (bytes >> 8);  // pairs, in every other byte
  constexpr std::uint64_t kPairs = 0x000000ff000000ffu;
  return static_cast<std::uint32_t>(((bytes & kPairs) * (100 + (1'000'000ull << 32)) +
                                     (bytes >> 16 & kPairs) * (1 + (10'000ull << 32))) >>
                                    32);
}
inline constexpr std::uint64_t kPowersOfTen[] = {1,       10,        100,        1'000,      10'000,
                                                 100'000, 1'000'000, 10'000'000, 100'000'000};

}  // namespace mimus::json
