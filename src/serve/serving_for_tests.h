#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "live_stubs.h"
#include "mock_handler.h"
#include "world.h"

namespace mimus::serve {

// A stub that answers everything on a path ("/users/{id}") with a text.
inline stub::Stub text_stub(std::string_view path, std::string text, std::vector<std::string> methods = {"GET"}) {
  stub::Stub made;
  made.request.path = *match::PathPattern::parse(path);
  made.request.methods = std::move(methods);
  made.id = stub::derive_id(made.request, made.priority, 0);
  made.label = std::string(path);
  made.responses = {stub::ResponseSpec{.body = stub::TextBody{std::move(text)}}};
  return made;
}

inline stub::ResponseSpec text_response(std::string text) {
  return stub::ResponseSpec{.body = stub::TextBody{std::move(text)}};
}

inline std::shared_ptr<Snapshot> snapshot_of(std::vector<stub::Stub> stubs) {
  std::vector<stub::StubPtr> compiled;
  for (stub::Stub& one : stubs) {
    auto made = stub::CompiledStub::compile(std::move(one), static_cast<std::int64_t>(compiled.size()));
    if (!made) {
      ADD_FAILURE() << describe(made.error());
      continue;
    }
    compiled.push_back(*std::move(made));
  }
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->stubs = stub::StubSet::build(std::move(compiled));
  return snapshot;
}

// What the handler decided, as a value.
struct Said {
  int status = 0;
  std::string head, body;
  bool matched = false;
  bool streamed = false;
  http::Delivery delivery;
  std::vector<std::chrono::nanoseconds> events;  // delivery's, whose memory has gone

  // The value of a field, or "(none)".
  std::string field(std::string_view name) const {
    std::size_t at = head.find("\r\n");
    while (at != std::string::npos && at + 2 < head.size()) {
      const std::size_t end = head.find("\r\n", at + 2);
      const std::string_view line = std::string_view(head).substr(at + 2, end - at - 2);
      const std::size_t colon = line.find(": ");
      if (colon != std::string_view::npos && http::same_name(line.substr(0, colon), name)) {
        return std::string(line.substr(colon + 2));
      }
      at = end;
    }
    return "(none)";
  }
};

// A world with a handler, asked without a server: one thread for each loop index.
class Mocks {
 public:
  explicit Mocks(std::vector<stub::Stub> stubs, std::uint64_t seed = 1, unsigned loops = 1)
      : world(seed, options(loops)), handler(world, loops) {
    world.live.publish(snapshot_of(std::move(stubs)));
  }

  Said ask(std::string_view method, std::string_view target, std::vector<http::HeaderField> fields = {},
           std::string_view body = {}, unsigned loop = 0, bool repeats = false) {
    http::Request request;
    request.repeats = repeats;
    request.method = method;
    request.target = target;
    request.path = target.substr(0, target.find('?'));
    if (request.path.size() < target.size()) request.query = target.substr(request.path.size() + 1);
    request.fields = fields;
    request.body = body;
    request.authority = http::find_header(fields, "Host").value_or("");
    Arena arena;
    server::Reply reply;
    server::Timing timing;
    timing.received = timing.decided = timing.leaving = std::chrono::steady_clock::now();
    handler.answer(request, loop, arena, reply);
    Said said;
    said.matched = reply.stub != nullptr;
    said.status = reply.prepared != nullptr ? reply.prepared->status : reply.status;
    said.head = reply.prepared != nullptr ? std::string_view(reply.prepared->head) : reply.head;
    said.body = reply.prepared != nullptr ? std::string_view(reply.prepared->body) : reply.body;
    said.streamed = reply.stream != nullptr;
    if (reply.delivery != nullptr) {
      said.delivery = *reply.delivery;
      said.events.assign(reply.delivery->events.begin(), reply.delivery->events.end());
    }
    while (reply.stream && reply.stream->next(said.body) == server::BodyStream::Next::kData) {}
    handler.leaving(request, loop, arena, reply, timing);
    return said;
  }
  Said get(std::string_view target, std::vector<http::HeaderField> fields = {}) {
    return ask("GET", target, std::move(fields));
  }

  World world;
  MockHandler handler;

 private:
  static journal::Journal::Options options(unsigned loops) {
    journal::Journal::Options wanted;
    wanted.writers = loops;
    return wanted;
  }
};

}  // namespace mimus::serve
