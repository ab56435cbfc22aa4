#include "postman_reader.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "exchanges_of.h"
#include "formats.h"
#include "native/native.h"
#include "native/write.h"
#include "postman_writer.h"
#include "../serve/serving_for_tests.h"  // what was imported is asked
#include "stubs_of.h"
#include "support/shared_data.h"
#include "wiremock/mapping.h"
#include "wiremock_writer.h"

namespace mimus::formats {
namespace {

namespace fs = std::filesystem;

// Environments, data files and reports of runs lie beside the collections.
bool is_collection(const std::string& text) {
  const Format* format = detect(text);
  return format != nullptr && format->name == "postman";
}

TEST(Postman, EverySavedAnswerOfTheSuiteIsGiven) {
  if (!fs::exists(shared_path("conformance/postman"))) GTEST_SKIP() << "public suite absent";
  std::size_t collections = 0, answers = 0, others = 0;
  for (const auto& entry : fs::recursive_directory_iterator(shared_path("conformance/postman"))) {
    if (!entry.is_regular_file() || entry.path().extension() != ".json") continue;
    SCOPED_TRACE(entry.path().string());
    const std::string text = read_file(entry.path());
    if (!is_collection(text)) {
      ++others;
      EXPECT_FALSE(read_postman(text));
      continue;
    }
    ++collections;
    const auto recordings = read_postman(text);
    ASSERT_TRUE(recordings) << describe(recordings.error());
    const Imported imported = stubs_of(*recordings);
    EXPECT_EQ(imported.report.left_out, std::vector<Report::Line>{});
    serve::Mocks mocks(imported.stubs);
    for (const Recorded& recorded : recordings->all) {
      const exchange::Request& request = recorded.exchange.request;
      SCOPED_TRACE(request.method + " " + request.url);
      const exchange::UrlParts url = exchange::split(request.url);
      const std::string target =
          std::string(url.path) + (url.query.empty() ? "" : "?" + std::string(url.query));
      std::vector<http::HeaderField> fields;
      for (const http::OwnedField& field : request.fields)
        fields.push_back({field.name, field.value});
      const std::string host(url.authority);
      fields.push_back({"Host", host});
      const serve::Said said = mocks.ask(request.method, target, fields, request.body);
      EXPECT_TRUE(said.matched);
      if (!recorded.exchange.response) continue;
      ++answers;
      EXPECT_EQ(said.status, recorded.exchange.response->status);
      EXPECT_EQ(said.body, recorded.exchange.response->body);
    }
  }
  EXPECT_GE(collections, 45u);
  EXPECT_GE(answers, 30u);
  EXPECT_GE(others, 4u);
}

std::string collection(std::string_view item, std::string_view rest = "") {
  return R"({"info": {"name": "c"}, "item": [)" + std::string(item) + "]" + std::string(rest) + "}";
}

struct Row {
  std::string_view rule, item, rest, target;
  int status;
};
constexpr Row kRows[] = {
    {"variables of the collection",
     R"({"request": {"url": "{{base}}/a"}, "response": [{"code": 201}]})",
     R"(, "variable": [{"key": "base", "value": "{{host}}/v1"}, {"key": "host", "value": "http://x"}])",
     "/v1/a", 201},
    {"a variable that nobody knows is a capture",
     R"({"request": {"url": "http://x/a/{{id}}/b"}, "response": [{"code": 202}]})", "", "/a/17/b",
     202},
    {"path variables",
     R"({"request": {"url": {"raw": "http://x/a/:id", "variable": [{"key": "id", "value": "7"}]}}, "response": [{"code": 203}]})",
     "", "/a/7", 203},
    {"path variables without a value",
     R"({"request": {"url": {"raw": "http://x/a/:id"}}, "response": [{"code": 203}]})", "",
     "/a/any", 203},
    {"an open parameter has to be there",
     R"({"request": {"url": "http://x/a?p={{p}}&q=1"}, "response": [{"code": 206}]})", "",
     "/a?p=5&q=1", 206},
    {"disabled parameters do not count",
     R"({"request": {"url": {"raw": "http://x/a?p=1&q=2", "query": [{"key": "q", "value": "2", "disabled": true}, {"key": "p", "value": "1"}]}}, "response": [{"code": 200}]})",
     "", "/a?p=1", 200},
    {"a URL in pieces",
     R"({"request": {"url": {"protocol": "http", "host": ["x", "y"], "path": ["a", "b"], "query": [{"key": "p", "value": "1"}]}}, "response": [{"code": 200}]})",
     "", "/a/b?p=1", 200},
    {"folders",
     R"({"name": "f", "item": [{"name": "g", "item": [{"request": "http://x/deep", "response": [{"code": 418}]}]}]})",
     "", "/deep", 418},
};
TEST(Postman, Rows) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.rule);
    auto imported = import_text(collection(row.item, row.rest), Kind::kPostman, "c.json");
    ASSERT_TRUE(imported) << describe(imported.error());
    serve::Mocks mocks(std::move(imported->stubs));
    EXPECT_EQ(mocks.get(row.target).status, row.status);
  }
}

