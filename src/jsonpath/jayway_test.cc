#include <gtest/gtest.h>

#include "rows_for_tests.h"

// The dialect of WireMock's files.
namespace mimus::jsonpath {
namespace {

constexpr std::string_view kOrder = R"({"id":"A-7","total":12.5,"note":null,"tags":["x","y"],"lines":[
  {"sku":"s1","count":2,"price":1.5,"sizes":[1,2]},{"sku":"S2","count":10,"price":4},{"sku":"t3","count":7,"price":0.5,"gift":true}],
  "who":{"name":"Ada Byron","age":36,"e-mail":"a@b"}})";

constexpr Row kReadRows[] = {
    {"a definite path gives the value", "$.id", kOrder, R"("A-7")"},
    {"without $ it is relative to the root", "who.age", kOrder, "36"},
    {"also with brackets", "['who']['age']", kOrder, "36"},
    {"blanks around it", " $.id ", kOrder, R"("A-7")"},
    {"names with other characters", "$.who.e-mail", kOrder, R"("a@b")"},
    {"a dot in front of a bracket", "$.lines.[0].sku", kOrder, R"("s1")"},
    {"missing", "$.who.size", kOrder, "-"},
    {"null is there", "$.note", kOrder, "null"},
    {"a negative index", "$.lines[-1].sku", kOrder, R"("t3")"},
    {"an indefinite path gives a list", "$.lines[*].sku", kOrder, R"(["s1","S2","t3"])"},
    {"which may be empty", "$..nothing", kOrder, "[]"},
    {"slices", "$.lines[1:].sku", kOrder, R"(["S2","t3"])"},
    {"slices from the end", "$.lines[-2:].sku", kOrder, R"(["S2","t3"])"},
    {"several indexes", "$.lines[0,2].sku", kOrder, R"(["s1","t3"])"},
    {"several names at the end make an object", "$.who['name','age']", kOrder, R"({"name":"Ada Byron","age":36})"},
    {"without those that are missing", "$.who['name','x']", kOrder, R"({"name":"Ada Byron"})"},
    {"several names on the way do not", "$['who','lines'].name", kOrder, R"(["Ada Byron"])"},
    {"behind '..' all of them are needed", "$..['sku','gift']", kOrder, R"([{"sku":"t3","gift":true}])"},

    {"a filter", "$.lines[?(@.count > 2 && @.price == 4)].sku", kOrder, R"(["S2"])"},
    {"a filter without blanks", "$.lines[?(@.count>2&&@.price==4)].sku", kOrder, R"(["S2"])"},
    {"or", "$.lines[?(@.sku == 's1' || @.gift)].sku", kOrder, R"(["s1","t3"])"},
    {"not", "$.lines[?(!@.gift)].sku", kOrder, R"(["s1","S2"])"},
    {"not, of more", "$.lines[?(!(@.gift || @.count == 2))].sku", kOrder, R"(["S2"])"},
    {"the root in a filter", "$.lines[?(@.price < $.who.age)].sku", kOrder, R"(["s1","S2","t3"])"},
    {"a filter tests an object itself", "$.who[?(@.age == 36)].name", kOrder, R"(["Ada Byron"])"},
    {"a filter behind '..'", "$..[?(@.sku == 't3')].count", kOrder, "[7]"},
    {"=~ is for the whole text", "$.lines[?(@.sku =~ /s\\d/)].sku", kOrder, R"(["s1"])"},
    {"flags of =~", "$.lines[?(@.sku =~ /s./i)].sku", kOrder, R"(["s1","S2"])"},
    {"a slash in a regular expression", R"($[?(@ =~ /a\/b/)])", R"(["a/b","ab"])", R"(["a/b"])"},
    {"=~ with a number", "$.lines[?(@.count =~ /1./)].sku", kOrder, R"(["S2"])"},
    {"in", "$.lines[?(@.sku in ['s1','t3'])].count", kOrder, "[2,7]"},
    {"in, of the document", "$.lines[?('x' in $.tags)].count", kOrder, "[2,10,7]"},
    {"nin", "$.lines[?(@.sku nin ['s1','t3'])].count", kOrder, "[10]"},
    {"contains, of a list", "$.lines[?(@.sizes contains 2)].sku", kOrder, R"(["s1"])"},
    {"contains, of a text", "$.lines[?(@.sku contains '3')].sku", kOrder, R"(["t3"])"},
    {"size", "$.lines[?(@.sizes size 2)].sku", kOrder, R"(["s1"])"},
    {"empty", "$[?(@.a empty true)].n", R"([{"a":[],"n":1},{"a":"","n":2},{"a":[0],"n":3},{"n":4}])", "[1,2]"},
    {"empty false", "$[?(@.a empty false)].n", R"([{"a":[],"n":1},{"a":[0],"n":3},{"n":4}])", "[3]"},
    {"subsetof", "$.lines[?(@.sizes subsetof [1,2,3])].sku", kOrder, R"(["s1"])"},
    {"anyof", "$.lines[?(@.sizes anyof [2,9])].sku", kOrder, R"(["s1"])"},
    {"noneof", "$.lines[?(@.sizes noneof [8,9])].sku", kOrder, R"(["s1"])"},
    {"all", "$.lines[?(@.sizes all [1,2])].sku", kOrder, R"(["s1"])"},
    {"a string equals its number", "$.lines[?(@.count == '10')].sku", kOrder, R"(["S2"])"},
    {"but is not the same", "$.lines[?(@.count === '10')].sku", kOrder, "[]"},
    {"what is missing equals nothing", "$.lines[?(@.gift == null)].sku", kOrder, "[]"},
    {"and is unequal to all", "$.lines[?(@.gift != true)].sku", kOrder, R"(["s1","S2"])"},
    {"a function in a filter", "$.lines[?(@.sizes.length() == 2)].sku", kOrder, R"(["s1"])"},

    {"length of an array", "$.lines.length()", kOrder, "3"},
    {"length of an object", "$.who.length()", kOrder, "3"},
    {"length of a string is null, as in Jayway", "$.id.length()", kOrder, "null"},
    {"length with a path", "$.length($.lines)", kOrder, "3"},
    {"size", "$.lines.size()", kOrder, "3"},
    {"keys", "$.who.keys()", kOrder, R"(["name","age","e-mail"])"},
    {"min", "$.v.min()", R"({"v":[3,1,"x",2]})", "1.0"},
    {"max", "$.v.max()", R"({"v":[3,1,"x",2]})", "3.0"},
    {"avg", "$.v.avg()", R"({"v":[3,1,2]})", "2.0"},
    {"sum", "$.v.sum()", R"({"v":[3,1,2]})", "6.0"},
    {"sum of no numbers", "$.v.sum()", R"({"v":[]})", "-"},
    {"stddev", "$.v.stddev()", R"({"v":[2,4,4,4,5,5,7,9]})", "2.0"},
    {"sum of arguments", "$.sum($.a, $.b[*], 4)", R"({"a":1,"b":[2,3]})", "10.0"},
    {"sum behind '..' is over all", "$..price.sum()", kOrder, "6.0"},
    {"concat", "$.concat($.id, '-', $.tags)", kOrder, R"("A-7-xy")"},
    {"append", "$.tags.append('z')", kOrder, R"(["x","y","z"])"},
    {"first", "$.lines.first().sku", kOrder, R"("s1")"},
    {"last", "$.tags.last()", kOrder, R"("y")"},
    {"index", "$.tags.index(1)", kOrder, R"("y")"},
    {"index from the end", "$.tags.index(-2)", kOrder, R"("x")"},
    {"a function for each of several", "$.lines[*].keys()", R"({"lines":[{"a":1},{"b":2}]})", R"([["a"],["b"]])"},
};

