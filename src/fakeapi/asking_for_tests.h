#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "fakeapi.h"
#include "json/json.h"
#include "serve/world.h"

namespace mimus::fakeapi {

struct Said {
  bool mine = false;
  int status = 0;
  std::string head, body;
  bool streamed = false;

  json::Value json() const {
    auto value = json::parse(body);
    EXPECT_TRUE(value) << body;
    return value ? *value : json::Value();
  }
  json::Object object() const {
    const json::Value value = json();
    EXPECT_TRUE(value.is_object()) << body;
    return value.is_object() ? value.get_object() : json::Object();
  }
};

// A fake data server without a socket.
class Asking {
 public:
  explicit Asking(FakeApi::Options options = {}, std::uint64_t seed = 1)
      : world(seed, {.enabled = false}), api(world, std::move(options)) {}

  Said ask(std::string_view method, std::string_view target, std::vector<http::HeaderField> fields = {},
           std::string_view body = {}) {
    http::Request request;
    request.method = method;
    request.target = target;
    request.path = target.substr(0, target.find('?'));
    if (request.path.size() < target.size()) request.query = target.substr(request.path.size() + 1);
    request.fields = fields;
    request.body = body;
    Arena arena;
    server::Reply reply;
    Said said;
    said.mine = api.answer(request, 0, arena, reply);
    said.status = reply.status;
    said.head = reply.head;
    said.body = reply.body;
    said.streamed = reply.stream != nullptr;
    while (reply.stream && reply.stream->next(said.body) == server::BodyStream::Next::kData) {}
    return said;
  }
  Said get(std::string_view target, std::vector<http::HeaderField> fields = {}) { return ask("GET", target, std::move(fields)); }
  Said post(std::string_view target, std::string_view body, std::string_view type = "application/json") {
    return ask("POST", target, {{"Content-Type", type}}, body);
  }

  serve::World world;
  FakeApi api;
};

}  // namespace mimus::fakeapi
