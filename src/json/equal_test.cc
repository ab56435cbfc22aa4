#include "equal.h"

#include <gtest/gtest.h>

#include "arbitrary.h"
#include "support/property.h"

namespace mimus::json {
namespace {

struct EqualCase {
  std::string_view rule, a, b;
  bool equal;
};
constexpr EqualCase kEqualCases[] = {
    {"an integer and a double of one value", "1", "1.0", true},
    {"in any spelling", "100", "1e2", true},
    {"a fraction is no integer", "1", "1.5", false},
    {"2^53 + 1 is no double", "9007199254740993", "9007199254740992.0", false},
    {"beyond int64", "9223372036854775808", "9223372036854775808.0", true},
    {"2^64 is no uint64", "18446744073709551615", "18446744073709551616.0", false},
    {"the smallest int64", "-9223372036854775808", "-9223372036854775808.0", true},
    {"below it", "-9223372036854775808", "-9223372036854777856.0", false},
    {"zeros of either sign", "0", "-0.0", true},
    {"objects in any order", R"({"a":1,"b":[2.0]})", R"({"b":[2],"a":1.0})", true},
    {"arrays in their order", "[1,2]", "[2,1]", false},
    {"a missing member", R"({"a":1})", R"({"a":1,"b":null})", false},
    {"another member", R"({"a":null})", R"({"b":null})", false},
    {"a longer array", "[1]", "[1,1]", false},
    {"kinds differ", "\"1\"", "1", false},
    {"false is not zero", "false", "0", false},
};

TEST(Equivalent, Rows) {
  for (const EqualCase& row : kEqualCases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(equivalent(*parse(row.a), *parse(row.b)), row.equal);
    EXPECT_EQ(equivalent(*parse(row.b), *parse(row.a)), row.equal);
  }
}

TEST(Equivalent, EveryValueIsItself) {
  for_each_seed(500, [](const Chance& chance) {
    const Value value = arbitrary_value(chance);
    EXPECT_TRUE(equivalent(value, value));
  });
}

}  // namespace
}  // namespace mimus::json
