#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "asking.h"
#include "environment.h"
#include "mockoon.h"
#include "support/temp_dir.h"

namespace mimus::mockoon {

// For tests: an environment in a folder of its own, asked without a socket.
//
//   ServingForTests serving(R"("routes": […], "rootChildren": […])");
//   EXPECT_EQ(serving.get("/users").body, "[]");
class ServingForTests {
 public:
  struct Got {
    int status = 0;
    std::string head, body;
    std::chrono::nanoseconds delay{0};
  };
  using Fields = std::vector<http::HeaderField>;

  explicit ServingForTests(std::string_view members, std::uint64_t seed = 1, std::string_view file = "e.mockoon.json")
      : world(seed, {}), mockoon(world, folder.write(std::string(file), "{" + std::string(members) + "}"), kLoops) {
    load();
  }

  static constexpr unsigned kLoops = 2;

  void load() {
    auto prepared = mockoon.prepare();
    for (const Error& error : prepared.errors) ADD_FAILURE() << describe(error);
    warnings = std::move(prepared.warnings);
    if (prepared.publish) prepared.publish();
  }

  // By one loop one request at a time; from kLoops on, by anybody.
  Got ask(std::string_view method, std::string_view target, std::string_view body = {}, Fields fields = {}, server::LoopIndex loop = 0) {
    http::Request request;
    request.method = method;
    request.target = target;
    const std::size_t mark = std::min(target.find('?'), target.size());
    request.path = target.substr(0, mark);
    request.query = target.substr(std::min(mark + 1, target.size()));
    request.authority = "localhost:3000";
    request.fields = fields;
    request.body = body;
    Arena arena;
    server::Reply reply;
    if (!mockoon.answer(request, loop, arena, reply)) return {};
    Got got{reply.status, std::string(reply.head), std::string(reply.body), {}};
    if (reply.delivery != nullptr) got.delay = reply.delivery->delay;
    if (reply.stream) {
      while (reply.stream->next(got.body) == server::BodyStream::Next::kData) {
      }
    }
    return got;
  }
  Got get(std::string_view target, Fields fields = {}) { return ask("GET", target, {}, std::move(fields)); }

  TempDir folder;
  serve::World world;
  Mockoon mockoon;
  std::vector<Error> warnings;
};

// One GET route at /x (or `route`'s own members) with these responses.
inline std::string one_route(std::string_view responses, std::string_view more = {}) {
  return R"("rootChildren":[{"type":"route","uuid":"r"}],"routes":[{"uuid":"r","endpoint":"x/:id?","method":"all","responses":[)" +
         std::string(responses) + "]" + std::string(more) + "}]";
}

}  // namespace mimus::mockoon
