#include "simple_reader.h"

#include <gtest/gtest.h>

#include "json/json.h"

namespace mimus::yaml {
namespace {

struct SimpleCase {
  std::string_view rule, yaml, json;  // "": left to libyaml
};
constexpr SimpleCase kSimpleCases[] = {
    {"mappings in mappings", "a:\n  b:\n    c: 1\n  d: 2\ne:\n",
     R"({"a":{"b":{"c":1},"d":2},"e":null})"},
    {"lists in lists", "- - 1\n  - 2\n-\n  - 3\n-\n", "[[1,2],[3],null]"},
    {"a list at its key's margin", "a:\n- 1\n- 2\nb: 3\n", R"({"a":[1,2],"b":3})"},
    {"mappings in a list", "- a: 1\n  b:\n  - 2\n-   c: 3\n    d: 4\n",
     R"([{"a":1,"b":[2]},{"c":3,"d":4}])"},
    {"comments and empty lines anywhere", "# a\n\na: 1 # b\n  # c\nb: # d\n  - 2\n",
     R"({"a":1,"b":[2]})"},
    {"a number sign inside a text", "a: b#c\nd#e: f\n", R"({"a":"b#c","d#e":"f"})"},
    {"colons inside a text", "u: http://x:80/a:b\nc:d: 1\n", R"({"u":"http://x:80/a:b","c:d":1})"},
    {"quotes", "'a b': \"c\\n\\\"d\"\n\"e\": 'it''s'\n", R"({"a b":"c\n\"d","e":"it's"})"},
    {"quotes in a list", "- \"a: b\"\n- 'c': d\n", R"(["a: b",{"c":"d"}])"},
    {"flow collections", "a: {b: [1, x y, {}], 'c':[], d: http://x }\n",
     R"({"a":{"b":[1,"x y",{}],"c":[],"d":"http://x"}})"},
    {"which may span lines", "a: [1,\n  2\n]\nb: {\n  c: 3,\n}\n", R"({"a":[1,2],"b":{"c":3}})"},
    {"texts that look like indicators", "a: -1\nb: -x\nc: a [b] {c}\nd: x*&!|>%@\n",
     R"({"a":-1,"b":"-x","c":"a [b] {c}","d":"x*&!|>%@"})"},
    {"'|' texts", "a: |\n\n  b\n    c\n\n  d\n\ne: |-\n  f\n",
     R"({"a":"\nb\n  c\n\nd\n","e":"f"})"},
    {"letters beyond ASCII", "größe: 5 €\n", R"({"größe":"5 €"})"},
    {"no line end at the end", "a: 1", R"({"a":1})"},
    {"merge keys without aliases", "<<: {a: 1}\nb: 2\n", R"({"a":1,"b":2})"},
    // not mine
    {"nothing", "", ""},
    {"a text alone", "a\n", ""},
    {"anchors", "a: &x 1\n", ""},
    {"aliases", "a: *x\n", ""},
    {"tags", "a: !!str 1\n", ""},
    {"folded texts", "a: >\n  b\n", ""},
    {"texts that go on", "a: b\n  c\n", ""},
    {"quotes that go on", "a: \"b\n  c\"\n", ""},
    {"keys with a question mark", "? a\n: b\n", ""},
    {"documents", "---\na: 1\n", ""},
    {"tabs", "a:\t1\n", ""},
    {"CRLF", "a: 1\r\n", ""},
    {"pairs in a list", "a: [b: c]\n", ""},
    {"keys alone", "a: {b}\n", ""},
    {"a template without quotes", "a: {{b}}\n", ""},
    {"another indentation", "a:\n   b: 1\n  c: 2\n", ""},
    {"a list where a key belongs", "a: 1\n- b\n", ""},
    {"a key where an entry belongs", "- a\nb: 1\n", ""},
    {"duplicate keys", "a: 1\na: 2\n", ""},
    {"a colon in a text", "a: b: c\n", ""},
    {"text after quotes", "a: 'b' c\n", ""},
    {"rare escapes", "a: \"\\x41\"\n", ""},
    {"line separators", "a: 'x\u2028y'\n", ""},
    {"not UTF-8", "a: \xff\n", ""},
};

TEST(SimpleReader, Rows) {
  for (const SimpleCase& row : kSimpleCases) {
    SCOPED_TRACE(row.rule);
    Tree tree;
    const bool accepted = read_simple(row.yaml, tree);
    EXPECT_EQ(accepted ? json::write(tree.finish()) : "", row.json);
  }
}

}  // namespace
}  // namespace mimus::yaml
