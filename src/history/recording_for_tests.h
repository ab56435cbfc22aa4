#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/chance.h"
#include "base/hash.h"
#include "recorder.h"
#include "store.h"
#include "support/property.h"
#include "support/temp_dir.h"

namespace mimus::history {

// An exchange that owns what it is made of.
struct Said {
  std::string method = "GET", path = "/a", query, body, client = "127.0.0.1", authority = "localhost:8080";
  std::vector<http::OwnedField> fields{{"Host", "localhost:8080"}};
  WallTime received{std::chrono::seconds(1'800'000'000)};
  bool matched = true;
  std::string label = "GET /a", fault;
  int status = 200;
  std::string response_head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n", response_body = "ok";

  void append(journal::Journal& journal, unsigned writer = 0) const {
    http::Request request;
    request.method = method;
    request.path = path;
    request.query = query;
    const std::string target = query.empty() ? path : path + "?" + query;
    request.target = target;
    request.authority = authority;
    request.body = body;
    request.client_ip = client;
    std::vector<http::HeaderField> views;
    for (const http::OwnedField& field : fields) views.push_back({field.name, field.value});
    request.fields = views;
    journal::Entry entry;
    entry.received = received;
    entry.decided = Nanoseconds(1'500);
    entry.leaving = Nanoseconds(2'500);
    entry.request = &request;
    entry.matched = matched;
    if (matched) entry.stub_id = Uuid::random(Chance(hash_bytes(label)));
    entry.stub_label = matched ? std::string_view(label) : "";
    entry.status = status;
    entry.fault = fault;
    entry.response_head = status != 0 ? std::string_view(response_head) : "";
    entry.response_body = status != 0 ? std::string_view(response_body) : "";
    journal.append(writer, entry);
  }
};

// A folder with a history in it, written to its end by record().
class HistoryTest : public ::testing::Test {
 protected:
  std::filesystem::path file() const { return folder_.path() / "history.db"; }

  Recorder::Options options() const {
    Recorder::Options made;
    made.file = file();
    made.on_problem = [](const Error& error) { ADD_FAILURE() << describe(error); };
    return made;
  }

  void record(const std::vector<Said>& all, const std::string& world = "default") {
    journal::Journal journal({});
    auto recorder = Recorder::start(options());
    ASSERT_TRUE(recorder) << describe(recorder.error());
    auto following = (*recorder)->follow(journal, world);
    for (const Said& one : all) one.append(journal);
    following.reset();
  }

  std::unique_ptr<Store> open() {
    auto store = Store::open(file());
    if (store) return *std::move(store);
    ADD_FAILURE() << describe(store.error());
    return nullptr;
  }

  std::vector<Record> list(const Query& query = {}) {
    auto found = open()->list(query);
    if (found) return *std::move(found);
    ADD_FAILURE() << describe(found.error());
    return {};
  }

  TempDir folder_;
};

}  // namespace mimus::history
