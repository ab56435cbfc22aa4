#include "canonical.h"

#include <gtest/gtest.h>

#include <bit>

#include "arbitrary.h"
#include "support/property.h"

namespace mimus::json {
namespace {

struct NumberCase {
  std::uint64_t bits;
  std::string_view text;
};
// RFC 8785, appendix B: IEEE 754 bits and what ECMAScript prints.
constexpr NumberCase kNumberCases[] = {
    {0x0000000000000000, "0"},
    {0x8000000000000000, "0"},
    {0x0000000000000001, "5e-324"},
    {0x8000000000000001, "-5e-324"},
    {0x7fefffffffffffff, "1.7976931348623157e+308"},
    {0xffefffffffffffff, "-1.7976931348623157e+308"},
    {0x4340000000000000, "9007199254740992"},
    {0xc340000000000000, "-9007199254740992"},
    {0x4430000000000000, "295147905179352830000"},
    {0x44b52d02c7e14af5, "9.999999999999997e+22"},
    {0x44b52d02c7e14af6, "1e+23"},
    {0x44b52d02c7e14af7, "1.0000000000000001e+23"},
    {0x444b1ae4d6e2ef4e, "999999999999999700000"},
    {0x444b1ae4d6e2ef4f, "999999999999999900000"},
    {0x444b1ae4d6e2ef50, "1e+21"},
    {0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"},
    {0x3eb0c6f7a0b5ed8d, "0.000001"},
    {0x41b3de4355555553, "333333333.3333332"},
    {0x41b3de4355555557, "333333333.33333343"},
    {0xbecbf647612f3696, "-0.0000033333333333333333"},
    {0x43143ff3c1cb0959, "1424953923781206.2"},
};

TEST(Canonical, Numbers) {
  for (const NumberCase& row : kNumberCases) {
    EXPECT_EQ(write_canonical(Value(std::bit_cast<double>(row.bits))), row.text);
  }
}

struct CanonicalCase {
  std::string_view rule, text, canonical;
};
constexpr CanonicalCase kCanonicalCases[] = {
    {"no blanks", "{ \"a\" : [ 1 , 2 ] }", R"({"a":[1,2]})"},
    {"empty containers", "[{ },[ ]]", "[{},[]]"},
    {"doubles without a fraction look like integers", "[1.0,-0.0,56.0e0]", "[1,0,56]"},
    {"integers beyond 2^53 become doubles", "9007199254740993", "9007199254740992"},
    {"escapes only where they must be, in lower case",
     R"("\u20ac\u0024\u000F\u000aA\u0042\u0022\u005c\/")", R"("€$\u000f\nAB\"\\/")"},
    {"members sort by code unit", R"({"b":1,"a":2,"A":3,"":4,"aa":5})",
     R"({"":4,"A":3,"a":2,"aa":5,"b":1})"},
    {"UTF-16 units, not code points: U+1F600 before U+FB33",
     R"({"\ufb33":1,"\ud83d\ude00":2,"\u20ac":3,"\r":4,"1":5,"\u0080":6,"\u00f6":7})",
     "{\"\\r\":4,\"1\":5,\"\xc2\x80\":6,\"ö\":7,\"€\":3,\"😀\":2,\"\xef\xac\xb3\":1}"},
    {"nested objects too", R"([{"b":{"d":1,"c":2},"a":0}])", R"([{"a":0,"b":{"c":2,"d":1}}])"},
};

TEST(Canonical, Rows) {
  for (const CanonicalCase& row : kCanonicalCases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(write_canonical(*parse(row.text)), row.canonical);
  }
}

TEST(Canonical, ReadingItBackAndWritingItAgainChangesNothing) {
  for_each_seed(1'000, [](const Chance& chance) {
    const std::string once = write_canonical(arbitrary_value(chance));
    EXPECT_EQ(write_canonical(*parse(once)), once);
  });
}

}  // namespace
}  // namespace mimus::json