TEST(Jayway, Reads) { expect_rows(kReadRows, Dialect::kJayway, true); }

constexpr Row kNullRows[] = {
    {"a missing last member is a null", "$.who.size", kOrder, "null"},
    {"in every object", "$.lines[*].gift", kOrder, "[null,null,true]"},
    {"behind '..' too", "$..x", R"({"a":{"x":1}})", "[null,1]"},
    {"not on the way", "$.nobody.size", kOrder, "-"},
    {"in merged members", "$.who['age','x']", kOrder, R"({"age":36,"x":null})"},
    {"a filter does not see it", "$.lines[?(@.gift)].sku", kOrder, R"(["t3"])"},
};

TEST(Jayway, NullLeaves) { expect_rows(kNullRows, Dialect::kJaywayNullLeaves, true); }

struct DefiniteRow {
  std::string_view path;
  bool definite;
};
constexpr DefiniteRow kDefiniteRows[] = {
    {"$", true},          {"$.a[0]", true},        {"$.a['b','c']", true}, {"$['a','b'].c", false},
    {"$.a[*]", false},    {"$..a", false},         {"$.a[0,1]", false},    {"$.a[?(@.b)]", false},
    {"$.a.length()", true}, {"$..a.sum()", true},  {"$.a[*].length()", false},
};

TEST(Jayway, Definite) {
  for (const DefiniteRow& row : kDefiniteRows) {
    SCOPED_TRACE(row.path);
    EXPECT_EQ(Path::compile(row.path, Dialect::kJayway)->definite(), row.definite);
  }
}

TEST(Jayway, ComputedValuesStandNowhere) {
  const json::Value document = *json::parse(kOrder);
  EXPECT_EQ(Path::compile("$.tags.length()", Dialect::kJayway)->locate(document).error().code, Code::kUnsupported);
  EXPECT_EQ(Path::compile("$.lines[?(@.gift)]", Dialect::kJayway)->locate(document)->front().path(), "$['lines'][2]");
}

struct BadRow {
  std::string_view rule, path;
  std::size_t offset;
};
constexpr BadRow kBadRows[] = {
    {"nothing", "", 0},
    {"a filter stands in parentheses", "$[?@.a]", 3},
    {"a name is missing", "$.a.", 4},
    {"three dots", "$...a", 3},
    {"an unknown function", "$.a.lenght()", 4},
    {"a broken regular expression", "$[?(@.a =~ /(b/)]", 14},
    {"an open one", "$[?(@.a =~ /b)]", 11},
    {"a regular expression without =~", "$[?(@.a == /b/)]", 8},
    {"=~ without one", "$[?(@.a =~ 'b')]", 8},
    {"a number of arguments", "$.a.index()", 4},
    {"a blank in a name", "$.a b", 4},
};

TEST(Jayway, Refuses) {
  for (const BadRow& row : kBadRows) {
    SCOPED_TRACE(row.rule);
    const auto path = Path::compile(row.path, Dialect::kJayway);
    ASSERT_FALSE(path);
    EXPECT_EQ(path.error().code, Code::kSyntax);
    EXPECT_EQ(path.error().where.offset, row.offset) << describe(path.error());
  }
}

}  // namespace
}  // namespace mimus::jsonpath
