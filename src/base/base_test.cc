#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "arena.h"
#include "boxed.h"
#include "chance.h"
#include "clock.h"
#include "error.h"
#include "hash.h"
#include "rarely.h"
#include "result.h"
#include "uuid.h"

namespace mimus {
namespace {

TEST(Error, DescribesWhatIsKnown) {
  Error error = invalid("unknown key 'respose'", "did you mean 'response'?");
  EXPECT_EQ(describe(error), "unknown key 'respose'; did you mean 'response'?");
  error.where = {"mimus.yaml", 3, 5, "/routes/0", {}};
  EXPECT_EQ(describe(error), "mimus.yaml:3:5: unknown key 'respose'; did you mean 'response'?");
  EXPECT_EQ(describe(syntax_error("bad byte", 7)), "byte 7: bad byte");
}

Result<int> half(int n) {
  if (n % 2 != 0) return invalid("odd");
  return n / 2;
}
Result<int> quarter(int n) {
  MIMUS_TRY(const int first, half(n));
  return half(first);
}

TEST(Result, TryReturnsTheFirstError) {
  EXPECT_EQ(*quarter(8), 2);
  EXPECT_FALSE(quarter(6));
  EXPECT_EQ(quarter(6).error().message, "odd");
}

struct Manner {
  std::string name = "usual";
  friend bool operator==(const Manner&, const Manner&) = default;
};

TEST(Rarely, TakesNoMemoryForWhatIsUsual) {
  Rarely<Manner> rarely;
  EXPECT_FALSE(rarely);
  EXPECT_EQ(rarely->name, "usual");
  rarely.edit().name = "rude";
  const Rarely<Manner> copy = rarely;
  rarely = Manner{};
  EXPECT_FALSE(rarely);
  EXPECT_EQ(rarely, Manner{});
  EXPECT_EQ(copy->name, "rude");
  EXPECT_EQ(copy, Rarely<Manner>(Manner{"rude"}));
}

TEST(Boxed, IsAnOptionalThatCopiesDeeply) {
  Boxed<Manner> boxed;
  EXPECT_FALSE(boxed);
  EXPECT_EQ(boxed, Boxed<Manner>(std::nullopt));
  boxed = Manner{"rude"};
  Boxed<Manner> copy = boxed;
  boxed->name = "kind";
  EXPECT_EQ(copy->name, "rude");
  EXPECT_NE(copy, boxed);
  EXPECT_EQ(copy, Boxed<Manner>(std::optional(Manner{"rude"})));
  boxed = std::optional<Manner>();
  EXPECT_FALSE(boxed);
}

TEST(Arena, KeepsWhatItWasGivenUntilReset) {
  Arena arena;
  std::vector<std::string_view> kept;
  for (int i = 0; i < 1000; ++i) kept.push_back(arena.copy("piece " + std::to_string(i)));
  for (int i = 0; i < 1000; ++i) EXPECT_EQ(kept[i], "piece " + std::to_string(i));
  const auto numbers = arena.array<std::uint64_t>(10);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(numbers.data()) % alignof(std::uint64_t), 0u);
}

TEST(Arena, LetsGoOfLargeBlocks) {
  Arena arena;
  arena.copy(std::string(10'000'000, 'x'));
  arena.reset();
  EXPECT_LE(arena.footprint(), Arena::kKeep);
}

TEST(Chance, IsKeyedNotSequenced) {
  const Chance root(42);
  const double first = root.fork("a").uniform();
  (void)root.fork("b").uniform();
  EXPECT_EQ(root.fork("a").uniform(), first);
  EXPECT_NE(root.fork("a").bits(), root.fork("b").bits());
  EXPECT_NE(root.fork(1).bits(), root.fork(2).bits());
}

TEST(Chance, NumbersNeverChangeBetweenReleases) {
  EXPECT_EQ(Chance(0).bits(), 16294208416658607535ull);  // SplitMix64's published first output
}

TEST(Chance, BelowIsUniform) {
  int buckets[10] = {};
  for (std::uint64_t i = 0; i < 100'000; ++i) ++buckets[Chance(7).fork(i).below(10)];
  for (const int count : buckets) EXPECT_NEAR(count, 10'000, 500);
}

TEST(Chance, NormalHasMeanZeroAndVarianceOne) {
  double sum = 0;
  double squares = 0;
  constexpr int kCount = 50'000;
  for (std::uint64_t i = 0; i < kCount; ++i) {
    const double x = Chance(3).fork(i).normal();
    sum += x;
    squares += x * x;
  }
  EXPECT_NEAR(sum / kCount, 0, 0.03);
  EXPECT_NEAR(squares / kCount, 1, 0.03);
}

TEST(Hash, DiffersInLengthAndOrder) {
  std::set<std::uint64_t> seen;
  std::string text;
  for (int i = 0; i < 300; ++i) {
    EXPECT_TRUE(seen.insert(hash_bytes(text)).second) << i;
    text += 'a';
  }
  EXPECT_NE(hash_mix(1, 2), hash_mix(2, 1));
}

TEST(Uuid, ReadsBackWhatItWrites) {
  for (std::uint64_t i = 0; i < 1000; ++i) {
    const Uuid uuid = Uuid::random(Chance(i));
    EXPECT_EQ(Uuid::parse(uuid.text()), uuid);
    EXPECT_EQ(uuid.text()[14], '4');
  }
  EXPECT_FALSE(Uuid::parse("00000000-0000-0000-0000-00000000000"));
  EXPECT_FALSE(Uuid::parse("00000000-0000-0000-0000_000000000000"));
}

TEST(Clock, RunsFasterFromWhereItWasAndIsSet) {
  Clock clock;
  const WallTime noon(std::chrono::hours(12));
  clock.freeze(noon);
  clock.set(noon + std::chrono::hours(1));
  EXPECT_EQ(clock.now(), noon + std::chrono::hours(1));
  clock.run(1e6);
  EXPECT_FALSE(clock.frozen());
  EXPECT_EQ(clock.speed(), 1e6);
  const WallTime before = clock.now();
  EXPECT_GE(before, noon + std::chrono::hours(1));
  const auto real = std::chrono::steady_clock::now();
  while (clock.now() < before + std::chrono::hours(1)) {
  }
  EXPECT_LT(std::chrono::steady_clock::now() - real, std::chrono::minutes(1));
  clock.run();
  EXPECT_LT(clock.now(), noon + std::chrono::hours(24 * 365));

  Clock other;
  other.restore(clock.state());
  EXPECT_LT(other.now() - clock.now(), std::chrono::hours(1));
  other.resume();
  EXPECT_LT(std::chrono::abs(other.now() - std::chrono::system_clock::now()), std::chrono::minutes(1));
}

TEST(Clock, FreezesAdvancesAndResumes) {
  Clock clock;
  clock.freeze(WallTime(std::chrono::seconds(100)));
  clock.advance(std::chrono::seconds(5));
  EXPECT_EQ(clock.now(), WallTime(std::chrono::seconds(105)));
  clock.resume();
  EXPECT_GT(clock.now(), WallTime(std::chrono::seconds(1'000'000'000)));
}

}  // namespace
}  // namespace mimus
