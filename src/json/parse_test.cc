#include <gtest/gtest.h>

#include <boost/json/static_resource.hpp>
#include <filesystem>

#include "arbitrary.h"
#include "json.h"
#include "support/property.h"
#include "support/shared_data.h"

namespace mimus::json {
namespace {

constexpr ReadOptions kComments{.comments = true};
constexpr ReadOptions kTrailingCommas{.trailing_commas = true};
constexpr ReadOptions kTrailingText{.trailing_text = true};

struct ValueCase {
  std::string_view rule, text, compact;
  ReadOptions options = {};
};
const ValueCase kValueCases[] = {
    {"members keep their order", R"({"b":1,"a":2})", R"({"b":1,"a":2})"},
    {"the last of two namesakes wins, in the place of the first", R"({"a":1,"b":2,"a":3})",
     R"({"a":3,"b":2})"},
    {"blanks of RFC 8259 §2", " \t\r\n[ 1 , 2 ]\n", "[1,2]"},
    {"a number without fraction and exponent is an integer", "275", "275"},
    {"a fraction makes a double", "275.0", "275.0"},
    {"an exponent makes a double", "1e2", "100.0"},
    {"the largest uint64", "18446744073709551615", "18446744073709551615"},
    {"beyond 64 bits: a double", "18446744073709551616", "18446744073709552000.0"},
    {"the smallest int64", "-9223372036854775808", "-9223372036854775808"},
    {"below it: a double", "-9223372036854775809", "-9223372036854776000.0"},
    {"minus zero as an integer is zero", "-0", "0"},
    {"minus zero as a double keeps its sign", "-0.0", "-0.0"},
    {"too small for a double: zero", "[1e-400,-0.00001e-400]", "[0.0,-0.0]"},
    {"a zero is zero whatever its exponent", "0e999999999999999999999", "0.0"},
    {"a long fraction does not overflow", "0.00000000000000000000000000000000000000001e41", "1.0"},
    {"every short escape", R"("\"\\\/\b\f\n\r\t")", R"("\"\\/\b\f\n\r\t")"},
    {"\\u escapes of every UTF-8 length", R"("\u0041\u00e9\u20AC\ud83d\ude00")", "\"Aé€😀\""},
    {"text around escapes", R"("ab\ncd\nef")", R"("ab\ncd\nef")"},
    {"a byte order mark is skipped", "\xEF\xBB\xBF{}", "{}"},
    {"a line comment", "// one\n[1, // two\n2] // three", "[1,2]", kComments},
    {"a block comment", "/**/[/* , */1]/***/", "[1]", kComments},
    {"a comma before ]", "[1,]", "[1]", kTrailingCommas},
    {"a comma before }", R"({"a":1,})", R"({"a":1})", kTrailingCommas},
    {"what follows the first value is ignored", "{} garbage", "{}", kTrailingText},
};

TEST(Parse, Rows) {
  for (const ValueCase& row : kValueCases) {
    SCOPED_TRACE(row.rule);
    const auto value = parse(row.text, row.options);
    ASSERT_TRUE(value) << describe(value.error());
    EXPECT_EQ(write(*value), row.compact);
  }
}

struct ErrorCase {
  std::string_view rule, text, message;
  int line, column;
  std::size_t offset;
  std::string_view pointer;
  ReadOptions options = {};
};
const ErrorCase kErrorCases[] = {
    {"nothing at all", "", "the text ends where a value should stand", 1, 1, 0, ""},
    {"a byte order mark and nothing", "\xEF\xBB\xBF", "the text ends where a value should stand", 1,
     1, 3, ""},
    {"the innermost value is named", "{\n  \"a\": [1, {\"b\": x}]\n}",
     "expected a value, found 'x'", 2, 18, 19, "/a/1/b"},
    {"a pointer is escaped", R"({"a/b~":x})", "expected a value, found 'x'", 1, 9, 8, "/a~1b~0"},
    {"columns count code points", "[\"é€😀\", x]", "expected a value, found 'x'", 1, 9, 14, "/1"},
    {"a missing comma", R"({"a":1 "b":2})", "expected ',' or '}' in an object, found '\"'", 1, 8, 7,
     "/a"},
    {"a missing colon", R"({"a" 1})", "expected ':' after a member's name, found '1'", 1, 6, 5,
     "/a"},
    {"a name without quotes", "{a:1}", "expected a member's name, found 'a'", 1, 2, 1, ""},
    {"a comma too many", "[1,]", "expected a value, found ']'", 1, 4, 3, "/1"},
    {"a comma too many in an object", R"({"a":1,})", "expected a member's name, found '}'", 1, 8, 7,
     "/a"},
    {"two commas are never allowed", "[1,,]", "expected a value, found ','", 1, 4, 3, "/1",
     kTrailingCommas},
    {"a lone comma is never allowed", "[,]", "expected a value, found ','", 1, 2, 1, "/0",
     kTrailingCommas},
    {"an unclosed object", R"({"a":1)", "the text ends inside an object", 1, 7, 6, "/a"},
    {"an unclosed array", "[1,\n", "the text ends inside an array", 2, 1, 4, "/0"},
    {"an unclosed string", R"(["ab)", "the text ends inside a string", 1, 5, 4, "/0"},
    {"a line break in a string", "\"a\nb\"", "the end of the line inside a string", 1, 3, 2, ""},
    {"a tab in a string", "\"a\tb\"", "a tab inside a string", 1, 3, 2, ""},
    {"an unknown escape", R"("a\x")", "unknown escape in a string", 1, 3, 2, ""},
    {"a short \\u escape", R"("\u12g4")", "expected four hexadecimal digits after \\u", 1, 6, 5,
     ""},
    {"half a surrogate pair", R"("a\ud800b")", "half of a surrogate pair", 1, 3, 2, ""},
    {"the wrong half", R"("\udc00\ud800")", "half of a surrogate pair", 1, 2, 1, ""},
    {"bytes that are not UTF-8", "\"a\xff\"", "not UTF-8", 1, 3, 2, ""},
    {"an overlong form", "\"\xc0\xaf\"", "not UTF-8", 1, 2, 1, ""},
    {"a surrogate as UTF-8", "\"\xed\xa0\x80\"", "not UTF-8", 1, 2, 1, ""},
    {"a leading zero", "[01]", "a number cannot begin with 0", 1, 2, 1, "/0"},
    {"a point without digits", "1.",
     "expected a digit after the decimal point, found the end of the text", 1, 3, 2, ""},
    {"an exponent without digits", "1e+]", "expected a digit after the exponent's 'e', found ']'",
     1, 4, 3, ""},
    {"a lone minus", "-", "expected a digit after '-', found the end of the text", 1, 2, 1, ""},
    {"too large for a double", "[1, -1e400]",
     "the number is larger than a double can hold (1.8e308)", 1, 5, 4, "/1"},
    {"JavaScript's numbers", "[NaN]", "JSON has no NaN", 1, 2, 1, "/0"},
    {"Python's words", "[True]", "JSON has no True", 1, 2, 1, "/0"},
    {"single quotes", "['a']", "expected a value, found '''", 1, 2, 1, "/0"},
    {"text after the end", "{} []", "'[' after the end of the document", 1, 4, 3, ""},
    {"comments only when asked for", "[1] // x", "'/' after the end of the document", 1, 5, 4, ""},
    {"an endless comment", "[1, /* x", "a comment that does not end", 1, 5, 4, "/0", kComments},
    {"depth", "[[[]]]", "nested deeper than 2 levels", 1, 3, 2, "/0/0", {.max_depth = 2}},
};

TEST(Parse, ErrorsSayWhatAndWhere) {
  for (const ErrorCase& row : kErrorCases) {
    SCOPED_TRACE(row.rule);
    const auto value = parse(row.text, row.options);
    ASSERT_FALSE(value);
    const Error& error = value.error();
    EXPECT_EQ(error.message, row.message);
    EXPECT_EQ(error.where.line, row.line);
    EXPECT_EQ(error.where.column, row.column);
    EXPECT_EQ(error.where.offset, row.offset);
    EXPECT_EQ(error.where.pointer, row.pointer);
  }
}

TEST(Parse, DepthIsALimitAndCountsWhatIsOpen) {
  EXPECT_EQ(parse("[[]]", {.max_depth = 1}).error().code, Code::kLimit);
  EXPECT_TRUE(parse("[[],[],{}]", {.max_depth = 2}));
}

TEST(Parse, PublicSuite) {
  const auto folder = shared_path("conformance/json-parsing");
  if (!std::filesystem::exists(folder)) GTEST_SKIP() << "no " << folder << ": public suite absent";
  int seen = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    if (!name.ends_with(".json")) continue;
    ++seen;
    SCOPED_TRACE(name);
    const auto value = parse(read_file(entry.path()));
    EXPECT_TRUE(value || !name.starts_with("y_")) << describe(value.error());
    EXPECT_FALSE(value && name.starts_with("n_"));
    EXPECT_TRUE(!value || *parse(write(*value)) == *value);
  }
  EXPECT_EQ(seen, 318);
}

TEST(Parse, ReadingBackWhatWasWrittenIsIdentity) {
  for_each_seed(2'000, [](const Chance& chance) {
    const Value value = arbitrary_value(chance);
    EXPECT_EQ(*parse(write(value)), value);
    EXPECT_EQ(*parse(write(value, {.indent = 2, .ascii = true})), value);
  });
}

TEST(Parse, EveryPrefixOfADocumentFailsWhereItEnds) {
  for_each_seed(200, [](const Chance& chance) {
    const std::string text =
        write(Array{arbitrary_value(chance)});  // in brackets: a prefix of 12 is a document
    for (std::size_t size = 0; size < text.size(); ++size) {
      const auto value = parse(text.substr(0, size));
      ASSERT_FALSE(value) << text.substr(0, size);
      EXPECT_LE(*value.error().where.offset, size);
    }
  });
}

TEST(Parse, MemoryComesFromTheStorageGiven) {
  unsigned char buffer[4096];
  boost::json::static_resource memory(buffer);
  const auto value = parse(R"({"a":["a text too long for the small string"]})", &memory);
  ASSERT_TRUE(value);
  EXPECT_EQ(value->storage().get(), &memory);
  EXPECT_EQ(value->at("a").storage().get(), &memory);
}

}  // namespace
}  // namespace mimus::json
