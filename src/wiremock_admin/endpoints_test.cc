// Scenarios, settings, files and the rest, and who may ask.
#include "endpoints.h"

#include <algorithm>
#include <set>

#include "asking_for_tests.h"
#include "docs.h"
#include "support/shared_data.h"

namespace mimus::wiremock_admin {
namespace {

class Endpoints : public Asking {
 protected:
  using Asking::Asking;
};

TEST_F(Endpoints, ScenariosAreToldAndMoved) {
  stub(
      R"({"request": {"url": "/s"}, "scenarioName": "Walk", "requiredScenarioState": "Started", "newScenarioState": "two", "response": {"body": "one"}})");
  stub(
      R"({"request": {"url": "/s"}, "scenarioName": "Walk", "requiredScenarioState": "two", "response": {"body": "two"}})");
  EXPECT_EQ(get("/s").body, "one");
  const Said list = admin("GET", "/scenarios");
  EXPECT_EQ(list.at("/scenarios/0/id"), R"("Walk")");
  EXPECT_EQ(list.at("/scenarios/0/name"), R"("Walk")");
  EXPECT_EQ(list.at("/scenarios/0/state"), R"("two")");
  EXPECT_EQ(list.json().at("scenarios").at(0).at("possibleStates").as_array().size(), 2u);
  EXPECT_EQ(list.json().at("scenarios").at(0).at("mappings").as_array().size(), 2u);
  EXPECT_EQ(admin("PUT", "/scenarios/Walk/state", R"({"state": "Started"})").body, "{}");
  EXPECT_EQ(get("/s").body, "one");
  EXPECT_EQ(admin("PUT", "/scenarios/Walk/state").body, "{}") << "no body: it starts again";
  EXPECT_EQ(get("/s").body, "one");
  EXPECT_EQ(admin("PUT", "/scenarios/Walk/state", R"({"state": "bogus"})").at("/errors/0"),
            R"({"code":11,"title":"Scenario Walk does not support state bogus"})");
  EXPECT_EQ(admin("PUT", "/scenarios/Nope/state", R"({"state": "two"})").status, 404);
  EXPECT_EQ(admin("POST", "/scenarios/reset").body, "{}");
  EXPECT_EQ(get("/s").body, "one");
  admin("DELETE", "/mappings");
  EXPECT_EQ(admin("GET", "/scenarios").at(""), R"({"scenarios":[]})");
}

TEST_F(Endpoints, SettingsAreReplacedWhole) {
  const auto settings = [&] { return admin("GET", "/settings").at("/settings"); };
  EXPECT_EQ(settings(), R"({"proxyPassThrough":true})");
  EXPECT_EQ(admin("PATCH", "/settings/extended", R"({"extended": {"a": 1}})").status, 500)
      << "there are none yet";
  EXPECT_EQ(admin("POST", "/settings", R"({"fixedDelay": 300})").body, "");
  EXPECT_EQ(settings(), R"({"fixedDelay":300,"proxyPassThrough":false})");
  admin(
      "PUT", "/settings",
      R"({"settings": {"delayDistribution": {"type": "uniform", "lower": 1, "upper": 2}, "extended": {"a": 1}, "proxyPassThrough": true}})");
  EXPECT_EQ(admin("PATCH", "/settings/extended", R"({"extended": {"z": [1]}})").body, "{}");
  EXPECT_EQ(
      settings(),
      R"({"delayDistribution":{"type":"uniform","lower":1,"upper":2},"extended":{"a":1,"z":[1]},"proxyPassThrough":true})");
  EXPECT_EQ(admin("POST", "/reset").status, 200);
  EXPECT_NE(settings(), R"({"proxyPassThrough":true})") << "a reset leaves them";
  EXPECT_EQ(admin("PUT", "/settings", R"({"fixedDelay": null})").status, 200);
  EXPECT_EQ(settings(), R"({"proxyPassThrough":false})");
  for (const std::string_view bad :
       {R"({"zzz": 1})", R"({"fixedDelay": "x"})", "[]", "",
        R"({"delayDistribution": {"type": "nope"}})", R"({"extended": 1})"}) {
    EXPECT_EQ(admin("PUT", "/settings", bad).status, 422) << bad;
  }
}

TEST_F(Endpoints, FilesAreKept) {
  EXPECT_EQ(admin("GET", "/files").at(""), "[]");
  const std::string bytes("a\0\xFF", 3);
  EXPECT_EQ(admin("PUT", "/files/sub/a.bin", bytes).body, R"("YQD/")");
  EXPECT_EQ(admin("PUT", "/files/b%20c.txt", "b").status, 200);
  EXPECT_EQ(admin("GET", "/files").at(""), R"(["b c.txt","sub/a.bin"])");
  const Said read = admin("GET", "/files/sub/a.bin");
  EXPECT_EQ(read.body, bytes);
  EXPECT_EQ(read.head.find("Content-Type"), std::string::npos);
  EXPECT_EQ(admin("DELETE", "/files/sub/a.bin").body, "");
  EXPECT_EQ(admin("DELETE", "/files/sub/a.bin").status, 200) << "also when it is missing";
  EXPECT_EQ(admin("GET", "/files/sub/a.bin").status, 404);
  for (const std::string_view out :
       {"/files/../x", "/files/a/../../x", "/files/..%2Fx", "/files//etc/passwd"}) {
    SCOPED_TRACE(out);
    EXPECT_GE(admin("PUT", std::string(out), "x").status, 400);
    EXPECT_GE(admin("GET", std::string(out)).status, 400);
  }
  EXPECT_FALSE(std::filesystem::exists(folder_.path() / "x"));
}

struct Row {
  std::string_view rule, method, path;
  int status;
  std::string_view body;  // what stands in it
};
constexpr Row kRows[] = {
    {"it leads to its list", "GET", "", 302, ""},
    {"health", "GET", "/health", 200, "\"status\" : \"healthy\""},
    {"version", "GET", "/version", 200, "\"version\" : \"3.13.2\""},
    {"docs list every endpoint", "GET", "/docs", 200, "/__admin/requests/unmatched/near-misses"},
    {"docs are safe to show", "GET", "/docs", 200, "{\"state\": \"…\"}"},
    {"OpenAPI", "GET", "/docs/swagger", 200, "\"/__admin/mappings/{id}\""},
    {"recording has not started", "GET", "/recordings/status", 200, "NeverStarted"},
    {"nor can it be stopped", "POST", "/recordings/stop", 400, "Not currently recording."},
    {"recording wants to be told what", "POST", "/recordings/start", 422, "No content to map due to end-of-input"},
    {"a snapshot of nothing", "POST", "/recordings/snapshot", 200, "\"mappings\" : [ ]"},
    {"recording in the browser", "GET", "/recorder", 200, "<title>Recorder</title>"},
    {"no authority", "GET", "/certs/wiremock-ca.crt", 500,
     "Failed to export certificate authority cert from"},
    {"unknown", "GET", "/no/such/thing", 404, ""},
    {"an id is one segment", "GET", "/mappings/a/b", 404, ""},
    {"an id is not empty", "DELETE", "/requests/", 404, ""},
    {"HEAD is no GET", "HEAD", "/mappings", 404, ""},
    {"an OPTIONS that is no preflight", "OPTIONS", "/mappings", 404, ""},
};

TEST_F(Endpoints, Rows) {
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.rule);
    const Said said = admin(row.method, std::string(row.path));
    EXPECT_EQ(said.status, row.status) << said.body;
    EXPECT_NE(said.body.find(row.body), std::string::npos) << said.body;
  }
  EXPECT_TRUE(admin("GET", "").has_field("Location: http://localhost:8080/__admin/"));
  EXPECT_EQ(ask("GET", "/__admin/version", "", {{"Accept", "text/plain"}}).body, "3.13.2");
  EXPECT_EQ(ask("GET", "/__administration").status, 404) << "the mocks' business";
  EXPECT_EQ(count("{}"), 1u);
}

