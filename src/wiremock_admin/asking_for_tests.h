#pragma once

#include <gtest/gtest.h>

#include <future>
#include <optional>
#include <string>
#include <vector>

#include "json/json.h"
#include "reload/reloader.h"
#include "serve/mock_handler.h"
#include "support/temp_dir.h"
#include "wiremock_admin/wiremock_admin.h"

namespace mimus::wiremock_admin {

// What came back, as a client sees it.
struct Said {
  int status = 0;
  std::string head, body;

  json::Value json() const {
    const auto parsed = json::parse(body);
    EXPECT_TRUE(parsed) << body;
    return parsed ? *parsed : json::Value();
  }
  // A part of the document, written compactly; "" when there is none.
  std::string at(std::string_view pointer) const {
    const json::Value document = json();
    const json::Value* const part = json::find(document, pointer);
    return part != nullptr ? json::write(*part) : "";
  }
  bool has_field(std::string_view line) const {
    return head.find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
  }
};

// A world with the admin API and a root directory, asked without a socket.
class Asking : public ::testing::Test {
 protected:
  explicit Asking(Options options = {}, journal::Journal::Options journal = {})
      : folder_(), root_(open(folder_)), world_(1, journal), handler_(world_, 1) {
    reload::Reloader::Options reloading;
    reloading.paths = {folder_.write("mimus.yaml", "routes: []")};
    reloading.watch = false;
    reloader_.emplace(world_, reloading);
    EXPECT_TRUE(reloader_->load("start").loaded);
    reloader_->start();
    options.root = &root_;
    admin_.emplace(world_, *reloader_, std::move(options));
    handler_.set_surface(&*admin_);
  }

  Said ask(std::string_view method, std::string_view target, std::string_view body = "",
           std::vector<http::HeaderField> fields = {}) {
    if (!http::find_header(fields, "Host"))
      fields.insert(fields.begin(), {"Host", "localhost:8080"});
    http::Request request;
    request.method = method;
    request.target = target;
    request.path = target.substr(0, target.find('?'));
    if (request.path.size() < target.size()) request.query = target.substr(request.path.size() + 1);
    request.fields = fields;
    request.authority = *request.header("Host");
    request.body = body;
    request.client_ip = "127.0.0.1";
    Arena arena;
    server::Reply reply;
    handler_.answer(request, 0, arena, reply);
    server::Timing timing;
    timing.received = timing.decided = timing.leaving = std::chrono::steady_clock::now();
    handler_.leaving(request, 0, arena, reply, timing);
    if (reply.deferred) {
      std::promise<server::Reply> promise;
      reply.deferred([&](server::Reply later) { promise.set_value(std::move(later)); });
      reply = promise.get_future().get();
    }
    return said(std::move(reply));
  }
  Said get(std::string_view target) { return ask("GET", target); }
  Said admin(std::string_view method, const std::string& path, std::string_view body = "") {
    return ask(method, "/__admin" + path, body);
  }
  static Said said(server::Reply reply) {
    Said said;
    const bool prepared = reply.prepared != nullptr;
    said.status = prepared ? reply.prepared->status : reply.status;
    said.head = prepared ? reply.prepared->head : reply.head;
    said.body = prepared ? reply.prepared->body : reply.body;
    while (reply.stream && reply.stream->next(said.body) == server::BodyStream::Next::kData) {
    }
    return said;
  }
  // Adds a stub and returns its id.
  std::string stub(std::string_view document) {
    const Said created = admin("POST", "/mappings", document);
    EXPECT_EQ(created.status, 201) << created.body;
    return created.status == 201 ? std::string(created.json().at("id").as_string()) : "";
  }
  // The "id" of each stub that is listed, in order.
  std::vector<std::string> listed(const std::string& query = "") {
    std::vector<std::string> ids;
    const json::Value list = admin("GET", "/mappings" + query).json();
    for (const json::Value& each : list.at("mappings").as_array()) {
      ids.emplace_back(each.at("id").as_string());
    }
    return ids;
  }
  std::size_t count(std::string_view pattern) {
    return admin("POST", "/requests/count", pattern).json().at("count").to_number<std::size_t>();
  }

  TempDir folder_;
  wiremock::Root root_;
  serve::World world_;
  serve::MockHandler handler_;
  std::optional<reload::Reloader> reloader_;
  std::optional<WiremockAdmin> admin_;

 private:
  static wiremock::Root open(const TempDir& folder) {
    wiremock::Root::Options options;
    options.create = true;
    auto root = wiremock::Root::open(folder.path(), std::move(options));
    EXPECT_TRUE(root) << describe(root.error());
    return *std::move(root);
  }
};

}  // namespace mimus::wiremock_admin
