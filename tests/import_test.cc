// `mimus import` and `mimus export` as people run them.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "json/json.h"
#include "support/program.h"
#include "support/shared_data.h"
#include "support/temp_dir.h"

namespace mimus {
namespace {

namespace fs = std::filesystem;

struct Ran {
  int status;
  std::string out, errors;
};
Ran run(std::vector<std::string> arguments, const TempDir& folder) {
  arguments.insert(arguments.begin(), program_path());
  Process process(std::move(arguments), folder.path());
  const int status = process.wait().value_or(-1);
  EXPECT_EQ(defect_report(process.errors()), "");
  return {status, process.output(), process.errors()};
}

constexpr std::string_view kHar = R"({"log": {"entries": [
  {"request": {"method": "GET", "url": "http://a/small"}, "response": {"status": 200, "content": {"text": "{\"a\":1}", "mimeType": "application/json"}}},
  {"request": {"method": "GET", "url": "http://a/bytes"}, "response": {"status": 200, "content": {"text": "AAH/", "encoding": "base64", "mimeType": "image/png"}}},
  {"request": {"method": "GET", "url": "http://a/gone"}, "response": {"status": 0}}]}})";

struct Case {
  std::string_view rule;
  std::vector<std::string> arguments;
  int status;
  std::string_view out, errors;  // each somewhere in what it prints
};
const Case kCases[] = {
    {"to standard output",
     {"import", "shop.har"},
     0,
     "path: /small",
     "har: taken: 2 requests as 2 routes"},
    {"what was left out",
     {"import", "shop.har"},
     0,
     "# imported from shop.har (har)",
     "GET /gone (entry 3): no answer"},
    {"strict", {"import", "shop.har", "--strict"}, 1, "", "left out:"},
    {"to WireMock",
     {"import", "shop.har", "--to", "wiremock"},
     0,
     "\"urlPath\": \"/small\"",
     "taken: 2"},
    {"curl", {"import", "curl.txt"}, 0, "path: /users", "the answer is not known"},
    {"a file of WireMock", {"import", "mapping.json"}, 0, "path: /w", "wiremock: taken: 1"},
    {"json-server", {"import", "db.json"}, 0, "resource: /posts", "json-server: taken: 1"},
    {"a broken file says where", {"import", "broken.har"}, 2, "", "broken.har:1:"},
    {"what it cannot tell", {"import", "other.json"}, 2, "", "cannot tell what this is"},
    {"an unknown format", {"import", "shop.har", "--format", "hra"}, 2, "", "did you mean 'har'"},
    {"a missing file", {"import", "no.har"}, 2, "", "cannot open 'no.har'"},
    {"export to HAR",
     {"export", "mimus.yaml", "--to", "har", "--base", "http://x"},
     0,
     "\"url\":\"http://x/a/1\"",
     "1 route as har"},
    {"export to curl",
     {"export", "mimus.yaml", "--to", "curl"},
     0,
     "http://127.0.0.1:8080/a/1",
     ""},
    {"export to Postman", {"export", "mimus.yaml", "--to", "postman"}, 0, "{{baseUrl}}/a/1", ""},
    {"export of a recording",
     {"export", "shop.har", "--to", "native"},
     0,
     "path: /small",
     "2 routes as native"},
    {"export to OpenAPI",
     {"export", "mimus.yaml", "--to", "openapi"},
     0,
     "openapi: 3.1.0",
     "a draft of 1 example"},
    {"export of a recording to OpenAPI, as JSON",
     {"export", "shop.har", "--to", "openapi", "--json", "--base", "https://api.example.com"},
     0,
     "\"url\": \"https://api.example.com\"",
     "a draft of 3 examples"},
    {"what a route does besides answering",
     {"export", "besides.yaml", "--to", "native"},
     0,
     "  - path: /p/**\n    proxy:\n      url: https://api.example.com\n      strip_prefix: /p\n\n  - path: /w\n    when: state.visits < 3\n    add:\n      visits: 1\n"
     "    webhooks:\n      url: https://ci.example.com/hooks\n\n  - resource: /products\n    data: /",
     "3 routes as native"},
    {"a proxy of WireMock",
     {"import", "proxy.json"},
     0,
     "    proxy:\n      url: https://api.example.com\n      strip_prefix: /v1\n      request_headers:\n        X-Key: a\n        Cookie: null\n",
     "that header fields come beside the server's"},
    {"a proxy of WireMock with templates",
     {"import", "templates.json"},
     0,
     "    proxy:\n      url: \"{{request.headers.X-Base}}\"\n",
     "nothing of the proxy's templates"},
    {"a proxy for WireMock",
     {"export", "besides.yaml", "--to", "wiremock"},
     0,
     "\"proxyBaseUrl\": \"https://api.example.com\"",
     "the use of stored state"},
    {"a collection for WireMock",
     {"export", "besides.yaml", "--to", "wiremock"},
     0,
     "\"urlPath\": \"/w\"",
     "resource /products: not taken over: the collection"},
    {"help has the examples", {"import", "--help"}, 0, "mimus import shop.har -o mocks/", ""},
};
TEST(ImportCommand, Rows) {
  const TempDir folder;
  folder.write("shop.har", kHar);
  folder.write("broken.har", R"({"log": [)");
  folder.write("other.json", R"({"a": 1})");
  folder.write("db.json", R"({"posts": [{"id": 1}]})");
  folder.write("mapping.json", R"({"request": {"urlPath": "/w"}, "response": {"body": "hi"}})");
  folder.write("curl.txt", "curl -X PUT 'https://api.example.com/users' -d a=1");
  folder.write("mimus.yaml", "routes: [{path: '/a/{id:int}', text: hello}]");
  folder.write("rows.csv", "id,name\n1,Ada\n");
  folder.write("besides.yaml",
               "routes: [{path: /p/**, proxy: {url: 'https://api.example.com', strip_prefix: /p}}, "
               "{path: /w, when: state.visits < 3, add: {visits: 1}, webhooks: {url: 'https://ci.example.com/hooks'}}, {resource: /products, data: rows.csv}]");
  folder.write("proxy.json",
               R"({"request": {"urlPathPattern": "/v1/.*"}, "response": {"proxyBaseUrl": "https://api.example.com", "proxyUrlPrefixToRemove": "/v1",
                   "additionalProxyRequestHeaders": {"X-Key": "a"}, "removeProxyRequestHeaders": ["Cookie"], "headers": {"X-Via": "w"}}})");
  folder.write("templates.json",
               R"({"request": {"urlPath": "/t"}, "response": {"proxyBaseUrl": "{{request.headers.X-Base}}", "proxyUrlPrefixToRemove": "/t",
                   "transformers": ["response-template"]}})");
  for (const Case& row : kCases) {
    SCOPED_TRACE(row.rule);
    const Ran ran = run(row.arguments, folder);
    EXPECT_EQ(ran.status, row.status) << ran.errors;
    EXPECT_NE(ran.out.find(row.out), std::string::npos) << ran.out;
    EXPECT_NE(ran.errors.find(row.errors), std::string::npos) << ran.errors;
  }
}

