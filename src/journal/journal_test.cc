#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "entries_for_tests.h"
#include "journal.h"
#include "support/property.h"

namespace mimus::journal {
namespace {

void expect_same(const Exchange& read, const Entry& entry) {
  const http::Request& request = *entry.request;
  EXPECT_EQ(read.received, entry.received);
  EXPECT_EQ(read.decided, entry.decided);
  EXPECT_EQ(read.leaving, entry.leaving);
  EXPECT_EQ(read.request.method, request.method);
  EXPECT_EQ(read.request.target, request.target);
  EXPECT_EQ(read.request.scheme, request.scheme);
  EXPECT_EQ(read.request.authority, request.authority);
  EXPECT_EQ(read.request.path, request.path);
  EXPECT_EQ(read.request.query, request.query);
  EXPECT_EQ(read.request.client_ip, request.client_ip);
  EXPECT_TRUE(read.request.body == request.body);
  ASSERT_EQ(read.request.fields.size(), request.fields.size());
  for (std::size_t i = 0; i < request.fields.size(); ++i) {
    EXPECT_EQ(read.request.fields[i].name, request.fields[i].name);
    EXPECT_EQ(read.request.fields[i].value, request.fields[i].value);
  }
  EXPECT_EQ(read.matched, entry.matched);
  EXPECT_EQ(read.stub_id, entry.stub_id);
  EXPECT_EQ(read.stub_label, entry.stub_label);
  EXPECT_EQ(read.status, entry.status);
  EXPECT_EQ(read.fault, entry.fault);
  EXPECT_EQ(read.response_head, entry.response_head);
  EXPECT_TRUE(read.response_body == entry.response_body);
  EXPECT_EQ(read.request_body_cut, 0u);
  EXPECT_EQ(read.response_body_cut, 0u);
}

std::vector<std::string> queries(const std::vector<Exchange>& exchanges) {
  std::vector<std::string> all;
  for (const Exchange& exchange : exchanges) all.push_back(exchange.request.query);
  return all;
}

void append_small(Journal& journal, unsigned writer, std::uint64_t number) {
  journal.append(writer, SmallSample(number).entry);
}

TEST(Journal, WhatWasAppendedReadsBackExactly) {
  for_each_seed(30, [](const Chance& chance) {
    Journal journal({.bytes = 64u << 20, .writers = 1});
    std::vector<std::unique_ptr<RandomSample>> samples;
    for (std::uint64_t i = 0; i < 40; ++i) {
      samples.push_back(std::make_unique<RandomSample>(chance.fork(i), 3'000'000));
      journal.append(0, samples.back()->entry);
    }
    const std::vector<Exchange> read = journal.newest({}, 1000);
    ASSERT_EQ(read.size(), samples.size());
    for (std::size_t i = 0; i < read.size(); ++i) {
      const Entry& entry = samples[samples.size() - 1 - i]->entry;
      expect_same(read[i], entry);
      const auto found = journal.find(read[i].id);
      ASSERT_TRUE(found);
      expect_same(*found, entry);
    }
  });
}

// A model that appends whole entries sees the same, over many changes of chunks.
TEST(Journal, AppendAgainIsTheLastEntryWithOtherTimes) {
  for_each_seed(20, [](const Chance& chance) {
    const std::size_t bytes = 200'000 + chance.fork("bytes").below(400'000);
    Journal journal({.bytes = bytes, .writers = 1});
    Journal model({.bytes = bytes, .writers = 1});
    for (std::uint64_t i = 0; i < 40; ++i) {
      RandomSample sample(chance.fork(i), 2'000);
      journal.append(0, sample.entry);
      model.append(0, sample.entry);
      for (std::uint64_t again = 0; again < chance.fork(i).fork("again").below(30); ++again) {
        sample.entry.received += Nanoseconds(1);
        sample.entry.leaving += Nanoseconds(2);
        sample.entry.decided += Nanoseconds(3);
        if (!journal.append_again(0, sample.entry.received, sample.entry.decided, sample.entry.leaving)) {
          journal.append(0, sample.entry);
        }
        model.append(0, sample.entry);
      }
      const auto last = journal.newest({}, 1);
      ASSERT_EQ(last.size(), 1u);
      expect_same(last.front(), sample.entry);
    }
    EXPECT_EQ(journal.stats().appended, model.stats().appended);
    EXPECT_LE(journal.stats().bytes, bytes);
    const std::size_t both = std::min(journal.stats().held, model.stats().held);
    const auto read = journal.newest({}, both);
    const auto expected = model.newest({}, both);
    for (std::size_t i = 0; i < both; ++i) {
      ASSERT_EQ(read[i].id, expected[i].id);
      ASSERT_EQ(read[i].received, expected[i].received);
      ASSERT_EQ(read[i].leaving, expected[i].leaving);
      ASSERT_EQ(read[i].request.target, expected[i].request.target);
      ASSERT_EQ(read[i].request.fields, expected[i].request.fields);
      ASSERT_TRUE(read[i].response_body == expected[i].response_body);
      ASSERT_TRUE(read[i].request.body == expected[i].request.body);
    }
  });
}

TEST(Journal, ThereIsNothingToAppendAgainBeforeTheFirstOrAfterADroppedOne) {
  Journal journal({.bytes = 40'000, .writers = 1});
  EXPECT_FALSE(journal.append_again(0, at_second(1), Nanoseconds(0), Nanoseconds(0)));
  append_small(journal, 0, 1);
  EXPECT_TRUE(journal.append_again(0, at_second(2), Nanoseconds(0), Nanoseconds(0)));
  SmallSample large(3);
  large.request.target = large.keep("/" + std::string(50'000, 'x'));
  journal.append(0, large.entry);
  EXPECT_EQ(journal.stats().dropped, 1u);
  EXPECT_FALSE(journal.append_again(0, at_second(4), Nanoseconds(0), Nanoseconds(0)));
  EXPECT_EQ(queries(journal.newest({}, 10)), (std::vector<std::string>{"n=1", "n=1"}));
}

TEST(Journal, WritersAreMergedByTheTimeOfReceipt) {
  Journal journal({.writers = 3});
  append_small(journal, 0, 1);
  append_small(journal, 0, 5);
  append_small(journal, 1, 2);
  append_small(journal, 1, 4);
  append_small(journal, 2, 3);
  EXPECT_EQ(queries(journal.newest({}, 10)), (std::vector<std::string>{"n=5", "n=4", "n=3", "n=2", "n=1"}));
  EXPECT_EQ(queries(journal.newest({}, 2)), (std::vector<std::string>{"n=5", "n=4"}));
  EXPECT_TRUE(journal.newest({}, 0).empty());
}

TEST(Journal, IdsRiseAndAreFoundUntilTheirRecordIsGone) {
  Journal journal({.bytes = 100'000, .writers = 2});
  append_small(journal, 1, 0);
  const ExchangeId first = journal.newest({}, 1).front().id;
  ExchangeId last = first;
  for (std::uint64_t i = 1; i < 2000; ++i) {
    append_small(journal, 1, i);
    const ExchangeId id = journal.newest({}, 1).front().id;
    EXPECT_GT(id, last);
    last = id;
  }
  EXPECT_EQ(journal.find(last)->request.query, "n=1999");
  EXPECT_FALSE(journal.find(first));
  EXPECT_FALSE(journal.find(last + 2));
  EXPECT_FALSE(journal.find(0));
  EXPECT_FALSE(journal.find(UINT64_MAX));
}

struct FilterCase {
  std::string_view rule;
  Filter filter;
  std::vector<int> kept;  // which of the four below
};

TEST(Journal, Filters) {
  const Uuid stub = Uuid::random(Chance(1));
  Journal journal({});
  struct Row {
    std::string_view method, path;
    int status;
    bool matched;
    Uuid stub_id;
  };
  const Row rows[] = {{"GET", "/a", 200, true, stub},
                      {"POST", "/a/b", 404, false, {}},
                      {"GET", "/b", 503, true, Uuid::random(Chance(2))},
                      {"get", "/a*", 0, true, stub}};
  for (int i = 0; i < 4; ++i) {
    SmallSample sample(static_cast<std::uint64_t>(i));
    sample.request.method = rows[i].method;
    sample.request.target = sample.request.path = rows[i].path;
    sample.request.query = {};
    sample.entry.status = rows[i].status;
    sample.entry.matched = rows[i].matched;
    sample.entry.stub_id = rows[i].stub_id;
    journal.append(0, sample.entry);
  }
  const FilterCase cases[] = {
      {"nothing asked, everything kept", {}, {3, 2, 1, 0}},
      {"methods keep case", {.method = "GET"}, {2, 0}},
      {"a path is exact", {.path = "/a"}, {0}},
      {"a trailing star makes it a prefix", {.path = "/a*"}, {3, 1, 0}},
      {"a star alone is any path", {.path = "*"}, {3, 2, 1, 0}},
      {"a status", {.status = 404}, {1}},
      {"status 0: no response was sent", {.status = 0}, {3}},
      {"a class of statuses", {.status_class = 5}, {2}},
      {"matched", {.matched = true}, {3, 2, 0}},
      {"unmatched", {.matched = false}, {1}},
      {"since includes its instant", {.since = at_second(2)}, {3, 2}},
      {"a stub", {.stub_id = stub}, {3, 0}},
      {"no stub is not a stub of zeros", {.stub_id = Uuid{}}, {}},
      {"all that is given must hold", {.method = "GET", .status_class = 2}, {0}},
  };
  for (const FilterCase& row : cases) {
    SCOPED_TRACE(row.rule);
    std::vector<int> kept;
    for (const Exchange& e : journal.newest(row.filter, 10)) {
      kept.push_back(static_cast<int>(e.received.time_since_epoch() / std::chrono::seconds(1)));
    }
    EXPECT_EQ(kept, row.kept);
    EXPECT_EQ(journal.count(row.filter), row.kept.size());
    std::size_t visited = 0;
    journal.visit(row.filter, [&](const Exchange&) { return ++visited, true; });
    EXPECT_EQ(visited, row.kept.size());
  }
}

TEST(Journal, VisitGoesNewestFirstAndStopsWhenToldTo) {
  Journal journal({.bytes = 1u << 20, .writers = 2});
  for (std::uint64_t i = 0; i < 1000; ++i) append_small(journal, i % 2, i);
  std::vector<Exchange> visited;
  journal.visit({}, [&](const Exchange& exchange) {
    visited.push_back(exchange);
    append_small(journal, 0, 5000);  // the visitor may call the journal
    return visited.size() < 900;
  });
  ASSERT_EQ(visited.size(), 900u);
  for (std::size_t i = 0; i < visited.size(); ++i) {
    EXPECT_EQ(visited[i].request.query, "n=" + std::to_string(999 - i));
  }
}

TEST(Journal, MostEntriesTrimsWhatReadersSee) {
  Journal journal({.most_entries = 3, .writers = 2});
  for (std::uint64_t i = 0; i < 10; ++i) append_small(journal, i == 8 ? 1 : 0, i);
  const auto seen = journal.newest({}, 100);
  EXPECT_EQ(queries(seen), (std::vector<std::string>{"n=9", "n=8", "n=7"}));
  EXPECT_EQ(journal.count({}), 3u);
  EXPECT_EQ(journal.count({.method = "GET"}), 3u);
  EXPECT_EQ(journal.stats().held, 3u);
  EXPECT_TRUE(journal.find(seen[2].id));
  EXPECT_FALSE(journal.find(seen[2].id - 2));  // n=6 of the same writer
  Journal::Cursor cursor;
  EXPECT_EQ(queries(journal.after(cursor, {}, 100)), (std::vector<std::string>{"n=7", "n=8", "n=9"}));

  Journal none({.most_entries = 0});
  append_small(none, 0, 1);
  EXPECT_TRUE(none.newest({}, 10).empty());
}

TEST(Journal, ClearDropsWhatWasThereAndIdsGoOn) {
  Journal journal({.bytes = 1u << 20, .writers = 2});
  for (std::uint64_t i = 0; i < 3000; ++i) append_small(journal, i % 2, i);
  Journal::Cursor cursor = journal.end();
  const ExchangeId last = journal.newest({}, 1).front().id;
  const std::size_t before = journal.stats().bytes;
  journal.clear();
  EXPECT_TRUE(journal.newest({}, 10).empty());
  EXPECT_EQ(journal.count({}), 0u);
  EXPECT_EQ(journal.stats().held, 0u);
  EXPECT_EQ(journal.stats().appended, 3000u);
  EXPECT_LT(journal.stats().bytes, before / 2);
  EXPECT_FALSE(journal.find(last));
  append_small(journal, 0, 7000);
  ASSERT_EQ(queries(journal.newest({}, 10)), (std::vector<std::string>{"n=7000"}));
  EXPECT_GT(journal.newest({}, 1).front().id, last);
  EXPECT_EQ(journal.after(cursor, {}, 10).size(), 1u);
  EXPECT_EQ(cursor.dropped, 0u);  // cleared is not dropped
}

TEST(Journal, DisabledItRecordsNothing) {
  Journal journal({.enabled = false});
  append_small(journal, 0, 1);
  EXPECT_EQ(journal.stats().appended, 0u);
  EXPECT_TRUE(journal.newest({}, 1).empty());
}

// However appends, reads of random sizes and a small ring interleave: each exchange is handed out once, in
// the order of its writer, and what is missing is exactly what `dropped` says.
TEST(Journal, ACursorNeitherLosesNorRepeats) {
  for_each_seed(200, [](const Chance& chance) {
    const unsigned writers = 1 + static_cast<unsigned>(chance.fork("writers").below(3));
    Journal journal({.bytes = 40'000 * writers, .writers = writers});
    Journal::Cursor cursor = chance.fork("start").happens(0.5) ? journal.end() : Journal::Cursor{};
    std::vector<ExchangeId> last(writers, 0);
    std::uint64_t appended = 0;
    std::uint64_t seen = 0;
    for (std::uint64_t step = 0; step < 60; ++step) {
      const Chance now = chance.fork(step);
      const std::uint64_t burst = now.fork("burst").below(100);
      for (std::uint64_t i = 0; i < burst; ++i) {
        append_small(journal, static_cast<unsigned>(now.fork(i).below(writers)), appended++);
      }
      for (const Exchange& e : journal.after(cursor, {}, now.fork("most").below(80))) {
        ExchangeId& before = last[e.id % writers];
        EXPECT_GT(e.id, before);
        before = e.id;
        ++seen;
      }
    }
    seen += journal.after(cursor, {}, SIZE_MAX).size();
    EXPECT_EQ(seen + cursor.dropped, appended);
    EXPECT_TRUE(journal.after(cursor, {}, SIZE_MAX).empty());
  });
}

TEST(Journal, ACursorGoesOverWhatItsFilterLeavesOut) {
  Journal journal({});
  Journal::Cursor cursor = journal.end();
  for (std::uint64_t i = 0; i < 10; ++i) append_small(journal, 0, i);
  EXPECT_EQ(queries(journal.after(cursor, {.since = at_second(8)}, 1)), (std::vector<std::string>{"n=8"}));
  EXPECT_EQ(queries(journal.after(cursor, {}, 5)), (std::vector<std::string>{"n=9"}));
}

TEST(Journal, ListenersAreRousedUntilTheirTokenGoes) {
  Journal journal({});
  int roused = 0;
  append_small(journal, 0, 0);
  std::shared_ptr<void> token = journal.listen([&] { ++roused; });
  std::shared_ptr<void> other = journal.listen([&] { roused += 10; });
  append_small(journal, 0, 1);
  EXPECT_EQ(roused, 11);
  token.reset();
  append_small(journal, 0, 2);
  EXPECT_EQ(roused, 21);
}

TEST(Journal, ATokenMayOutliveTheJournal) {
  std::shared_ptr<void> token;
  {
    Journal journal({});
    token = journal.listen([] {});
  }
  token.reset();
}

}  // namespace
}  // namespace mimus::journal