// All rows can be reached: none stands in the shadow of an earlier one.
TEST(EndpointTable, FindsEachRow) {
  std::set<std::string> seen;
  for (const Topic& topic : topics()) {
    for (const Endpoint& endpoint : topic.endpoints()) {
      SCOPED_TRACE(std::string(endpoint.method) + " " + std::string(endpoint.path));
      EXPECT_TRUE(
          seen.insert(std::string(endpoint.method) + " " + std::string(endpoint.path)).second);
      std::string path(endpoint.path);
      if (const std::size_t open = path.find('{'); open != std::string::npos) {
        path.replace(open, path.find('}') - open + 1, "x");
      }
      const auto found = find_endpoint(endpoint.method, path);
      ASSERT_TRUE(found);
      EXPECT_EQ(found->endpoint, &endpoint);
    }
  }
}

TEST_F(Endpoints, BrowsersMayAsk) {
  const Said preflight = ask("OPTIONS", "/__admin/mappings", "",
                             {{"Origin", "http://ui.test"},
                              {"Access-Control-Request-Method", "POST"},
                              {"Access-Control-Request-Headers", "content-type"}});
  EXPECT_EQ(preflight.status, 200);
  EXPECT_EQ(preflight.body, "");
  for (const std::string_view field :
       {"Vary: Origin", "Access-Control-Allow-Origin: http://ui.test",
        "Access-Control-Allow-Credentials: true", "Access-Control-Max-Age: 1800",
        "Access-Control-Allow-Methods: OPTIONS,GET,POST,PUT,PATCH,DELETE",
        "Access-Control-Allow-Headers: content-type"}) {
    EXPECT_TRUE(preflight.has_field(field)) << field;
  }
  const Said actual = ask("GET", "/__admin/mappings", "", {{"Origin", "http://ui.test"}});
  EXPECT_TRUE(actual.has_field("Access-Control-Allow-Origin: http://ui.test"));
  EXPECT_EQ(actual.head.find("Access-Control-Max-Age"), std::string::npos);
  EXPECT_EQ(admin("GET", "/mappings").head.find("Access-Control"), std::string::npos);
}

