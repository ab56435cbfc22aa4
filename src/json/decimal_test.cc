#include "decimal.h"

#include <gtest/gtest.h>

#include <charconv>

#include "support/property.h"

namespace mimus::json {
namespace {

double reference(std::uint64_t digits, int exponent) {
  const std::string text = std::to_string(digits) + "e" + std::to_string(exponent);
  double number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

struct Row {
  std::string_view rule;
  std::uint64_t digits;
  int exponent;
};
constexpr Row kRows[] = {
    {"zero", 0, 0},
    {"one", 1, 0},
    {"a tenth", 1, -1},
    {"half way, to even below: 2^53 + 1", 9007199254740993, 0},
    {"half way, to even above: 2^53 + 3", 9007199254740995, 0},
    {"just above half way", 90071992547409931, -1},
    {"half way with a power of ten", 45035996273704965, -1},
    {"the largest digits", ~std::uint64_t{0}, 55},
    {"the smallest product", 1, -27},
    {"rounds up to a power of two", 18014398509481983, 0},
    {"digits of seventeen places", 12345678901234567, -13},
};
TEST(NearestDouble, Rows) {
  for (const Row& row : kRows)
    EXPECT_EQ(nearest_double(row.digits, row.exponent), reference(row.digits, row.exponent))
        << row.rule;
}

TEST(NearestDouble, IsWhatFromCharsReads) {
  for_each_seed(200'000, [](const Chance& chance) {
    const std::uint64_t digits = chance.fork("digits").bits() >> chance.fork("shift").below(64);
    const int exponent = static_cast<int>(chance.fork("exponent").between(-27, 55));
    EXPECT_EQ(nearest_double(digits, exponent), reference(digits, exponent))
        << digits << "e" << exponent;
  });
}

// Numbers that lie exactly between two doubles, and their neighbours.
TEST(NearestDouble, Ties) {
  for_each_seed(50'000, [](const Chance& chance) {
    const std::uint64_t odd = (chance.bits() >> 10) | std::uint64_t{1} << 53 | 1;  // 54 bits
    for (const std::uint64_t digits : {odd - 1, odd, odd + 1}) {
      EXPECT_EQ(nearest_double(digits, 0), reference(digits, 0));
      for (int power = 1; power <= 3 && digits * 5 / 5 == digits; ++power) {
        const std::uint64_t five = power == 1 ? 5 : power == 2 ? 25 : 125;
        EXPECT_EQ(nearest_double(digits * five, -power), reference(digits * five, -power));
      }
    }
  });
}

TEST(NearestDouble, LeavesFarExponentsToOthers) {
  EXPECT_FALSE(nearest_double(1, -28));
  EXPECT_FALSE(nearest_double(1, 56));
}

}  // namespace
}  // namespace mimus::json
