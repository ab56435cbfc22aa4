#include "explain.h"

#include <gtest/gtest.h>

#include "serving_for_tests.h"

namespace mimus::serve {
namespace {

http::Request get(std::string_view path) {
  http::Request request;
  request.method = "GET";
  request.target = request.path = path;
  return request;
}

stub::Stub named(stub::Stub stub, std::uint64_t number, int priority) {
  stub.id = stub::derive_id(stub.request, priority, number);
  stub.priority = priority;
  return stub;
}

TEST(Explain, NamesTheFirstMissOfEachAndTheWinner) {
  stub::Stub header = named(text_stub("/a", "header"), 1, 1);
  header.request.conditions.push_back({match::Place::kHeader, "Accept", {{"contains", "json"}}});
  stub::Stub method = named(text_stub("/a", "method", {"POST"}), 2, 2);
  stub::Stub template_stub = named(text_stub("/{any}", "template"), 3, 3);
  stub::Stub after = named(text_stub("/a", "never asked"), 4, 4);
  Mocks mocks({header, method, template_stub, after, named(text_stub("/b", "elsewhere"), 5, 1)});
  const Explained explained = explain(mocks.world, get("/a"), template_stub.id);
  ASSERT_EQ(explained.candidates.size(), 3u);
  EXPECT_EQ(explained.candidates[0].missed->what, "header Accept");
  EXPECT_EQ(explained.candidates[0].filed, stub::Filed::kExactPath);
  EXPECT_EQ(explained.candidates[1].missed->what, "method");
  EXPECT_FALSE(explained.candidates[2].missed);
  EXPECT_EQ(explained.candidates[2].filed, stub::Filed::kShape);
  EXPECT_EQ(explained.winner, template_stub.id);
  EXPECT_FALSE(explained.changed);
  EXPECT_EQ(explained.stubs, 5u);
  const json::Value told = to_json(explained);
  EXPECT_EQ(json::find(told, "/candidates/0/foundBy")->get_string(), "exact path");
  EXPECT_EQ(json::find(told, "/candidates/1/missed/expected")->get_string(), "POST");
}

TEST(Explain, ScenariosAndLifespans) {
  stub::Stub step = named(text_stub("/a", "step"), 1, 1);
  step.more.edit().scenario = stub::ScenarioStep{"walk", "two", {}};
  stub::Stub once = named(text_stub("/a", "once"), 2, 2);
  once.more.edit().lifespan.serves = 1;
  stub::Stub brief = named(text_stub("/a", "brief"), 3, 3);
  brief.more.edit().lifespan.time = std::chrono::seconds(5);
  Mocks mocks({step, once, brief});
  EXPECT_EQ(mocks.get("/a").body, "once");
  mocks.world.clock.freeze(WallTime(std::chrono::seconds(60)));
  const Explained explained = explain(mocks.world, get("/a"), once.id);
  ASSERT_EQ(explained.candidates.size(), 3u);
  EXPECT_EQ(explained.candidates[0].missed->what, "scenario walk");
  EXPECT_EQ(explained.candidates[0].missed->actual, "Started");
  EXPECT_EQ(explained.candidates[1].missed->expected, "at most 1 answers");
  EXPECT_EQ(explained.candidates[2].missed->what, "lifespan");
  EXPECT_TRUE(explained.changed) << "once has answered, and does no more";
  EXPECT_FALSE(explained.winner);
}

TEST(Explain, KeepsToSoMany) {
  std::vector<stub::Stub> stubs;
  for (std::uint64_t i = 0; i < 20; ++i)
    stubs.push_back(named(text_stub("/a", "x", {"POST"}), i, 5));
  Mocks mocks(std::move(stubs));
  const Explained explained = explain(mocks.world, get("/a"), std::nullopt, 10);
  EXPECT_EQ(explained.candidates.size(), 10u);
  EXPECT_TRUE(explained.more);
}

}  // namespace
}  // namespace mimus::serve
