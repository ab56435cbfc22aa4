#include "decimal.h"

#include <gtest/gtest.h>

#include <string>

namespace mimus::helpers {
namespace {

struct CanonicalCase {
  std::string_view rule, text;
  bool canonical;
};
constexpr CanonicalCase kCanonicalCases[] = {
    {"whole numbers", "42", true},
    {"zero", "0", true},
    {"negative ones", "-7", true},
    {"fractions", "0.25", true},
    {"a zero in front is text: 00501 is a postcode", "00501", false},
    {"a zero at the end of a fraction is text: 1.10 is a version", "1.10", false},
    {"1.0 would come back as another text", "1.0", false},
    {"negative zero would lose its sign", "-0", false},
    {"-0.5 is fine", "-0.5", true},
    {"no plus", "+1", false},
    {"no exponent", "1e5", false},
    {"no blanks", " 1", false},
    {"nothing is not a number", "", false},
    {"nor is a sign", "-", false},
    {"nor a point", ".", false},
    {"digits on both sides of the point", ".5", false},
    {"digits on both sides of the point", "5.", false},
    {"one point", "1.2.3", false},
    {"15 digits are exact in a double", "123456789012345", true},
    {"16 digits may not be", "1234567890123456", false},
    {"other digits are text", "\xd9\xa1", false},
};

TEST(CanonicalNumber, Rows) {
  for (const CanonicalCase& row : kCanonicalCases) {
    SCOPED_TRACE(std::string(row.rule) + ": " + std::string(row.text));
    EXPECT_EQ(is_canonical_number(row.text), row.canonical);
  }
}

struct DecimalCase {
  std::string_view text;
  std::optional<std::pair<std::int64_t, int>> value;
};
const DecimalCase kDecimalCases[] = {
    {"6", {{6, 0}}},
    {"-2.05", {{-205, 2}}},
    {"0.50", {{50, 2}}},
    {"007", {{7, 0}}},
    {"", std::nullopt},
    {"-", std::nullopt},
    {".5", std::nullopt},
    {"5.", std::nullopt},
    {"1e3", std::nullopt},
    {"six", std::nullopt},
    {"1.2.3", std::nullopt},
    {"123456789012345", {{123456789012345, 0}}},
    {"1234567890123456", std::nullopt},
};

TEST(Decimal, Rows) {
  for (const DecimalCase& row : kDecimalCases) {
    SCOPED_TRACE(row.text);
    const std::optional<Decimal> decimal = parse_decimal(row.text);
    ASSERT_EQ(decimal.has_value(), row.value.has_value());
    if (!decimal) continue;
    EXPECT_EQ(decimal->digits, row.value->first);
    EXPECT_EQ(decimal->decimals, row.value->second);
  }
}

TEST(Decimal, MoreDecimalsAreTheSameNumber) {
  EXPECT_EQ(with_decimals({-205, 2}, 4)->digits, -20500);
  EXPECT_FALSE(with_decimals({123456789012345, 0}, 10));
}

}  // namespace
}  // namespace mimus::helpers
