// The OpenAPI document that the program serves, held against what it answers: every endpoint is called as it should be.
#include <gtest/gtest.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <optional>
#include <set>

#include "admin.h"
#include "endpoints.h"
#include "jsonschema/schema.h"
#include "serve/mock_handler.h"
#include "support/temp_dir.h"

namespace mimus::admin {
namespace {

class Served {
 public:
  Served() : world(1, {}), handler(world, 1), worlds(world, handler, {.loops = 1}) {
    reload::Reloader::Options loading;
    loading.paths = {folder.write("mimus.yaml", "routes: [{ path: /a, method: GET, response: { a: 1 } }]")};
    loading.watch = false;
    reloader.emplace(world, loading);
    EXPECT_TRUE(reloader->load("start").loaded);
    reloader->start();
    world.alarms = &alarms;
    admin.emplace(world, *reloader, Options{"", "1.2.3", 1, &worlds, &snapshots, "http://h"});
    handler.set_surface(&*admin);
  }

  struct Said {
    int status = 0;
    std::string body;
  };
  Said ask(std::string_view method, std::string_view target, std::string_view body = {}) {
    http::Request request;
    request.method = method;
    request.target = target;
    request.path = target.substr(0, target.find('?'));
    if (request.path.size() < target.size()) request.query = target.substr(request.path.size() + 1);
    request.body = body;
    Arena arena;
    server::Reply reply;
    worlds.answer(request, 0, arena, reply);
    Said said{reply.prepared != nullptr ? reply.prepared->status : reply.status,
              std::string(reply.prepared != nullptr ? reply.prepared->body : reply.body)};
    const server::Timing now{std::chrono::steady_clock::now(), std::chrono::steady_clock::now(), std::chrono::steady_clock::now()};
    worlds.leaving(request, 0, arena, reply, now);
    if (!reply.deferred) return said;
    std::mutex mutex;
    std::condition_variable news;
    std::optional<Said> late;
    reply.deferred([&](server::Reply later) {
      const std::lock_guard lock(mutex);
      late = Said{later.prepared != nullptr ? later.prepared->status : later.status,
                  std::string(later.prepared != nullptr ? later.prepared->body : later.body)};
      news.notify_all();
    });
    std::unique_lock lock(mutex);
    news.wait(lock, [&] { return late.has_value(); });
    return *late;
  }
  json::Value json(std::string_view target) {
    auto parsed = json::parse(ask("GET", target).body);
    return parsed ? *std::move(parsed) : json::Value();
  }

