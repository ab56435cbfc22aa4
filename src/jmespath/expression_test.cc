#include "expression.h"

#include <gtest/gtest.h>

namespace mimus::jmespath {
namespace {

constexpr std::string_view kShop = R"({"name":"Nut & Bolt","open":true,"tags":[],
  "tools":[{"kind":"saw","price":8.5,"parts":["blade","grip"],"in":{"stock":3}},
           {"kind":"drill","price":40,"parts":["bit"],"in":{"stock":0}},
           {"kind":"lamp","price":12,"parts":[["bulb"],"wire"]}],
  "days":{"mon":{"from":9},"tue":{"from":8},"sun":null},
  "n":[3,1,2,-4.5],"w":["b","ä","a"],"odd name":{"a.b":1},"zero":0})";

struct Row {
  std::string_view rule, expression, result;
};
constexpr Row kRows[] = {
    {"an identifier", "name", R"("Nut & Bolt")"},
    {"nobody there is null", "nobody", "null"},
    {"a quoted identifier", R"("odd name"."a.b")", "1"},
    {"escapes of a quoted identifier are JSON's", R"("odd\u0020name"."a.b")", "1"},
    {"a sub-expression", "days.mon.from", "9"},
    {"a member of a text is null", "name.length", "null"},
    {"an index", "tools[1].kind", R"("drill")"},
    {"an index from the end", "n[-1]", "-4.5"},
    {"an index beyond", "n[9]", "null"},
    {"an index of an object", "days[0]", "null"},
    {"the index alone", "n | [0]", "3"},
    {"a slice", "n[1:3]", "[1,2]"},
    {"a slice with a step", "n[::2]", "[3,2]"},
    {"a slice backwards", "n[::-1]", "[-4.5,2,1,3]"},
    {"a slice beyond its bounds", "n[-100:100]", "[3,1,2,-4.5]"},
    {"an empty slice", "n[3:1]", "[]"},
    {"a slice of no list", "name[0:2]", "null"},
    {"a slice projects", "tools[0:2].kind", R"(["saw","drill"])"},
    {"a list projection", "tools[*].kind", R"(["saw","drill","lamp"])"},
    {"a projection drops nulls", "tools[*].in.stock", "[3,0]"},
    {"a projection of no list", "days[*].from", "null"},
    {"a projection goes on behind dots", "tools[*].in.stock", "[3,0]"},
    {"a value projection", "days.*.from", "[9,8]"},
    {"a value projection at the front", "*.mon", R"([{"from":9}])"},
    {"a value projection goes on behind dots", "*.mon.from", "[9]"},
    {"projections in each other", "tools[*].parts[*]",
     R"([["blade","grip"],["bit"],[["bulb"],"wire"]])"},
    {"a pipe ends a projection", "tools[*].kind | [0]", R"("saw")"},
    {"an index inside a projection", "tools[*].parts[0]", R"(["blade","bit",["bulb"]])"},
    {"flattening", "tools[].parts[]", R"(["blade","grip","bit",["bulb"],"wire"])"},
    {"flattening twice", "tools[].parts[][]", R"(["blade","grip","bit","bulb","wire"])"},
    {"flattening at the front", "[]", "null"},
    {"a filter", "tools[?price > `10`].kind", R"(["drill","lamp"])"},
    {"a filter by text", "tools[?kind == 'saw'].price", "[8.5]"},
    {"a filter that keeps none", "tools[?price > `100`]", "[]"},
    {"a filter of no list", "days[?@]", "null"},
    {"a filter by truth", "tools[?in].kind", R"(["saw","drill"])"},
    {"0 is true", "tools[?in.stock == `0`].kind", R"(["drill"])"},
    {"and binds stronger than or", "tools[?kind=='saw' || kind=='drill' && price<`1`].kind",
     R"(["saw"])"},
    {"parentheses", "tools[?(kind=='saw' || kind=='drill') && price<`9`].kind", R"(["saw"])"},
    {"not", "tools[?!in].kind", R"(["lamp"])"},
    {"not binds stronger than a comparison", "!zero == `false`", "true"},
    {"or gives the operand", "nobody || tags || name", R"("Nut & Bolt")"},
    {"and gives the operand", "open && name", R"("Nut & Bolt")"},
    {"and gives the false one", "tags && name", "[]"},
    {"order of texts is null", "'a' < 'b'", "null"},
    {"equality of anything", "days.mon == {from: `9`}", "true"},
    {"1 equals 1.0", "`1` == `1.0`", "true"},
    {"unequal", "name != 'x'", "true"},
    {"less or equal", "`2` <= `2`", "true"},
    {"greater or equal", "`1` >= `2`", "false"},
    {"a multi-select list", "[name, zero]", R"(["Nut & Bolt",0])"},
    {"a multi-select list behind a dot", "days.mon.[from, to]", "[9,null]"},
    {"a multi-select hash", "{shop: name, \"first day\": days.mon.from}",
     R"({"shop":"Nut & Bolt","first day":9})"},
    {"a multi-select in a projection", "tools[*].{k: kind, p: parts[0]} | [1]",
     R"({"k":"drill","p":"bit"})"},
    {"a multi-select of null is null", "nobody.[a]", "null"},
    {"a literal", "`{\"a\": [1, null]}`.a", "[1,null]"},
    {"a literal with an escaped mark", "`\"a\\`b\"`", R"("a`b")"},
    {"a literal that is no JSON is text", "`abc`", R"("abc")"},
    {"a raw text", R"('it\'s \n')", R"("it's \\n")"},
    {"the current node", "n[?@ > `1`]", "[3,2]"},
    {"blanks everywhere", " tools [ 0 ] . kind ", R"("saw")"},
    {"abs", "abs(`-4.5`)", "4.5"},
    {"avg", "avg(n)", "0.375"},
    {"avg of nothing", "avg(tags)", "null"},
    {"ceil", "ceil(`1.2`)", "2"},
    {"floor", "floor(`-1.2`)", "-2"},
    {"sum", "sum(n)", "1.5"},
    {"sum of whole numbers is whole", "sum(tools[1:].price)", "52"},
    {"contains of a text", "contains(name, 'Bolt')", "true"},
    {"contains of a list", "contains(n, `2`)", "true"},
    {"contains of a list compares whole", "contains(w, 'bb')", "false"},
    {"ends_with", "ends_with(name, 'Bolt')", "true"},
    {"starts_with", "starts_with(name, 'Bolt')", "false"},
    {"join", "join(', ', w)", R"("b, ä, a")"},
    {"keys", "keys(days)", R"(["mon","tue","sun"])"},
    {"values", "values(days.mon)", "[9]"},
    {"length of a text counts characters", "length(w[1])", "1"},
    {"length of a list", "length(tools)", "3"},
    {"length of an object", "length(days)", "3"},
    {"map keeps nulls", "map(&in.stock, tools)", "[3,0,null]"},
    {"max", "max(n)", "3"},
    {"max of texts goes by code points", "max(w)", R"("ä")"},
    {"max of nothing", "max(tags)", "null"},
    {"max_by", "max_by(tools, &price).kind", R"("drill")"},
    {"min", "min(n)", "-4.5"},
    {"min_by", "min_by(tools, &price).kind", R"("saw")"},
    {"merge", "merge(days.mon, {to: `17`}, {from: `7`})", R"({"from":7,"to":17})"},
    {"not_null", "not_null(nobody, days.sun, zero)", "0"},
    {"reverse of a list", "reverse(n)", "[-4.5,2,1,3]"},
    {"reverse of a text", "reverse('aäb')", R"("bäa")"},
    {"sort", "sort(n)", "[-4.5,1,2,3]"},
    {"sort of texts", "sort(w)", R"(["a","b","ä"])"},
    {"sort_by", "sort_by(tools, &price)[*].kind", R"(["saw","lamp","drill"])"},
    {"to_array", "to_array(zero)", "[0]"},
    {"to_array of a list", "to_array(tags)", "[]"},
    {"to_number", "to_number('12.5')", "12.5"},
    {"to_number of no number", "to_number('12px')", "null"},
    {"to_string", "to_string(days.mon)", R"("{\"from\":9}")"},
    {"to_string of a text", "to_string(name)", R"("Nut & Bolt")"},
    {"type", "[type(zero), type(name), type(open), type(n), type(days), type(nobody)]",
     R"(["number","string","boolean","array","object","null"])"},
    {"a function behind a dot", "days.mon.keys(@)", R"(["from"])"},
    {"a function in a filter", "tools[?length(parts) > `1`].kind", R"(["saw","lamp"])"},
    {"a slice inside a projection", "tools[*].parts[::-1]",
     R"([["grip","blade"],["bit"],["wire",["bulb"]]])"},
};

TEST(Expression, Rows) {
  const json::Value shop = *json::parse(kShop);
  for (const Row& row : kRows) {
    SCOPED_TRACE(std::string(row.rule) + ": " + std::string(row.expression));
    const auto expression = Expression::compile(row.expression);
    if (!expression) {
      ADD_FAILURE() << describe(expression.error());
      continue;
    }
    const auto found = expression->search(shop);
    if (!found) {
      ADD_FAILURE() << describe(found.error());
      continue;
    }
    EXPECT_EQ(json::write(*found), row.result);
  }
}

struct BadRow {
  std::string_view expression, message;
  std::size_t offset;
};
constexpr BadRow kBadRows[] = {
    {"", "expected an expression, found the end", 0},
    {"a.", "expected a name, '*', '[' or '{' after '.', found the end", 2},
    {"a b", "expected an operator or the end, found 'b'", 2},
    {"a[", "expected an index, a slice or '*', found the end", 2},
    {"a[b]", "expected an index, a slice or '*', found 'b'", 2},
    {"a[1:2:3:4]", "expected ']', found ':'", 7},
    {"a[::0]", "a slice's step cannot be 0", 1},
    {"a = b", "'=' compares nothing; '==' does", 2},
    {"#", "nothing begins with '#' here", 0},
    {"'a", "the text has no end", 0},
    {"`[1`", "the literal is no JSON", 0},
    {"\"\\x\"", "a quoted name is a JSON string", 0},
    {"{a b}", "expected ':', found 'b'", 3},
    {"{1: b}", "expected a name, found '1'", 1},
    {"[a, b", "expected ',' or ']', found the end", 5},
    {"(a", "expected ')', found the end", 2},
    {"lenght(a)", "there is no function 'lenght'", 0},
    {"length()", "length() takes 1 argument, not 0", 0},
    {"a.merge()", "merge() takes 1 or more arguments, not 0", 2},
    {"join(a)", "join() takes 2 arguments, not 1", 0},
    {"a || &b", "expected an expression, found '&'", 5},
    {"\"keys\"(a)", "expected an operator or the end, found '('", 6},
    {"\xff", "the expression is not UTF-8", 0},
};

TEST(Expression, FaultsSayWhere) {
  for (const BadRow& row : kBadRows) {
    SCOPED_TRACE(row.expression);
    const auto expression = Expression::compile(row.expression);
    ASSERT_FALSE(expression);
    EXPECT_EQ(expression.error().message.substr(0, row.message.size()), row.message);
    EXPECT_EQ(expression.error().where.offset, row.offset);
  }
  EXPECT_EQ(Expression::compile("lenght(a)").error().hint, "did you mean 'length'?");
}

constexpr BadRow kBadCalls[] = {
    {"abs(name)", "abs() takes a number, not \"Nut & Bolt\"", 0},
    {"days.keys(mon.from)", "keys() takes an object, not 9", 5},
    {"sort([`1`, 'a'])", "sort() takes an array of numbers or an array of strings, not [1,\"a\"]",
     0},
    {"sort_by(tools, price)", "sort_by() takes an expression behind '&', not null", 0},
    {"sort_by(tools, &parts)", "sort_by() orders by numbers or by strings, not by array", 0},
    {"max_by(tools, &in.stock)", "max_by() orders by numbers or by strings, not by null", 0},
    {"length(&name)", "length() takes a string or an array or an object, not an expression", 0},
    {"merge(days, n)", "merge() takes an object, not [3,1,2,-4.5]", 0},
};

TEST(Expression, CallsSayWhatTheyTake) {
  const json::Value shop = *json::parse(kShop);
  for (const BadRow& row : kBadCalls) {
    SCOPED_TRACE(row.expression);
    const auto found = Expression::compile(row.expression)->search(shop);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().message, row.message);
    EXPECT_EQ(found.error().where.offset, row.offset);
  }
}

TEST(Expression, WorkIsLimited) {
  std::string doubling = "@";
  for (int i = 0; i < 40; ++i) doubling += " | [@, @]";
  const auto found = Expression::compile(doubling)->search(json::Value(1));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Code::kLimit);
  EXPECT_EQ(Expression::compile(std::string(70, '(')).error().code, Code::kLimit);
  std::string long_path = "a";
  for (int i = 0; i < 2000; ++i) long_path += ".a";
  EXPECT_EQ(Expression::compile(long_path).error().code, Code::kLimit);
}

// A pipe is one expression after the other, for any document.
TEST(Expression, APipeIsOneAfterTheOther) {
  static constexpr const char* kParts[] = {"@",      "[]",     "*",    "[0]",   "[*].a",
                                           "[::-1]", "{a: @}", "[?@]", "[a,b]", "not_null(a, @)"};
  static constexpr const char* kDocuments[] = {
      R"([[1,{"a":2}],{"a":[3]}])", R"({"a":{"a":[0,null]},"b":[[]]})", "[]", "{}", "[null,false]"};
  for (const char* text : kDocuments) {
    const json::Value document = *json::parse(text);
    for (const std::string first : kParts) {
      for (const std::string second : kParts) {
        const auto between = Expression::compile(first)->search(document);
        if (!between) continue;
        const auto after = Expression::compile(second)->search(*between);
        const auto together = Expression::compile(first + " | " + second)->search(document);
        ASSERT_EQ(together.has_value(), after.has_value()) << first << " | " << second;
        if (!after) continue;
        EXPECT_EQ(json::write(*together), json::write(*after)) << first << " | " << second;
      }
    }
  }
}

}  // namespace
}  // namespace mimus::jmespath
