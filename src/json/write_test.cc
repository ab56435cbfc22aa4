#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "arbitrary.h"
#include "json.h"
#include "number_text.h"
#include "support/property.h"

namespace mimus::json {
namespace {

struct DoubleCase {
  std::string_view rule;
  double number;
  std::string_view text;
};
constexpr DoubleCase kDoubleCases[] = {
    {"a double has a fraction", 275, "275.0"},
    {"the shortest digits", 0.1, "0.1"},
    {"that read back the same", 0.1 + 0.2, "0.30000000000000004"},
    {"zero", 0.0, "0.0"},
    {"zero keeps its sign", -0.0, "-0.0"},
    {"plain decimal below 1e21", 123456789012345680000.0, "123456789012345680000.0"},
    {"an exponent from there", 1e21, "1e+21"},
    {"an exponent with a fraction", -1.5e300, "-1.5e+300"},
    {"plain decimal down to 1e-6", 0.000001, "0.000001"},
    {"an exponent below", 0.00000012, "1.2e-7"},
    {"the smallest", 5e-324, "5e-324"},
    {"JSON has no infinity", std::numeric_limits<double>::infinity(), "null"},
    {"nor not-a-number", std::numeric_limits<double>::quiet_NaN(), "null"},
};

TEST(Write, Doubles) {
  for (const DoubleCase& row : kDoubleCases) {
    SCOPED_TRACE(row.rule);
    std::string text = "before ";
    write_number(row.number, text);
    EXPECT_EQ(text, "before " + std::string(row.text));
  }
}

TEST(Write, EveryDoubleReadsBackTheSame) {
  for_each_seed(20'000, [](const Chance& chance) {
    const double number = arbitrary_double(chance);
    std::string text;
    write_number(number, text);
    EXPECT_EQ(read_double(text), number);
    EXPECT_EQ(std::signbit(*read_double(text)), std::signbit(number));
    EXPECT_TRUE(parse(text)->is_double());
  });
}

struct StringCase {
  std::string_view rule, text, plain, ascii;
};
constexpr StringCase kStringCases[] = {
    {"nothing", "", R"("")", R"("")"},
    {"what must be escaped", "\" \\ \b \f \n \r \t \x01 \x1f",
     R"("\" \\ \b \f \n \r \t \u0001 \u001f")", R"("\" \\ \b \f \n \r \t \u0001 \u001f")"},
    {"and nothing else", "/ ' < > & \x7f", "\"/ ' < > & \x7f\"", "\"/ ' < > & \x7f\""},
    {"two, three and four bytes", "é€😀", "\"é€😀\"", R"("\u00e9\u20ac\ud83d\ude00")"},
    {"line separators as they are", "\u2028\u2029", "\"\u2028\u2029\"", R"("\u2028\u2029")"},
    {"an escape behind a long run", "0123456789abcdef\n0123456\"",
     R"("0123456789abcdef\n0123456\"")", R"("0123456789abcdef\n0123456\"")"},
    {"bytes that are not UTF-8", "a\xff", "\"a\xff\"", R"("a\ufffd")"},
};

TEST(Write, Strings) {
  for (const StringCase& row : kStringCases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(write(Value(row.text)), row.plain);
    EXPECT_EQ(write(Value(row.text), {.ascii = true}), row.ascii);
    std::string literal;
    write_string(row.text, literal);
    EXPECT_EQ(literal, row.plain);
  }
}

TEST(Write, IndentsWhatIsNotEmpty) {
  const Value value = *parse(R"({"a":[1,{"b":null}],"c":[],"d":{}})");
  EXPECT_EQ(
      write(value, {.indent = 2}),
      "{\n  \"a\": [\n    1,\n    {\n      \"b\": null\n    }\n  ],\n  \"c\": [],\n  \"d\": {}\n}");
}

TEST(Write, AsciiIsAscii) {
  for_each_seed(500, [](const Chance& chance) {
    for (const char c : write(arbitrary_value(chance), {.ascii = true}))
      EXPECT_LT(static_cast<unsigned char>(c), 0x80);
  });
}

// As ECMAScript writes them, but that a number with a fraction's kind keeps it.
std::string shortest(double number) {
  std::string text;
  append_shortest(number, text);
  return text.find_first_of(".e") == text.npos ? text + ".0" : text;
}

TEST(Write, DoublesAreTheShortestThatReadBack) {
  for_each_seed(20'000, [](const Chance& chance) {
    const double scale = std::pow(10, static_cast<double>(chance.fork("scale").below(6)));
    const auto whole =
        static_cast<double>(chance.fork("whole").between(-1'000'000'000, 1'000'000'000));
    const double any = std::bit_cast<double>(chance.fork("bits").bits());
    for (const double number :
         {whole / scale, whole * scale, std::nextafter(whole / scale, 0.0), any}) {
      if (!std::isfinite(number) || number == 0) continue;
      EXPECT_EQ(write(Value(number)), shortest(number));
      EXPECT_EQ(parse(write(Value(number)))->as_double(), number);
    }
  });
}

TEST(Write, AppendsToWhatIsThere) {
  std::string out(10'000, 'x');
  for (int i = 0; i < 100; ++i) {
    write_string("a\n" + std::string(50, 'b'), out);
    write(Value(Array{i, 0.5, nullptr}), out);
    write_number(0.25, out);
  }
  EXPECT_EQ(out.substr(0, 10'000), std::string(10'000, 'x'));
  EXPECT_EQ(out.substr(10'000, 69), "\"a\\n" + std::string(50, 'b') + "\"[0,0.5,null]0.");
}

}  // namespace
}  // namespace mimus::json