  TempDir folder;
  serve::Alarms alarms;
  serve::World world;
  serve::MockHandler handler;
  serve::Worlds worlds;
  serve::Snapshots snapshots;
  std::optional<reload::Reloader> reloader;
  std::optional<Admin> admin;
};

// A call in the order in which it is made. `path` names the endpoint, `target` what is asked for; TOKEN is the first
// session's.
struct Made {
  const char *method, *path, *target, *body;
};
constexpr Made kCalls[] = {
    {"GET", "/__mimus", "/__mimus", ""},
    {"GET", "/__mimus/openapi.json", "/__mimus/openapi.json", ""},
    {"GET", "/__mimus/health", "/__mimus/health", ""},
    {"GET", "/__mimus/schema", "/__mimus/schema", ""},
    {"POST", "/__reload", "/__reload", ""},
    {"GET", "/__logs", "/__logs", ""},
    {"GET", "/__mimus/requests/{id}/explain", "/__mimus/requests/1/explain", ""},
    {"POST", "/__mimus/worlds", "/__mimus/worlds",
     R"({"name": "acme", "seed": 7, "journalBytes": 100000, "clock": "2030-01-01T00:00:00Z", "maxStubs": 10, "requestsPerSecond": 1000})"},
    {"GET", "/__mimus/worlds", "/__mimus/worlds", ""},
    {"GET", "/__mimus/worlds/{id}", "/__mimus/worlds/acme", ""},
    {"DELETE", "/__mimus/worlds/{id}", "/__mimus/worlds/acme", ""},
    {"PUT", "/__mimus/assignment", "/__mimus/assignment",
     R"({"header": "X-Tenant", "host": "{world}.mocks.test", "path": "/t/{world}", "tokens": {"s3cret": "acme"}, "onDemand": false})"},
    {"GET", "/__mimus/assignment", "/__mimus/assignment", ""},
    {"POST", "/__mimus/snapshots", "/__mimus/snapshots", R"({"name": "first one"})"},
    {"GET", "/__mimus/snapshots", "/__mimus/snapshots", ""},
    {"GET", "/__mimus/snapshots/{id}", "/__mimus/snapshots/first%20one", ""},
    {"PUT", "/__mimus/scenarios/{id}", "/__mimus/scenarios/checkout", R"({"state": "Paid"})"},
    {"GET", "/__mimus/scenarios", "/__mimus/scenarios", ""},
    {"GET", "/__mimus/scenarios/{id}", "/__mimus/scenarios/checkout", ""},
    {"PUT", "/__mimus/state", "/__mimus/state", R"({"visits": 1})"},
    {"PUT", "/__mimus/state/{id}", "/__mimus/state/cart.items", R"(["tea"])"},
    {"PATCH", "/__mimus/state/{id}", "/__mimus/state/visits", R"({"add": 2})"},
    {"GET", "/__mimus/state/{id}", "/__mimus/state/cart.items%5B0%5D", ""},
    {"GET", "/__mimus/state", "/__mimus/state", ""},
    {"DELETE", "/__mimus/state/{id}", "/__mimus/state/cart", ""},
    {"DELETE", "/__mimus/state", "/__mimus/state", ""},
    {"GET", "/__mimus/collections", "/__mimus/collections", ""},
    {"GET", "/__mimus/collections/changes", "/__mimus/collections/changes", ""},
    {"PUT", "/__mimus/collections/changes", "/__mimus/collections/changes", "{}"},
    {"DELETE", "/__mimus/collections", "/__mimus/collections", ""},
    {"GET", "/__mimus/clock", "/__mimus/clock", ""},
    {"PUT", "/__mimus/clock", "/__mimus/clock", R"({"now": "2030-01-01T00:00:00Z", "advance": "1h30m", "frozen": true})"},
    {"GET", "/__mimus/snapshots/{id}/diff", "/__mimus/snapshots/first%20one/diff", ""},
    {"POST", "/__mimus/snapshots/{id}/restore", "/__mimus/snapshots/first%20one/restore", ""},
    {"GET", "/__mimus/snapshots/{id}/file", "/__mimus/snapshots/first%20one/file", ""},
    {"PUT", "/__mimus/snapshots/{id}/file", "/__mimus/snapshots/loaded/file", R"({"mimus": "world", "version": 1, "routes": [{"path": "/x"}]})"},
    {"POST", "/__mimus/sessions", "/__mimus/sessions", R"({"name": "t", "snapshot": "first one", "ttl": "5m"})"},
    {"GET", "/__mimus/sessions", "/__mimus/sessions", ""},
    {"POST", "/__mimus/verify", "/__mimus/verify", R"({"request": {"method": "GET", "urlPath": "/a"}, "atLeast": 1, "atMost": 3})"},
    {"GET", "/__mimus/verifications", "/__mimus/verifications", ""},
    {"GET", "/__mimus/sessions/{id}", "/__mimus/sessions/TOKEN", ""},
    {"DELETE", "/__mimus/sessions/{id}", "/__mimus/sessions/TOKEN", ""},
    {"DELETE", "/__mimus/scenarios/{id}", "/__mimus/scenarios/checkout", ""},
    {"DELETE", "/__mimus/scenarios", "/__mimus/scenarios", ""},
    {"DELETE", "/__mimus/snapshots/{id}", "/__mimus/snapshots/first%20one", ""},
    {"DELETE", "/__logs", "/__logs", ""},
    {"POST", "/__mimus/reset", "/__mimus/reset", ""},
};

std::string lower(std::string_view method) {
  std::string text;
  for (const char c : method) text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

TEST(OpenApi, EveryEndpointTakesAndGivesWhatItSays) {
  Served served;
  EXPECT_EQ(served.ask("GET", "/a").status, 200);
  const json::Value document = served.json("/__mimus/openapi.json");
  std::set<std::pair<std::string, std::string>> called;
  std::string token;
  for (const Made& made : kCalls) {
    const std::string name = std::string(made.method) + " " + made.target;
    called.insert({made.method, made.path});
    const json::Object* const path = document.at("paths").as_object().if_contains(made.path)
                                         ? document.at("paths").at(made.path).if_object() : nullptr;
    ASSERT_NE(path, nullptr) << made.path;
    const json::Object& operation = path->at(lower(made.method)).as_object();
    if (const json::Value* const takes = operation.if_contains("requestBody")) {
      const auto schema = jsonschema::Schema::compile(takes->at("content").at("application/json").at("schema"));
      ASSERT_TRUE(schema) << name << ": " << describe(schema.error());
      const auto why = schema->first(*json::parse(made.body));
      EXPECT_FALSE(why) << name << " takes " << (why ? why->instance + " " + why->message : "");
    }
    std::string target = made.target;
    if (const std::size_t at = target.find("TOKEN"); at != std::string::npos) target.replace(at, 5, token);
    const Served::Said said = served.ask(made.method, target, made.body);
    const json::Object& responses = operation.at("responses").as_object();
    const json::Value* const response = responses.if_contains(std::to_string(said.status));
    ASSERT_NE(response, nullptr) << name << " answered " << said.status << ": " << said.body;
    const json::Value* const content = response->as_object().if_contains("content");
    if (content == nullptr) {
      EXPECT_EQ(said.body, "") << name;
      continue;
    }
    const auto body = json::parse(said.body);
    ASSERT_TRUE(body) << name << ": " << said.body;
    const auto schema = jsonschema::Schema::compile(content->at("application/json").at("schema"));
    ASSERT_TRUE(schema) << name << ": " << describe(schema.error());
    const auto why = schema->first(*body);
    EXPECT_FALSE(why) << name << " gives " << (why ? why->instance + " " + why->message : "") << "\n" << said.body;
    if (made.path == std::string_view("/__mimus/sessions") && said.status == 201) token = std::string(body->at("token").as_string());
  }
  for (const Topic& topic : topics()) {
    for (const Endpoint& row : topic.endpoints()) {
      EXPECT_TRUE(called.contains({std::string(row.method), std::string(row.path)})) << row.method << " " << row.path << " is not tried";
    }
  }
}

TEST(OpenApi, TheDocumentationHasTheSameTables) {
  std::ifstream in(std::filesystem::path(MIMUS_SOURCE_DIR) / "docs/admin-api.md");
  const std::string page{std::istreambuf_iterator<char>(in), {}};
  EXPECT_NE(page.find(markdown()), std::string::npos) << "docs/admin-api.md should have:\n" << markdown();
}

struct Bad {
  const char *method, *target, *body;
  int status;
  const char* says;
};

TEST(OpenApi, WhatIsWrongIsSaid) {
  constexpr Bad kBad[] = {
      {"POST", "/__mimus/worlds", "", 400, "wants a JSON body"},
      {"POST", "/__mimus/worlds", "{\"name\": \"a\",", 400, "\"line\""},
      {"POST", "/__mimus/worlds", "{}", 400, "needs a name"},
      {"POST", "/__mimus/worlds", "{\"name\": \"a/b\"}", 400, "no name for a world"},
      {"POST", "/__mimus/worlds", "{\"name\": \"default\"}", 409, "exists"},
      {"POST", "/__mimus/worlds", "{\"name\": \"a\", \"sed\": 1}", 400, "did you mean 'seed'?"},
      {"POST", "/__mimus/worlds", "{\"name\": \"a\", \"seed\": \"1\"}", 400, "/seed"},
      {"GET", "/__mimus/worlds/none", "", 404, "there is no world 'none'"},
      {"DELETE", "/__mimus/worlds/none", "", 404, "there is no world 'none'"},
      {"DELETE", "/__mimus/worlds/default", "", 400, "cannot be removed"},
      {"PUT", "/__mimus/assignment", "{\"host\": \"mocks.test\"}", 400, "where in"},
      {"PUT", "/__mimus/assignment", "{\"path\": \"/t/{world}/x\"}", 400, "must begin"},
      {"PUT", "/__mimus/assignment", "{\"tokens\": {\"a\": 1}}", 400, "a text"},
      {"POST", "/__mimus/sessions", "{\"world\": \"none\"}", 404, "there is no world"},
      {"POST", "/__mimus/sessions", "{\"snapshot\": \"none\"}", 404, "there is no snapshot"},
      {"POST", "/__mimus/sessions", "{\"ttl\": \"soon\"}", 400, "a duration such as"},
      {"POST", "/__mimus/sessions", "{\"ttl\": \"-1s\"}", 400, "cannot last"},
      {"GET", "/__mimus/sessions/none", "", 404, "no session has the token"},
      {"DELETE", "/__mimus/sessions/none", "", 404, "no session has the token"},
      {"POST", "/__mimus/snapshots", "{\"name\": \"a/b\"}", 400, "no name for a snapshot"},
      {"GET", "/__mimus/snapshots/none", "", 404, "there is no snapshot"},
      {"GET", "/__mimus/snapshots/none/diff", "", 404, "there is no snapshot"},
      {"POST", "/__mimus/snapshots/none/restore", "", 404, "there is no snapshot"},
      {"PUT", "/__mimus/snapshots/a/file", "{}", 400, "no world of Mimus"},
      {"PUT", "/__mimus/snapshots/a/file", R"({"mimus": "world", "version": 2})", 400, "version 2"},
      {"PUT", "/__mimus/snapshots/a/file", R"({"mimus": "world", "version": 1, "routes": [{"paht": "/x"}]})", 400, "did you mean 'path'?"},
      {"PUT", "/__mimus/snapshots/a/file", R"({"mimus": "world", "version": 1, "mappings": [{"zzz": 1}]})", 400, "/mappings/0"},
      {"PUT", "/__mimus/snapshots/a/file", R"({"mimus": "world", "version": 1, "scenarios": [{}]})", 400, "a name and a state"},
      {"PUT", "/__mimus/clock", "{}", 400, "nothing to do"},
      {"PUT", "/__mimus/clock", "{\"speed\": 0}", 400, "above 0"},
      {"PUT", "/__mimus/clock", "{\"speed\": 2, \"frozen\": true}", 400, "no speed"},
      {"PUT", "/__mimus/clock", "{\"now\": \"noon\"}", 400, "a time such as"},
      {"PUT", "/__mimus/scenarios/a", "{}", 400, "which state?"},
      {"GET", "/__mimus/scenarios/a", "", 404, "no stub names"},
      {"GET", "/__mimus/state/none", "", 404, "nothing at 'none'"},
      {"DELETE", "/__mimus/state/none", "", 404, "nothing at 'none'"},
      {"PUT", "/__mimus/state", "[]", 400, "an object of names"},
      {"PUT", "/__mimus/state/a..b", "1", 400, "error"},
      {"PATCH", "/__mimus/state/a", "{\"add\": \"x\"}", 400, "how is it to change?"},
      {"POST", "/__mimus/verify", "{\"request\": {\"headers\": {\"A\": {\"matches\": \"[\"}}}}", 400, "/request"},
      {"POST", "/__mimus/verify", "{\"request\": {\"urlPath\": \"/never\"}}", 422, "\"passed\": false"},
      {"PATCH", "/__mimus/clock", "{}", 405, "takes GET, PUT"},
  };
  Served served;
  for (const Bad& bad : kBad) {
    const Served::Said said = served.ask(bad.method, bad.target, bad.body);
    EXPECT_EQ(said.status, bad.status) << bad.method << " " << bad.target << " " << bad.body << "\n" << said.body;
    EXPECT_NE(said.body.find(bad.says), std::string::npos) << bad.method << " " << bad.target << " " << bad.body << "\n" << said.body;
  }
  EXPECT_EQ(served.worlds.worlds().size(), 1u);
  EXPECT_TRUE(served.worlds.sessions().empty());
  EXPECT_TRUE(served.snapshots.all().empty());
}

TEST(Snapshots, DiffNamesWhatHasChangedAndRestoreUndoesIt) {
  Served served;
  ASSERT_EQ(served.ask("POST", "/__mimus/snapshots", R"({"name": "before"})").status, 201);
  EXPECT_EQ(served.json("/__mimus/snapshots/before/diff"), json::Value(json::Object()));
  stub::Stub fresh;
  fresh.request.path = *match::PathPattern::parse("/new");
  fresh.id = stub::derive_id(fresh.request, 5, 0);
  fresh.label = "GET /new";
  ASSERT_TRUE(served.world.stubs.create(fresh));
  ASSERT_TRUE(served.world.scenarios.set("checkout", "Paid"));
  served.ask("PUT", "/__mimus/clock", R"({"now": "2030-01-01T00:00:00Z", "frozen": true})");
  const json::Value diff = served.json("/__mimus/snapshots/before/diff");
  EXPECT_EQ(diff.at("stubs").at("added").at(0).at("route"), "GET /new");
  EXPECT_EQ(json::write(diff.at("scenarios")), R"({"checkout":[null,"Paid"]})");
  EXPECT_EQ(diff.at("clock").at(1).at("frozen"), "2030-01-01T00:00:00.000Z");
  ASSERT_EQ(served.ask("POST", "/__mimus/snapshots/before/restore").status, 200);
  EXPECT_EQ(served.json("/__mimus/snapshots/before/diff"), json::Value(json::Object()));
  EXPECT_EQ(served.ask("GET", "/new").status, 404);
  EXPECT_EQ(served.ask("GET", "/a").status, 200);
}

TEST(Snapshots, AWorldGoesToAnotherServerAsOneDocument) {
  Served here, there;
  ASSERT_TRUE(here.world.scenarios.set("checkout", "Paid"));
  ASSERT_TRUE(here.world.state.set("visits", 7));
  here.ask("PUT", "/__mimus/clock", R"({"now": "2030-01-01T00:00:00Z", "frozen": true})");
  ASSERT_EQ(here.ask("POST", "/__mimus/snapshots", R"({"name": "all"})").status, 201);
  const std::string file = here.ask("GET", "/__mimus/snapshots/all/file").body;
  EXPECT_NE(file.find(R"("lost": [])"), std::string::npos) << file;
  there.world.live.publish(std::make_shared<serve::Snapshot>());
  EXPECT_EQ(there.ask("GET", "/a").status, 404);
  const Served::Said loaded = there.ask("PUT", "/__mimus/snapshots/all/file", file);
  ASSERT_EQ(loaded.status, 200) << loaded.body;
  ASSERT_EQ(there.ask("POST", "/__mimus/snapshots/all/restore").status, 200);
  EXPECT_EQ(there.ask("GET", "/a").body, here.ask("GET", "/a").body);
  EXPECT_EQ(there.world.scenarios.state("checkout"), "Paid");
  EXPECT_EQ(there.world.state.get("visits"), json::Value(7));
  EXPECT_EQ(there.world.clock.now(), here.world.clock.now());
  EXPECT_EQ(there.world.seed(), here.world.seed());
}

}  // namespace
}  // namespace mimus::admin