TEST(Postman, AuthenticationIsNoted) {
  const auto read = read_postman(
      collection(R"({"name": "r", "request": {"url": "http://x/", "auth": {"type": "digest"}}})"));
  ASSERT_TRUE(read);
  ASSERT_EQ(read->report.approximated.size(), 1u);
  EXPECT_EQ(read->report.approximated[0].what, "r");
}

// ---- out and in again --------------------------------------------------------------------------

std::vector<stub::Stub> native_stubs(const std::string& text) {
  native::Loaded loaded = native::load_text(text, "m.yaml", "/nonexistent");
  for (const Error& error : loaded.errors) ADD_FAILURE() << describe(error) << "\n" << text;
  return loaded.configuration ? std::move(loaded.configuration->stubs) : std::vector<stub::Stub>{};
}

constexpr std::string_view kMocks = R"(
- { path: /plain, method: GET, text: hello }
- { path: /json, method: GET, response: { a: 1, b: [true, null] }, headers: { X-A: [b, c] } }
- { path: "/users/{id:int}", method: GET, status: 203, text: one user }
- { path: "/files/{rest:*}", method: GET, text: any file }
- { path: /q, method: GET, when: { query: { page: "2", tag: [a, b] } }, text: page two }
- { path: /q, method: GET, text: no page }
- { path: /h, method: GET, when: { header: { Accept: { contains: xml } } }, html: <b>xml</b> }
- { path: /f, method: POST, when: { form: { a: "1" } }, status: 201 }
- { path: /b, method: POST, when: { body: { user.name: Ada } }, response: [ada] }
- { path: /b, method: POST, when: { body: { $: { equals: { a: 1 } } } }, response: [one] }
- { path: /seq, method: GET, responses: [{ text: first }, { status: 202, text: second }] }
- { path: /gone, method: DELETE, status: 204 }
- { path: /bytes, method: GET, base64: AAH/, headers: { Content-Type: image/x } }
- { path: "regex:/r/\\d+", method: GET, text: expression }
)";

struct Question {
  std::string_view method, target, type, body;
};
constexpr Question kQuestions[] = {{"GET", "/plain", "", ""},
                         {"GET", "/json", "", ""},
                         {"GET", "/users/1", "", ""},
                         {"GET", "/files/a", "", ""},
                         {"GET", "/q?page=2&tag=a&tag=b", "", ""},
                         {"GET", "/q", "", ""},
                         {"GET", "/h", "", ""},
                         {"POST", "/f", "application/x-www-form-urlencoded", "a=1"},
                         {"POST", "/b", "application/json", R"({"user":{"name":"Ada"}})"},
                         {"POST", "/b", "application/json", R"({"a":1})"},
                         {"GET", "/seq", "", ""},
                         {"GET", "/seq", "", ""},
                         {"GET", "/seq", "", ""},
                         {"DELETE", "/gone", "", ""},
                         {"GET", "/bytes", "", ""},
                         {"GET", "/r/12", "", ""}};

std::vector<std::string> answers(std::vector<stub::Stub> stubs, bool (*asked)(const Question&)) {
  serve::Mocks mocks(std::move(stubs));
  std::vector<std::string> out;
  for (const Question& ask : kQuestions) {
    if (!asked(ask)) continue;
    std::vector<http::HeaderField> fields{{"Host", "127.0.0.1:8080"}, {"Accept", "xml"}};
    if (!ask.type.empty()) fields.push_back({"Content-Type", ask.type});
    const serve::Said said = mocks.ask(ask.method, ask.target, fields, ask.body);
    out.push_back(std::string(ask.method) + " " + std::string(ask.target) + " -> " +
                  std::to_string(said.status) + " " + said.field("Content-Type") + " " + said.body);
  }
  return out;
}
bool all(const Question&) {
  return true;
}
// What an example of a route says: expressions have none, and one example of a template stands for
// itself.
bool with_example(const Question& ask) {
  return !ask.target.starts_with("/r/");
}
// Texts only.
bool in_postman(const Question& ask) {
  return with_example(ask) && ask.target != "/bytes";
}

TEST(Export, NativeAnswersTheSame) {
  const std::vector<stub::Stub> stubs = native_stubs(std::string(kMocks));
  EXPECT_EQ(answers(native_stubs(native::write_file(stubs).text), &all), answers(stubs, &all));
}

TEST(Export, WireMockAnswersTheSame) {
  const std::vector<stub::Stub> stubs = native_stubs(std::string(kMocks));
  const WiremockFile file = write_wiremock(stubs);
  for (const auto& lost : file.lost) EXPECT_EQ(lost, std::vector<std::string>{});
  wiremock::Mappings mappings =
      wiremock::read_mappings(file.text, "m.json", {}, wiremock::Depth::kThorough);
  ASSERT_EQ(mappings.errors, std::vector<Error>{}) << file.text;
  serve::Mocks mocks({});
  serve::StubStore::Files files;
  files.dialect = stub::Dialect::kWireMock;
  files.stubs = mappings.stubs;
  std::vector<Error> errors;
  ASSERT_TRUE(mocks.world.stubs.take_files(std::move(files), errors));
  const std::vector<std::string> wanted = answers(stubs, &all);
  std::size_t i = 0;
  for (const Question& ask : kQuestions) {
    std::vector<http::HeaderField> fields{{"Host", "127.0.0.1:8080"}, {"Accept", "xml"}};
    if (!ask.type.empty()) fields.push_back({"Content-Type", ask.type});
    const serve::Said said = mocks.ask(ask.method, ask.target, fields, ask.body);
    EXPECT_EQ(std::string(ask.method) + " " + std::string(ask.target) + " -> " +
                  std::to_string(said.status) + " " + said.field("Content-Type") + " " + said.body,
              wanted[i++]);
  }
  // And back to native.
  std::ranges::reverse(mappings.stubs);
  const std::string native = native::write_file(mappings.stubs).text;
  const std::vector<stub::Stub> back = native_stubs(native);
  EXPECT_EQ(answers(back, [](const Question& one) { return one.target != "/seq"; }),
            answers(stubs, [](const Question& one) { return one.target != "/seq"; }))
      << native;
}

TEST(Export, PostmanAnswersTheSame) {
  const std::vector<stub::Stub> stubs = native_stubs(std::string(kMocks));
  const Examples examples = examples_of(stubs, "http://127.0.0.1:8080", nullptr);
  const std::string text = json::write(to_postman(examples, "m", "http://127.0.0.1:8080"));
  auto imported = import_text(text, Kind::kPostman, "m.json");
  ASSERT_TRUE(imported) << describe(imported.error());
  EXPECT_EQ(answers(std::move(imported->stubs), &in_postman), answers(stubs, &in_postman)) << text;
}

// "There, whatever it is" is how a recording asks for what was a secret.
TEST(Export, WhatHasToBeThereIsNoTrue) {
  stub::Stub stub;
  stub.label = "POST /login";
  stub.request = {match::PathPattern::exact("/login"), {"POST"}, {{match::Place::kBody, "password", {{"present", true}}}, {match::Place::kQuery, "key", {{"present", true}}}}};
  stub.responses.emplace_back();
  const Examples examples = examples_of({&stub, 1}, "", nullptr);
  ASSERT_EQ(examples.all.size(), 1u);
  EXPECT_EQ(examples.all[0].request.url, "/login?key=1");
  EXPECT_EQ(examples.all[0].request.body, R"({"password":"1"})");
}

}  // namespace
}  // namespace mimus::formats
