#include "schema.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <new>

#include "check.h"
#include "number.h"
#include "run.h"
#include "sampler.h"
#include "uri.h"

namespace {
std::size_t allocations = 0;  // of this thread's tests
}
[[gnu::noinline]] void* operator new(std::size_t size) {
  ++allocations;
  if (void* const memory = std::malloc(size)) return memory;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  ++allocations;
  return std::malloc(size);
}
[[gnu::noinline]] void operator delete(void* memory) noexcept {
  std::free(memory);
}
[[gnu::noinline]] void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace mimus::jsonschema {
namespace {

json::Value parsed(std::string_view text) {
  auto value = json::parse(text, {.max_depth = 100'000});
  EXPECT_TRUE(value) << text.substr(0, 200);
  return *std::move(value);
}

Schema compiled(std::string_view text, CompileOptions options = {}) {
  auto schema = Schema::compile(parsed(text), options);
  EXPECT_TRUE(schema) << describe(schema.error());
  return *std::move(schema);
}

struct SentenceCase {
  std::string_view schema, value, instance, place, message;
};
constexpr SentenceCase kSentences[] = {
    {R"({"minimum": 3})", "2", "", "/minimum", "must be at least 3, is 2"},
    {R"({"properties": {"a/b": {"type": "integer"}}})", R"({"a/b": 1.5})", "/a~1b",
     "/properties/a~1b/type", "must be a whole number, is 1.5"},
    {R"({"items": {"type": ["string", "null"]}})", R"(["x", 7])", "/1", "/items/type",
     "must be null or a string, is 7"},
    {R"({"required": ["name"]})", "{}", "", "/required", R"(must have the member "name")"},
    {R"({"properties": {"colour": true}, "additionalProperties": false})", R"({"color": 1})", "",
     "/additionalProperties", R"(the member "color" is not allowed; did you mean "colour"?)"},
    {R"({"enum": ["a", 2]})", R"("b")", "", "/enum", R"(must be one of "a", 2, is "b")"},
    {R"({"maxLength": 2})", R"("äöü")", "", "/maxLength", "must have at most 2 characters, has 3"},
    {R"({"uniqueItems": true})", "[1, 2, 1.0]", "", "/uniqueItems",
     "must not have the same element twice, has 1 at 0 and 2"},
    {R"({"anyOf": [{"type": "string"}, {"minimum": 5}]})", "1", "", "/anyOf",
     "must match one of the 2 alternatives, is 1 (1: must be a string, is 1; 2: must be at least "
     "5, is 1)"},
    {R"({"oneOf": [{"type": "integer"}, {"minimum": 5}]})", "7", "", "/oneOf",
     "must match only one of the 2 alternatives, matches number 1 and number 2"},
    {R"({"$ref": "#/$defs/n", "$defs": {"n": {"multipleOf": 0.01}}})", "0.075", "",
     "/$defs/n/multipleOf", "must be a multiple of 0.01, is 0.075"},
    {R"({"propertyNames": {"maxLength": 1}})", R"({"ab": 1})", "", "/propertyNames",
     R"(the name "ab" must have at most 1 character, has 2)"},
    {R"({"$ref": "https://json-schema.org/draft/2020-12/schema"})", R"({"minLength": -1})",
     "/minLength",
     "https://json-schema.org/draft/2020-12/meta/validation#/$defs/nonNegativeInteger/minimum",
     "must be at least 0, is -1"},
};

TEST(Schema, SaysWhatIsWrongAndWhere) {
  for (const SentenceCase& row : kSentences) {
    SCOPED_TRACE(row.schema);
    const auto why = compiled(row.schema).first(parsed(row.value));
    ASSERT_TRUE(why);
    EXPECT_EQ(why->instance, row.instance);
    EXPECT_EQ(why->schema, row.place);
    EXPECT_EQ(why->message, row.message);
  }
}

TEST(Schema, ReportsEveryFaultUpToTheLimit) {
  const Schema schema = compiled(
      R"({"properties": {"a": {"type": "string", "minLength": 2}, "b": {"maximum": 1}}, "required": ["c"]})");
  const json::Value value = parsed(R"({"a": "x", "b": 2})");
  EXPECT_EQ(schema.all(value).size(), 3u);
  EXPECT_EQ(schema.all(value, 2).size(), 2u);
  EXPECT_EQ(schema.all(value, 0).size(), 0u);
}

struct FaultCase {
  std::string_view rule, schema, pointer;
  Code code;
};
constexpr FaultCase kFaults[] = {
    {"a type that does not exist", R"({"properties": {"a": {"type": "strin"}}})",
     "/properties/a/type", Code::kInvalid},
    {"a reference to nowhere", R"({"items": {"$ref": "#/$defs/x"}})", "/items/$ref",
     Code::kNotFound},
    {"a document that nobody can load", R"({"$ref": "https://example.com/x"})", "/$ref",
     Code::kNotFound},
    {"a broken expression", R"({"pattern": "("})", "/pattern", Code::kSyntax},
    {"a schema that is none", R"({"items": 3})", "/items", Code::kInvalid},
    {"a negative length", R"({"minLength": -1})", "/minLength", Code::kInvalid},
    {"a meta-schema that nobody knows", R"({"$schema": "https://example.com/meta"})", "/$schema",
     Code::kNotFound},
};

TEST(Schema, FaultsOfASchemaHaveAnAddress) {
  for (const FaultCase& row : kFaults) {
    SCOPED_TRACE(row.rule);
    const auto schema = Schema::compile(parsed(row.schema));
    ASSERT_FALSE(schema);
    EXPECT_EQ(schema.error().code, row.code) << describe(schema.error());
    EXPECT_EQ(schema.error().where.pointer, row.pointer);
  }
}

struct DialectCase {
  std::string_view rule, schema, value;
  Dialect dialect;
  bool accepted;
};
constexpr DialectCase kDialectCases[] = {
    {"3.0: nullable", R"({"type": "string", "nullable": true})", "null", Dialect::kOpenApi30, true},
    {"3.0: nullable spares the rest", R"({"nullable": true, "allOf": [{"type": "object"}]})",
     "null", Dialect::kOpenApi30, true},
    {"3.1 knows no nullable", R"({"type": "string", "nullable": true})", "null",
     Dialect::kOpenApi31, false},
    {"3.0: a switch beside minimum", R"({"minimum": 3, "exclusiveMinimum": true})", "3",
     Dialect::kOpenApi30, false},
    {"3.0: siblings of $ref are ignored",
     R"({"items": {"$ref": "#/items/allOf/0", "minimum": 9, "allOf": [{"type": "integer"}]}})",
     "[1]", Dialect::kOpenApi30, true},
    {"3.0 knows no const", R"({"const": 1})", "2", Dialect::kOpenApi30, true},
    {"draft 4: 1.0 is no integer", R"({"type": "integer"})", "1.0", Dialect::kDraft4, false},
    {"draft 6: it is", R"({"type": "integer"})", "1.0", Dialect::kDraft6, true},
    {"$schema has precedence",
     R"({"$schema": "http://json-schema.org/draft-04/schema#", "type": "integer"})", "1.0",
     Dialect::kDraft7, false},
    {"large numbers are exact", R"({"maximum": 9007199254740992})", "9007199254740993",
     Dialect::kDraft7, false},
    {"decimals are exact", R"({"multipleOf": 0.0001})", "1.0075", Dialect::kDraft7, true},
};

TEST(Schema, Dialects) {
  for (const DialectCase& row : kDialectCases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(compiled(row.schema, {.dialect = row.dialect}).accepts(parsed(row.value)),
              row.accepted);
  }
}

TEST(Schema, ADiscriminatorChoosesTheBranch) {
  const json::Value document = parsed(R"({"components": {"schemas": {
    "Pet": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
            "discriminator": {"propertyName": "kind", "mapping": {"hound": "#/components/schemas/Dog", "cat": "Cat"}}},
    "Cat": {"type": "object", "properties": {"lives": {"type": "integer"}}},
    "Dog": {"type": "object", "required": ["bark"]}, "Bad": {"type": "x"}}}})");
  const std::string pointers[] = {"/components/schemas/Pet", "/components/schemas/Bad",
                                  "/components/schemas/None"};
  const auto schemas = Schema::compile_each(document, pointers, {.dialect = Dialect::kOpenApi30});
  ASSERT_TRUE(schemas[0]) << describe(schemas[0].error());
  EXPECT_FALSE(schemas[1]);
  EXPECT_FALSE(schemas[2]);
  EXPECT_TRUE(schemas[0]->accepts(parsed(R"({"kind": "cat", "lives": 9})")));
  EXPECT_EQ(schemas[0]->first(parsed(R"({"kind": "hound"})"))->message,
            R"(must have the member "bark")");
  EXPECT_EQ(schemas[0]->first(parsed(R"({"kind": "Cow"})"))->message,
            R"("kind" must be one of "cat", "hound", is "Cow")");
  EXPECT_TRUE(schemas[0]->first(parsed("{}")));
}

TEST(Schema, AParentWhoseBranchesExtendItComesToAnEnd) {
  const Schema schema =
      compiled(R"({"$defs": {"pet": {"oneOf": [{"$ref": "#/$defs/dog"}], "required": ["name"]},
      "dog": {"allOf": [{"$ref": "#/$defs/pet"}, {"required": ["bark"]}]}}, "$ref": "#/$defs/pet"})");
  EXPECT_TRUE(schema.accepts(parsed(R"({"name": 1, "bark": 2})")));
  EXPECT_FALSE(schema.accepts(parsed(R"({"name": 1})")));
  EXPECT_TRUE(compiled(R"({"$ref": "#"})").accepts(parsed("1")));
}

std::string nested(std::size_t depth) {
  std::string text;
  for (std::size_t i = 0; i < depth; ++i) text += R"({"a":)";
  return text + "1" + std::string(depth, '}');
}

TEST(Schema, DepthIsBoundedAndSaysSo) {
  const Schema schema = compiled(
      R"({"properties": {"a": {"allOf": [{"$ref": "#"}, {"anyOf": [{"type": "object"}, true]}]}}})");
  // The sanitizers' frames are large: there the stack's limit comes first.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  constexpr std::size_t kDeep = 200;
#else
  constexpr std::size_t kDeep = 1000;
#endif
  EXPECT_TRUE(schema.accepts(parsed(nested(kDeep))));
  const json::Value deep = parsed(nested(1100));
  EXPECT_FALSE(schema.accepts(deep));
  EXPECT_NE(schema.first(deep)->message.find("nested too deeply"), std::string::npos);
}

TEST(Schema, AlternativesDoNotMultiply) {
  // Without memory each level would double the work: 2^200. With it a level costs a few questions.
  for (const char* const keyword : {"anyOf", "oneOf", "allOf"}) {
    const Schema schema = compiled(
        std::string(R"({"type": "object", ")") + keyword +
        R"(": [{"properties": {"a": {"$ref": "#"}}}, {"properties": {"a": {"$ref": "#"}}, "required": ["b"]}]})");
    for (const std::uint32_t levels : {25, 100, 200}) {
      SCOPED_TRACE(keyword + (" of " + std::to_string(levels)));
      const json::Value value = parsed(nested(levels));
      jsonschema::Run run(schema.program());
      EXPECT_FALSE(check(run, schema.root(), value));
      EXPECT_FALSE(run.too_deep);
      EXPECT_GE(run.memory.asked(), levels);  // it does count
      EXPECT_LE(run.memory.asked(), Memory::kPatience + 8 * levels);
      EXPECT_TRUE(schema.first(value));
    }
  }
}

// {"$defs": {"n0": …, "n1": …}}, where each leads to the next, `step` around the reference.
std::string chain(std::size_t length, std::string_view before, std::string_view after) {
  std::string text = R"({"$ref": "#/$defs/n0", "$defs": {)";
  for (std::size_t i = 0; i < length; ++i) {
    text.append("\"n").append(std::to_string(i)).append("\": ").append(before);
    text.append("{\"$ref\": \"#/$defs/n").append(std::to_string(i + 1)).append("\"}").append(after);
    text += ',';
  }
  return text + "\"n" + std::to_string(length) + R"(": {"type": "integer"}}})";
}

