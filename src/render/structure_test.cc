// $each, $if, $merge and $spread in JSON responses.
#include <gtest/gtest.h>

#include <string>

#include "example_request.h"
#include "json/arbitrary.h"
#include "support/property.h"

namespace mimus::render {
namespace {

struct Row {
  std::string_view rule, source, rendered;
};
constexpr Row kRows[] = {
    {"a list of values", R"({"$each": "{{body.list}}", "$value": "<{{this}}>"})",
     R"(["<1>","<two>"])"},
    {"its elements by a name",
     R"({"$each": "{{body.list}}", "$as": "x", "$value": {"v": "{{x}}", "i": "{{@index}}"}})",
     R"([{"v":1,"i":0},{"v":"two","i":1}])"},
    {"members of elements, and what is around",
     R"({"$each": [{"a": 1}, {}], "$value": "{{a}} {{path.id}} {{this.a}}"})",
     R"(["1 42 1"," 42 "])"},
    {"elements of the list around it",
     R"([0, {"$each": "{{body.list}}", "$value": "{{this}}"}, 9])", R"([0,1,"two",9])"},
    {"which may be none", R"([{"$each": "{{body.none}}", "$value": 1}])", "[]"},
    {"first and last", R"([{"$each": [1, 2, 3], "$value": ["{{@first}}", "{{@last}}"]}])",
     "[[true,false],[false,false],[false,true]]"},
    {"a number of times", R"({"$each": 3, "$value": "{{@index}}"})", "[0,1,2]"},
    {"a number of the request", R"({"$each": "{{query.page}}", "$value": "x"})", R"(["x","x"])"},
    {"members of an object", R"({"$each": "{{body.a}}", "$value": "{{@key}}"})", R"(["b"])"},
    {"lists in lists",
     R"({"$each": [[1, 2], [3]], "$as": "row", "$value": {"$each": "{{row}}", "$as": "cell", "$value": "{{cell}}"}})",
     "[[1,2],[3]]"},
    {"a list made of expressions",
     R"({"$each": ["{{path.id}}", "{{query.page}}"], "$value": "{{this}}"})", R"([42,"2"])"},
    {"one or the other", R"({"$if": "{{query.page}}", "$then": "yes", "$else": "no"})", R"("yes")"},
    {"the other", R"({"$if": "{{query.x}}", "$then": "yes", "$else": {"a": "{{path.id}}"}})",
     R"({"a":42})"},
    {"without $then it is the rest of the object", R"({"$if": true, "a": 1})", R"({"a":1})"},
    {"a member that is left out", R"({"a": 1, "b": {"$if": "{{query.x}}", "$then": 2}, "c": 3})",
     R"({"a":1,"c":3})"},
    {"the first one too", R"({"b": {"$if": "{{query.x}}", "$then": 2}, "c": 3})", R"({"c":3})"},
    {"a member that stays", R"({"b": {"$if": "{{query.page}}", "$then": 2}, "c": 3})",
     R"({"b":2,"c":3})"},
    {"an element that is left out", R"([{"$if": false, "$then": 1}, 2, {"$if": 1, "$then": 3}])",
     "[2,3]"},
    {"alone it is null", R"({"$if": false, "$then": 1})", "null"},
    {"a text is a condition",
     R"([{"$if": "{{query.x}}{{query.y}}", "$then": 1}, {"$if": "a{{query.x}}", "$then": 2}])",
     "[2]"},
    {"the words false and 0 are false",
     R"([{"$if": "false", "$then": 1}, {"$if": "0", "$then": 2}])", "[]"},
    {"one object of many", R"({"$merge": ["{{body.a}}", {"x": 1}], "y": "{{path.id}}"})",
     R"({"b":[10,{"c":"deep"}],"x":1,"y":42})"},
    {"what comes later wins", R"({"$merge": [{"x": 1, "z": 0}, {"x": 2}], "x": 3})",
     R"({"x":3,"z":0})"},
    {"what is no object adds nothing", R"({"$merge": "{{query.page}}", "x": 1})", R"({"x":1})"},
    {"the whole body", R"({"$merge": "{{body}}", "id": "new"})",
     R"({"id":"new","name":"Ada \"Countess\"","price":275.0,"ok":true,"none":null,"0":"zero","a":{"b":[10,{"c":"deep"}]},"odd name":1,"list":[1,"two"]})"},
    {"elements of another list", R"([0, {"$spread": "{{body.list}}"}, 9])", R"([0,1,"two",9])"},
    {"of nothing none, of a value the value",
     R"([{"$spread": "{{query.x}}"}, {"$spread": "{{path.id}}"}])", "[42]"},
    {"a name that only looks like a form", R"({"\\$if": 1, "$ref": 2})", R"({"$if":1,"$ref":2})"},
};

TEST(Structure, Rows) {
  const ExampleRequest request;
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(request.document(row.source), row.rendered);
  }
}

