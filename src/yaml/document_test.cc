#include "document.h"

#include <gtest/gtest.h>

namespace mimus::yaml {
namespace {

struct ValueCase {
  std::string_view rule, yaml, json;
};
constexpr ValueCase kValueCases[] = {
    {"nothing is null", "", "null"},
    {"a comment is nothing", "# only this\n", "null"},
    // YAML 1.2 §10.3, the core schema
    {"null: three spellings, a tilde and nothing", "- ~\n- null\n- Null\n- NULL\n-\n",
     "[null,null,null,null,null]"},
    {"true and false in three spellings", "[true, True, TRUE, false, False, FALSE]",
     "[true,true,true,false,false,false]"},
    {"other spellings are texts", "[tRUE, nULL, yes, no, on, off, y, n]",
     R"(["tRUE","nULL","yes","no","on","off","y","n"])"},
    {"integers, with a sign or leading zeros", "[0, 12, -7, +3, 007]", "[0,12,-7,3,7]"},
    {"octal and hexadecimal", "[0o14, 0x0C, 0xfF]", "[12,12,255]"},
    {"which take no sign and have digits", "[-0x1, +0o7, 0x, 0o8, 0b1]",
     R"(["-0x1","+0o7","0x","0o8","0b1"])"},
    {"64 bits", "[9223372036854775808, 18446744073709551615, -9223372036854775808]",
     "[9223372036854775808,18446744073709551615,-9223372036854775808]"},
    {"beyond 64 bits: a double",
     "[18446744073709551616, -9223372036854775809, 0x10000000000000000]",
     "[18446744073709552000.0,-9223372036854776000.0,18446744073709552000.0]"},
    {"floats", "[1.5, -.5, 5., 1e3, 1E-2, +1.0]", "[1.5,-0.5,5.0,1000.0,0.01,1.0]"},
    {"too small for a double: zero", "- 1e-400\n- -.000001e-400\n", "[0.0,-0.0]"},
    {"nearly floats are texts", "[1.2.3, ., e3, 1e, 1_000, 1.e, -.e1]",
     R"(["1.2.3",".","e3","1e","1_000","1.e","-.e1"])"},
    {"dates and times are texts", "[2001-12-14, 12:30:45]", R"(["2001-12-14","12:30:45"])"},
    {"quotes make texts", "['1', \"true\", '~', '']", R"(["1","true","~",""])"},
    {"block texts are texts", "- |\n  1\n- >-\n  2\n", R"(["1\n","2"])"},
    {"tags of the core schema", "[!!str 1, !!int '2', !!float 3, !!bool 'true', !!null '', ! 4]",
     R"(["1",2,3.0,true,null,"4"])"},
    {"other tags are ignored", "[!thing 1, !<tag:x.org:y> a, !!binary b]", R"([1,"a","b"])"},
    // keys
    {"keys that are no texts become their text", "200: a\ntrue: b\n~: c\n1.50: d\n",
     R"({"200":"a","true":"b","~":"c","1.50":"d"})"},
    {"members keep their order", "b: 1\na: 2\n", R"({"b":1,"a":2})"},
    {"a key without a value", "a:\nb:\n", R"({"a":null,"b":null})"},
    {"an alias as a key", "- &k name\n- *k : 1\n", R"(["name",{"name":1}])"},
    // structure
    {"lists at their key's indentation", "a:\n- 1\n- 2\nb: 3\n", R"({"a":[1,2],"b":3})"},
    {"nested lists", "- - 1\n  - 2\n-\n  - 3\n", "[[1,2],[3]]"},
    {"a bracket may close at the margin", "a: [\n  1\n]\nb: {\n}\n", R"({"a":[1],"b":{}})"},
    {"JSON inside YAML", "a: {\"b\":1,\"c\":[true]}\n", R"({"a":{"b":1,"c":[true]}})"},
    {"texts with colons and marks", "u: http://x:80/a?b#c\n", R"({"u":"http://x:80/a?b#c"})"},
    {"texts that span lines are folded", "a: one\n  two\n\n  three\n", R"({"a":"one two\nthree"})"},
    {"several documents make a list", "--- 1\n--- 2\n", "[1,2]"},
    {"one document with marks stays one", "%YAML 1.2\n---\na: 1\n...\n", R"({"a":1})"},
    {"a byte order mark is skipped",
     "\xEF\xBB\xBF"
     "a: 1\nb: 2\n",
     R"({"a":1,"b":2})"},
    {"CRLF ends lines", "a: 1\r\nb: |\r\n  x\r\n", R"({"a":1,"b":"x\n"})"},
    // anchors, aliases, merge keys
    {"an alias is a copy", "a: &x [1, {b: 2}]\nc: *x\n", R"({"a":[1,{"b":2}],"c":[1,{"b":2}]})"},
    {"the latest anchor of a name counts", "[&x 1, *x, &x 2, *x]", "[1,1,2,2]"},
    {"merged members stand where << stands", "d: &d {x: 1, y: 2}\ne:\n  a: 0\n  <<: *d\n  z: 3\n",
     R"({"d":{"x":1,"y":2},"e":{"a":0,"x":1,"y":2,"z":3}})"},
    {"the mapping's own members win", "d: &d {x: 1, y: 2}\ne: {<<: *d, x: 9}\n",
     R"({"d":{"x":1,"y":2},"e":{"y":2,"x":9}})"},
    {"of a list, the first wins", "e:\n  <<: [{x: 1}, {x: 2, y: 3}]\n", R"({"e":{"x":1,"y":3}})"},
    {"a quoted << is a key", "'<<': {x: 1}\n", R"({"<<":{"x":1}})"},
    // JSON
    {"JSON is read as JSON", "{\"a\": 1.0, \"a\": 2}", R"({"a":2})"},
    {"with comments and commas at the end", "[1, // one\n 2, /* two */]", "[1,2]"},
    {"what begins as JSON may be YAML", "{a: 1, b: [x, 'y']}", R"({"a":1,"b":["x","y"]})"},
};

TEST(Document, Values) {
  for (const ValueCase& row : kValueCases) {
    SCOPED_TRACE(row.rule);
    const auto document = Document::parse(std::string(row.yaml), "t.yaml");
    ASSERT_TRUE(document) << describe(document.error());
    EXPECT_EQ(json::write(document->root()), row.json);
  }
}

struct ErrorCase {
  std::string_view rule, yaml, description;
};
constexpr ErrorCase kErrorCases[] = {
    {"a tab as indentation", "a:\n\tb: 1\n", "t.yaml:2:1: a tab cannot indent; indent with blanks"},
    {"a template without quotes, as a value", "id: {{path.id}}\n",
     "t.yaml:1:6: a key is a text, not a mapping or a list; a template such as {{name}} stands in "
     "quotes"},
    {"a path template in a flow mapping", "- {path: /users/{id}, method: GET}\n",
     "t.yaml:1:17: expected ',' or '}' in the mapping that begins in line 1; a text that contains "
     "braces or commas stands in quotes"},
    {"a star without quotes", "a: *\n",
     "t.yaml:1:4: '*' begins an alias here; put the text in quotes"},
    {"an alias to nothing", "a: */json\n",
     "t.yaml:1:4: '*' begins an alias here; put the text in quotes"},
    {"an unknown alias", "a: 1\nb: *x\n",
     "t.yaml:2:4: no '&x' stands before '*x'; a text that begins with '*' stands in quotes"},
    {"an at sign", "a: @b\n", "t.yaml:1:4: a text cannot begin with '@'; put it in quotes"},
    {"a colon in a text", "a: b: c\n",
     "t.yaml:1:5: ': ' inside a text; put the text in quotes, or check the indentation of this "
     "line"},
    {"a line too far left", "a:\n    b: 1\n  c: 2\n",
     "t.yaml:3:3: this does not fit the mapping that begins in line 1; check the indentation, and "
     "quotes that end too early"},
    {"text after quotes", "a: \"b\" c\n",
     "t.yaml:1:8: this does not fit the mapping that begins in line 1; check the indentation, and "
     "quotes that end too early"},
    {"a line that is no member", "a: 1\nb\nc: 2\n",
     "t.yaml:2:1: this line is no 'key: value'; add ':' and a blank after the key, or check the "
     "indentation"},
    {"open quotes", "a: 1\nb: \"x\n",
     "t.yaml:2:4: the quotes that open here are never closed; a quote inside '…' is written ''; "
     "inside \"…\" it is written \\\""},
    {"a Windows path in double quotes", "a: \"C:\\dir\"\n",
     "t.yaml:1:7: unknown escape in a quoted text; write \\\\ for a backslash, or use single "
     "quotes"},
    {"an open bracket", "a: [1,\nb: 2\n",
     "t.yaml:3:1: expected ',' or ']' in the list that begins in line 1; a text that contains "
     "brackets or commas stands in quotes"},
    {"a duplicate key", "a:\n  é: 1\n  x: 2\n  é: 3\n",
     "t.yaml:4:3: duplicate key 'é'; remove one of the two"},
    {"columns count code points", "é: [ü, *ä]\n",
     "t.yaml:1:8: '*' begins an alias here; put the text in quotes"},
    {"infinity", "a: -.inf\n", "t.yaml:1:4: JSON has no '-.inf'; put a text in quotes"},
    {"not a number", "- .NaN\n", "t.yaml:1:3: JSON has no '.NaN'; put a text in quotes"},
    {"a number too large", "- 1e999\n",
     "t.yaml:1:3: the number '1e999' is out of a double's range; put a text in quotes"},
    {"a tag that does not fit", "a: !!int x\n", "t.yaml:1:4: 'x' is no !!int"},
    {"a merge of something else", "a:\n  <<: 1\n",
     "t.yaml:2:7: '<<' takes a mapping or a list of mappings; as in '<<: *defaults'"},
    {"a node in itself", "a: &x [1, *x]\n",
     "t.yaml:1:11: '*x' stands inside the node that it names"},
    {"not UTF-8", "a: 1\nb: \xff\n", "t.yaml:2:4: not UTF-8; save the file as UTF-8"},
    {"JSON with a fault speaks of JSON", "{\"a\": 1,\n \"b\" 2}",
     "t.yaml:2:6: expected ':' after a member's name, found '2'"},
    {"a byte order mark shifts no column",
     "\xEF\xBB\xBF"
     "a: @b\n",
     "t.yaml:1:4: a text cannot begin with '@'; put it in quotes"},
};

TEST(Document, ErrorsSayWhatToDoAndWhere) {
  for (const ErrorCase& row : kErrorCases) {
    SCOPED_TRACE(row.rule);
    const auto document = Document::parse(std::string(row.yaml), "t.yaml");
    ASSERT_FALSE(document) << json::write(document->root());
    EXPECT_EQ(describe(document.error()), row.description);
  }
}

TEST(Document, ErrorsNameThePointer) {
  const auto document = Document::parse("a:\n- b/c: .inf\n", "t.yaml");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().where.pointer, "/a/0/b~1c");
  EXPECT_EQ(document.error().where.offset, 10u);
}

TEST(Document, DepthIsLimited) {
  const auto nested = [](std::size_t depth) {
    return "x: " + std::string(depth, '[') + std::string(depth, ']');
  };
  EXPECT_TRUE(Document::parse(nested(199), "t.yaml"));
  EXPECT_EQ(Document::parse(nested(200), "t.yaml").error().code, Code::kLimit);
  EXPECT_FALSE(Document::parse(std::string(100'000, '['), "t.json"));
}

TEST(Document, AnAliasBombIsRefused) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 10; ++i) {
    const std::string before = "*a" + std::to_string(i - 1) + " ";
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 10; ++k) bomb += (k > 0 ? ", " : "") + before;
    bomb += "]\n";
  }
  const auto document = Document::parse(bomb, "t.yaml");
  ASSERT_FALSE(document);
  EXPECT_EQ(document.error().code, Code::kLimit);
  EXPECT_EQ(document.error().where.line, 6);
}

struct WhereCase {
  std::string_view rule, text, pointer;
  Document::Part part;
  int line, column;
};
constexpr auto kKey = Document::Part::kKey;
constexpr auto kValue = Document::Part::kValue;
constexpr std::string_view kRoutes =
    "routes:\n  - path: /a\n    wäit: {ms: 5}\n  -\n    path: /b\nlast: &x\n  y: 1\ncopy: *x\n";
constexpr std::string_view kRoutesJson =
    "{ // routes\n  \"routes\": [\n    {\"path\": \"/a\",\n     \"wäit\": {\"ms\": 5}},\n  ]\n}";
constexpr WhereCase kWhereCases[] = {
    {"the whole document", kRoutes, "", kValue, 1, 1},
    {"a value", kRoutes, "/routes/0/path", kValue, 2, 11},
    {"a key", kRoutes, "/routes/0/path", kKey, 2, 5},
    {"an element", kRoutes, "/routes/1", kValue, 5, 5},
    {"an element has no key", kRoutes, "/routes/1", kKey, 5, 5},
    {"columns count code points", kRoutes, "/routes/0/wäit/ms", kValue, 3, 16},
    {"what is not there: its nearest ancestor", kRoutes, "/routes/0/response/x", kValue, 2, 5},
    {"whichever part", kRoutes, "/routes/0/response", kKey, 2, 5},
    {"an index too large", kRoutes, "/routes/7", kValue, 2, 3},
    {"what came through an alias: the alias", kRoutes, "/copy/y", kValue, 8, 7},
    {"the second document", "--- {a: 1}\n--- {a: 2}\n", "/1/a", kKey, 2, 6},
    {"one document has no index", "---\n- a\n- b\n", "/1", kValue, 3, 3},
    {"after a byte order mark",
     "\xEF\xBB\xBF"
     "a: 1\n",
     "/a", kValue, 1, 4},
    {"JSON: a value", kRoutesJson, "/routes/0/path", kValue, 3, 14},
    {"JSON: a key", kRoutesJson, "/routes/0/wäit/ms", kKey, 4, 15},
    {"JSON: the nearest ancestor", kRoutesJson, "/routes/0/response", kKey, 3, 5},
};

TEST(Document, Where) {
  for (const WhereCase& row : kWhereCases) {
    SCOPED_TRACE(row.rule);
    const auto document = Document::parse(std::string(row.text), "t.yaml");
    ASSERT_TRUE(document) << describe(document.error());
    const Where where = document->where(row.pointer, row.part);
    EXPECT_EQ(where.source, "t.yaml");
    EXPECT_EQ(where.line, row.line);
    EXPECT_EQ(where.column, row.column);
    const json::Position back = json::position_of(row.text, where.offset.value());
    EXPECT_EQ(back.line, row.line);
    EXPECT_EQ(back.column, row.column);
  }
}

TEST(Document, ManyPlacesAtOnce) {
  const auto document = Document::parse(std::string(kRoutes), "t.yaml");
  ASSERT_TRUE(document);
  const auto found =
      document->where({{"/last/y", kValue}, {"/routes/0/path", kKey}, {"/nowhere", kKey}});
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].line, 7);
  EXPECT_EQ(found[1].line, 2);
  EXPECT_EQ(found[2].line, 1);
  EXPECT_EQ(found[2].pointer, "/nowhere");
}

}  // namespace
}  // namespace mimus::yaml