TEST(Schema, LongChainsDoNotExhaustTheStack) {
  constexpr std::pair<std::string_view, std::string_view> kSteps[] = {
      {"", ""},
      {R"({"allOf": [)", "]}"},
      {R"({"not": )", "}"},
      {R"({"type": "object", "required": ["a"], "properties": {"a": )", "}}"},
  };
  for (const auto& [before, after] : kSteps) {
    SCOPED_TRACE(before);
    const auto schema = Schema::compile(parsed(chain(5'000, before, after)));
    ASSERT_TRUE(schema) << describe(schema.error());
    (void)schema->all(parsed(nested(300)));
    (void)schema->accepts(parsed("1"));
    const Sampler sampler(*schema);
    (void)sampler.accepted(Chance(1));
    (void)sampler.refused(Chance(1));
  }
  constexpr int kDeep = 1'000;
  const std::string deep = R"({"not":)";
  std::string text;
  for (int i = 0; i < kDeep; ++i) text += deep;
  const auto schema = Schema::compile(parsed(text + "true" + std::string(kDeep, '}')));
  ASSERT_TRUE(schema);
  EXPECT_EQ(schema->accepts(parsed("1")), !schema->first(parsed("1")).has_value());
}

TEST(Schema, AcceptsDoesNotAllocate) {
  const Schema schema = compiled(
      R"({"type": "object", "required": ["id"], "additionalProperties": false, "properties": {
      "id": {"type": "integer", "minimum": 1}, "price": {"multipleOf": 0.01}, "name": {"type": "string", "pattern": "^[a-z]+$"},
      "tags": {"type": "array", "uniqueItems": true, "items": {"enum": ["a", "b"]}},
      "more": {"anyOf": [{"type": "null"}, {"$ref": "#"}], "unevaluatedProperties": false}}})");
  const json::Value value =
      parsed(R"({"id": 3, "price": 7.25, "name": "abc", "tags": ["a", "b"], "more": {"id": 4}})");
  ASSERT_TRUE(schema.accepts(value));  // and the expression is ready to run
  const std::size_t before = allocations;
  EXPECT_TRUE(schema.accepts(value));
  EXPECT_EQ(allocations, before);
}

struct UriCase {
  std::string_view reference, meaning;
};
// RFC 3986 §5.4, base http://a/b/c/d;p?q
constexpr UriCase kUris[] = {
    {"g:h", "g:h"},
    {"g", "http://a/b/c/g"},
    {"./g", "http://a/b/c/g"},
    {"g/", "http://a/b/c/g/"},
    {"/g", "http://a/g"},
    {"//g", "http://g"},
    {"?y", "http://a/b/c/d;p?y"},
    {"g?y", "http://a/b/c/g?y"},
    {"#s", "http://a/b/c/d;p?q#s"},
    {"", "http://a/b/c/d;p?q"},
    {"..", "http://a/b/"},
    {"../g", "http://a/b/g"},
    {"../../../g", "http://a/g"},
    {"/./g", "http://a/g"},
    {"/../g", "http://a/g"},
    {"g;x=1/../y", "http://a/b/c/y"},
    {"..g", "http://a/b/c/..g"},
};

TEST(Uri, References) {
  for (const UriCase& row : kUris)
    EXPECT_EQ(resolve_uri("http://a/b/c/d;p?q", row.reference), row.meaning) << row.reference;
}

}  // namespace
}  // namespace mimus::jsonschema
