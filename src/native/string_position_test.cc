#include "string_position.h"

#include <gtest/gtest.h>

namespace mimus::native {
namespace {

struct PositionCase {
  std::string_view rule, text;
  int line, column;
  std::string_view value;
  std::size_t offset;
  int expected;
};
constexpr PositionCase kCases[] = {
    {"plain", "a: /x{", 1, 4, "/x{", 2, 6},
    {"quoted", "a: \"/x{\"", 1, 4, "/x{", 2, 7},
    {"single quotes doubled", "a: '/''{'", 1, 4, "/'{", 2, 8},
    {"columns are code points", "é: '/é{'", 1, 4, "/é{", 3, 7},
    {"an escaped character", R"("\t{")", 1, 1, "\t{", 1, 4},
    {"an escaped code point of two bytes", R"("\u00e9{")", 1, 1, "é{", 2, 8},
    {"an escaped code point of three bytes", R"("\u20ac{")", 1, 1, "€{", 3, 8},
    {"surrogates", R"("\ud83d\ude00{")", 1, 1, "😀{", 4, 14},
    {"another line", "x:\n  y: ab", 2, 6, "ab", 1, 7},
    {"one past the end", "a: ab", 1, 4, "ab", 2, 6},
    {"a block scalar keeps its place", "a: |\n  ab", 1, 4, "ab", 1, 4},
    {"an alias keeps its place", "a: *b", 1, 4, "ab", 1, 4},
};

TEST(StringPosition, Rows) {
  for (const PositionCase& row : kCases) {
    SCOPED_TRACE(row.rule);
    Where where;
    where.line = row.line;
    where.column = row.column;
    const Where found = inside_string(row.text, where, row.value, row.offset);
    EXPECT_EQ(found.line, row.line);
    EXPECT_EQ(found.column, row.expected);
  }
}

}  // namespace
}  // namespace mimus::native
