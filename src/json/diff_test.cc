#include "diff.h"

#include <gtest/gtest.h>

#include "arbitrary.h"
#include "equal.h"
#include "support/property.h"

namespace mimus::json {
namespace {

struct DiffCase {
  std::string_view rule, expected, actual, differences;
};
constexpr DiffCase kDiffCases[] = {
    {"the same", R"({"a":[1,{"b":null}]})", R"({"a":[1.0,{"b":null}]})", ""},
    {"another value", R"({"a":1,"b":2})", R"({"b":3,"a":1})", "/b: number, number\n"},
    {"another kind", R"({"a":"1"})", R"({"a":1})", "/a: string, number\n"},
    {"only the innermost is named", R"({"a":{"b":[1,2]}})", R"({"a":{"b":[1,true]}})",
     "/a/b/1: number, boolean\n"},
    {"a missing member", R"({"a":null})", "{}", "/a: null, nothing\n"},
    {"members too many come last", R"({"a":1})", R"({"x":{},"a":2})",
     "/a: number, number\n/x: nothing, object\n"},
    {"elements too few", "[1,2,3]", "[1]", "/1: number, nothing\n/2: number, nothing\n"},
    {"elements too many", "[]", "[[]]", "/0: nothing, array\n"},
    {"the whole document", "[]", "{}", ": array, object\n"},
    {"names are escaped", R"({"a/b~":1})", R"({"a/b~":2})", "/a~1b~0: number, number\n"},
};

TEST(Diff, Rows) {
  for (const DiffCase& row : kDiffCases) {
    SCOPED_TRACE(row.rule);
    const Value expected = *parse(row.expected);
    const Value actual = *parse(row.actual);
    std::string text;
    for (const Difference& difference : diff(expected, actual)) {
      text.append(difference.pointer.text()).append(": ");
      text.append(kind_name(difference.expected))
          .append(", ")
          .append(kind_name(difference.actual))
          .append("\n");
    }
    EXPECT_EQ(text, row.differences);
  }
}

TEST(Diff, IsEmptyExactlyForEquivalentValues) {
  for_each_seed(1'000, [](const Chance& chance) {
    const Value a = arbitrary_value(chance.fork("a"), 2);
    const Value b = chance.happens(0.5) ? a : arbitrary_value(chance.fork("b"), 2);
    EXPECT_EQ(diff(a, b).empty(), equivalent(a, b));
  });
}

TEST(Diff, PointersLeadToTheValuesThatDiffer) {
  for_each_seed(500, [](const Chance& chance) {
    const Value a = arbitrary_value(chance.fork("a"));
    const Value b = arbitrary_value(chance.fork("b"));
    for (const Difference& difference : diff(a, b)) {
      EXPECT_EQ(difference.pointer.resolve(a), difference.expected);
      EXPECT_EQ(difference.pointer.resolve(b), difference.actual);
    }
  });
}

}  // namespace
}  // namespace mimus::json
