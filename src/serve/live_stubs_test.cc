#include "live_stubs.h"

#include <gtest/gtest.h>

#include <atomic>
#include <set>
#include <thread>

#include "counters.h"

namespace mimus::serve {
namespace {

// Snapshots told apart by a setting.
std::shared_ptr<const Snapshot> numbered(int number) {
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->cors.max_age = std::chrono::seconds(number);
  snapshot->cors.expose = {std::to_string(number)};
  return snapshot;
}
int number_of(const Snapshot& snapshot) {
  return snapshot.cors.max_age ? static_cast<int>(snapshot.cors.max_age->count()) : 0;
}

TEST(LiveStubs, BeginsEmptyNotAbsent) {
  LiveStubs live;
  LiveStubs::Pin pin;
  EXPECT_EQ(live.now(pin).stubs.size(), 0u);
}

TEST(LiveStubs, IsVisibleToWhoAsksAfterwards) {
  LiveStubs live;
  LiveStubs::Pin pin;
  for (int i = 1; i <= 3; ++i) {
    live.publish(numbered(i));
    EXPECT_EQ(number_of(live.now(pin)), i);
    EXPECT_EQ(number_of(*live.current()), i);
  }
}

TEST(LiveStubs, SweepFreesWhatNobodyHolds) {
  LiveStubs live;
  LiveStubs::Pin pin;
  auto first = numbered(1);
  const std::weak_ptr<const Snapshot> watched = first;
  live.publish(std::move(first));
  (void)live.now(pin);
  live.publish(numbered(2));
  EXPECT_FALSE(live.sweep()) << "the pin holds it";
  EXPECT_FALSE(watched.expired());
  (void)live.now(pin);
  EXPECT_FALSE(watched.expired()) << "a reader never frees";
  EXPECT_TRUE(live.sweep());
  EXPECT_TRUE(watched.expired());
}

TEST(LiveStubs, ReadersNeverGoBackNorSeeAHalf) {
  constexpr int kPublished = 5'000;
  LiveStubs live;
  std::atomic<int> published{0};
  std::atomic<int> bad{0};
  {
    std::vector<std::jthread> readers;
    for (int i = 0; i < 4; ++i) {
      readers.emplace_back([&] {
        LiveStubs::Pin pin;
        for (int last = 0; last < kPublished;) {
          const int before = published.load(std::memory_order_acquire);
          const Snapshot& snapshot = live.now(pin);
          const int seen = number_of(snapshot);
          if (seen < last || seen < before) ++bad;
          if (seen > 0 && snapshot.cors.expose != std::vector{std::to_string(seen)}) ++bad;
          last = seen;
        }
      });
    }
    for (int i = 1; i <= kPublished; ++i) {
      live.publish(numbered(i));
      published.store(i, std::memory_order_release);
      if (i % 3 == 0) live.sweep();
    }
  }
  EXPECT_EQ(bad, 0);
  EXPECT_TRUE(live.sweep()) << "nobody is left who could hold one";
}

TEST(Counters, NoTwoCallersGetTheSameTurn) {
  constexpr std::uint64_t kEach = 2'000;
  Counters counters;
  const stub::StubId one{Uuid::random(Chance(1))}, other{Uuid::random(Chance(2))};
  std::vector<std::vector<std::uint64_t>> turns(4);
  {
    std::vector<std::jthread> threads;
    for (auto& mine : turns) {
      threads.emplace_back([&] {
        for (std::uint64_t i = 0; i < kEach; ++i) {
          mine.push_back(counters.turn(one));
          counters.turn(other);
        }
      });
    }
  }
  std::set<std::uint64_t> all;
  for (const auto& mine : turns) all.insert(mine.begin(), mine.end());
  EXPECT_EQ(all.size(), 4 * kEach);
  EXPECT_EQ(*all.rbegin(), 4 * kEach - 1);
  counters.reset();
  EXPECT_EQ(counters.turn(one), 0u);
}

TEST(Counters, RepeatsAreCountedForEachStubAndRequest) {
  Counters counters;
  EXPECT_EQ(counters.repeat(1, 1), 0u);
  EXPECT_EQ(counters.repeat(1, 1), 1u);
  EXPECT_EQ(counters.repeat(1, 2), 0u);
  EXPECT_EQ(counters.repeat(2, 1), 0u);
  EXPECT_EQ(counters.repeat(1, 1), 2u);
  counters.reset();
  EXPECT_EQ(counters.repeat(1, 1), 0u);
}

}  // namespace
}  // namespace mimus::serve
