#include "number_format.h"

#include <gtest/gtest.h>

#include <sstream>

#include "java_format.h"
#include "number_rows_for_tests.h"
#include "string_format_rows_for_tests.h"

namespace mimus::intl {
namespace {

NumberFormatOptions options_of(const NumberRow& row) {
  NumberFormatOptions options{.style = std::string(row.style), .locale = std::string(row.locale)};
  std::istringstream in{std::string(row.options)};
  for (std::string word; in >> word;) {
    const std::string key = word.substr(0, word.find('=')), value = word.substr(word.find('=') + 1);
    if (key == "max") options.maximum_fraction_digits = std::stoi(value);
    if (key == "min") options.minimum_fraction_digits = std::stoi(value);
    if (key == "maxint") options.maximum_integer_digits = std::stoi(value);
    if (key == "minint") options.minimum_integer_digits = std::stoi(value);
    if (key == "group") options.grouping = value == "true";
    if (key == "round") options.rounding = rounding_named(value);
  }
  return options;
}

TEST(NumberFormat, PrintsAsJava) {
  for (const NumberRow& row : kNumberRows) {
    SCOPED_TRACE(std::string(row.value) + " " + std::string(row.style) + " " +
                 std::string(row.locale) + " " + std::string(row.options));
    const auto text = format_number(std::stod(std::string(row.value)), options_of(row));
    ASSERT_TRUE(text) << describe(text.error());
    EXPECT_EQ(*text, row.text);
  }
}

TEST(NumberFormat, Reference) {
  EXPECT_EQ(*format_number(1234567.891, {}), "1,234,567.891");
  EXPECT_EQ(*format_number(1234.5, {.style = "integer"}), "1,234");
  EXPECT_EQ(*format_number(0.256, {.style = "percent"}), "26%");
  EXPECT_EQ(*format_number(12.5, {.style = "currency", .locale = "en_GB"}), "£12.50");
  EXPECT_EQ(*format_number(1234.567, {.style = "#,##0.00"}), "1,234.57");
  EXPECT_EQ(*format_number(1234.567, {.grouping = false, .maximum_fraction_digits = 1}), "1234.6");
}

TEST(NumberFormat, DecimalsKeepTheirDigits) {
  const auto value = Decimal::parse("123456789012345678901234567890.5");
  EXPECT_EQ(*format_number(*value, {}), "123,456,789,012,345,678,901,234,567,890.5");
  EXPECT_EQ(*format_number(*Decimal::parse("1.015"), {.maximum_fraction_digits = 2}), "1.02");
  EXPECT_EQ(*format_number(1.015, {.maximum_fraction_digits = 2}), "1.01");
}

TEST(NumberFormat, Failures) {
  EXPECT_FALSE(
      format_number(1.25, {.maximum_fraction_digits = 1, .rounding = Rounding::kUnnecessary}));
  EXPECT_EQ(*format_number(1.5, {.maximum_fraction_digits = 1, .rounding = Rounding::kUnnecessary}),
            "1.5");
  EXPECT_FALSE(format_number(1.25, {.style = "0.0.0"}));
  EXPECT_FALSE(format_number(1.25, {.style = "#0#"}));
  EXPECT_EQ(*format_number(1.25, {.locale = "no locale at all"}), "1.25");
  EXPECT_EQ(*format_number(1.25, {.maximum_fraction_digits = -5, .minimum_integer_digits = -5}),
            "1");
  EXPECT_TRUE(format_number(5e-324, {.maximum_fraction_digits = 2'000'000'000}));
}

std::vector<FormatArgument> arguments_of(std::string_view text) {
  std::vector<FormatArgument> all;
  std::istringstream in{std::string(text)};
  for (std::string word; std::getline(in, word, ';');) {
    const std::string value = word.substr(2);
    switch (word[0]) {
      case 's':
        all.emplace_back(value);
        break;
      case 'i':
        all.emplace_back(static_cast<std::int64_t>(std::stoll(value)));
        break;
      case 'd':
        all.emplace_back(std::stod(value));
        break;
      case 'b':
        all.emplace_back(value == "true");
        break;
      default:
        all.emplace_back(std::monostate());
    }
  }
  return all;
}

TEST(JavaFormat, PrintsAsJava) {
  for (const StringFormatRow& row : kStringFormatRows) {
    SCOPED_TRACE(std::string(row.format) + " " + std::string(row.arguments));
    const auto text = java_format(row.format, arguments_of(row.arguments));
    EXPECT_EQ(text ? *text : "! " + text.error().message, row.text);
  }
}

TEST(JavaFormat, IndexesAndLimits) {
  const std::vector<FormatArgument> two = {std::string("a"), std::int64_t{2}};
  EXPECT_EQ(*java_format("%2$d %1$s %<s %s %s", two), "2 a a a 2");
  EXPECT_EQ(java_format("%99999d", two).error().code, Code::kLimit);
  EXPECT_EQ(java_format("%.99999f", two).error().code, Code::kLimit);
  EXPECT_EQ(java_format("%tY", two).error().code, Code::kUnsupported);
  EXPECT_EQ(*java_format("100%%", {}), "100%");
  EXPECT_FALSE(java_format("%3$s", two));
}

}  // namespace
}  // namespace mimus::intl
