#include "decimal.h"

#include <gtest/gtest.h>

#include "letter_case.h"
#include "support/property.h"

namespace mimus::intl {
namespace {

Decimal decimal(std::string_view text) {
  return *Decimal::parse(text);
}

struct Operation {
  std::string_view a;
  char sign;
  std::string_view b, result;
};
// Division keeps the left scale, half up, as WireMock's math helper has it.
constexpr Operation kOperations[] = {
    {"1", '+', "2", "3"},
    {"5", '-', "7", "-2"},
    {"3", '*', "4", "12"},
    {"10", '/', "4", "3"},
    {"1.5", '+', "1", "2.5"},
    {"7", '%', "3", "1"},
    {"10.0", '/', "3", "3.3"},
    {"1", '/', "3", "0"},
    {"0.1", '+', "0.2", "0.3"},
    {"1.0", '+', "1", "2.0"},
    {"-7", '%', "3", "-1"},
    {"-7.5", '%', "2", "-1.5"},
    {"-10", '/', "4", "-3"},
    {"0.5", '*', "-0.20", "-0.100"},
    {"1", '-', "1.00", "0.00"},
    {"99999999999999999999", '+', "1", "100000000000000000000"},
    {"99999999999999999999", '*', "99999999999999999999",
     "9999999999999999999800000000000000000001"},
};

TEST(Decimal, Arithmetic) {
  for (const Operation& row : kOperations) {
    SCOPED_TRACE(std::string(row.a) + row.sign + std::string(row.b));
    const Decimal a = decimal(row.a), b = decimal(row.b);
    const std::optional<Decimal> result = row.sign == '+'   ? a.plus(b)
                                          : row.sign == '-' ? a.minus(b)
                                          : row.sign == '*' ? a.times(b)
                                          : row.sign == '%'
                                              ? a.remainder(b)
                                              : a.divided(b, a.scale(), Rounding::kHalfUp);
    ASSERT_TRUE(result);
    EXPECT_EQ(result->text(), row.result);
  }
  EXPECT_FALSE(decimal("1").divided(decimal("0.00"), 0, Rounding::kHalfUp));
  EXPECT_FALSE(decimal("1").remainder(decimal("0")));
}

struct RoundingRow {
  std::string_view value;
  std::string_view up, down, ceiling, floor, half_up, half_down, half_even;
};
// The table of Java's RoundingMode.
constexpr RoundingRow kRoundings[] = {
    {"5.5", "6", "5", "6", "5", "6", "5", "6"},
    {"2.5", "3", "2", "3", "2", "3", "2", "2"},
    {"1.6", "2", "1", "2", "1", "2", "2", "2"},
    {"1.1", "2", "1", "2", "1", "1", "1", "1"},
    {"1.0", "1", "1", "1", "1", "1", "1", "1"},
    {"-1.0", "-1", "-1", "-1", "-1", "-1", "-1", "-1"},
    {"-1.1", "-2", "-1", "-1", "-2", "-1", "-1", "-1"},
    {"-1.6", "-2", "-1", "-1", "-2", "-2", "-2", "-2"},
    {"-2.5", "-3", "-2", "-2", "-3", "-3", "-2", "-2"},
    {"-5.5", "-6", "-5", "-5", "-6", "-6", "-5", "-6"},
};

TEST(Decimal, RoundingModes) {
  for (const RoundingRow& row : kRoundings) {
    SCOPED_TRACE(row.value);
    const std::string_view wanted[] = {row.up,      row.down,      row.ceiling,  row.floor,
                                       row.half_up, row.half_down, row.half_even};
    for (int mode = 0; mode < 7; ++mode) {
      EXPECT_EQ(decimal(row.value).rounded(0, static_cast<Rounding>(mode))->text(), wanted[mode])
          << mode;
      EXPECT_EQ(decimal(row.value).divided(decimal("1"), 0, static_cast<Rounding>(mode))->text(),
                wanted[mode])
          << mode;
    }
  }
  EXPECT_FALSE(decimal("1.1").rounded(0, Rounding::kUnnecessary));
  EXPECT_EQ(decimal("1.0").rounded(0, Rounding::kUnnecessary)->text(), "1");
  EXPECT_EQ(rounding_named("half_up"), Rounding::kHalfUp);
  EXPECT_FALSE(rounding_named("sideways"));
}

TEST(Decimal, Parsing) {
  for (const std::string_view bad :
       {"", "-", ".", "1.2.3", "1e", "x", "1 ", "e5", "1e99999", "0x1", "1e+"}) {
    EXPECT_FALSE(Decimal::parse(bad)) << bad;
  }
  EXPECT_EQ(decimal("-00.50").text(), "-0.50");
  EXPECT_EQ(decimal("+.5").text(), "0.5");
  EXPECT_EQ(decimal("5.").text(), "5");
  EXPECT_EQ(decimal("1.5e3").text(), "1500");
  EXPECT_EQ(decimal("1.5E-3").text(), "0.0015");
  EXPECT_FALSE(Decimal::parse(std::string(3000, '9')));
  EXPECT_EQ(decimal("1.50").compare(decimal("1.5")), 0);
  EXPECT_LT(decimal("-2").compare(decimal("1")), 0);
  EXPECT_EQ(decimal("9223372036854775807").to_integer(), INT64_MAX);
  EXPECT_FALSE(decimal("9223372036854775808").to_integer());
  EXPECT_FALSE(decimal("1.5").to_integer());
  EXPECT_EQ(Decimal::exact(0.1)->text(),
            "0.1000000000000000055511151231257827021181583404541015625");
  EXPECT_FALSE(Decimal::shortest(1.0 / 0.0));
}

TEST(Decimal, GrowthIsBounded) {
  Decimal value = decimal(std::string(1999, '9') + ".9");
  for (int i = 0; i < 5; ++i)
    value = value.times(decimal(std::string(100, '9') + "." + std::string(1000, '9')));
  EXPECT_LE(value.text().size(), 4 * Decimal::kMostDigits);
}

struct DoubleRow {
  double value;
  std::string_view text;
};
constexpr DoubleRow kDoubles[] = {
    {0.1, "0.1"},
    {1.0, "1.0"},
    {1e7, "1.0E7"},
    {9999999.0, "9999999.0"},
    {1e-3, "0.001"},
    {9.99e-4, "9.99E-4"},
    {1.5e300, "1.5E300"},
    {-0.0, "-0.0"},
    {100.0, "100.0"},
    {1e21, "1.0E21"},
    {123456789.125, "1.23456789125E8"},
};

TEST(Decimal, DoubleTextIsJavas) {
  for (const DoubleRow& row : kDoubles) EXPECT_EQ(double_text(row.value), row.text);
}

Decimal arbitrary(const Chance& chance) {
  std::string text = chance.fork("sign").happens(0.5) ? "-" : "";
  const std::uint64_t size = 1 + chance.fork("size").below(30);
  for (std::uint64_t i = 0; i < size; ++i)
    text += static_cast<char>('0' + chance.fork(i).below(10));
  return decimal(text + "." + std::to_string(chance.fork("fraction").below(100'000)));
}

TEST(Decimal, Algebra) {
  for_each_seed(2000, [](const Chance& chance) {
    const Decimal a = arbitrary(chance.fork("a")), b = arbitrary(chance.fork("b")),
                  c = arbitrary(chance.fork("c"));
    EXPECT_EQ(a.plus(b).minus(b), a);
    EXPECT_EQ(a.times(b), b.times(a));
    EXPECT_EQ(a.plus(b).times(c), a.times(c).plus(b.times(c)));
    if (b.is_zero()) return;
    const Decimal whole = *a.divided(b, 0, Rounding::kDown);
    EXPECT_EQ(whole.times(b).plus(*a.remainder(b)), a);
    EXPECT_EQ(decimal(a.text()).text(), a.text());
  });
}

TEST(LetterCase, Unicode) {
  EXPECT_EQ(to_upper("abc-stra\xC3\x9F"
                     "e \xC3\xA9"),
            "ABC-STRASSE \xC3\x89");
  EXPECT_EQ(to_lower("ABC \xC3\x89"), "abc \xC3\xA9");
  EXPECT_EQ(to_upper("x\xFF"), "X\xEF\xBF\xBD");
}

}  // namespace
}  // namespace mimus::intl
