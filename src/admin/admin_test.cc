// Mimus's own endpoints as a client of the handler sees them, without a socket.
#include "admin.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <optional>

#include "json/json.h"
#include "serve/mock_handler.h"
#include "support/temp_dir.h"

namespace mimus::admin {
namespace {

struct Said {
  int status = 0;
  std::string head, body;
  bool answered = false;  // false: not the admin's
  json::Value json() const {
    const auto parsed = json::parse(body);
    return parsed ? *parsed : json::Value();
  }
};

class AdminTest : public ::testing::Test {
 protected:
  explicit AdminTest(std::string token = "") : world_(1, {}), handler_(world_, 1) {
    reload::Reloader::Options options;
    options.paths = {folder_.write("mimus.yaml", "routes: [{ path: /a, method: GET, response: { a: 1 } }]")};
    options.watch = false;
    reloader_.emplace(world_, options);
    EXPECT_TRUE(reloader_->load("start").loaded);
    reloader_->start();
    admin_.emplace(world_, *reloader_, Options{std::move(token), "1.2.3", 1});
    handler_.set_surface(&*admin_);
  }

  Said ask(std::string_view method, std::string_view target, std::vector<http::HeaderField> fields = {}) {
    http::Request request;
    request.method = method;
    request.target = target;
    request.path = target.substr(0, target.find('?'));
    if (request.path.size() < target.size()) request.query = target.substr(request.path.size() + 1);
    request.fields = fields;
    Arena arena;
    server::Reply reply;
    Said said;
    handler_.answer(request, 0, arena, reply);
    server::Timing timing;
    timing.received = timing.decided = timing.leaving = std::chrono::steady_clock::now();
    handler_.leaving(request, 0, arena, reply, timing);
    if (reply.deferred) {
      std::promise<server::Reply> promise;
      reply.deferred([&](server::Reply later) { promise.set_value(std::move(later)); });
      reply = promise.get_future().get();
    }
    said.status = reply.prepared != nullptr ? reply.prepared->status : reply.status;
    said.head = reply.prepared != nullptr ? std::string_view(reply.prepared->head) : reply.head;
    said.body = reply.prepared != nullptr ? std::string_view(reply.prepared->body) : reply.body;
    stream_ = std::move(reply.stream);
    return said;
  }
  Said get(std::string_view target) { return ask("GET", target); }
  std::size_t logged(std::string_view query) {
    const json::Value body = get("/__logs?" + std::string(query)).json();
    return body.is_object() ? body.at("requests").as_array().size() : 999;
  }

