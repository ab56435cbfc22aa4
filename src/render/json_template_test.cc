#include <gtest/gtest.h>

#include <string>

#include "example_request.h"
#include "support/property.h"
#include "template.h"

namespace mimus::render {
namespace {

struct JsonCase {
  std::string_view rule, source, rendered;
};
constexpr JsonCase kJsonCases[] = {
    {"a document without expressions stays", R"({"a": [1, 2.0, true, null, "x\ny"], "b": {}})",
     R"({"a":[1,2.0,true,null,"x\ny"],"b":{}})"},
    {"any value can be the document", R"("{{path.id}}")", "42"},
    {"a number in the path is a number", R"(["{{path.id}}", "{{path.ratio}}"])", "[42,-0.5]"},
    {"but not where that would lose something", R"(["{{path.zip}}", "{{path.version}}"])",
     R"(["00501","1.10"])"},
    {"text around an expression makes text", R"("no. {{path.id}}")", R"("no. 42")"},
    {"also when it is a blank", R"(" {{path.id}}")", R"(" 42")"},
    {"and two expressions make text", R"("{{path.id}}{{path.id}}")", R"("4242")"},
    {"a query parameter is a string", R"("{{query.page}}")", R"("2")"},
    {"a member of the body keeps its type",
     R"(["{{body.id}}", "{{body.price}}", "{{body.ok}}", "{{body.none}}", "{{body.name}}"])",
     R"([7,275.0,true,null,"Ada \"Countess\""])"},
    {"objects and lists too", R"(["{{body.a}}", "{{body.list}}"])",
     R"([{"b":[10,{"c":"deep"}]},[1,"two"]])"},
    {"in text they are escaped", R"("list: {{body.list}}")", R"("list: [1,\"two\"]")"},
    {"count, timestamp and random are numbers",
     R"(["{{count}}", "{{timestamp}}", "{{random 5 5}}"])", "[7,1795168257,5]"},
    {"date is a string", R"("{{date}}")", R"("2026-11-20")"},
    {"what is absent is null", R"(["{{path.x}}", "{{query.x}}", "{{body.x.y}}"])",
     "[null,null,null]"},
    {"and nothing inside text", R"("<{{path.x}}>")", R"("<>")"},
    {"quotes and line ends are escaped",
     R"(["{{query.quote}}", "{{path.word}}", "a{{query.quote}}b"])", R"(["\"\n","x\"y","a\"\nb"])"},
    {"what is not UTF-8 becomes U+FFFD", R"(["{{query.bad}}", "<{{query.bad}}>"])",
     "[\"\ufffd\",\"<\ufffd>\"]"},
    {"member names hold expressions as text", R"({"u{{path.id}}": 1, "{{path.id}}": 2})",
     R"({"u42":1,"42":2})"},
    {"a backslash keeps the braces", R"("\\{{path.id}}")", R"("{{path.id}}")"},
    {"text is escaped beside an expression", R"("\"{{path.id}}\"\n")", R"("\"42\"\n")"},
};

TEST(JsonTemplate, Rows) {
  const ExampleRequest request;
  for (const JsonCase& row : kJsonCases) {
    SCOPED_TRACE(row.rule);
    EXPECT_EQ(request.document(row.source), row.rendered);
  }
}

TEST(JsonTemplate, ErrorsSayWhereInTheDocumentAndInTheText) {
  const auto error = [](std::string_view source) {
    return JsonTemplate::compile(*json::parse(source)).error();
  };
  EXPECT_EQ(error(R"({"a/b": [1, "id {{pth.id}}"]})").where, (Where{"", 0, 0, "/a~1b/1", 5}));
  EXPECT_EQ(error(R"({"x": {"{{": 1}})").where, (Where{"", 0, 0, "/x/{{", 0}));
}

TEST(JsonTemplate, ConstantTextIsTheDocument) {
  const auto compiled = JsonTemplate::compile(*json::parse(R"({"a": "\\{{x}}"})"));
  EXPECT_TRUE(compiled->constant());
  EXPECT_EQ(compiled->constant_text(), R"({"a":"{{x}}"})");
  EXPECT_EQ(JsonTemplate().constant_text(), "null");
  EXPECT_EQ(ExampleRequest().render(JsonTemplate()), "null");
  EXPECT_FALSE(JsonTemplate::compile(json::Value("{{uuid}}"))->constant());
}

constexpr std::string_view kNasty[] = {"\"",
                                       "\\",
                                       "\n",
                                       std::string_view("\0", 1),
                                       "\x1f",
                                       "\x7f",
                                       "\xff",
                                       "\xc3",
                                       "\xe2\x80\xa8",
                                       "\xed\xa0\x80",
                                       "</script>",
                                       "{{uuid}}",
                                       "}",
                                       "a",
                                       "%",
                                       "1",
                                       "\xf0\x9f\x90\xa6",
                                       "'",
                                       "&",
                                       "="};

std::string nasty_text(const Chance& chance) {
  std::string out;
  const std::uint64_t count = chance.fork("count").below(6);
  for (std::uint64_t i = 0; i < count; ++i) out += kNasty[chance.fork(i).below(std::size(kNasty))];
  return out;
}

// A request whose every part is made of the bytes that break documents.
ExampleRequest nasty_request(const Chance& chance, std::vector<std::string>& kept) {
  kept.reserve(4);
  ExampleRequest request;
  request.query =
      "page=" + nasty_text(chance.fork("page")) + "&tag=" + nasty_text(chance.fork("tag"));
  request.path = "/" + nasty_text(chance.fork("path"));
  request.method = nasty_text(chance.fork("method"));
  for (const std::string_view name : {"id", "header", "cookie"})
    kept.push_back(nasty_text(chance.fork(name)));
  kept[2] = "session=" + kept[2];
  request.captures = {{"id", kept[0]}};
  request.fields = {{"X-Request-Id", kept[1]}, {"Cookie", kept[2]}};
  const std::string text = nasty_text(chance.fork("body"));
  json::Object object{{"id", text}, {"name", json::Array{text, 1, nullptr}}};
  if (chance.fork("json").happens(0.7)) {
    request.body.clear();
    json::write(object, request.body);
  } else {
    request.body = text;
  }
  return request;
}

TEST(JsonTemplate, WhateverARequestHoldsTheOutputIsJson) {
  const auto document = json::parse(R"({
    "{{path.id}}": "{{query.page}}", "x{{header.x-request-id}}": "a{{cookie.session}}\"{{body}}",
    "all": ["{{path.id}}", "{{query.page}}", "{{query.tag}}", "{{header.x-request-id}}", "{{cookie.session}}",
            "{{body}}", "{{body.id}}", "{{body.name}}", "{{body.name[1]}}", "{{method}}", "{{url}}"],
    "text": "{{path.id}}{{query.page}}{{url}} {{body.id}} {{body.name}}"})");
  const JsonTemplate compiled = *JsonTemplate::compile(*document);
  for_each_seed(2'000, [&](const Chance& chance) {
    std::vector<std::string> kept;
    const std::string out = nasty_request(chance, kept).render(compiled);
    const auto parsed = json::parse(out);
    EXPECT_TRUE(parsed) << out << "\n" << describe(parsed.error());
  });
}

// A document of strings and members without braces, numbers, nesting.
json::Value arbitrary_document(const Chance& chance, int depth) {
  const std::uint64_t kind = chance.fork("kind").below(depth > 3 ? 4 : 6);
  const std::uint64_t size = chance.fork("size").below(4);
  json::Array array;
  json::Object object;
  switch (kind) {
    case 0:
      return nullptr;
    case 1:
      return chance.fork("n").between(-1000, 1000);
    case 2:
      return chance.fork("x").normal();
    case 3:
      return json::Value("s\"\n" + std::to_string(size));
    case 4:
      for (std::uint64_t i = 0; i < size; ++i)
        array.push_back(arbitrary_document(chance.fork(i), depth + 1));
      return array;
    default:
      for (std::uint64_t i = 0; i < size; ++i) {
        object["k\\" + std::to_string(i)] = arbitrary_document(chance.fork(i), depth + 1);
      }
      return object;
  }
}

TEST(JsonTemplate, WithoutExpressionsItIsTheWriterOfJson) {
  for_each_seed(500, [](const Chance& chance) {
    const json::Value document = arbitrary_document(chance, 0);
    EXPECT_EQ(JsonTemplate::compile(document)->constant_text(), json::write(document));
  });
}

}  // namespace
}  // namespace mimus::render
