#include "openapi_draft.h"

#include <gtest/gtest.h>

#include "jsonschema/schema.h"
#include "path_template.h"
#include "support/property.h"

namespace mimus::draft {
namespace {

using exchange::Exchange;

Seen said(std::string method, std::string url, std::string body, int status, std::string answer, std::vector<http::OwnedField> fields = {}) {
  Seen seen;
  if (!body.empty()) fields.push_back({"Content-Type", "application/json; charset=utf-8"});
  seen.exchange.request = {std::move(method), std::move(url), std::move(fields), std::move(body)};
  seen.exchange.response = exchange::Response{.status = status, .fields = {{"Content-Type", "application/json"}, {"Date", "now"}}, .body = std::move(answer)};
  return seen;
}

struct PathCase {
  std::string_view rule, path, text;
};
constexpr PathCase kPaths[] = {
    {"a number", "/users/17", "/users/{userId}"},
    {"two of them", "/categories/3/boxes/4/x", "/categories/{categoryId}/boxes/{boxId}/x"},
    {"a UUID", "/order-items/9b2d5b4e-4b9f-4d0b-8a39-0f8e4a0c7c11", "/order-items/{orderItemId}"},
    {"one behind the other", "/a/1/2", "/a/{aId}/{aId2}"},
    {"first of all", "/17", "/{id}"},
    {"a version is none", "/v1/users", "/v1/users"},
    {"a name with digits is none", "/chapter-10-part-2", "/chapter-10-part-2"},
    {"braces", "/a{b}", "/a%7Bb%7D"},
    {"the root", "/", "/"},
    {"a slash at the end", "/a/", "/a/"},
};
TEST(PathTemplate, OfPaths) {
  for (const PathCase& row : kPaths) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(template_of_path(row.path).text, row.text);
  }
}
constexpr PathCase kPatterns[] = {
    {"captures with types", "/users/{id:int}/{rest:**}", "/users/{id}/{rest}"},
    {"expressions", "/a/{code:[A-Z]{2}}", "/a/{code}"},
    {"wildcards", "/a/*/**", "/a/{any}/{rest}"},
    {"a name twice", "/a/{id}/b/{id}", "/a/{id}/b/{id2}"},
};
TEST(PathTemplate, OfPatterns) {
  for (const PathCase& row : kPatterns) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(template_of_pattern(row.path).text, row.text);
  }
}

TEST(OpenApiDraft, MergesWhatWasSeen) {
  const std::vector<Seen> seen = {
      said("GET", "http://a/users/17?full=1", "", 200, R"({"id":17,"at":"2026-01-01T00:00:00Z"})", {{"Authorization", "Bearer x"}, {"X-Tenant", "acme"}, {"Accept", "*/*"}}),
      said("GET", "http://a/users/42?full=0&tag=a&tag=b", "", 200, R"({"id":42,"at":"2026-01-02T00:00:00Z","nick":null})", {{"x-tenant", "other"}}),
      said("GET", "http://a/users/43", "", 404, R"({"error":"none"})"),
      said("POST", "http://a/users", R"({"name":"Ada"})", 201, ""),
      said("BREW", "http://a/users", "", 200, ""),
  };
  const json::Object draft = openapi_draft(seen, {.title = "Shop", .server = "http://a"});
  EXPECT_EQ(json::write(draft.at("paths").at("/users/{userId}").at("get").at("parameters")),
            R"([{"name":"userId","in":"path","required":true,"schema":{"type":"integer"}},)"
            R"({"name":"full","in":"query","schema":{"type":"integer"},"example":1},)"
            R"({"name":"tag","in":"query","schema":{"type":"array","items":{"type":"string"}}},)"
            R"({"name":"X-Tenant","in":"header","schema":{"type":"string"},"example":"acme"}])");
  const json::Value& ok = draft.at("paths").at("/users/{userId}").at("get").at("responses").at("200");
  EXPECT_EQ(json::write(ok), R"({"description":"OK","content":{"application/json":{"schema":{"type":"object","properties":{"id":{"type":"integer"},)"
                             R"("at":{"type":"string","format":"date-time"},"nick":{"type":"null"}},"required":["id","at"]},)"
                             R"("example":{"id":17,"at":"2026-01-01T00:00:00Z"}}}})");
  EXPECT_TRUE(draft.at("paths").at("/users/{userId}").at("get").at("responses").as_object().contains("404"));
  EXPECT_EQ(json::write(draft.at("paths").at("/users/{userId}").at("get").at("security")), R"([{"bearerAuth":[]},{}])");
  EXPECT_EQ(json::write(draft.at("components")), R"({"securitySchemes":{"bearerAuth":{"type":"http","scheme":"bearer"}}})");
  const json::Value& post = draft.at("paths").at("/users").at("post");
  EXPECT_EQ(post.at("operationId").as_string(), "postUsers");
  EXPECT_EQ(json::write(post.at("requestBody")), R"({"content":{"application/json":{"schema":{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]},)"
                                                 R"("example":{"name":"Ada"}}},"required":true})");
  EXPECT_EQ(draft.at("paths").at("/users").as_object().size(), 1u);
}

