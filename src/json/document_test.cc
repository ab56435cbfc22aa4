#include "document.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

namespace mimus::json {
namespace {

constexpr std::size_t kLong = 40'000;  // far beyond where a text counts as long

std::string repeated(std::string_view element) {
  std::string text = "[";
  while (text.size() < kLong) text.append(element).append(1, ',');
  text.back() = ']';
  return text;
}

// What stands open at once: more than fits, as much as most documents have, hardly anything.
const std::string kTexts[] = {
    repeated("1"),
    repeated(R"({"id":17,"names":["a text too long for the small string","b"],"price":1.5})"),
    "[\"" + std::string(kLong, 'x') + "\"]",
    R"({"short":["a text too long for the small string"]})",
};

TEST(Document, HoldsWhatParseReads) {
  for (const std::string& text : kTexts) {
    SCOPED_TRACE(text.substr(0, 20));
    const auto document = Document::parse(text);
    ASSERT_TRUE(document) << describe(document.error());
    EXPECT_EQ(document->root(), *parse(text));
    EXPECT_EQ(write(document->root()), text);
  }
}

TEST(Document, FaultsAreThoseOfParse) {
  for (const std::string& text : kTexts) {
    SCOPED_TRACE(text.substr(0, 20));
    const std::string broken = text.substr(0, text.size() - 1);
    const auto document = Document::parse(broken);
    const auto value = parse(broken);
    ASSERT_FALSE(document);
    ASSERT_FALSE(value);
    EXPECT_EQ(describe(document.error()), describe(value.error()));
  }
  EXPECT_FALSE(Document::parse("[[]]", {.max_depth = 1}));
}

TEST(Document, MovesWithoutMovingItsValue) {
  Document first = *Document::parse(kTexts[1]);
  const Value* const root = &first.root();
  const Document second = std::move(first);
  EXPECT_EQ(&second.root(), root);
}

TEST(Document, ACopyOutlivesIt) {
  Value copy;
  {
    const Document document = *Document::parse(kTexts[1]);
    copy = document.root().at(0);
  }
  EXPECT_EQ(write(copy),
            R"({"id":17,"names":["a text too long for the small string","b"],"price":1.5})");
}

TEST(Document, HoldsAValueThatWasMadeInSomeOtherWay) {
  const Document document = *Document::build(100, [](const auto& storage) {
    return Result<Value>(
        Value({1, "a text too long for the small string", Object{{"a", nullptr}}}, storage));
  });
  EXPECT_EQ(write(document.root()), R"([1,"a text too long for the small string",{"a":null}])");
}

}  // namespace
}  // namespace mimus::json