TEST_F(Endpoints, WithoutAWayToEndItIsNotShutDown) {
  EXPECT_EQ(admin("POST", "/shutdown").status, 501);
}

class Guarded : public Asking {
 protected:
  Guarded()
      : Asking(Options{.token = "sesame", .basic_auth = Credentials{"u", "p:q"}, .shut_down = [] {
                         ++ended;
                       }}) {
    ended = 0;
  }
  int with(std::string_view authorization) {
    return ask("GET", "/__admin/mappings", "", {{"Authorization", authorization}}).status;
  }
  static inline int ended = 0;
};

TEST_F(Guarded, WantsCredentials) {
  const Said refused = admin("GET", "/mappings");
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(refused.body, "");
  EXPECT_EQ(refused.head.find("WWW-Authenticate"), std::string::npos);
  EXPECT_EQ(with("Basic dTpwOnE="), 200);
  EXPECT_EQ(with("basic dTpwOnE="), 200);
  EXPECT_EQ(with("Basic dTpw"), 401);
  EXPECT_EQ(with("Basic ???"), 401);
  EXPECT_EQ(with("Basic"), 401);
  EXPECT_EQ(with("Bearer sesame"), 200);
  EXPECT_EQ(with("Bearer sesamE"), 401);
  EXPECT_EQ(get("/__admin/mappings?token=sesame").status, 200);
  EXPECT_EQ(get("/__admin/mappings?token=").status, 401);
  EXPECT_EQ(admin("POST", "/shutdown").status, 401);
  EXPECT_EQ(ended, 0);
  EXPECT_EQ(ask("POST", "/__admin/shutdown?token=sesame").status, 200);
  EXPECT_EQ(ended, 1);
  EXPECT_EQ(get("/mocks").status, 404) << "the mocks want none";
}

class HttpsOnly : public Asking {
 protected:
  HttpsOnly() : Asking(Options{.require_https = true}) {}
};

TEST_F(HttpsOnly, PlainHttpIsTurnedAway) {
  const Said refused = admin("GET", "/mappings");
  EXPECT_EQ(refused.status, 403);
  EXPECT_EQ(refused.at("/errors/0"),
            R"({"code":40,"title":"HTTPS is required for accessing the admin API"})");
}

// docs/wiremock-admin.md has the table as it is.
TEST(Docs, AreWhatTheTableSays) {
  const std::string table = docs_markdown();
  const std::string page =
      read_file(std::filesystem::path(MIMUS_SOURCE_DIR) / "docs/wiremock-admin.md");
  EXPECT_NE(page.find(table), std::string::npos) << "write this into docs/wiremock-admin.md:\n"
                                                 << table;
}

}  // namespace
}  // namespace mimus::wiremock_admin
