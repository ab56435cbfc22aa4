#include "call.h"

#include <gtest/gtest.h>

#include <set>

#include "support/shared_data.h"

namespace mimus::fake {
namespace {

json::Array args(std::string_view text) {
  return json::parse(text)->get_array();
}

struct RefusalRow {
  std::string_view method, arguments, pointer, message, hint;
};
constexpr RefusalRow kRefusals[] = {
    {"number.int", R"([{"min":"x"}])", "/0/min", "number.int: 'min' cannot be \"x\"",
     "it is a number"},
    {"number.int", R"([{"mni":1}])", "/0/mni", "number.int has no option 'mni'",
     "did you mean 'min'?"},
    {"number.int", R"(["5"])", "/0", "number.int: 'max' cannot be \"5\"", "it is a number"},
    {"number.int", R"([1,2])", "/1", "number.int has no argument 2", "it takes 1"},
    {"person.firstName", R"(["robot"])", "/0", "person.firstName: 'sex' cannot be \"robot\"",
     "it is a string: one of female, generic, male"},
    {"date.between", "[]", "/0", "date.between needs 'from'",
     "it is a date: ISO 8601 text or milliseconds since 1970"},
    {"date.past", R"([{"refDate":"yesterday"}])", "/0/refDate",
     "date.past: 'refDate' cannot be \"yesterday\"",
     "it is a date: ISO 8601 text or milliseconds since 1970"},
    {"string.uuid", R"([{"version":5}])", "/0/version", "string.uuid: 'version' cannot be 5",
     "it is a string: one of 4, 7"},
    {"internet.emoji", R"([{"types":["smile"]}])", "/0/types",
     "internet.emoji: 'types' cannot be [\"smile\"]",
     "it is a list of strings, each one of smiley, body, person, nature, food, travel, activity, "
     "object, symbol, flag"},
    {"airline.airport", "[1]", "/0", "airline.airport has no argument 1", "it takes none"},
};
TEST(Call, ArgumentsThatDoNotFit) {
  for (const RefusalRow& row : kRefusals) {
    SCOPED_TRACE(std::string(row.method) + std::string(row.arguments));
    const auto call = Call::compile(row.method, args(row.arguments));
    ASSERT_FALSE(call);
    EXPECT_EQ(call.error().where.pointer, row.pointer);
    EXPECT_EQ(call.error().message, row.message);
    EXPECT_EQ(call.error().hint, row.hint);
  }
}

TEST(Call, NamesThatNobodyKnows) {
  const auto call = Call::compile("person.fristName");
  ASSERT_FALSE(call);
  EXPECT_EQ(call.error().code, Code::kNotFound);
  EXPECT_EQ(call.error().hint, "did you mean 'person.firstName'?");
  EXPECT_EQ(Call::compile("fullName").error().hint, "did you mean 'person.fullName'?");
}

std::string made(std::string_view text, double seed = 42) {
  Mersenne draws(seed);
  Engine engine(draws);
  engine.freeze_ms(0);
  std::string out;
  const auto call = Call::parse(text);
  if (!call) return "error: " + call.error().message;
  const Status status = call->append_json(engine, out);
  return status ? out : "failed: " + status.error().message;
}

// Both names make the same value.
struct AliasRow {
  std::string_view alias, method;
};
constexpr AliasRow kAliases[] = {
    {"name.firstName", "person.firstName"},
    {"address.stateAbbr", "location.state({\"abbreviated\":true})"},
    {"random.words", "word.words"},
    {"Name.first_name", "person.firstName"},
    {"name.FIRSTNAME", "person.firstName"},
    {"Internet.privateIpV4Address", "internet.ipv4({\"network\":\"private-a\"})"},
    {"git.shortSha", "git.commitSha({\"length\":7})"},
    {"Aviation.airport", "helpers.fake(\"{{airline.airport.iataCode}}\")"},
};
TEST(Call, AliasesMeanMethods) {
  for (const AliasRow& row : kAliases) {
    SCOPED_TRACE(row.alias);
    EXPECT_EQ(made(row.alias), made(row.method));
  }
  EXPECT_EQ(made("address.citySuffix").find("error"), std::string::npos);
}

TEST(Call, EveryAliasCompiles) {
  for (const auto aliases : {legacy_aliases(), datafaker_aliases()}) {
    for (const Alias& alias : aliases) {
      const auto call = Call::compile(alias.name);
      EXPECT_TRUE(call || call.error().code != Code::kNotFound)
          << alias.name;  // some need arguments
    }
  }
}

TEST(Call, WrittenAsInCode) {
  EXPECT_EQ(made("string.alpha(0)"), "\"\"");
  EXPECT_EQ(made("number.int({\"min\":3,\"max\":3})"), "3");
  EXPECT_EQ(made("helpers.slugify(Hello World)"), "\"Hello-World\"");
  EXPECT_EQ(made("number.int(3"), "error: a ')' is missing");
  EXPECT_EQ(made("number.int(3)x"), "error: there is text behind the ')'");
}

TEST(Call, AFailureLeavesNothingAndTellsWhy) {
  Mersenne draws(1);
  Engine engine(draws, *Locale::find("base"));
  std::string out = "kept";
  const Status status = Call::compile("person.fullName")->append_json(engine, out);
  ASSERT_FALSE(status);
  EXPECT_EQ(out, "kept");
  EXPECT_EQ(status.error().message, "locale base has no data for person.first_name");
  EXPECT_EQ(made("number.int({\"min\":5,\"max\":1})"), "failed: max 1 is less than min 5");
}

TEST(Call, WhatIsTooMuchIsRefused) {
  for (const std::string_view text :
       {"string.alpha(1e9)", "lorem.words(1e12)", "helpers.fromRegExp(a{99999999999})",
        "helpers.multiple(\"x\", {\"count\": 1e10})", "internet.password({\"length\":1e12})"}) {
    Mersenne draws(1);
    Engine engine(draws);
    const auto call = Call::parse(text);
    if (!call) continue;
    const auto value = call->value(engine);
    ASSERT_FALSE(value) << text;
    EXPECT_EQ(value.error().code, Code::kLimit) << text;
  }
}

TEST(Call, JsonIsQuotedWhereItMustBe) {
  EXPECT_EQ(made(R"(helpers.fake("a\"b"))"), R"("a\"b")");
  EXPECT_EQ(made("date.between({\"from\":0,\"to\":0})"), "\"1970-01-01T00:00:00.000Z\"");
  EXPECT_EQ(
      made("number.bigInt({\"min\":\"12345678901234567890\",\"max\":\"12345678901234567890\"})"),
      "\"12345678901234567890\"");
  EXPECT_EQ(made("helpers.maybe(\"x\", {\"probability\":0})"), "null");
}

// The table says what the reference says: each method and each of its parameters, none more.
TEST(Methods, AreThoseOfTheReference) {
  MIMUS_SHARED_FILE(text, "reference/faker-methods.json");
  const json::Value reference = *json::parse(text);
  std::size_t count = 0;
  for (const json::Value& entry : reference.at("methods").as_array()) {
    const std::string name = std::string(entry.at("module").as_string()) + "." +
                             std::string(entry.at("method").as_string());
    const Method* method = find_method(name);
    ASSERT_NE(method, nullptr) << name;
    ++count;
    std::set<std::string> wanted;
    for (const json::Value& param : entry.at("params").as_array()) {
      const json::Value* options = param.as_object().if_contains("options");
      if (options == nullptr)
        wanted.emplace(param.at("name").as_string());
      else
        for (const json::Value& option : options->as_array())
          wanted.emplace(option.at("name").as_string());
    }
    wanted.erase("distributor");  // a function
    std::set<std::string> ours;
    for (const Param& param : method->params) ours.emplace(param.name);
    EXPECT_EQ(ours, wanted) << name;
    EXPECT_FALSE(method->summary.empty()) << name;
  }
  EXPECT_EQ(count, 262u);
  std::size_t rows = 0;
  for (const Module& module : modules()) rows += module.methods.size();
  EXPECT_EQ(rows, count);
  EXPECT_EQ(modules().size(), 27u);
}

// A string that was written without looking is closed as if it had been looked at: wherever what JSON escapes stands, and
// however much comes behind it.
TEST(Json, StringsAreClosedInPlace) {
  for (const std::string_view special : {"", "\n", "\"", "\\", "\x01", "\n\n\""}) {
    for (const std::size_t before : {0, 1, 7, 8, 9, 30}) {
      for (const std::size_t behind : {0, 5, 8, 127, 128, 300}) {
        std::string text;
        for (std::size_t i = 0; i < before; ++i) text += "é";
        text += special;
        for (std::size_t i = 0; i < behind; ++i) text += "ü";
        std::string expected = "[1,";
        json::write_string(text, expected);
        std::string out = "[1,\"" + text;
        close_json_string(out, 3);
        EXPECT_EQ(out, expected) << before << " " << behind;
      }
    }
  }
}

}  // namespace
}  // namespace mimus::fake