TEST(OpenApiDraft, OfStubs) {
  Seen seen = said("GET", "http://127.0.0.1:8080/users/1", "", 200, R"({"id":"{{path.id}}","name":"Ada"})");
  seen.pattern = "/users/{id:int}";
  seen.name = "GET /users/{id:int}";
  const json::Object draft = openapi_draft({&seen, 1}, {});
  const json::Value& get = draft.at("paths").at("/users/{id}").at("get");
  EXPECT_EQ(json::write(get.at("parameters")), R"([{"name":"id","in":"path","required":true,"schema":{"type":"integer"}}])");
  EXPECT_EQ(json::write(get.at("responses").at("200").at("content")),
            R"({"application/json":{"schema":{"type":"object","properties":{"id":{},"name":{"type":"string"}},"required":["id","name"]}}})");
}

TEST(OpenApiDraft, LiteralPathsThatDifferInAnIdAreOne) {
  std::vector<Seen> seen;
  for (const char* path : {"/users/17", "/users/42", "/reports/2024", "/orders/7", "/orders/{id:int}"}) {
    seen.push_back(said("GET", "http://a" + std::string(path[8] == '{' ? "/orders/1" : path), "", 200, "{}"));
    seen.back().pattern = path;
  }
  const json::Object draft = openapi_draft(seen, {});
  std::string paths;
  for (const auto& path : draft.at("paths").as_object()) paths += std::string(path.key()) + " ";
  EXPECT_EQ(paths, "/users/{userId} /reports/2024 /orders/{orderId} ") << "one alone may be a name";
  EXPECT_EQ(json::write(draft.at("paths").at("/users/{userId}").at("get").at("parameters")),
            R"([{"name":"userId","in":"path","required":true,"schema":{"type":"integer"}}])");
}

TEST(OpenApiDraft, FormsTextsAndBytes) {
  Seen form = said("POST", "/login", "user=ada&pin=007&n=3", 200, "hello");
  form.exchange.request.fields = {{"Content-Type", "application/x-www-form-urlencoded"}};
  form.exchange.response->fields = {{"Content-Type", "text/plain"}};
  Seen bytes = said("GET", "/image", "", 200, "\xff\xd8");
  bytes.exchange.response->fields = {{"Content-Type", "image/jpeg"}};
  Seen silent = said("GET", "/silent", "", 200, "");
  silent.exchange.response.reset();
  const std::vector<Seen> seen = {form, bytes, silent};
  const json::Object draft = openapi_draft(seen, {});
  EXPECT_EQ(json::write(draft.at("paths").at("/login").at("post").at("requestBody").at("content")),
            R"({"application/x-www-form-urlencoded":{"schema":{"type":"object","properties":{"user":{"type":"string"},"pin":{"type":"string"},"n":{"type":"integer"}},)"
            R"("required":["user","pin","n"]},"example":{"user":"ada","pin":"007","n":3}}})");
  EXPECT_EQ(json::write(draft.at("paths").at("/login").at("post").at("responses").at("200").at("content")),
            R"({"text/plain":{"schema":{"type":"string"},"example":"hello"}})");
  EXPECT_EQ(json::write(draft.at("paths").at("/image").at("get").at("responses").at("200").at("content")), R"({"image/jpeg":{}})");
  EXPECT_TRUE(draft.at("paths").at("/silent").at("get").at("responses").as_object().contains("default"));
}

}  // namespace
}  // namespace mimus::draft
