#include "delay.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace mimus::serve {
namespace {

using std::chrono::nanoseconds;
using stub::Milliseconds;

std::vector<double> draws(const stub::Latency& latency, std::uint64_t count) {
  std::vector<double> all;
  for (std::uint64_t i = 0; i < count; ++i) {
    all.push_back(std::chrono::duration<double, std::milli>(draw_delay(latency, Chance(2026).fork(i))).count());
  }
  std::ranges::sort(all);
  return all;
}

TEST(Delay, NoneAndFixed) {
  EXPECT_EQ(draw_delay({}, Chance(1)), nanoseconds(0));
  EXPECT_EQ(draw_delay(stub::FixedDelay{Milliseconds(1.5)}, Chance(1)), nanoseconds(1'500'000));
}

TEST(Delay, UniformStaysInItsBoundsAndFillsThem) {
  const auto all = draws(stub::UniformDelay{Milliseconds(10), Milliseconds(30)}, 20'000);
  EXPECT_GE(all.front(), 10);
  EXPECT_LE(all.back(), 30);
  EXPECT_NEAR(all[all.size() / 4], 15, 0.5);
  EXPECT_NEAR(all[all.size() / 2], 20, 0.5);
  EXPECT_NEAR(all[all.size() * 3 / 4], 25, 0.5);
}

TEST(Delay, LogNormalHasItsMedianAndItsP95) {
  const double sigma = std::log(300.0 / 80.0) / 1.6449;
  const auto all = draws(stub::LogNormalDelay{Milliseconds(80), sigma}, 20'000);
  EXPECT_NEAR(all[all.size() / 2], 80, 4);
  EXPECT_NEAR(all[all.size() * 95 / 100], 300, 20);
  EXPECT_GT(all.front(), 0);
}

TEST(Delay, LogNormalIsCutAtAHundredMedians) {
  const auto all = draws(stub::LogNormalDelay{Milliseconds(1), 10}, 5'000);
  EXPECT_EQ(all.back(), 100);
}

TEST(Delay, TheSameChanceGivesTheSameDelay) {
  const stub::Latency latency = stub::UniformDelay{Milliseconds(0), Milliseconds(1000)};
  EXPECT_EQ(draw_delay(latency, Chance(7)), draw_delay(latency, Chance(7)));
  EXPECT_NE(draw_delay(latency, Chance(7)), draw_delay(latency, Chance(8)));
}

}  // namespace
}  // namespace mimus::serve
