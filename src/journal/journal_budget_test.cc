#include <gtest/gtest.h>

#include "entries_for_tests.h"
#include "journal.h"
#include "support/property.h"

namespace mimus::journal {
namespace {

TEST(JournalBudget, HoldsOverMillionsOfAppends) {
  Journal journal({.bytes = 2u << 20, .writers = 2});
  SmallSample sample(7);
  for (int i = 0; i < 2'000'000; ++i) {
    journal.append(i % 2, sample.entry);
    if (i % 5000 == 0) {
      ASSERT_LE(journal.stats().bytes, 2u << 20);
    }
  }
  const Journal::Stats stats = journal.stats();
  EXPECT_EQ(stats.appended, 2'000'000u);
  EXPECT_EQ(stats.held, journal.newest({}, SIZE_MAX).size());
  EXPECT_GT(stats.bytes, (2u << 20) * 3 / 4);  // and it is made use of
  EXPECT_GT(stats.held, (2u << 20) / 400);
}

TEST(JournalBudget, HoldsForRandomSizes) {
  for_each_seed(40, [](const Chance& chance) {
    const std::size_t budget = 1000 + random_size(chance.fork("budget"), 8u << 20);
    const unsigned writers = 1 + static_cast<unsigned>(chance.fork("writers").below(4));
    Journal journal({.bytes = budget, .writers = writers});
    for (std::uint64_t i = 0; i < 60; ++i) {
      const RandomSample sample(chance.fork(i), 4u << 20);
      const Journal::Stats before = journal.stats();
      journal.append(static_cast<unsigned>(i % writers), sample.entry);
      const Journal::Stats stats = journal.stats();
      EXPECT_LE(stats.bytes, budget);
      EXPECT_EQ(stats.appended + stats.dropped, before.appended + before.dropped + 1);
      EXPECT_EQ(stats.held, journal.count({.path = "*"}));
    }
  });
}

TEST(JournalBudget, ALargeRecordHasAChunkOfItsOwn) {
  Journal journal({.bytes = 4u << 20});
  for (std::uint64_t i = 0; i < 10; ++i) journal.append(0, SmallSample(i).entry);
  SmallSample large(10);
  large.request.body = large.keep(random_bytes(Chance(1), 1'000'000));
  journal.append(0, large.entry);
  for (std::uint64_t i = 11; i < 20; ++i) journal.append(0, SmallSample(i).entry);
  const auto read = journal.newest({}, 100);
  ASSERT_EQ(read.size(), 20u);
  EXPECT_EQ(read[9].request.body, large.request.body);
  EXPECT_EQ(read[9].request_body_cut, 0u);
}

struct CutCase {
  std::string_view rule;
  std::size_t request, response;
  bool request_cut, response_cut;
};
constexpr CutCase kCutCases[] = {
    {"the share is enough", 100'000, 100'000, false, false},
    {"a large request body loses its end", 2'000'000, 1000, true, false},
    {"a large response body loses its end", 1000, 2'000'000, false, true},
    {"two large ones share the room", 2'000'000, 2'000'000, true, true},
};

TEST(JournalBudget, BodiesBeyondTheWritersShareAreCutAndMarked) {
  constexpr std::size_t kShare = 512 * 1024;
  for (const CutCase& row : kCutCases) {
    SCOPED_TRACE(row.rule);
    Journal journal({.bytes = 2 * kShare, .writers = 2});
    journal.append(0, SmallSample(0).entry);
    SmallSample sample(1);
    sample.request.body = sample.keep(random_bytes(Chance(1), row.request));
    sample.entry.response_body = sample.keep(random_bytes(Chance(2), row.response));
    sample.entry.response_body_hash = hash_bytes(sample.entry.response_body);
    journal.append(0, sample.entry);
    ASSERT_LE(journal.stats().bytes, 2 * kShare);
    const Exchange read = journal.newest({}, 1).front();
    EXPECT_EQ(read.request.query, "n=1");
    EXPECT_EQ(read.request_body_cut > 0, row.request_cut);
    EXPECT_EQ(read.response_body_cut > 0, row.response_cut);
    EXPECT_EQ(read.request.body.size() + read.request_body_cut, row.request);
    EXPECT_EQ(read.response_body.size() + read.response_body_cut, row.response);
    EXPECT_TRUE(sample.request.body.starts_with(read.request.body));
    EXPECT_TRUE(sample.entry.response_body.starts_with(read.response_body));
    if (row.request_cut || row.response_cut) {
      EXPECT_GT(read.request.body.size() + read.response_body.size(), kShare * 9 / 10);
    }
  }
}

TEST(JournalBudget, ACutNeverSplitsAUtf8Sequence) {
  for (std::size_t shift = 0; shift < 3; ++shift) {
    Journal journal({.bytes = 100'000});
    SmallSample sample(1);
    std::string body(shift, 'x');
    for (int i = 0; i < 100'000; ++i) body += "€";
    sample.request.body = sample.keep(body);
    journal.append(0, sample.entry);
    const Exchange read = journal.newest({}, 1).front();
    EXPECT_GT(read.request_body_cut, 0u);
    EXPECT_EQ(read.request.body.size() % 3, shift);
  }
}

TEST(JournalBudget, ARecordWhoseHeadHasNoRoomIsDroppedAndCounted) {
  Journal journal({.bytes = 20'000});
  SmallSample sample(1);
  sample.fields.push_back({"X-Long", sample.keep(std::string(30'000, 'x'))});
  journal.append(0, sample.done());
  EXPECT_EQ(journal.stats().dropped, 1u);
  EXPECT_EQ(journal.stats().appended, 0u);
  journal.append(0, SmallSample(2).entry);
  EXPECT_EQ(journal.newest({}, 10).size(), 1u);
}

std::uint64_t held_after(std::size_t appends, std::string_view body_of_all, bool request, bool hashed) {
  Journal journal({.bytes = 4u << 20});
  for (std::uint64_t i = 0; i < appends; ++i) {
    SmallSample sample(i);
    std::string body(body_of_all);
    if (body.empty()) body = random_bytes(Chance(i), 8000);
    (request ? sample.request.body : sample.entry.response_body) = sample.keep(body);
    if (hashed) sample.entry.response_body_hash = hash_bytes(sample.entry.response_body);
    journal.append(0, sample.entry);
  }
  EXPECT_LE(journal.stats().bytes, 4u << 20);
  return journal.stats().held;
}

TEST(JournalBudget, IdenticalBodiesAreStoredOnceInAChunk) {
  const std::string body = random_bytes(Chance(42), 8000);
  EXPECT_LT(held_after(4000, "", true, false), 600u);       // 4 MiB / 8 kB
  EXPECT_EQ(held_after(4000, body, true, false), 4000u);    // request bodies
  EXPECT_EQ(held_after(4000, body, false, false), 4000u);   // response bodies without a hash
  EXPECT_EQ(held_after(4000, body, false, true), 4000u);    // and with one
}

TEST(JournalBudget, IdenticalBodiesTakeNoMoreBytes) {
  Journal one({.bytes = 64u << 20});
  Journal many({.bytes = 64u << 20});
  const std::string body = random_bytes(Chance(42), 50'000);
  for (std::uint64_t i = 0; i < 500; ++i) {
    SmallSample same(i);
    same.request.body = body;
    one.append(0, same.entry);
    SmallSample different(i);
    different.request.body = different.keep(body + std::to_string(i));
    many.append(0, different.entry);
  }
  EXPECT_LT(20 * one.stats().bytes, many.stats().bytes);
}

TEST(JournalBudget, AWrongHashCostsMemoryNotTruth) {
  Journal journal({});
  for (std::uint64_t i = 0; i < 10; ++i) {
    SmallSample sample(i);
    sample.entry.response_body = sample.keep("body " + std::to_string(i));
    sample.entry.response_body_hash = 99;
    journal.append(0, sample.entry);
  }
  const auto read = journal.newest({}, 10);
  for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(read[i].response_body, "body " + std::to_string(9 - i));
}

TEST(JournalBudget, ATextThatChangedAtItsOldAddressIsSeenToHaveChanged) {
  Journal journal({});
  std::string head = "HTTP/1.1 200 OK\r\nX: 0\r\n";
  for (char digit = '0'; digit <= '9'; ++digit) {
    head[20] = digit;
    SmallSample sample(1);
    sample.entry.response_head = head;
    journal.append(0, sample.entry);
  }
  const auto read = journal.newest({}, 10);
  for (std::size_t i = 0; i < 10; ++i) EXPECT_EQ(read[i].response_head[20], static_cast<char>('9' - i));
}

}  // namespace
}  // namespace mimus::journal
