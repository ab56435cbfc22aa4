#include <gtest/gtest.h>

#include "support/shared_data.h"
#include "template.h"

// What Mockoon 9.8 answered (reference/examples-mockoon) where a template took part, apart from
// mk-templating, which helpers/mockoon_recorded_test.cc has whole. A row says where the template
// stands in NAME.mockoon.json ("e") or NAME.expect.json ("x", as `files`), and where what it must
// become stands in the latter.
namespace mimus::render {
namespace {

struct Row {
  std::string_view name;
  char document;
  std::string_view source;
  std::string_view step, expected;  // pointers into NAME.expect.json
  std::string_view parameter = {};  // of the route's path
};
constexpr Row kRows[] = {
    {"mk-basics", 'e', "/routes/3/responses/0/body", "/steps/3", "/response/body"},
    {"mk-modes", 'e', "/routes/5/responses/0/body", "/steps/9", "/response/body", "a"},
    {"mk-files", 'e', "/routes/3/responses/0/body", "/steps/3", "/response/body"},
    {"mk-files", 'x', "/files/a.txt", "/steps/0", "/response/body"},
    {"mk-files", 'x', "/files/a.txt", "/steps/2", "/response/body"},
};
// Not judged here: mk-callback (what is rendered goes to another server), mk-crud (a bucket's
// answers; its template is a row below), mk-rules (templates in rules).

std::string render(std::string_view source, const json::Value& asked, std::string_view parameter) {
  http::Request request;
  request.method = std::string_view(asked.at("method").as_string());
  request.target = request.path = std::string_view(asked.at("path").as_string());
  const std::string_view last = request.path.substr(request.path.rfind('/') + 1);
  const facts::NameValue captures[] = {{parameter, last}};
  Arena arena;
  facts::RequestFacts facts(request, arena);
  const Scope scope{facts, captures, WallTime(), Chance(1)};
  const auto compiled = Template::compile(source, Language::kMockoon);
  std::string out;
  if (!compiled) return describe(compiled.error());
  const Status done = compiled->render(scope, out);
  return done ? out : describe(done.error());
}

TEST(MockoonRecorded, TemplatesOfTheOtherCases) {
  for (const Row& row : kRows) {
    const std::string file = "reference/examples-mockoon/" + std::string(row.name);
    MIMUS_SHARED_FILE(environment_text, file + ".mockoon.json");
    MIMUS_SHARED_FILE(expect_text, file + ".expect.json");
    const json::Value environment = *json::parse(environment_text),
                      expect = *json::parse(expect_text);
    const json::Value* source = json::find(row.document == 'e' ? environment : expect, row.source);
    const json::Value* step = json::find(expect, row.step);
    ASSERT_TRUE(source != nullptr && step != nullptr) << row.name;
    const json::Value* expected = json::find(*step, row.expected);
    ASSERT_NE(expected, nullptr) << row.name;
    EXPECT_EQ(render(std::string_view(source->as_string()), step->at("request"), row.parameter),
              std::string_view(expected->as_string()))
        << row.name << row.source;
  }
}

TEST(MockoonRecorded, NamesOfFilesAndContentsOfBuckets) {
  MIMUS_SHARED_FILE(files, "reference/examples-mockoon/mk-files.mockoon.json");
  MIMUS_SHARED_FILE(crud, "reference/examples-mockoon/mk-crud.mockoon.json");
  MIMUS_SHARED_FILE(expect, "reference/examples-mockoon/mk-crud.expect.json");
  const json::Value asked = json::Object{{"method", "GET"}, {"path", "/tpl/a"}};
  const json::Value environment = *json::parse(files);
  const json::Value* name = json::find(environment, "/routes/2/responses/0/filePath");
  ASSERT_NE(name, nullptr);
  EXPECT_EQ(render(std::string_view(name->as_string()), asked, "n"), "./a.txt");
  const json::Value buckets = *json::parse(crud), answers = *json::parse(expect);
  const json::Value* bucket = json::find(buckets, "/data/0/value");
  const json::Value* items = json::find(answers, "/steps/0/response/json");
  ASSERT_TRUE(bucket != nullptr && items != nullptr);
  const auto made = json::parse(render(std::string_view(bucket->as_string()), asked, "n"));
  ASSERT_TRUE(made);
  EXPECT_EQ(*made, *items);
}

}  // namespace
}  // namespace mimus::render