  TempDir folder_;
  serve::World world_;
  serve::MockHandler handler_;
  std::optional<reload::Reloader> reloader_;
  std::optional<Admin> admin_;
  std::unique_ptr<server::BodyStream> stream_;
};

TEST_F(AdminTest, LogsAreNewestFirstAndExplainTheUnmatched) {
  get("/a");
  get("/b");
  const json::Value logs = get("/__logs").json();
  ASSERT_TRUE(logs.is_object());
  EXPECT_EQ(logs.at("total"), 2);
  const json::Array& requests = logs.at("requests").as_array();
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(json::find(requests[0], "/request/path") != nullptr ? *json::find(requests[0], "/request/path") : requests[0].at("path"), "/b");
  EXPECT_TRUE(requests[0].as_object().contains("closest"));
  EXPECT_FALSE(requests[1].as_object().contains("closest"));
  EXPECT_EQ(get("/__logs/").status, 200) << "with or without the last slash";
}

TEST_F(AdminTest, LogsAreFiltered) {
  get("/a");
  ask("POST", "/a");
  get("/b/1");
  get("/b/2");
  EXPECT_EQ(logged(""), 4u);
  EXPECT_EQ(logged("method=post"), 1u);
  EXPECT_EQ(logged("path=/a"), 2u);
  EXPECT_EQ(logged("path=/b/*"), 2u);
  EXPECT_EQ(logged("status=200"), 1u);
  EXPECT_EQ(logged("status=4xx"), 3u);
  EXPECT_EQ(logged("matched=false"), 3u);
  EXPECT_EQ(logged("matched=true&path=/b/1"), 0u);
  EXPECT_EQ(logged("since=1h"), 4u);
  EXPECT_EQ(logged("limit=3"), 3u);
}

TEST_F(AdminTest, ABadFilterIsSaidSo) {
  for (const std::string_view query : {"colour=red", "status=abc", "limit=-1", "limit=0", "since=soon", "format=xml"}) {
    SCOPED_TRACE(query);
    const Said said = get("/__logs?" + std::string(query));
    EXPECT_EQ(said.status, 400);
    ASSERT_TRUE(said.json().is_object()) << said.body;
    EXPECT_TRUE(said.json().at("error").is_string());
  }
}

TEST_F(AdminTest, LogsLineByLine) {
  get("/a");
  get("/b");
  const Said said = get("/__logs?format=ndjson&limit=1");
  EXPECT_NE(said.head.find("application/x-ndjson"), std::string::npos);
  EXPECT_EQ(std::count(said.body.begin(), said.body.end(), '\n'), 1);
  EXPECT_TRUE(json::parse(said.body.substr(0, said.body.size() - 1)));
}

TEST_F(AdminTest, LogsAsTheyCome) {
  get("/before");
  const Said said = ask("GET", "/__logs?path=/b*", {{"Accept", "text/event-stream"}});
  EXPECT_NE(said.head.find("text/event-stream"), std::string::npos);
  ASSERT_NE(stream_, nullptr);
  const auto stream = std::move(stream_);
  std::atomic<int> woken{0};
  stream->on_wake([&] { ++woken; });
  std::string out;
  EXPECT_EQ(stream->next(out), server::BodyStream::Next::kWait);
  EXPECT_EQ(out.find("data:"), std::string::npos) << "what was before is not told";
  get("/a");
  get("/bees");
  EXPECT_GT(woken, 0);
  out.clear();
  EXPECT_EQ(stream->next(out), server::BodyStream::Next::kData);
  EXPECT_NE(out.find("/bees"), std::string::npos);
  EXPECT_EQ(out.find("\"path\":\"/a\""), std::string::npos) << "the filter holds";
  const std::size_t data = out.find("data: ");
  ASSERT_NE(data, std::string::npos);
  EXPECT_TRUE(json::parse(out.substr(data + 6, out.find('\n', data) - data - 6))) << "one line each";
  EXPECT_TRUE(out.ends_with("\n\n"));
  get("/__logs?follow=true");
  EXPECT_NE(stream_, nullptr);
}

TEST_F(AdminTest, LogsAreForgotten) {
  get("/a");
  EXPECT_EQ(ask("DELETE", "/__logs").status, 204);
  EXPECT_EQ(logged(""), 0u);
}

TEST_F(AdminTest, AskingTheAdminIsNotLogged) {
  get("/__logs");
  get("/__mimus/health");
  get("/__mimus/nothing");
  EXPECT_EQ(logged(""), 0u);
}

TEST_F(AdminTest, ReloadSaysWhatCameOfIt) {
  folder_.write("mimus.yaml", "routes: [{ path: /a, response: { a: 1 } }, { path: /b, response: { b: 1 } }]");
  const Said good = ask("POST", "/__reload");
  EXPECT_EQ(good.status, 200);
  EXPECT_EQ(good.json().at("reloaded"), true);
  EXPECT_EQ(good.json().at("routes"), 2);
  EXPECT_EQ(get("/b").status, 200);
  folder_.write("mimus.yaml", "routes: [{ pth: /a }]");
  const Said bad = ask("POST", "/__reload");
  EXPECT_EQ(bad.status, 422);
  EXPECT_EQ(bad.json().at("reloaded"), false);
  EXPECT_EQ(bad.json().at("errors").as_array().at(0).at("line"), 1);
  EXPECT_EQ(get("/b").status, 200) << "the old set goes on";
  EXPECT_TRUE(get("/__logs").json().as_object().contains("configuration")) << "and the logs say so";
}

TEST_F(AdminTest, ResetForgetsCountersAndJournal) {
  get("/a");
  EXPECT_EQ(ask("POST", "/__mimus/reset").status, 204);
  EXPECT_EQ(logged(""), 0u);
}

TEST_F(AdminTest, HealthIndexAndSchema) {
  const json::Value health = get("/__mimus/health").json();
  EXPECT_EQ(health.at("status"), "up");
  EXPECT_EQ(health.at("version"), "1.2.3");
  EXPECT_EQ(health.at("routes"), 1);
  EXPECT_EQ(health.at("configurationOk"), true);
  EXPECT_GE(get("/__mimus").json().at("endpoints").as_array().size(), 5u);
  EXPECT_TRUE(get("/__mimus/schema").json().as_object().contains("$schema"));
}

TEST_F(AdminTest, ARequestExplainsItself) {
  get("/a");
  ask("POST", "/a");
  const json::Array requests = get("/__logs").json().at("requests").as_array();
  const auto explained = [&](const json::Value& request) {
    return get("/__mimus/requests/" + json::write(request.at("id")) + "/explain").json();
  };
  const json::Value matched = explained(requests.at(1));
  EXPECT_EQ(matched.at("method"), "GET");
  EXPECT_EQ(matched.at("winner"), requests.at(1).at("stubId"));
  EXPECT_EQ(matched.at("changed"), false);
  EXPECT_EQ(matched.at("candidates").at(0).at("matches"), true);
  const json::Value unmatched = explained(requests.at(0));
  EXPECT_TRUE(unmatched.at("winner").is_null());
  EXPECT_EQ(unmatched.at("candidates").at(0).at("missed").at("what"), "method");
}

TEST_F(AdminTest, WhatCannotBeExplained) {
  EXPECT_EQ(get("/__mimus/requests/4711/explain").status, 404);
  EXPECT_EQ(get("/__mimus/requests/x/explain").status, 400);
  EXPECT_EQ(get("/__mimus/requests/-1/explain").status, 400);
  EXPECT_EQ(get("/__mimus/requests//explain").status, 404) << "another path";
  EXPECT_EQ(get("/__mimus/requests/1/2/explain").status, 404);
}

TEST_F(AdminTest, WhatThereIsNot) {
  const Said nothing = get("/__mimus/nothing");
  EXPECT_EQ(nothing.status, 404);
  EXPECT_NE(nothing.body.find("/__mimus"), std::string::npos);
  const Said wrong = ask("PUT", "/__logs");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_NE(wrong.head.find("Allow: GET, DELETE\r\n"), std::string::npos);
  EXPECT_EQ(ask("OPTIONS", "/__reload").status, 204);
  EXPECT_EQ(ask("HEAD", "/__mimus/health").status, 200);
  EXPECT_EQ(get("/__other").status, 404) << "the mocks' business";
  EXPECT_EQ(logged(""), 1u) << "and so in the journal";
}

class AdminWithToken : public AdminTest {
 protected:
  AdminWithToken() : AdminTest("sesame") {}
};

TEST_F(AdminWithToken, EveryEndpointWantsIt) {
  constexpr std::pair<std::string_view, std::string_view> kEndpoints[] = {
      {"GET", "/__logs"}, {"DELETE", "/__logs"}, {"POST", "/__reload"}, {"GET", "/__mimus"}, {"GET", "/__mimus/health"},
      {"GET", "/__mimus/schema"}, {"POST", "/__mimus/reset"}, {"HEAD", "/__logs"}, {"GET", "/__logs/"}};
  for (const auto& [method, path] : kEndpoints) {
    SCOPED_TRACE(path);
    const Said said = ask(method, path);
    EXPECT_EQ(said.status, 401);
    EXPECT_NE(said.head.find("WWW-Authenticate: Bearer"), std::string::npos);
    EXPECT_EQ(said.body.find("sesame"), std::string::npos);
  }
  EXPECT_EQ(get("/a").status, 200) << "the mocks do not";
}

TEST_F(AdminWithToken, HowItMayBeGiven) {
  const auto with = [&](std::string_view authorization) { return ask("GET", "/__logs", {{"Authorization", authorization}}).status; };
  EXPECT_EQ(with("Bearer sesame"), 200);
  EXPECT_EQ(with("bearer sesame"), 200) << "schemes compare without case, RFC 9110 §11.1";
  EXPECT_EQ(with("Bearer sesamE"), 401);
  EXPECT_EQ(with("Bearer sesam"), 401);
  EXPECT_EQ(with("Bearer sesame2"), 401);
  EXPECT_EQ(with("Bearer "), 401);
  EXPECT_EQ(with("sesame"), 401);
  EXPECT_EQ(with("Basic sesame"), 401);
  EXPECT_EQ(get("/__logs?token=sesame").status, 200);
  EXPECT_EQ(get("/__logs?token=ses%61me&limit=1").status, 200);
  EXPECT_EQ(get("/__logs?token=").status, 401);
  EXPECT_EQ(get("/__logs?token=other").status, 401);
}

}  // namespace
}  // namespace mimus::admin
