#include "compiled_stub.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>

namespace mimus::stub {
namespace {

using match::PathPattern;

Stub stub_for(std::string_view path, ResponseSpec response = {}) {
  Stub stub;
  stub.request.path = *PathPattern::parse(path);
  stub.id = derive_id(stub.request, stub.priority, 0);
  stub.responses = {std::move(response)};
  return stub;
}

std::shared_ptr<const CompiledStub> compile(Stub stub, std::int64_t order = 0) {
  auto compiled = CompiledStub::compile(std::move(stub), order);
  EXPECT_TRUE(compiled) << describe(compiled.error());
  return compiled ? *compiled : nullptr;
}

struct ResponseCase {
  std::string_view rule;
  ResponseSpec spec;
  std::string_view fields, body;
};

std::string written(const std::vector<http::OwnedField>& fields) {
  std::string out;
  for (const http::OwnedField& field : fields) out += field.name + ": " + field.value + "\n";
  return out;
}

TEST(CompiledStub, ConstantResponsesAreFinishedBytes) {
  const json::Value ada = *json::parse(R"({"name": "Ada"})");
  const ResponseCase rows[] = {
      {"no body, no Content-Type", {}, "", ""},
      {"JSON goes out compact", {.body = JsonBody{ada}}, "Content-Type: application/json\n", R"({"name":"Ada"})"},
      {"text is UTF-8", {.body = TextBody{"hi"}}, "Content-Type: text/plain; charset=utf-8\n", "hi"},
      {"bytes are bytes", {.body = BinaryBody{"{{\xff"}}, "Content-Type: application/octet-stream\n", "{{\xff"},
      {"a Content-Type of one's own stays, in any case",
       {.fields = {{"content-type", "text/csv"}}, .body = TextBody{"a,b"}}, "content-type: text/csv\n", "a,b"},
      {"an empty Content-Type means none", {.fields = {{"Content-Type", ""}}, .body = TextBody{"a"}}, "", "a"},
      {"escaped braces are braces", {.body = JsonBody{R"(\{{a}})"}}, "Content-Type: application/json\n", R"("{{a}}")"},
      {"in header values too", {.fields = {{"X", R"(\{{a}})"}}}, "X: {{a}}\n", ""},
      {"untemplated text stays as it is", {.body = TextBody{"{{a}}", false}},
       "Content-Type: text/plain; charset=utf-8\n", "{{a}}"},
      {"untemplated JSON too", {.body = JsonBody{"{{a}}", false}}, "Content-Type: application/json\n", R"("{{a}}")"},
      {"repeated names stay", {.fields = {{"Set-Cookie", "a"}, {"Set-Cookie", "b"}}}, "Set-Cookie: a\nSet-Cookie: b\n", ""},
      {"204 carries nothing (RFC 9110 §6.4.1)", {.status = 204, .body = TextBody{"x"}}, "", ""},
  };
  for (const ResponseCase& row : rows) {
    SCOPED_TRACE(row.rule);
    Stub stub = stub_for("/x", row.spec);
    stub.cors.edit().enabled = false;
    const auto compiled = compile(stub);
    ASSERT_EQ(compiled->responses.size(), 1u);
    const CompiledResponse& response = compiled->responses.front();
    ASSERT_TRUE(response.constant);
    EXPECT_EQ(response.prepared.status, row.spec.status);
    EXPECT_EQ(written(response.prepared.fields()), row.fields);
    EXPECT_EQ(response.prepared.body, row.body);
    EXPECT_TRUE(compiled->plain);
  }
}

struct TemplateCase {
  std::string_view rule;
  ResponseSpec spec;
  render::ResponseTemplate::Kind kind;
};

TEST(CompiledStub, AnExpressionAnywhereMakesATemplate) {
  using Kind = render::ResponseTemplate::Kind;
  const TemplateCase rows[] = {
      {"in JSON", {.status = 201, .body = JsonBody{"{{uuid}}"}}, Kind::kJson},
      {"in text", {.body = TextBody{"{{uuid}}"}}, Kind::kText},
      {"in a header of an empty response", {.fields = {{"X", "{{uuid}}"}}}, Kind::kNone},
      {"in a header of bytes", {.fields = {{"X", "{{uuid}}"}}, .body = BinaryBody{"{{"}}, Kind::kText},
      {"a file is read when it is asked for", {.body = FileBody{"a.json", "/srv"}}, Kind::kFile},
  };
  for (const TemplateCase& row : rows) {
    SCOPED_TRACE(row.rule);
    const auto compiled = compile(stub_for("/x", row.spec));
    const CompiledResponse& response = compiled->responses.front();
    EXPECT_FALSE(response.constant);
    EXPECT_FALSE(compiled->plain);
    EXPECT_EQ(response.rendered->kind, row.kind);
    EXPECT_EQ(response.rendered->status, row.spec.status);
    EXPECT_EQ(response.rendered->fields.back().first, "Access-Control-Allow-Origin");
  }
  const auto bytes = compile(stub_for("/x", rows[3].spec));
  EXPECT_EQ(bytes->responses.front().rendered->text.constant_text(), "{{");
  const auto file = compile(stub_for("/x", rows[4].spec));
  EXPECT_EQ(file->responses.front().rendered->root, "/srv");
  EXPECT_EQ(file->responses.front().rendered->text.constant_text(), "a.json");
}

struct CorsCase {
  std::string_view rule;
  Cors cors;
  std::vector<http::OwnedField> fields;
  std::string_view written;
  bool per_request;
};

TEST(CompiledStub, CorsThatFitsEveryRequestIsPrepared) {
  const CorsCase rows[] = {
      {"any origin", {}, {}, "Access-Control-Allow-Origin: *\n", false},
      {"off", {.enabled = false}, {}, "", false},
      {"exposed headers", {.expose = {"X-A", "X-B"}}, {},
       "Access-Control-Allow-Origin: *\nAccess-Control-Expose-Headers: X-A, X-B\n", false},
      {"a field of one's own stays", {}, {{"access-control-allow-origin", "https://a"}},
       "access-control-allow-origin: https://a\n", false},
      {"one origin has to be compared", {.origins = {"https://a"}}, {}, "", true},
      {"credentials need the origin", {.credentials = true}, {}, "", true},
      {"off is off", {.enabled = false, .credentials = true}, {}, "", false},
  };
  for (const CorsCase& row : rows) {
    SCOPED_TRACE(row.rule);
    Stub stub = stub_for("/x", {.fields = row.fields});
    stub.cors = row.cors;
    const auto compiled = compile(stub);
    EXPECT_EQ(written(compiled->responses.front().prepared.fields()), row.written);
    EXPECT_EQ(compiled->cors_per_request, row.per_request);
    EXPECT_EQ(compiled->plain, !row.per_request);
  }
}

TEST(CompiledStub, PlainIsOneConstantResponseAtOnceAndWhole) {
  const std::pair<const char*, void (*)(Stub&)> changes[] = {
      {"two responses", [](Stub& stub) { stub.responses.resize(2); }},
      {"latency", [](Stub& stub) { stub.latency = FixedDelay{Milliseconds(1)}; }},
      {"failure", [](Stub& stub) { stub.failure = Failure{.rate = 0.5}; }},
      {"pace", [](Stub& stub) { stub.pace.chunked = true; }},
      {"compression", [](Stub& stub) { stub.compress = true; }},
  };
  for (const auto& [what, change] : changes) {
    Stub stub = stub_for("/x");
    EXPECT_TRUE(compile(stub)->plain);
    change(stub);
    EXPECT_FALSE(compile(stub)->plain) << what;
  }
}

TEST(CompiledStub, AFailureIsPreparedUnlessItIsAFault) {
  Stub stub = stub_for("/x");
  stub.failure = Failure{0.1, ResponseSpec{.status = 503, .body = JsonBody{1}}};
  const auto compiled = compile(stub);
  ASSERT_TRUE(compiled->failure);
  EXPECT_EQ(compiled->failure->prepared.body, "1");
  EXPECT_EQ(compiled->failure->prepared.status, 503);
  stub.failure->outcome = http::Fault::kConnectionReset;
  EXPECT_FALSE(compile(stub)->failure);
}

TEST(CompiledStub, RanksByPriorityThenSpecificityThenConditionsThenOrder) {
  Stub urgent = stub_for("/**");
  urgent.priority = 1;
  Stub exact = stub_for("/users/7");
  Stub conditional = stub_for("/users/{id}");
  conditional.request.conditions = {{match::Place::kQuery, "page", {{"present", true}}}};
  const Stub pattern = stub_for("/users/{id}");
  const Rank ranks[] = {
      compile(urgent, 9)->rank,  compile(exact, 8)->rank,         compile(conditional, 7)->rank,
      compile(pattern, 1)->rank, compile(pattern, 2)->rank,       compile(stub_for("/users/**"), 0)->rank,
  };
  EXPECT_TRUE(std::is_sorted(std::begin(ranks), std::end(ranks)));
  EXPECT_LT(ranks[2].vagueness, ranks[3].vagueness);
}

TEST(CompiledStub, WeightsAddUpAndTheKeyIsTheIds) {
  Stub stub = stub_for("/x");
  stub.responses = {{.weight = 3}, {.weight = 0.5}};
  const auto compiled = compile(stub);
  EXPECT_EQ(compiled->total_weight, 3.5);
  EXPECT_EQ(compiled->responses[1].weight, 0.5);
  Stub other = stub;
  other.id = derive_id(stub.request, 5, 1);
  EXPECT_EQ(compile(stub)->key, compiled->key);
  EXPECT_NE(compile(other)->key, compiled->key);
}

TEST(CompiledStub, OriginalIsTheStubThatWasCompiled) {
  const Body bodies[] = {
      NoBody{},
      JsonBody{nullptr},
      JsonBody{*json::parse(R"({"a": [1, 2.5, "x"], "b": {}})")},
      JsonBody{R"(\{{a}})"},
      JsonBody{"{{a}}", false},
      JsonBody{"{{uuid}}"},
      TextBody{""},
      TextBody{"hi"},
      TextBody{R"(\{{a}})"},
      TextBody{"{{uuid}}"},
      BinaryBody{"\xff"},
      FileBody{"a", "/srv"},
  };
  for (const int status : {200, 204}) {
    Stub stub = stub_for("/x");
    stub.responses.clear();
    for (const Body& body : bodies) stub.responses.push_back({.status = status, .body = body});
    stub.failure = Failure{1, stub.responses[2]};
    EXPECT_EQ(compile(stub)->original(), stub);
  }
  const auto compiled = compile(stub_for("/x", {.body = bodies[2]}));
  EXPECT_EQ(std::get<JsonBody>(compiled->source.responses[0].body).value, nullptr) << "kept once";
}

struct ErrorCase {
  std::string_view rule, pointer;
  std::optional<std::size_t> offset;
  std::function<void(Stub&)> spoil;
};

TEST(CompiledStub, ErrorsPointIntoTheRoute) {
  const ResponseSpec bad_json{.body = JsonBody{*json::parse(R"({"a": ["x {{nope}}"]})")}};
  const ErrorCase rows[] = {
      {"a body", "/response/a/0", 4, [&](Stub& stub) { stub.responses = {bad_json}; }},
      {"one of several", "/responses/1/response/a/0", 4, [&](Stub& stub) { stub.responses = {{}, bad_json}; }},
      {"a header", "/headers/X", 2, [](Stub& stub) { stub.responses[0].fields = {{"X", "{{nope}}"}}; }},
      {"text", "/response", 1, [](Stub& stub) { stub.responses[0].body = TextBody{"a{{"}; }},
      {"a file's name", "/file", 2, [](Stub& stub) { stub.responses[0].body = FileBody{"{{nope}}", "/"}; }},
      {"the answer that fails", "/failure/response/a/0", 4, [&](Stub& stub) { stub.failure = Failure{1, bad_json}; }},
      {"a matcher", "/when/header/X~1Y/equls", std::nullopt,
       [](Stub& stub) {
         stub.request.conditions = {{match::Place::kQuery, "a", {{"equals", "b"}}},
                                    {match::Place::kHeader, "X/Y", {{"equals", "b"}, {"equls", "b"}}}};
       }},
  };
  for (const ErrorCase& row : rows) {
    SCOPED_TRACE(row.rule);
    Stub stub = stub_for("/x");
    row.spoil(stub);
    const auto compiled = CompiledStub::compile(Stub(stub), 0);
    ASSERT_FALSE(compiled);
    EXPECT_EQ(compiled.error().where.pointer, row.pointer);
    EXPECT_EQ(compiled.error().where.offset, row.offset);
  }
  Stub none = stub_for("/x");
  none.responses.clear();
  EXPECT_FALSE(CompiledStub::compile(std::move(none), 0));
}

}  // namespace
}  // namespace mimus::stub
