#include <gtest/gtest.h>

#include <map>
#include <set>
#include <vector>

#include "cow.h"
#include "hash.h"
#include "persistent_map.h"
#include "sorted_list.h"
#include "support/property.h"

namespace mimus {
namespace {

TEST(Cow, CopiesOnlyWhenShared) {
  Cow<int> a;
  EXPECT_FALSE(a);
  a.edit() = 1;
  const int* before = &*a;
  a.edit() = 2;
  EXPECT_EQ(&*a, before);
  const Cow<int> b = a;
  a.edit() = 3;
  EXPECT_EQ(*b, 2);
  EXPECT_EQ(*a, 3);
  EXPECT_NE(&*a, &*b);
}

// Keys that agree in their low bits make deep forks.
std::uint64_t arbitrary_key(const Chance& chance) {
  const std::uint64_t key = chance.fork("key").below(40);
  return chance.fork("deep").happens(0.5) ? key << 58 : hash_mix(key, 0);
}

TEST(PersistentMap, IsAMapAndOldVersionsStay) {
  for_each_seed(300, [](const Chance& chance) {
    PersistentMap<std::uint64_t> map;
    std::map<std::uint64_t, std::uint64_t> model;
    std::vector<std::pair<PersistentMap<std::uint64_t>, std::map<std::uint64_t, std::uint64_t>>> old;
    for (std::uint64_t i = 0; i < 120; ++i) {
      const Chance step = chance.fork(i);
      if (step.fork("keep").happens(0.1)) old.emplace_back(map, model);
      const std::uint64_t key = arbitrary_key(step);
      if (step.fork("erase").happens(0.4)) {
        map.erase(key);
        model.erase(key);
      } else {
        map.edit(key) = i;
        model[key] = i;
      }
    }
    old.emplace_back(map, model);
    for (const auto& [version, expected] : old) {
      std::map<std::uint64_t, std::uint64_t> seen;
      version.for_each([&](std::uint64_t key, std::uint64_t value) { seen[key] = value; });
      EXPECT_EQ(seen, expected);
      EXPECT_EQ(version.size(), expected.size());
      for (const auto& [key, value] : expected) {
        ASSERT_NE(version.find(key), nullptr);
        EXPECT_EQ(*version.find(key), value);
        EXPECT_EQ(version.fetch(key).arrived(key), version.find(key));
      }
      EXPECT_EQ(version.find(12345), nullptr);
      EXPECT_EQ(version.fetch(12345).arrived(12345), nullptr);
    }
  });
}

// A leaf carries bits of its key in its address: an absent key whose place another holds costs no
// visit, nearly always.
TEST(PersistentMap, AnAbsentKeyIsSeldomFetched) {
  struct alignas(64) Large {
    char bytes[128] = {};
  };
  PersistentMap<Large> map;
  for (std::uint64_t i = 0; i < 5'000; ++i) (void)map.edit(hash_mix(i, 1));
  int fetched = 0;
  for (std::uint64_t i = 0; i < 5'000; ++i) {
    const std::uint64_t absent = hash_mix(i, 2);
    const auto found = map.fetch(absent);
    fetched += found ? 1 : 0;
    ASSERT_EQ(found.arrived(absent), nullptr);
    ASSERT_EQ(map.find(absent), nullptr);
  }
  EXPECT_LT(fetched, 300);
  EXPECT_FALSE(PersistentMap<Large>().fetch(1));
}

TEST(SortedList, IsASortedSetAndOldVersionsStay) {
  using List = SortedList<int, 4>;
  for_each_seed(300, [](const Chance& chance) {
    List list;
    std::set<int> model;
    std::vector<std::pair<List, std::set<int>>> old;
    for (std::uint64_t i = 0; i < 150; ++i) {
      const Chance step = chance.fork(i);
      if (step.fork("keep").happens(0.1)) old.emplace_back(list, model);
      const int item = static_cast<int>(step.fork("item").below(60));
      if (step.fork("erase").happens(0.4)) {
        EXPECT_EQ(list.erase(item), model.erase(item) == 1);
      } else {
        list.insert(item);
        model.insert(item);
      }
    }
    old.emplace_back(list, model);
    for (const auto& [version, expected] : old) {
      std::vector<int> seen;
      for (auto at = version.begin(); !at.done(); at.next()) seen.push_back(*at);
      EXPECT_EQ(seen, std::vector<int>(expected.begin(), expected.end()));
      EXPECT_EQ(version.size(), expected.size());
      for (int item = 0; item < 60; ++item) {
        EXPECT_EQ(version.find(item) != nullptr, expected.contains(item));
      }
    }
  });
}

}  // namespace
}  // namespace mimus
