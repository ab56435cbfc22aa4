#include "state_path.h"

#include <gtest/gtest.h>

namespace mimus::facts {
namespace {

struct FindCase {
  std::string_view rule, path, expected;  // "" : nothing is there
};
constexpr std::string_view kValue =
    R"({"items":[{"id":7,"tags":["a","b"]},{"id":8}],"a.b":1,"0":"zero","size":"mine","owner":"Ada","naïve":"é"})";
constexpr FindCase kFindCases[] = {
    {"the name alone is its value", "cart", kValue},
    {"a member", "cart.owner", R"("Ada")"},
    {"an element", "cart.items[1].id", "8"},
    {"an element, from the end", "cart.items[-1].id", "8"},
    {"a number after a dot is an element of a list", "cart.items.0.id", "7"},
    {"and a member of an object", "cart.0", R"("zero")"},
    {"a quoted name", "cart['a.b']", "1"},
    {"in the other quotes", R"(cart["a.b"])", "1"},
    {"a size of a list", "cart.items.size", "2"},
    {"of an object inside", "cart.items[0].size", "2"},
    {"of a text, in characters", "cart.naïve.size", "1"},
    {"a member named size comes first", "cart.size", R"("mine")"},
    {"a number has no size", "cart.items[0].id.size", ""},
    {"too far", "cart.items[2]", ""},
    {"too far back", "cart.items[-3]", ""},
    {"an index is no member", "cart[0]", ""},
    {"a name is no element", "cart.items.id", ""},
    {"not there", "cart.nothing.at.all", ""},
};
TEST(StatePath, Finds) {
  const json::Value value = *json::parse(kValue);
  for (const FindCase& row : kFindCases) {
    SCOPED_TRACE(row.rule);
    const auto path = StatePath::parse(row.path);
    ASSERT_TRUE(path) << describe(path.error());
    EXPECT_EQ(path->name(), "cart");
    Arena arena;
    const json::Value* found = path->find_in(value, arena);
    EXPECT_EQ(found == nullptr ? "" : json::write(*found),
              row.expected.empty() ? "" : json::write(*json::parse(row.expected)));
    EXPECT_EQ(*StatePath::parse(path->text()), *path) << path->text();
  }
}

struct FaultCase {
  std::string_view path;
  std::size_t offset;
};
constexpr FaultCase kFaultCases[] = {
    {"", 0},     {".a", 0},   {"a.", 2},    {"a..b", 2},  {"a[", 2},
    {"a[x]", 2}, {"a['x", 2}, {"a['x'", 5}, {"a[1]b", 4}, {"[1]", 0},
};
TEST(StatePath, SaysWhereItIsNone) {
  for (const FaultCase& row : kFaultCases) {
    SCOPED_TRACE(row.path);
    const auto path = StatePath::parse(row.path);
    ASSERT_FALSE(path);
    EXPECT_EQ(path.error().code, Code::kSyntax);
    EXPECT_EQ(path.error().where.offset, row.offset);
  }
}

TEST(StatePath, ANameIsTakenAsItIs) {
  const StatePath path = StatePath::of_name("a.b[0]");
  EXPECT_EQ(path.name(), "a.b[0]");
  EXPECT_EQ(*StatePath::parse(path.text()), path);
}

}  // namespace
}  // namespace mimus::facts
