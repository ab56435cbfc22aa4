#include "mockoon.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "serving_for_tests.h"

namespace mimus::mockoon {
namespace {

using Got = ServingForTests::Got;

bool has_line(const Got& got, std::string_view line) {
  return got.head.find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
}

struct HeadCase {
  std::string_view rule, response, line;
};
constexpr HeadCase kHeadCases[] = {
    {"text/html when nothing is said", R"({"body":"{}"})", "Content-Type: text/html; charset=utf-8"},
    {"a charset is added", R"({"headers":[{"key":"content-type","value":"application/json"}]})", "Content-Type: application/json; charset=utf-8"},
    {"one that is there stays", R"({"headers":[{"key":"Content-Type","value":"text/plain; charset=latin1"}]})", "Content-Type: text/plain; charset=latin1"},
    {"an environment's header", "{}", "X-Env: env"},
    {"the response's overwrites it", R"({"headers":[{"key":"x-env","value":"own"}]})", "x-env: own"},
    {"values are templates", R"({"headers":[{"key":"X-A","value":"{{add 1 2}}"}]})", "X-A: 3"},
    {"one that fails says so", R"({"headers":[{"key":"X-A","value":"{{faker 'no.such'}}"}]})", "X-A: -- Parsing error. Check logs. --"},
    {"the length is ours to say", R"({"body":"abc","headers":[{"key":"Content-Length","value":"99"}]})", "Content-Length: 3"},
};

TEST(Mockoon, Headers) {
  for (const HeadCase& row : kHeadCases) {
    SCOPED_TRACE(row.rule);
    ServingForTests serving(one_route(row.response) + R"(,"headers":[{"key":"X-Env","value":"env"},{"key":"","value":"x"}])");
    const Got got = serving.get("/x");
    EXPECT_TRUE(has_line(got, row.line)) << got.head;
  }
}

TEST(Mockoon, SetCookieComesAsOftenAsItIsSaid) {
  ServingForTests serving(one_route(R"({"headers":[{"key":"Set-Cookie","value":"a=1"},{"key":"set-cookie","value":"b=2"},
                                                  {"key":"X-A","value":"1"},{"key":"x-a","value":"2"}]})"));
  const Got got = serving.get("/x");
  EXPECT_TRUE(has_line(got, "Set-Cookie: a=1"));
  EXPECT_TRUE(has_line(got, "set-cookie: b=2"));
  EXPECT_FALSE(has_line(got, "X-A: 1"));
}

TEST(Mockoon, AStatusWithoutContentHasNone) {
  ServingForTests serving(one_route(R"({"statusCode":204,"body":"gone"})"));
  const Got got = serving.get("/x");
  EXPECT_EQ(got.status, 204);
  EXPECT_EQ(got.body, "");
  EXPECT_EQ(got.head.find("Content-"), std::string::npos) << got.head;
}

TEST(Mockoon, LatenciesAddUp) {
  ServingForTests serving(one_route(R"({"latency":20})") + R"(,"latency":300)");
  EXPECT_EQ(serving.get("/x").delay, std::chrono::milliseconds(320));
  EXPECT_EQ(serving.get("/elsewhere").delay, std::chrono::milliseconds(300));
}

TEST(Mockoon, WhatNoRouteTakes) {
  ServingForTests serving(R"("routes":[{"uuid":"r","endpoint":"x","responses":[{}]}],"lastMigration":1)");
  const Got missing = serving.get("/<b>'?q");
  EXPECT_EQ(missing.status, 404);
  EXPECT_NE(missing.body.find("<pre>Cannot GET /&lt;b&gt;&#39;</pre>"), std::string::npos) << missing.body;
  EXPECT_EQ(serving.ask("HEAD", "/x").status, 404) << "HEAD is not GET there";
  EXPECT_EQ(serving.ask("OPTIONS", "/x").status, 200);
}

TEST(Mockoon, WithoutCorsOptionsIsNothing) {
  ServingForTests serving(R"("routes":[],"rootChildren":[],"cors":false)");
  EXPECT_EQ(serving.ask("OPTIONS", "/x").status, 404);
}

TEST(Mockoon, ATemplateThatFailsKeepsTheStatus) {
  ServingForTests serving(one_route(R"({"statusCode":201,"body":"{{#if}}"})"));
  const Got got = serving.get("/x");
  EXPECT_EQ(got.status, 201);
  EXPECT_TRUE(has_line(got, "Content-Type: text/plain; charset=utf-8"));
  EXPECT_TRUE(got.body.starts_with("Error while serving the content: ")) << got.body;
  ASSERT_EQ(serving.warnings.size(), 1u);
  EXPECT_EQ(serving.warnings[0].where.pointer, "/routes/0/responses/0/body");
  EXPECT_EQ(serving.warnings[0].where.line, 1);
}

TEST(Mockoon, WebSocketRoutesAreNamed) {
  ServingForTests serving(R"("rootChildren":[{"type":"route","uuid":"r"}],"routes":[{"uuid":"r","type":"ws","endpoint":"chat","responses":[{}]}])");
  ASSERT_EQ(serving.warnings.size(), 1u);
  EXPECT_EQ(serving.warnings[0].message, "'chat' is a WebSocket route: it is not served");
  EXPECT_EQ(serving.get("/chat").status, 404);
}

// ---- buckets -----------------------------------------------------------------------------------

TEST(Mockoon, BucketsAreMadeOnceAndInOrder) {
  ServingForTests serving(one_route(R"({"body":"{{data 'one'}} {{data 'two'}} {{data 'text'}}"})") +
                          R"(,"data":[{"id":"a","name":"one","value":"{\"n\":\"{{data 'two'}}{{uuid}}\"}"},
                                      {"id":"b","name":"two","value":"[{{add 1 2}}]"},{"id":"c","name":"text","value":"no {json"}])");
  const std::string first = serving.get("/x").body;
  EXPECT_EQ(first, serving.get("/x").body);
  EXPECT_TRUE(first.ends_with(" [3] no {json")) << first;
  EXPECT_EQ(first.find("{\"n\":\"[3]"), std::string::npos) << "a later bucket is not there yet";
}

TEST(Mockoon, ABucketThatAsksForTheRequestIsMadeOfTheFirst) {
  ServingForTests serving(one_route(R"({"body":"{{data 'who'}}"})") + R"(,"data":[{"id":"a","name":"who","value":"{{queryParam 'n'}}"}])");
  EXPECT_EQ(serving.get("/x?n=1").body, "1");
  EXPECT_EQ(serving.get("/x?n=2").body, "1");
  EXPECT_EQ(serving.ask("POST", "/mockoon-admin/state/purge").status, 200);
  EXPECT_EQ(serving.get("/x?n=2").body, "2");
}

TEST(Mockoon, PurgingBeginsAnew) {
  ServingForTests serving(one_route(R"({"body":"{{setData 'push' 'l' '' 2}}{{data 'l'}}{{getGlobalVar 'g'}}{{setGlobalVar 'g' 'G'}}"},
                                       {"body":"second","rules":[{"target":"request_number","value":"2"}]})") +
                          R"(,"data":[{"id":"l","name":"l","value":"[1]"}])");
  EXPECT_EQ(serving.get("/x").body, "[1,2]");
  EXPECT_EQ(serving.get("/x").body, "second");
  EXPECT_EQ(serving.get("/x").body, "[1,2,2]G");
  serving.ask("POST", "/mockoon-admin/state/purge");
  EXPECT_EQ(serving.get("/x").body, "[1,2]");
  EXPECT_EQ(serving.get("/x").body, "second");
}

TEST(Mockoon, LoadingTheSameTextAgainForgetsNothing) {
  const std::string members = one_route(R"({"body":"a{{setGlobalVar 'g' 'G'}}"},{"body":"b{{getGlobalVar 'g'}}{{data 'u'}}"})", R"(,"responseMode":"SEQUENTIAL")") +
                              R"(,"data":[{"id":"u","name":"u","value":"[1]"}])";
  ServingForTests serving(members);
  EXPECT_EQ(serving.get("/x").body, "a");
  serving.load();
  EXPECT_EQ(serving.get("/x").body, "bG[1]");
  serving.folder.write("e.mockoon.json", "{" + members + " }");
  serving.load();
  EXPECT_EQ(serving.get("/x").body, "a") << "another text begins anew";
}

TEST(Mockoon, WhatWasNotPublishedIsReadAgain) {
  ServingForTests serving(one_route(R"({"body":"a"})"));
  serving.folder.write("e.mockoon.json", "{" + one_route(R"({"body":"b"})") + "}");
  (void)serving.mockoon.prepare();  // an error elsewhere
  EXPECT_EQ(serving.get("/x").body, "a");
  serving.load();
  EXPECT_EQ(serving.get("/x").body, "b");
}

constexpr std::string_view kCrud =
    R"("rootChildren":[{"type":"route","uuid":"r"}],"routes":[{"uuid":"r","type":"crud","method":"","endpoint":"items","responses":[
       {"bodyType":"DATABUCKET","databucketID":"it","statusCode":203},
       {"body":"no","statusCode":403,"rules":[{"target":"header","modifier":"X-No","value":"1"}]}]}],)";

