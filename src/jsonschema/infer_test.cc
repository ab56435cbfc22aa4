#include "infer.h"

#include <gtest/gtest.h>

#include "json/arbitrary.h"
#include "json/json.h"
#include "schema.h"
#include "support/property.h"

namespace mimus::jsonschema {
namespace {

struct InferCase {
  std::string_view rule;
  std::vector<std::string_view> examples;
  std::string_view schema;
};
const InferCase kCases[] = {
    {"nothing is known", {}, "{}"},
    {"one value", {"1"}, R"({"type":"integer"})"},
    {"integers and others are numbers", {"1", "2.5"}, R"({"type":"number"})"},
    {"two types", {"\"a\"", "null"}, R"({"type":["string","null"]})"},
    {"members of all objects are required", {R"({"a":1,"b":"x"})", R"({"b":"y","c":true})"},
     R"({"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"string"},"c":{"type":"boolean"}},"required":["b"]})"},
    {"an empty object, too", {R"({"a":1})", "{}"}, R"({"type":"object","properties":{"a":{"type":"integer"}}})"},
    {"elements share a schema", {"[1,\"a\"]", "[null]"}, R"({"type":"array","items":{"type":["string","integer","null"]}})"},
    {"an empty array says nothing of its elements", {"[]"}, R"({"type":"array"})"},
    {"elements' members", {R"([{"a":1},{"a":2,"b":3}])"}, R"({"type":"array","items":{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}},"required":["a"]}})"},
    {"a time", {"\"2026-11-20T09:50:57Z\""}, R"({"type":"string","format":"date-time"})"},
    {"a day", {"\"2026-11-20\"", "\"2026-11-21\""}, R"({"type":"string","format":"date"})"},
    {"a UUID", {"\"9b2d5b4e-4b9f-4d0b-8a39-0f8e4a0c7c11\""}, R"({"type":"string","format":"uuid"})"},
    {"an address of mail", {"\"ada@example.com\""}, R"({"type":"string","format":"email"})"},
    {"an address of the web", {"\"https://example.com/a\""}, R"({"type":"string","format":"uri"})"},
    {"no address", {"\"urn:a\""}, R"({"type":"string"})"},
    {"one text without the form", {"\"2026-11-20\"", "\"soon\""}, R"({"type":"string"})"},
    {"a form beside null", {"\"2026-11-20\"", "null"}, R"({"type":["string","null"],"format":"date"})"},
    {"a map", {R"({"17":{"a":1},"18":{"a":2},"19":{}})"}, R"({"type":"object","additionalProperties":{"type":"object","properties":{"a":{"type":"integer"}}}})"},
    {"what is unknown may be anything", {R"({"a":"{{path.id}}","b":1})"}, R"({"type":"object","properties":{"a":{},"b":{"type":"integer"}},"required":["a","b"]})"},
};

TEST(Infer, Rows) {
  for (const InferCase& row : kCases) {
    SCOPED_TRACE(row.rule);
    Inferrer inferrer([](std::string_view text) { return text.find("{{") != text.npos; });
    for (const std::string_view example : row.examples) inferrer.add(*json::parse(example));
    EXPECT_EQ(json::write(inferrer.schema()), row.schema);
  }
}

TEST(Infer, EveryExampleIsValid) {
  for_each_seed(1'000, [](const Chance& chance) {
    std::vector<json::Value> examples;
    Inferrer inferrer;
    for (std::uint64_t i = 0; i <= chance.fork("count").below(4); ++i) {
      examples.push_back(json::arbitrary_value(chance.fork(i)));
      inferrer.add(examples.back());
    }
    const json::Value document = inferrer.schema();
    const auto schema = Schema::compile(document, {.formats = Formats::kAssert});
    ASSERT_TRUE(schema) << json::write(document);
    for (const json::Value& example : examples) {
      const auto why = schema->first(example);
      EXPECT_FALSE(why) << json::write(example) << " by " << json::write(document) << ": " << why->instance << " " << why->message;
    }
  });
}

}  // namespace
}  // namespace mimus::jsonschema
