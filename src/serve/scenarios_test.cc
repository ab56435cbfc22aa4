#include "scenarios.h"

#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <thread>

#include "serving_for_tests.h"

namespace mimus::serve {
namespace {

TEST(Scenarios, BeginInStartedAndMoveOnce) {
  Scenarios scenarios;
  EXPECT_TRUE(scenarios.in("door", "Started"));
  EXPECT_FALSE(scenarios.in("door", "open"));
  const Scenarios::Moment moment = scenarios.now();
  EXPECT_TRUE(scenarios.move(moment, "door", "open"));
  EXPECT_FALSE(scenarios.move(moment, "door", "shut")) << "somebody has moved since";
  EXPECT_EQ(scenarios.state("door"), "open");
  EXPECT_FALSE(scenarios.still(moment));
}

TEST(Scenarios, AMoveThatChangesNothingIsOneAllTheSame) {
  Scenarios scenarios;
  scenarios.set("door", "open");
  const Scenarios::Moment moment = scenarios.now();
  EXPECT_TRUE(scenarios.move(moment, "door", "open"));
  EXPECT_FALSE(scenarios.still(moment));
}

TEST(Scenarios, WhatHappensAlsoCanSayNo) {
  Scenarios scenarios;
  const Scenarios::Moment moment = scenarios.now();
  EXPECT_FALSE(scenarios.move(moment, "door", "open", [] { return false; }));
  EXPECT_TRUE(scenarios.still(moment)) << "nothing has happened";
  EXPECT_FALSE(scenarios.still(moment, [] { return false; }));
  EXPECT_TRUE(scenarios.still(moment, [] { return true; }));
  scenarios.set("door", "open");
  bool asked = false;
  EXPECT_FALSE(scenarios.still(moment, [&] { return asked = true; }));
  EXPECT_FALSE(asked) << "too late for it to happen";
}

TEST(Scenarios, ResetOneOrAll) {
  Scenarios scenarios;
  scenarios.set("a", "x");
  scenarios.set("b", "y");
  scenarios.reset("a");
  EXPECT_EQ(scenarios.state("a"), "Started");
  EXPECT_EQ(scenarios.state("b"), "y");
  scenarios.reset();
  EXPECT_EQ(scenarios.state("b"), "Started");
}

// ---- in a world --------------------------------------------------------------------------------

stub::Stub step(std::string path, std::string text, std::optional<std::string> required,
                std::optional<std::string> next) {
  stub::Stub made = text_stub(path, text);
  made.id = stub::derive_id(made.request, 5, std::hash<std::string>{}(text));
  made.more.edit().scenario = stub::ScenarioStep{"walk", std::move(required), std::move(next)};
  return made;
}

TEST(ScenarioSteps, AreWalkedByRequests) {
  Mocks mocks({step("/s", "first", "Started", "two"), step("/s", "second", "two", "three"),
               step("/s", "third", "three", {}), step("/back", "back", {}, "two"),
               text_stub("/s/none", "free")});
  for (const char* text : {"first", "second", "third", "third"})
    EXPECT_EQ(mocks.get("/s").body, text);
  EXPECT_EQ(mocks.get("/back").body, "back");
  EXPECT_EQ(mocks.get("/s").body, "second");
  mocks.world.scenarios.set("walk", "nowhere");
  EXPECT_FALSE(mocks.get("/s").matched);
  mocks.world.scenarios.reset();
  EXPECT_EQ(mocks.ask("HEAD", "/s").status, 200) << "HEAD takes the step of GET";
  EXPECT_EQ(mocks.get("/s").body, "second");
}

TEST(ScenarioSteps, ARepeatedRequestIsAskedAnew) {
  stub::Stub below = text_stub("/s", "below");
  below.priority = 9;
  Mocks mocks({step("/s", "once", "Started", "done"), below});
  EXPECT_EQ(mocks.get("/s").body, "once");
  EXPECT_EQ(mocks.get("/s").body, "below");
  EXPECT_EQ(mocks.ask("GET", "/s", {}, "", 0, true).body, "below");
  mocks.world.scenarios.reset();
  EXPECT_EQ(mocks.ask("GET", "/s", {}, "", 0, true).body, "once");
}

// Issue C: of two requests at once on one step exactly one moves it, and the other sees the new
// state.
TEST(ScenarioSteps, OfTwoRequestsAtOnceExactlyOneMoves) {
  constexpr int kRounds = 100'000;
  Mocks mocks({step("/s", "first", "Started", "two"), step("/s", "second", "two", {})}, 1, 2);
  std::atomic<int> firsts{0}, seconds{0};
  int wrong = 0;
  std::barrier round(2, [&]() noexcept {
    if (firsts.exchange(0) != 1 || seconds.exchange(0) != 1) ++wrong;
    mocks.world.scenarios.reset();
  });
  const auto run = [&](unsigned loop) {
    for (int i = 0; i < kRounds; ++i) {
      (mocks.ask("GET", "/s", {}, "", loop).body == "first" ? firsts : seconds).fetch_add(1);
      round.arrive_and_wait();
    }
  };
  std::thread other(run, 1);
  run(0);
  other.join();
  EXPECT_EQ(wrong, 0);
}

// The same 10^5 times without waiting for each other: every request moves the scenario to the other
// of two states, so that both answers come equally often. A move that two requests made together
// would be missing from one of them.
TEST(ScenarioSteps, NoMoveIsLost) {
  constexpr int kRequests = 100'000;
  Mocks mocks({step("/s", "tick", "Started", "up"), step("/s", "tock", "up", "Started")}, 1, 2);
  std::atomic<int> ticks{0}, tocks{0};
  const auto run = [&](unsigned loop) {
    for (int i = 0; i < kRequests; ++i) {
      const std::string body = mocks.ask("GET", "/s", {}, "", loop).body;
      if (body == "tick") ticks.fetch_add(1, std::memory_order_relaxed);
      if (body == "tock") tocks.fetch_add(1, std::memory_order_relaxed);
    }
  };
  std::thread other(run, 1);
  run(0);
  other.join();
  EXPECT_EQ(ticks, kRequests);
  EXPECT_EQ(tocks, kRequests);
  EXPECT_EQ(mocks.world.scenarios.state("walk"), "Started");
}

}  // namespace
}  // namespace mimus::serve
