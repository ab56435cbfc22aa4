#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "condense.h"
#include "serve/live_stubs.h"
#include "serve/mock_handler.h"
#include "serve/world.h"
#include "stub/compiled_stub.h"

namespace mimus::recording {

inline WallTime recorded_at(std::int64_t second) { return WallTime(std::chrono::seconds(1763632257 + second)); }

// An exchange with JSON on both sides; "" for no body.
inline exchange::Exchange said(std::string method, std::string url, std::string body, int status, std::string answer,
                               std::string type = "application/json", std::int64_t second = 0) {
  exchange::Exchange one;
  one.started = recorded_at(second);
  one.request = {std::move(method), std::move(url), {{"Host", "api.example.com"}}, std::move(body)};
  if (!one.request.body.empty()) one.request.fields.push_back({"Content-Type", "application/json"});
  exchange::Response response;
  response.status = status;
  if (!type.empty()) response.fields.push_back({"Content-Type", std::move(type)});
  response.fields.push_back({"Content-Length", std::to_string(answer.size())});
  response.body = std::move(answer);
  one.response = std::move(response);
  return one;
}
inline exchange::Exchange got(std::string url, std::string answer, std::int64_t second = 0) {
  return said("GET", std::move(url), "", 200, std::move(answer), "application/json", second);
}

struct Answer {
  int status = 0;
  std::string type;  // "" for none
  std::string head, body;
};

// A world with these stubs, asked without a server.
class Replaying {
 public:
  explicit Replaying(std::vector<stub::Stub> stubs) : world_(1, {.enabled = false}), handler_(world_, 1) {
    std::vector<stub::StubPtr> compiled;
    for (stub::Stub& one : stubs) {
      const std::string label = one.label;
      auto made = stub::CompiledStub::compile(std::move(one), static_cast<std::int64_t>(compiled.size()));
      if (made) {
        compiled.push_back(*std::move(made));
      } else {
        ADD_FAILURE() << label << ": " << describe(made.error());
      }
    }
    auto snapshot = std::make_shared<serve::Snapshot>();
    snapshot->stubs = stub::StubSet::build(std::move(compiled));
    world_.live.publish(std::move(snapshot));
  }

  Answer ask(const exchange::Request& asked) {
    const exchange::UrlParts url = exchange::split(asked.url);
    std::string target(url.path);
    if (!url.query.empty()) (target += '?') += url.query;
    std::vector<http::HeaderField> fields;
    for (const http::OwnedField& field : asked.fields) fields.push_back({field.name, field.value});
    http::Request request;
    request.method = asked.method;
    request.target = target;
    request.path = std::string_view(target).substr(0, target.find('?'));
    request.query = url.query;
    request.fields = fields;
    request.body = asked.body;
    Arena arena;
    server::Reply reply;
    handler_.answer(request, 0, arena, reply);
    Answer answer;
    answer.status = reply.prepared != nullptr ? reply.prepared->status : reply.status;
    answer.head = reply.prepared != nullptr ? std::string_view(reply.prepared->head) : reply.head;
    answer.body = reply.prepared != nullptr ? std::string_view(reply.prepared->body) : reply.body;
    while (reply.stream && reply.stream->next(answer.body) == server::BodyStream::Next::kData) {}
    answer.type = field(answer.head, "\r\nContent-Type: ");
    server::Timing timing;
    handler_.leaving(request, 0, arena, reply, timing);
    return answer;
  }

 private:
  static std::string field(const std::string& head, std::string_view name) {
    const std::size_t at = head.find(name);
    return at == head.npos ? "" : head.substr(at + name.size(), head.find("\r\n", at + 2) - at - name.size());
  }

  serve::World world_;
  serve::MockHandler handler_;
};

}  // namespace mimus::recording
