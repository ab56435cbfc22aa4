// WireMock's view of a request: reference/wiremock-templating.md, A3.
#include <gtest/gtest.h>

#include <string>

#include "example_request.h"

namespace mimus::render {
namespace {

struct Row {
  std::string_view rule, source, rendered;
};
constexpr Row kRows[] = {
    {"url as it was sent", "{{request.url}}", "/a%20b/c?x=1&x=2&x=3&y=%25&z"},
    {"path, decoded", "{{request.path}} {{request.pathSegments}}", "/a b/c /a b/c"},
    {"segments count from 0",
     "{{request.path.[0]}}|{{request.pathSegments.[1]}}|{{request.path.[2]}}", "a b|c|"},
    {"segments one after the other", "{{#each request.pathSegments as |s|}}<{{s}}>{{/each}}",
     "<a b><c>"},
    {"method, scheme, host, port",
     "{{request.method}} {{request.scheme}} {{request.host}} {{request.port}}",
     "POST http api.example.org 8080"},
    {"baseUrl", "{{request.baseUrl}}", "http://api.example.org:8080"},
    {"a query parameter prints its first value", "{{request.query.x}}", "1"},
    {"its other values",
     "{{request.query.x.[1]}} {{request.query.x.first}} {{request.query.x.last}}", "2 1 3"},
    {"-1 is the one before the last", "{{request.query.x.[-1]}}", "2"},
    {"each over values", "{{#each request.query.x}}{{this}},{{/each}}", "1,2,3,"},
    {"size", "{{request.query.x.size}}", "3"},
    {"decoded; empty; absent", "{{request.query.y}}|{{request.query.z}}|{{request.query.q}}",
     "%||"},
    {"headers in any case",
     "{{request.headers.x-many}} {{request.headers.X-MANY.[1]}} {{request.headers.[X-Many].last}}",
     "one two two"},
    {"cookies", "{{request.cookies.a}}", "b"},
    {"the body, plain and in base64", "{{request.body}} {{request.bodyAsBase64}}",
     "hello aGVsbG8="},
    {"neither multipart nor binary", "{{request.multipart}} {{request.binary}}", "false false"},
    {"the old names",
     "{{request.requestLine.method}} {{request.requestLine.query.x}} {{request.requestLine.body}}",
     "POST 1 "},
    {"clientIp and id", "{{request.clientIp}} {{request.id}}", "10.0.0.1 "},
    {"parameters", "{{parameters.who}} {{parameters.deep.[0]}}", "me 1"},
    {"the query as a map", "{{#each request.query}}{{@key}}={{this}};{{/each}}", "x=1;y=%;z=;"},
    {"nothing of ours", "<{{method}}{{path.x}}{{uuid}}>", "<>"},
    {"nothing is escaped", "{{request.query.none}}{{{request.query.y}}}{{&request.query.y}}", "%%"},
};

struct Posted {
  http::Request request;
  std::vector<http::HeaderField> fields{
      {"X-Many", "one"}, {"x-many", "two"}, {"Cookie", "a=b"}, {"Content-Type", "text/plain"}};
  std::vector<facts::NameValue> raw_path{};

  Posted() {
    request.method = "POST";
    request.path = "/a%20b/c";
    request.query = "x=1&x=2&x=3&y=%25&z";
    request.authority = "api.example.org:8080";
    request.client_ip = "10.0.0.1";
    request.body = "hello";
  }

  std::string render(std::string_view source, Language language = Language::kWireMock) {
    request.fields = fields;
    const auto compiled = Template::compile(source, language);
    if (!compiled) return describe(compiled.error());
    Arena arena;
    facts::RequestFacts facts(request, arena);
    const json::Value parameters{{"who", "me"}, {"deep", json::Array{1}}};
    Scope scope{facts, {}, WallTime(), Chance(1)};
    scope.parameters = &parameters;
    scope.raw_path = raw_path;
    std::string out;
    const Status done = compiled->render(scope, out);
    return done ? out : "FAILED " + describe(done.error());
  }
};

TEST(RequestModel, Rows) {
  Posted posted;
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(posted.render(row.source), row.rendered);
  }
}

TEST(RequestModel, AUrlPathTemplateHasItsVariablesAndTheRawPath) {
  Posted posted;
  posted.raw_path = {{"id", "a%20b"}};
  EXPECT_EQ(posted.render("{{request.path}} {{request.path.id}} {{request.pathSegments.id}}"),
            "/a%20b/c a%20b a%20b");
}

TEST(RequestModel, AStandardPortIsLeftOut) {
  Posted posted;
  posted.request.authority = "example.org:80";
  EXPECT_EQ(posted.render("{{request.baseUrl}} {{request.port}}"), "http://example.org 80");
  posted.request.authority = "[::1]";
  posted.request.scheme = "https";
  EXPECT_EQ(posted.render("{{request.baseUrl}} {{request.host}} {{request.port}}"),
            "https://[::1] [::1] 443");
}

TEST(RequestModel, PartsOfAMultipartBody) {
  Posted posted;
  posted.fields = {{"Content-Type", "multipart/form-data; boundary=b"}};
  posted.request.body =
      "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\ntext\r\n"
      "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.png\"\r\nContent-Type: "
      "image/png\r\n\r\n\x89PNG\r\n"
      "--b\r\n\r\nnobody\r\n--b--";
  EXPECT_EQ(posted.render("{{request.multipart}} {{request.parts.a.body}} "
                          "{{request.parts.a.binary}} {{request.parts.a.name}}"),
            "true text false a");
  EXPECT_EQ(posted.render("{{request.parts.f.binary}} {{request.parts.f.headers.content-type}} "
                          "{{request.parts.f.bodyAsBase64}}"),
            "true image/png iVBORw==");
  EXPECT_EQ(posted.render("{{request.parts.part-2.body}} {{request.parts.none.body}}"), "nobody ");
  EXPECT_EQ(
      posted.render("{{parts.f.filename}} {{#each parts}}{{@key}} {{/each}}", Language::kOurs),
      "x.png a f part-2 ");
}

TEST(RequestModel, OursHasItToo) {
  Posted posted;
  EXPECT_EQ(
      posted.render("{{request.query.x.[2]}} {{query.x}} {{parameters.who}}", Language::kOurs),
      "3 1 me");
}

}  // namespace
}  // namespace mimus::render