TEST(Mockoon, CrudTakesTheStatusOfListsFromTheResponse) {
  ServingForTests serving(std::string(kCrud) + R"("data":[{"id":"it","name":"items","value":"[{\"id\":1}]"}])");
  EXPECT_EQ(serving.get("/items").status, 203);
  EXPECT_EQ(serving.get("/items/1").body, R"({"id":1})");
  EXPECT_EQ(serving.ask("DELETE", "/items/1").status, 200);
  EXPECT_EQ(serving.get("/items", {{"X-No", "1"}}).status, 403) << "rules win";
}

TEST(Mockoon, CrudIsJsonWhateverTheHeadersSay) {
  constexpr std::string_view kType = R"("headers":[{"key":"Content-Type","value":"text/plain"}])";
  ServingForTests serving(R"("lastMigration":33,"routes":[{"uuid":"r","type":"crud","method":"","endpoint":"items","responses":[
                              {"bodyType":"DATABUCKET","databucketID":"it",)" + std::string(kType) + R"(}]}],"data":[{"id":"it","name":"items","value":"[]"}],)" + std::string(kType));
  EXPECT_TRUE(has_line(serving.get("/items"), "Content-Type: application/json; charset=utf-8"));
}

TEST(Mockoon, ANewIdIsMadeAsTheBucketMakesThem) {
  ServingForTests serving(std::string(kCrud) + R"("data":[{"id":"it","name":"items","value":"[{{#repeat 2}}{\"id\":\"k-{{uuid}}\",\"n\":1}{{/repeat}}]"}])");
  const Got plain = serving.ask("POST", "/items", "{}", {{"Content-Type", "application/json"}});
  EXPECT_EQ(json::parse(plain.body)->at("id").as_string().size(), 36u) << "text around the expression: a UUID";
  ServingForTests own(std::string(kCrud) + R"("data":[{"id":"it","name":"items","value":"[{{#repeat 2}}{\"id\":\"{{concat 'k' (add 1 2)}}\"}{{/repeat}}]"}])");
  EXPECT_EQ(own.ask("POST", "/items", "{}", {{"Content-Type", "application/json"}}).body, R"({"id":"k3"})");
}

// Every one of parallel changes counts.
TEST(Mockoon, ChangesAreOneStepEach) {
  ServingForTests serving(std::string(kCrud) + R"("data":[{"id":"it","name":"items","value":"[{\"id\":0}]"}])");
  ServingForTests counting(R"("lastMigration":1,"routes":[{"uuid":"c","endpoint":"count","responses":[{"body":"{{setData 'inc' 'n' 'v'}}"}]},
                              {"uuid":"s","endpoint":"show","responses":[{"body":"{{data 'n' 'v'}}"}]}],"data":[{"id":"n","name":"n","value":"{\"v\":0}"}])");
  constexpr int kThreads = 4, kEach = 50;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int k = 0; k < kEach; ++k) {
        serving.ask("POST", "/items", "{}", {{"Content-Type", "application/json"}});
        counting.get("/count");
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  std::set<std::int64_t> ids;
  const json::Value items = *json::parse(serving.get("/items").body);
  for (const json::Value& item : items.get_array()) ids.insert(item.at("id").as_int64());
  EXPECT_EQ(ids.size(), 1u + kThreads * kEach) << "no id twice";
  EXPECT_EQ(counting.get("/show").body, std::to_string(kThreads * kEach));
}

// ---- files -------------------------------------------------------------------------------------

struct RangeCase {
  std::string_view range;
  int status;
  std::string_view body;
};
constexpr RangeCase kRangeCases[] = {
    {"bytes=1-2", 206, "12"}, {"bytes=7-", 206, "789"},       {"bytes=-3", 206, "789"}, {"bytes=8-99", 206, "89"},
    {"bytes=10-", 416, "Requested range not satisfiable"}, {"bytes=3-2", 416, "Requested range not satisfiable"},
    {"bytes", 400, "Malformed range header"}, {"bytes=--9223372036854775808", 416, "Requested range not satisfiable"}, {"bytes=7--2", 206, "789"}, {"bytes=99-,4-5", 206, "45"},
};

TEST(Mockoon, RangesOfFiles) {
  ServingForTests serving(one_route(R"({"bodyType":"FILE","filePath":"a.bin","sendFileAsBody":true})"));
  serving.folder.write("a.bin", "0123456789");
  EXPECT_EQ(serving.get("/x").body, "0123456789");
  for (const RangeCase& row : kRangeCases) {
    SCOPED_TRACE(row.range);
    const Got got = serving.get("/x", {{"Range", row.range}});
    EXPECT_EQ(got.status, row.status);
    EXPECT_EQ(got.body, row.body);
  }
}

struct FileTypeCase {
  std::string_view rule, file, headers, type, body;  // the file says {{add 1 2}}
};
constexpr FileTypeCase kFileTypeCases[] = {
    {"a picture stays as it is, and is one, whatever the environment says", "a.png", "", "image/png", "{{add 1 2}}"},
    {"also when the response says that it is a text", "a.png", R"("headers":[{"key":"Content-Type","value":"text/plain"}],)", "text/plain; charset=utf-8", "{{add 1 2}}"},
    {"a text is a template", "a.css", "", "text/css; charset=utf-8", "3"},
    {"also when the response says that it is a picture", "a.txt", R"("headers":[{"key":"Content-Type","value":"image/png"}],)", "image/png; charset=utf-8", "3"},
    {"unless there are none", "a.css", R"("disableTemplating":true,)", "text/css; charset=utf-8", "{{add 1 2}}"},
    {"the environment's is for what has none", "a.unknown", "", "text/html; charset=utf-8", "{{add 1 2}}"},
};

TEST(Mockoon, FilesAreOfTheirOwnType) {
  for (const FileTypeCase& row : kFileTypeCases) {
    SCOPED_TRACE(row.rule);
    ServingForTests serving(one_route("{" + std::string(row.headers) + R"("bodyType":"FILE","sendFileAsBody":true,"filePath":")" + std::string(row.file) + "\"}") +
                            R"(,"headers":[{"key":"Content-Type","value":"text/html"}])");
    serving.folder.write(std::string(row.file), "{{add 1 2}}");
    const Got got = serving.get("/x");
    EXPECT_EQ(got.body, row.body);
    EXPECT_TRUE(has_line(got, "Content-Type: " + std::string(row.type))) << got.head;
  }
}

// It is never in memory as a whole: the limit of templates is none of its.
TEST(Mockoon, ATextThatIsNoTemplateIsStreamed) {
  ServingForTests serving(one_route(R"({"bodyType":"FILE","filePath":"big.txt","sendFileAsBody":true,"disableTemplating":true})"));
  const std::string big(1'000'000, 'x');
  serving.folder.write("big.txt", big);
  serving.world.templates.limits.max_output = 1000;
  EXPECT_EQ(serving.get("/x").body, big);
  EXPECT_EQ(serving.get("/x", {{"Range", "bytes=1-3"}}).body, "xxx");
}

TEST(Mockoon, LargeFilesStream) {
  ServingForTests serving(one_route(R"({"bodyType":"FILE","filePath":"big.bin","sendFileAsBody":true})"));
  std::string big;
  for (int i = 0; big.size() < 1'000'000; ++i) big += std::to_string(i);
  serving.folder.write("big.bin", big);
  EXPECT_EQ(serving.get("/x").body, big);
  EXPECT_EQ(serving.get("/x", {{"Range", "bytes=5-900004"}}).body, big.substr(5, 900'000));
}

TEST(Mockoon, NoFileOutsideOfTheFolderIsServed) {
  for (const std::string_view path : {"../secret.txt", "/etc/passwd", "a/../../secret.txt", "{{urlParam 'id'}}"}) {
    SCOPED_TRACE(path);
    ServingForTests serving(one_route(R"({"bodyType":"FILE","sendFileAsBody":true,"filePath":")" + std::string(path) + "\"}"));
    const Got got = serving.get("/x/..%2f..%2f..%2fetc%2fpasswd");
    EXPECT_TRUE(got.body.starts_with("Error while serving the file content: ")) << got.body;
  }
}

TEST(Mockoon, AnAbsoluteNameInTheFolderIsServed) {
  const TempDir folder;
  ServingForTests serving(one_route("{}"));
  serving.folder.write("in/a.txt", "inside");
  const std::string path = std::filesystem::canonical(serving.folder.path()).string() + "/in/a.txt";
  serving.folder.write("e.mockoon.json", "{" + one_route(R"({"bodyType":"FILE","filePath":")" + path + "\"}") + "}");
  serving.load();
  const Got got = serving.get("/x");
  EXPECT_EQ(got.body, "inside");
  EXPECT_TRUE(has_line(got, "Content-Disposition: attachment; filename=\"a.txt\""));
}

}  // namespace
}  // namespace mimus::mockoon
