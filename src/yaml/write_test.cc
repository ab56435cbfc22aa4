#include "write.h"

#include <gtest/gtest.h>

#include "document.h"
#include "json/arbitrary.h"
#include "support/property.h"

namespace mimus::yaml {
namespace {

json::Value read(const std::string& text) {
  auto document = Document::parse(text, "t.yaml");
  if (!document) ADD_FAILURE() << describe(document.error()) << "\n" << text;
  return document ? json::own(document->root()) : json::Value();
}

struct Row {
  std::string_view rule, json, yaml;
};
constexpr Row kRows[] = {
    {"a map", R"({"path": "/users/{id}", "status": 201})", "path: /users/{id}\nstatus: 201\n"},
    {"a map in a map", R"({"when": {"query": {"page": "2"}}})", "when:\n  query:\n    page: \"2\"\n"},
    {"short lists stay on a line", R"({"method": ["GET", "HEAD"], "ids": [1, 2]})", "method: [GET, HEAD]\nids: [1, 2]\n"},
    {"maps in a list", R"([{"a": 1, "b": 2}, {"a": 3}])", "- a: 1\n  b: 2\n- a: 3\n"},
    {"lists in a list", R"([[{"a": 1}], []])", "- - a: 1\n- []\n"},
    {"words that would be something else are quoted", R"(["true", "null", "12", "yes", "", "~", "0x1F", "1e3"])",
     "- \"true\"\n- \"null\"\n- \"12\"\n- \"yes\"\n- \"\"\n- \"~\"\n- \"0x1F\"\n- \"1e3\"\n"},
    {"an expression is quoted", R"({"id": "{{path.id}}"})", "id: \"{{path.id}}\"\n"},
    {"the quotes that need no escapes", R"({"a": "say \"x\"", "b": "it's", "c": "\\d+"})",
     "a: 'say \"x\"'\nb: \"it's\"\nc: '\\d+'\n"},
    {"colons and comments", R"({"a": "b: c", "d": "e #f", "g": "h:i", "k": "l#m"})",
     "a: \"b: c\"\nd: \"e #f\"\ng: h:i\nk: l#m\n"},
    {"several lines", R"({"text": "a\n b\n"})", "text: |\n  a\n   b\n"},
    {"several lines without a last break", R"({"text": "a\n\nb"})", "text: |-\n  a\n\n  b\n"},
    {"several lines with more breaks", R"({"text": "a\n\n\n", "b": 1})", "text: |+\n  a\n\n\nb: 1\n"},
    {"several lines, the first with a blank", R"({"text": " a\nb\n"})", "text: |2\n   a\n  b\n"},
    {"nothing but breaks", R"({"text": "\n\n"})", "text: \"\\n\\n\"\n"},
    {"a carriage return", R"({"text": "a\r\nb"})", "text: \"a\\r\\nb\"\n"},
    {"empty ones", R"({"a": {}, "b": [], "c": null})", "a: {}\nb: []\nc: null\n"},
    {"a scalar", R"("/a")", "/a\n"},
};
TEST(YamlWrite, Rows) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.rule);
    const json::Value value = *json::parse(row.json);
    std::string text = write(value);
    if (row.rule.starts_with("words")) {  // a short list would stay on a line
      text.clear();
      for (const json::Value& item : value.get_array()) write_item(item, text);
    }
    EXPECT_EQ(text, row.yaml);
    const json::Value again = read(text);
    EXPECT_EQ(again, value);
  }
}

TEST(YamlWrite, WhatIsReadBackIsWhatWasWritten) {
  for_each_seed(3'000, [](const Chance& chance) {
    const json::Value value = json::arbitrary_value(chance);
    const std::string text = write(value);
    EXPECT_EQ(read(text), value) << text;
  });
}

// Texts made of what YAML gives a meaning to.
TEST(YamlWrite, AwkwardTexts) {
  constexpr std::string_view kPieces[] = {"a", " ", "\n", ":", "#", "-", "'", "\"", "\\", "{{", "}}", "[", ",", "|",
                                          ">", "&", "*", "!", "%", "@", "?", "\t", "\r", "ä", "\u2028", "\u0085", "7",
                                          "null", "\U0001F600", "\uFEFF", "\x01", "..", "---", "<<", "=", "~", "/"};
  for_each_seed(5'000, [&](const Chance& chance) {
    std::string text;
    const auto count = chance.fork("count").below(7);
    for (std::uint64_t i = 0; i < count; ++i) text += kPieces[chance.fork("piece").fork(i).below(std::size(kPieces))];
    const json::Value value = json::Object{{"k", text}, {"l", json::Array{text, text}}, {text, json::Object{{"m", text}}}};
    const std::string yaml = write(value);
    EXPECT_EQ(read(yaml), value) << yaml;
  });
}

}  // namespace
}  // namespace mimus::yaml
