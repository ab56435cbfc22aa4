#include "locate.h"

#include <gtest/gtest.h>

#include "arbitrary.h"
#include "pointer.h"
#include "support/property.h"

namespace mimus::json {
namespace {

constexpr std::string_view kText = "{\n  \"é\": [1, {\"a/b\": true}],  // last\n  \"x\": null,\n}";

struct LocateCase {
  std::string_view rule, pointer;
  bool key;
  int line, column;  // 0: nowhere
};
constexpr LocateCase kLocateCases[] = {
    {"the document", "", false, 1, 1},
    {"a value", "/é", false, 2, 8},
    {"its name", "/é", true, 2, 3},
    {"an element", "/é/1", false, 2, 12},
    {"which has no name", "/é/1", true, 0, 0},
    {"columns count code points", "/é/1/a~1b", false, 2, 20},
    {"comments are blanks", "/x", false, 3, 8},
    {"what is not there", "/y", false, 0, 0},
};

TEST(Locate, Rows) {
  for (const LocateCase& row : kLocateCases) {
    SCOPED_TRACE(row.rule);
    const auto at = locate(kText, row.pointer, row.key);
    EXPECT_EQ(at ? at->line : 0, row.line);
    EXPECT_EQ(at ? at->column : 0, row.column);
  }
}

TEST(Locate, ManyInOnePassWithTheirNearestAncestors) {
  Sought sought({"/x", "/é/1/c/d", "/é/7"});
  locate(kText, sought);
  EXPECT_EQ(sought.nearest("/x", true)->line, 3);
  EXPECT_EQ(sought.nearest("/é/1/c/d", true)->column, 12);
  EXPECT_EQ(sought.nearest("/é/7", false)->column, 8);
}

TEST(Locate, TheLastOfTwoNamesakesCounts) {
  EXPECT_EQ(locate(R"({"a":1,"a":2})", "/a")->offset, 11u);
}

TEST(Locate, WhatStandsThereIsTheValue) {
  const auto check = [](const auto& self, const std::string& text, const Value& value,
                        const Pointer& pointer) -> void {
    const auto at = locate(text, pointer.text());
    ASSERT_TRUE(at);
    EXPECT_EQ(
        parse(std::string_view(text).substr(at->offset), {.trailing_text = true}).value_or("?"),
        value);
    if (const Array* array = value.if_array()) {
      for (std::size_t i = 0; i < array->size(); ++i)
        self(self, text, (*array)[i], pointer.child(std::to_string(i)));
    } else if (const Object* object = value.if_object()) {
      for (const auto& member : *object)
        self(self, text, member.value(), pointer.child(member.key()));
    }
  };
  for_each_seed(200, [&](const Chance& chance) {
    const Value value = arbitrary_value(chance, 3);
    check(check, write(value, {.indent = chance.happens(0.5) ? 2 : 0}), value, Pointer());
  });
}

TEST(PositionOf, CountsLinesAndCodePoints) {
  EXPECT_EQ(position_of("ab\r\nç€d", 9).line, 2);
  EXPECT_EQ(position_of("ab\r\nç€d", 9).column, 3);
  EXPECT_EQ(position_of("ab", 99).column, 3);  // past the end: the end
}

TEST(PositionCounter, GoesBackToo) {
  PositionCounter positions("a\nb\nc");
  EXPECT_EQ(positions.at(4).line, 3);
  EXPECT_EQ(positions.at(0).line, 1);
  EXPECT_EQ(positions.at(2).line, 2);
}

}  // namespace
}  // namespace mimus::json
