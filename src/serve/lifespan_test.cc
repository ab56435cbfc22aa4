// Stubs that answer so many times, or for so long: Lifespan.
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "serving_for_tests.h"

namespace mimus::serve {
namespace {

using std::chrono::seconds;

stub::Stub lasting(std::string path, stub::Lifespan lifespan) {
  stub::Stub made = text_stub(path, "short-lived");
  made.id = stub::derive_id(made.request, 1, 1);
  made.priority = 1;
  made.more.edit().lifespan = lifespan;
  return made;
}

TEST(Lifespan, ServesSoManyTimesThenWhatComesAfterInRank) {
  Mocks mocks({lasting("/a", {.serves = 2}), text_stub("/a", "for ever")});
  for (const char* text : {"short-lived", "short-lived", "for ever", "for ever"})
    EXPECT_EQ(mocks.get("/a").body, text);
  EXPECT_EQ(mocks.ask("GET", "/a", {}, "", 0, true).body, "for ever");
  mocks.world.counters.reset();
  EXPECT_EQ(mocks.ask("GET", "/a", {}, "", 0, true).body, "short-lived")
      << "a repeated request is asked anew";
}

TEST(Lifespan, NoneThatWasServedZeroTimes) {
  Mocks mocks({lasting("/a", {.serves = 0})});
  EXPECT_FALSE(mocks.get("/a").matched);
}

TEST(Lifespan, TimeIsThatOfTheWorldFromWhenItWasAdded) {
  Mocks mocks({});
  mocks.world.clock.freeze(WallTime(seconds(1'000'000)));
  ASSERT_TRUE(mocks.world.stubs.create(lasting("/a", {.time = seconds(60)})));
  EXPECT_TRUE(mocks.get("/a").matched);
  mocks.world.clock.advance(seconds(59));
  EXPECT_TRUE(mocks.get("/a").matched);
  mocks.world.clock.advance(seconds(1));
  EXPECT_FALSE(mocks.get("/a").matched);
  EXPECT_FALSE(mocks.ask("GET", "/a", {}, "", 0, true).matched);
}

TEST(Lifespan, EditingGivesNothingBackButGoingDoes) {
  Mocks mocks({});
  StubStore& store = mocks.world.stubs;
  const stub::Stub stub = lasting("/a", {.serves = 1, .time = seconds(60)});
  mocks.world.clock.freeze(WallTime(seconds(1'000'000)));
  ASSERT_TRUE(store.create(stub));
  EXPECT_TRUE(mocks.get("/a").matched);
  stub::Stub edited = stub;
  edited.more.edit().lifespan.serves = 2;
  mocks.world.clock.advance(seconds(30));
  ASSERT_TRUE(store.replace(edited));
  EXPECT_TRUE(mocks.get("/a").matched) << "of two times one is left";
  EXPECT_FALSE(mocks.get("/a").matched);
  mocks.world.clock.advance(seconds(31));
  mocks.world.counters.reset();
  EXPECT_FALSE(mocks.get("/a").matched) << "its time has run out";
  ASSERT_NE(store.remove(stub.id), nullptr);
  ASSERT_TRUE(store.create(stub));
  EXPECT_TRUE(mocks.get("/a").matched);
  EXPECT_FALSE(mocks.get("/a").matched);
}

TEST(Lifespan, OfManyAtOnceExactlySoManyAreServed) {
  constexpr std::uint64_t kTimes = 5'000;
  constexpr int kThreads = 4, kRequests = 2'000;
  stub::Stub limited = lasting("/a", {.serves = kTimes});
  limited.more.edit().scenario =
      stub::ScenarioStep{"walk", "Started", "Started"};  // and in one step with its scenario
  Mocks mocks({limited, text_stub("/a", "for ever")}, 1, kThreads);
  std::atomic<std::uint64_t> limited_answers{0};
  std::vector<std::thread> threads;
  for (unsigned loop = 0; loop < kThreads; ++loop) {
    threads.emplace_back([&, loop] {
      for (int i = 0; i < kRequests; ++i) {
        if (mocks.ask("GET", "/a", {}, "", loop).body == "short-lived")
          limited_answers.fetch_add(1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(limited_answers, kTimes);
}

}  // namespace
}  // namespace mimus::serve
