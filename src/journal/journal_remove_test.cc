// Single records taken out: no reader finds them, and all readers agree.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "entries_for_tests.h"
#include "journal.h"
#include "support/property.h"

namespace mimus::journal {
namespace {

void append_small(Journal& journal, unsigned writer, std::uint64_t number) {
  journal.append(writer, SmallSample(number).entry);
}

std::vector<std::uint64_t> numbers(const std::vector<Exchange>& exchanges) {
  std::vector<std::uint64_t> all;
  for (const Exchange& exchange : exchanges) {
    all.push_back(std::stoull(exchange.request.query.substr(2)));
  }
  return all;
}

std::vector<std::uint64_t> visited(const Journal& journal, Journal::Order order) {
  std::vector<Exchange> all;
  journal.visit(
      {}, [&](const Exchange& each) { return all.push_back(each), true; }, order);
  return numbers(all);
}

// Every reader against a list of the numbers that should be there, the oldest first.
void expect_all(const Journal& journal, std::vector<std::uint64_t> there) {
  EXPECT_EQ(visited(journal, Journal::Order::kOldestFirst), there);
  Journal::Cursor cursor;
  EXPECT_EQ(numbers(journal.after(cursor, {}, 10'000)), there);
  EXPECT_EQ(journal.count({}), there.size());
  EXPECT_EQ(journal.count({.method = "GET"}), there.size());
  EXPECT_EQ(journal.stats().held, there.size());
  std::ranges::reverse(there);
  EXPECT_EQ(visited(journal, Journal::Order::kNewestFirst), there);
  EXPECT_EQ(numbers(journal.newest({}, 10'000)), there);
}

TEST(JournalRemove, ReadersPassThemBy) {
  Journal journal({.bytes = 1u << 20, .writers = 2});
  for (std::uint64_t i = 0; i < 6; ++i) append_small(journal, i % 2, i);
  const std::vector<Exchange> all = journal.newest({}, 10);
  const ExchangeId removed[] = {all[0].id, all[3].id};
  EXPECT_EQ(journal.remove(removed), 2u);
  expect_all(journal, {0, 1, 3, 4});
  EXPECT_FALSE(journal.find(all[0].id));
  EXPECT_TRUE(journal.find(all[1].id));
  EXPECT_EQ(journal.remove(removed), 0u) << "once";
  const ExchangeId never[] = {0, 1, all[0].id + 2, 1'000'000};
  EXPECT_EQ(journal.remove(never), 0u) << "what was never there";
}

TEST(JournalRemove, AppendAgainDoesNotRepeatTheRemoval) {
  Journal journal({.bytes = 1u << 20});
  append_small(journal, 0, 7);
  const ExchangeId first[] = {journal.newest({}, 1).front().id};
  journal.remove(first);
  ASSERT_TRUE(journal.append_again(0, at_second(8), {}, {}));
  expect_all(journal, {7});
}

TEST(JournalRemove, MakesRoomUnderALimitOfEntries) {
  Journal journal({.most_entries = 3});
  for (std::uint64_t i = 0; i < 5; ++i) append_small(journal, 0, i);
  const ExchangeId newest[] = {journal.newest({}, 1).front().id};
  journal.remove(newest);
  expect_all(journal, {1, 2, 3});
}

TEST(JournalRemove, ClearedOnesAreGoneAlready) {
  Journal journal({});
  append_small(journal, 0, 1);
  const ExchangeId id[] = {journal.newest({}, 1).front().id};
  journal.clear();
  EXPECT_EQ(journal.remove(id), 0u);
}

// Whatever is appended and removed while the ring turns: what is left is what a plain list would
// hold.
TEST(JournalRemove, AgreesWithAList) {
  for_each_seed(20, [](const Chance& chance) {
    Journal journal({.bytes = 100'000, .writers = 2});
    std::set<std::uint64_t> removed;
    std::uint64_t next = 0;
    for (std::uint64_t round = 0; round < 30; ++round) {
      const Chance turn = chance.fork(round);
      for (std::uint64_t i = turn.fork("appends").below(60); i-- > 0;) {
        append_small(journal, turn.fork(i).below(2), next++);
      }
      for (const Exchange& each : journal.newest({}, 10'000)) {
        if (!turn.fork("remove").fork(each.id).happens(0.2)) continue;
        const ExchangeId id[] = {each.id};
        ASSERT_EQ(journal.remove(id), 1u);
        ASSERT_FALSE(journal.find(each.id));
        removed.insert(numbers({each}).front());
      }
      // What the ring still holds is the end of each writer's list; of that, what nobody removed.
      const std::vector<std::uint64_t> there = visited(journal, Journal::Order::kOldestFirst);
      expect_all(journal, there);
      for (const std::uint64_t number : there) ASSERT_FALSE(removed.contains(number));
      if (next > 0 && !removed.contains(next - 1)) {
        ASSERT_EQ(there.back(), next - 1);
      }
    }
  });
}

TEST(JournalOptions, LongResponseBodiesAreCutWhenToldSo) {
  Journal journal({.most_response_body = 4});
  struct Row {
    std::string_view rule, body, kept;
  };
  constexpr Row kRows[] = {
      {"short enough", "1234", "1234"},
      {"longer", "12345", "1234"},
      {"never inside a character", "123€", "123"},
      {"none", "", ""},
  };
  for (const Row& row : kRows) {
    SCOPED_TRACE(row.rule);
    SmallSample sample(1);
    sample.entry.response_body = row.body;
    sample.entry.response_body_hash = hash_bytes(row.body);
    journal.append(0, sample.entry);
    const Exchange read = journal.newest({}, 1).front();
    EXPECT_EQ(read.response_body, row.kept);
    EXPECT_EQ(read.response_body_cut, row.body.size() - row.kept.size());
  }
}

TEST(JournalOptions, VersionsReadBack) {
  Journal journal({});
  for (const http::Version version : {http::Version::k10, http::Version::k11, http::Version::k2}) {
    SmallSample sample(1);
    sample.request.version = version;
    journal.append(0, sample.entry);
    EXPECT_EQ(journal.newest({}, 1).front().version, version);
  }
}

}  // namespace
}  // namespace mimus::journal