TEST(ImportCommand, AFolderHoldsLargeBodiesAsFiles) {
  const TempDir folder;
  folder.write(
      "big.har",
      R"({"log": {"entries": [{"request": {"url": "http://a/big"}, "response": {"status": 200, "content": {"mimeType": "text/plain", "text": ")" +
          std::string(20'000, 'x') + R"("}}}]}})");
  const Ran ran = run({"import", "big.har", "-o", "mocks/"}, folder);
  EXPECT_EQ(ran.status, 0) << ran.errors;
  EXPECT_EQ(read_file(folder.path() / "mocks/files/big.txt"), std::string(20'000, 'x'));
  EXPECT_NE(read_file(folder.path() / "mocks/mimus.yaml").find("file: big.txt"), std::string::npos);
  EXPECT_EQ(run({"check", "mocks"}, folder).status, 0);
  // The same as WireMock's, and from there back.
  EXPECT_EQ(run({"export", "mocks", "--to", "wiremock", "-o", "wiremock/"}, folder).status, 0);
  EXPECT_EQ(read_file(folder.path() / "wiremock/__files/big.txt"), std::string(20'000, 'x'));
  const Ran back = run({"export", "wiremock", "--to", "native", "-o", "back/"}, folder);
  EXPECT_EQ(back.status, 0) << back.errors;
  EXPECT_EQ(read_file(folder.path() / "back/files/big.txt"), std::string(20'000, 'x'));
  EXPECT_EQ(run({"check", "back"}, folder).status, 0);
}

TEST(ImportCommand, EveryExampleComesBackFromWireMock) {
  const TempDir folder;
  const fs::path example = fs::path(MIMUS_SOURCE_DIR) / "examples/quickstart/mimus.yaml";
  EXPECT_EQ(run({"export", example.string(), "--to", "wiremock", "-o", "wiremock/"}, folder).status,
            0);
  const Ran check = run({"check", "wiremock"}, folder);
  EXPECT_EQ(check.status, 0) << check.errors;
  EXPECT_EQ(run({"export", "wiremock", "--to", "native", "-o", "native/"}, folder).status, 0);
  const Ran again = run({"check", "native"}, folder);
  EXPECT_EQ(again.status, 0) << again.errors << read_file(folder.path() / "native/mimus.yaml");
}

// OpenAPI's own schema has the last word about the drafts: of our examples, and of every fourth HAR and collection
// of the public suites (a sanitized program starts slowly).
TEST(ExportCommand, DraftsAreValidOpenApi) {
  const char* validator = std::getenv("MIMUS_OPENAPI_VALIDATOR");
  const char* node = std::getenv("MIMUS_NODE");
  if (validator == nullptr || *validator == 0 || node == nullptr || *node == 0) GTEST_SKIP() << "no node, or no validator: ./dev test fetches it";
  std::vector<fs::path> sources;
  const auto collect = [&](const fs::path& folder, std::string_view ending) {
    if (!fs::exists(folder)) return;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
      if (entry.is_regular_file() && entry.path().string().ends_with(ending)) sources.push_back(entry.path());
    }
  };
  collect(fs::path(MIMUS_SOURCE_DIR) / "examples", "mimus.yaml");
  const std::size_t ours = sources.size();
  ASSERT_GT(ours, 0u);
  collect(shared_path("conformance/har"), ".har");
  collect(shared_path("conformance/postman"), ".json");
  std::ranges::sort(sources.begin() + static_cast<std::ptrdiff_t>(ours), sources.end());
  std::vector<fs::path> some(sources.begin(), sources.begin() + static_cast<std::ptrdiff_t>(ours));
  for (std::size_t i = ours; i < sources.size(); i += 4) some.push_back(sources[i]);
  sources = std::move(some);
  const TempDir folder;
  fs::create_directory(folder.path() / "drafts");
  std::size_t drafts = 0;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    SCOPED_TRACE(sources[i]);
    const std::string draft = "drafts/" + std::to_string(i) + "-" + sources[i].stem().string() + ".json";
    const Ran ran = run({"export", sources[i].string(), "--to", "openapi", "--json", "-o", draft}, folder);
    if (ran.status == 0) ++drafts;
    else EXPECT_EQ(ran.status, 2) << ran.errors;  // a suite has broken files, too
    if (i < ours) {
      EXPECT_EQ(ran.status, 0) << ran.errors;
    }
  }
  EXPECT_GE(drafts, sources.size() / 2);
  Process process({node, std::string(validator) + "/validate.mjs", (folder.path() / "drafts").string()}, validator);
  EXPECT_EQ(process.wait(), 0) << process.output() << process.errors();
}

}  // namespace
}  // namespace mimus
