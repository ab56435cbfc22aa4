#include "faker.h"

#include <gtest/gtest.h>

#include "handlebars/helper_for_tests.h"
#include "host_for_tests.h"
#include "mockoon.h"
#include "own.h"
#include "relaxed_object.h"

namespace mimus::helpers {
namespace {

std::string render(const handlebars::Dialect& dialect, std::string_view source,
                   std::string_view data = "{}", std::uint64_t seed = 1) {
  HostForTests host;
  const handlebars::HelperTables tables =
      &dialect == &handlebars::kMockoon ? mockoon_helpers() : own_helpers();
  return handlebars::HelperTest{.helpers = tables, .dialect = &dialect, .host = &host, .seed = seed}
      .render(source, data);
}

struct Row {
  std::string_view source, output;
};
constexpr Row kMockoonRows[] = {
    {"{{faker 'no.such'}}",
     R"(ERROR 1:3: no.such is not a valid Faker method (valid: "location.zipCode", "date.past", etc) line 1)"},
    {"\n{{faker 'no.such'}}",
     R"(ERROR 2:3: no.such is not a valid Faker method (valid: "location.zipCode", "date.past", etc) line 2)"},
    {"{{faker}}",
     R"(ERROR 1:3: Faker method name is missing (valid: "location.zipCode", "date.past", etc) line 1)"},
    {"{{faker 'random'}}",
     R"(ERROR 1:3: random is not a valid Faker method (valid: "location.zipCode", "date.past", etc) line 1)"},
    {"{{faker 'number.int' min=5 max=5}}", "5"},
    {"{{faker 'number.int' '{min: 5, max: 5}'}}", "5"},
    {"{{faker 'number.int' \"{'min': 5, \\\"max\\\": 5}\"}}", "5"},
    {"{{faker (concat 'number.' 'int') min=5 max=5}}", "5"},
    {"{{faker 'helpers.arrayElement' (array 'a')}}", "a"},
};
TEST(Faker, AsMockoonCallsIt) {
  for (const Row& row : kMockoonRows)
    EXPECT_EQ(render(handlebars::kMockoon, row.source), row.output) << row.source;
}

TEST(Faker, KindsStay) {
  EXPECT_EQ(render(handlebars::kOurs, "{{json (faker 'number.int' min=5 max=5)}}"), "5");
  EXPECT_EQ(
      render(handlebars::kOurs, "{{json (faker 'helpers.arrayElement' a)}}", R"({"a": ["x"]})"),
      "\"x\"");
}

TEST(Faker, DatesAreIsoInOurTemplatesAndJavaScriptsInMockoons) {
  const std::string ours = render(handlebars::kOurs, "{{faker 'date.past'}}");
  EXPECT_EQ(ours.size(), std::string_view("2026-04-21T14:09:14.000Z").size()) << ours;
  EXPECT_TRUE(ours.ends_with("Z")) << ours;
  const std::string theirs = render(handlebars::kMockoon, "{{faker 'date.past'}}");
  EXPECT_TRUE(theirs.ends_with("GMT+0000 (Coordinated Universal Time)")) << theirs;
  EXPECT_EQ(render(handlebars::kMockoon, "{{dateFormat (faker 'date.past') 'yyyy'}}").size(), 4u);
}

TEST(Faker, UnknownMethodsDoNotCompileInOurTemplates) {
  EXPECT_TRUE(render(handlebars::kOurs, "ab {{faker 'no.such'}}").starts_with("ERROR 1:6: "))
      << render(handlebars::kOurs, "ab {{faker 'no.such'}}");
}

TEST(Faker, TheSameUnderTheSameSeedAndEachCallAnother) {
  const std::string_view source =
      "{{faker 'number.int'}} {{faker 'number.int' max=1000000}} {{faker 'number.int'}}";
  EXPECT_EQ(render(handlebars::kOurs, source), render(handlebars::kOurs, source));
  EXPECT_NE(render(handlebars::kOurs, source, "{}", 1), render(handlebars::kOurs, source, "{}", 2));
  const std::string turns =
      render(handlebars::kOurs, "{{#repeat 2 separator=' '}}{{faker 'number.int'}}{{/repeat}}");
  EXPECT_NE(turns.substr(0, turns.find(' ')), turns.substr(turns.find(' ') + 1));
}

TEST(Faker, WireMocksName) {
  HostForTests host;
  const handlebars::HelperTable tables[] = {wiremock_faker_rows()};
  const handlebars::HelperTest test{
      .helpers = tables, .dialect = &handlebars::kWireMock, .host = &host};
  EXPECT_FALSE(test.render("{{random 'Name.first_name'}}").starts_with("[ERROR"));
  EXPECT_EQ(test.render("{{random 'no.such'}}"),
            "[ERROR: Unable to evaluate the expression no.such]");
}

struct ObjectRow {
  std::string_view text, json;  // "": none
};
constexpr ObjectRow kObjects[] = {
    {"{}", "{}"},
    {"{min: 1, max: 10}", R"({"min":1,"max":10})"},
    {"{ \"min\" : 1 }", R"({"min":1})"},
    {"{'casing': 'upper'}", R"({"casing":"upper"})"},
    {"{length: {min: 3, max: 5,}, on: true, no: null}",
     R"({"length":{"min":3,"max":5},"on":true,"no":null})"},
    {"{a: 'it\\'s \"x\"'}", R"({"a":"it's \"x\""})"},
    {"{\\\"a\\\": 1}", R"({"a":1})"},
    {"{a: [1, 'b', -2.5]}", R"({"a":[1,"b",-2.5]})"},
    {"{a: b}", ""},
    {"{a: 1", ""},
    {"[1]", ""},
    {"a: 1", ""},
    {"", ""},
};
TEST(RelaxedObject, Rows) {
  for (const ObjectRow& row : kObjects) {
    const auto object = relaxed_object(row.text);
    EXPECT_EQ(object ? json::write(json::Value(*object)) : "", row.json) << row.text;
  }
}

}  // namespace
}  // namespace mimus::helpers
