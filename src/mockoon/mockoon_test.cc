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

TEST(Mockoon, HalfATlsCertificateIsSaid) {
  ServingForTests serving(R"("lastMigration":33,"routes":[],"tlsOptions":{"enabled":true,"certPath":"a.pem","caPath":"ca.pem"})");
  ASSERT_EQ(serving.warnings.size(), 2u);
  EXPECT_EQ(serving.warnings[0].where.pointer, "/tlsOptions");
  EXPECT_EQ(serving.warnings[1].where.pointer, "/tlsOptions/caPath");
  const auto prepared = serving.mockoon.prepare();
  EXPECT_TRUE(prepared.only_https);
  EXPECT_EQ(prepared.https.value().certificate, "");
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

// ---- several at once ---------------------------------------------------------------------------

template <class Ask>
void from_four_threads(int each, Ask&& ask) {
  std::vector<std::thread> threads;
  for (unsigned loop = 0; loop < 4; ++loop) {
    threads.emplace_back([&ask, each, loop] {
      for (int i = 0; i < each; ++i) ask(loop);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST(Mockoon, NoIdComesTwice) {
  ServingForTests serving(std::string(kCrud) + R"("data":[{"id":"it","name":"items","value":"[{\"id\":0}]"}])");
  from_four_threads(50, [&](unsigned loop) { serving.ask("POST", "/items", "{}", {{"Content-Type", "application/json"}}, loop); });
  std::set<std::int64_t> ids;
  const json::Value items = *json::parse(serving.get("/items").body);
  for (const json::Value& item : items.get_array()) ids.insert(item.at("id").as_int64());
  EXPECT_EQ(ids.size(), 201u);
}

// A place that counts requests up, in two steps: what one reads another must not change before it wrote.
struct WritingCase {
  std::string_view place;
  std::string route, more;
  std::string_view method = "GET", target = "/x";
};
constexpr std::string_view kCount = R"({{setGlobalVar 'n' (add 1 (getGlobalVar 'n' '' 0))}}{{#repeat 20}}{{/repeat}}x)";

TEST(Mockoon, ChangesAreOneStepEachWhereverTheyStand) {
  const std::string count(kCount);
  const std::string header = R"({"key":"X-A","value":")" + count + "\"}";
  const WritingCase rows[] = {
      {"a body", R"({"body":")" + count + R"("})", ""},
      {"a header", R"({"headers":[)" + header + "]}", ""},
      {"a header of the environment", "{}", R"("headers":[)" + header + "]"},
      {"the same, of what no route takes", "{}", R"("headers":[)" + header + "]", "GET", "/elsewhere"},
      {"the same, of OPTIONS", "{}", R"("headers":[)" + header + "]", "OPTIONS", "/elsewhere"},
      {"a rule", R"({"rules":[{"target":"templating","modifier":")" + count + R"(","value":""}]})", ""},
      {"a callback's body", R"({"callbacks":[{"uuid":"c"}]})", R"("callbacks":[{"uuid":"c","uri":"/c","body":")" + count + R"("}])"},
      {"a callback's uri", R"({"callbacks":[{"uuid":"c"}]})", R"("callbacks":[{"uuid":"c","uri":")" + count + R"("}])"},
      {"a callback's file", R"({"callbacks":[{"uuid":"c"}]})", R"("callbacks":[{"uuid":"c","uri":"/c","bodyType":"FILE","filePath":"count.txt"}])"},
      {"a file", R"({"bodyType":"FILE","filePath":"count.txt"})", ""},
      {"a file's name", R"({"bodyType":"FILE","filePath":")" + count + R"("})", ""},
  };
  for (const WritingCase& row : rows) {
    SCOPED_TRACE(row.place);
    ServingForTests serving(R"("lastMigration":33,"routes":[{"uuid":"r","method":"all","endpoint":"x","responses":[)" + row.route +
                            R"(]},{"uuid":"s","endpoint":"show","responses":[{"body":"{{getGlobalVar 'n'}}"}]}])" + (row.more.empty() ? "" : "," + row.more));
    serving.folder.write("count.txt", count);
    from_four_threads(100, [&](unsigned loop) { serving.ask(row.method, row.target, "", {}, loop); });
    const bool shows_itself = row.more.starts_with("\"headers\"");  // asking counts, too
    EXPECT_EQ(serving.get("/show").body, shows_itself ? "401" : "400");
  }
}

TEST(Mockoon, AFreshIdThatCountsNeverCountsTwice) {
  constexpr std::string_view kId = "{{setGlobalVar 'n' (add 1 (getGlobalVar 'n' '' 0))}}";
  ServingForTests serving(R"("lastMigration":33,"routes":[{"uuid":"r","type":"crud","method":"","endpoint":"items","responses":[{"bodyType":"DATABUCKET","databucketID":"it"}]},
                             {"uuid":"s","endpoint":"show","responses":[{"body":"{{getGlobalVar 'n'}}"}]}],
                             "data":[{"id":"it","name":"items","value":"[{{#repeat 0}}{\"id\":\")" + std::string(kId) + R"(\"}{{/repeat}}]"}])");
  from_four_threads(50, [&](unsigned loop) { serving.ask("POST", "/items", "{}", {{"Content-Type", "application/json"}}, loop); });
  EXPECT_EQ(serving.get("/show").body, "200");
}

TEST(Mockoon, EveryLoopSeesWhatWasPublished) {
  ServingForTests serving(one_route(R"({"body":"a"})"));
  for (unsigned loop = 0; loop <= ServingForTests::kLoops; ++loop) EXPECT_EQ(serving.ask("GET", "/x", "", {}, loop).body, "a");
  serving.folder.write("e.mockoon.json", "{" + one_route(R"({"body":"b"})") + "}");
  serving.load();
  serving.mockoon.renew(1);
  for (unsigned loop = 0; loop <= ServingForTests::kLoops; ++loop) EXPECT_EQ(serving.ask("GET", "/x", "", {}, loop).body, "b");
}

// ---- luck --------------------------------------------------------------------------------------

TEST(Mockoon, EachRenderingHasLuckOfItsOwn) {
  const std::string members = one_route(R"({"body":"{{uuid}} {{data 'a'}} {{data 'b'}} {{uuid}}","headers":[{"key":"X-A","value":"{{uuid}}"},{"key":"X-B","value":"{{uuid}}"}]})") +
                              R"(,"headers":[{"key":"X-Env","value":"{{uuid}}"}],"data":[{"id":"a","name":"a","value":"{{uuid}}"},{"id":"b","name":"b","value":"{{uuid}}"}])";
  const auto drawn = [](const Got& got) {
    std::multiset<std::string> all;
    for (std::size_t at = 0; at + 36 <= got.body.size(); at += 37) all.insert(got.body.substr(at, 36));
    for (const std::string_view name : {"X-A: ", "X-B: ", "X-Env: "}) all.insert(got.head.substr(got.head.find(name) + name.size(), 36));
    return all;
  };
  ServingForTests serving(members, 7), again(members, 7), other(members, 8);
  const auto first = drawn(serving.get("/x"));
  EXPECT_EQ(first.size(), 7u);
  EXPECT_EQ(std::set<std::string>(first.begin(), first.end()).size(), 7u);
  EXPECT_EQ(drawn(again.get("/x")), first) << "the seed's";
  EXPECT_NE(drawn(other.get("/x")), first);
  EXPECT_NE(drawn(serving.get("/x")), first) << "and another time, other luck";
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

// All of these are there, and one is in the folder.
TEST(Mockoon, NoFileOutsideOfTheFolderIsServed) {
  for (const std::string_view path : {"../secret.txt", "SECRET", "/etc/passwd", "a/../../secret.txt", "link.txt", "{{urlParam 'id'}}", "a/../own.txt"}) {
    SCOPED_TRACE(path);
    ServingForTests serving(one_route("{}"), 1, "in/e.mockoon.json");
    const std::string secret = serving.folder.write("secret.txt", "secret").string();
    serving.folder.write("in/a/b.txt", "b");
    serving.folder.write("in/own.txt", "own");
    std::filesystem::create_symlink("../secret.txt", serving.folder.path() / "in/link.txt");
    serving.folder.write("in/e.mockoon.json", "{" + one_route(R"({"bodyType":"FILE","sendFileAsBody":true,"filePath":")" +
                                                              (path == "SECRET" ? secret : std::string(path)) + "\"}") + "}");
    serving.load();
    const Got got = serving.get("/x/..%2fsecret.txt");
    if (path == "a/../own.txt") {
      EXPECT_EQ(got.body, "own");
    } else {
      EXPECT_TRUE(got.body.starts_with("Error while serving the file content: ")) << got.body;
    }
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