struct ErrorRow {
  std::string_view source, error;
};
constexpr ErrorRow kErrors[] = {
    {R"({"a": {"$each": [1]}})", "/a: $each wants a $value: what stands there for each of them"},
    {R"({"$each": [1], "$value": 1, "x": 2})",
     "/x: 'x' cannot stand beside $each; the members are $each, $as, $value"},
    {R"({"$spread": [1]})", "$spread stands for elements of a list, so it stands in one"},
    {R"([{"$each": [1], "$as": 2, "$value": 1}])", "/0: $as is the name of each of them, a text"},
    {R"({"$if": "{{uuuid}}", "$then": 1})",
     "byte 2: /$if: unknown expression 'uuuid'; did you mean 'uuid'?; \\{{ writes the braces "
     "themselves"},
};
TEST(Structure, Errors) {
  for (const ErrorRow& row : kErrors) EXPECT_EQ(ExampleRequest().document(row.source), row.error);
}

TEST(Structure, LimitsHoldHereToo) {
  ExampleRequest request;
  request.limits.max_loops = 10;
  EXPECT_NE(request.document(R"({"$each": 11, "$value": 1})").find("--template-max-loops"),
            std::string::npos);
  request.limits.max_output = 50;
  EXPECT_NE(
      request.document(R"({"$each": 9, "$value": "0123456789"})").find("--template-max-output"),
      std::string::npos);
}

TEST(Structure, EachTurnHasItsOwnChance) {
  const ExampleRequest request;
  const json::Value made = *json::parse(request.document(R"({"$each": 3, "$value": "{{uuid}}"})"));
  EXPECT_NE(made.at(0), made.at(1));
  const json::Value more = *json::parse(request.document(R"({"$each": 5, "$value": "{{uuid}}"})"));
  EXPECT_EQ(more.at(2), made.at(2)) << "more turns change no other's luck";
}

// Whatever the body is, forms that take it apart and put it together make JSON.
TEST(Structure, ArbitraryBodiesMakeJson) {
  const JsonTemplate compiled = *JsonTemplate::compile(*json::parse(R"({
    "each": {"$each": "{{body}}", "$as": "e", "$value": {"{{@key}}": "{{e}}", "t": "x{{e}}</script>"}},
    "member": {"$each": "{{body.v}}", "$value": "{{this}}"},
    "list": ["{{body.v}}", {"$spread": "{{body.v}}"}, {"$if": "{{body.v}}", "$then": "{{body.v}}"}],
    "if": {"$if": "{{body.v}}", "$then": {"$merge": ["{{body.v}}", "{{body}}"], "id": "{{body.v}}"}},
    "text": "{{#each body.v}}{{@key}}={{this}},{{/each}}\"{{body}}"})"));
  for_each_seed(2'000, [&](const Chance& chance) {
    ExampleRequest request;
    request.body = json::write(
        json::Value{{"v", json::arbitrary_value(chance)}, {json::arbitrary_text(chance), 1}});
    request.limits.max_loops = 2'000;
    const std::string out = request.render(compiled);
    if (out.find("--template-max-loops") != std::string::npos) return;  // a large number of turns
    const auto parsed = json::parse(out);
    EXPECT_TRUE(parsed) << out << "\n" << (parsed ? "" : describe(parsed.error()));
  });
}

}  // namespace
}  // namespace mimus::render
