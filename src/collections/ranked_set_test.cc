#include "ranked_set.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "base/chance.h"
#include "support/property.h"

namespace mimus::collections {
namespace {

std::vector<int> items_of(const RankedSet<int>& set) {
  std::vector<int> out;
  set.for_each([&](int item) { out.push_back(item); });
  return out;
}

TEST(RankedSet, IsAnOrderedSetThatKnowsPlaces) {
  for_each_seed(60, [](const Chance& chance) {
    RankedSet<int> mine, kept;
    std::set<int> model, model_kept;
    for (std::uint64_t step = 0; step < 400; ++step) {
      const Chance now = chance.fork(step);
      const int item = static_cast<int>(now.fork("item").below(120));
      if (now.fork("insert").happens(0.6)) {
        EXPECT_EQ(mine.insert(item), model.insert(item).second);
      } else {
        EXPECT_EQ(mine.erase(item), model.erase(item) == 1);
      }
      if (now.fork("keep").happens(0.02)) {
        kept = mine;
        model_kept = model;
      }
    }
    EXPECT_EQ(items_of(mine), std::vector<int>(model.begin(), model.end()));
    EXPECT_EQ(items_of(kept), std::vector<int>(model_kept.begin(), model_kept.end()));
    std::size_t index = 0;
    for (const int item : model) {
      EXPECT_EQ(mine.at(index), item);
      EXPECT_EQ(mine.rank(item), index++);
      EXPECT_TRUE(mine.contains(item));
    }
  });
}

TEST(RankedSet, StaysShallowWhenItemsComeInOrder) {
  RankedSet<int> set;
  for (int i = 0; i < 20'000; ++i) set.insert(i);
  EXPECT_EQ(set.rank(15'000), 15'000u);
  std::size_t steps = 0;
  set.count_while([&](int item) {
    ++steps;
    return item < 12'345;
  });
  EXPECT_LE(steps, 40u);
}

}  // namespace
}  // namespace mimus::collections
