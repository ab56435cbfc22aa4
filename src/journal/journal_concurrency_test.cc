#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "entries_for_tests.h"
#include "journal.h"

// What is promised to several threads. Worth most under ThreadSanitizer (preset tsan).
namespace mimus::journal {
namespace {

constexpr unsigned kWriters = 3;

// A record that can be checked by itself: its number stands in the query, in the body and in the time.
void append_checkable(Journal& journal, unsigned writer, std::uint64_t number) {
  SmallSample sample(number);
  sample.request.body = sample.keep(std::string(1 + number % 300, static_cast<char>('a' + number % 26)));
  sample.entry.response_body = sample.request.body;
  journal.append(writer, sample.entry);
}

std::uint64_t number_of(const Exchange& exchange) {
  return static_cast<std::uint64_t>(exchange.received.time_since_epoch() / std::chrono::seconds(1));
}

void expect_intact(const Exchange& exchange) {
  const std::uint64_t number = number_of(exchange);
  EXPECT_EQ(exchange.request.query, "n=" + std::to_string(number));
  EXPECT_EQ(exchange.request.body,
            std::string(1 + number % 300, static_cast<char>('a' + number % 26)));
  EXPECT_EQ(exchange.response_body, exchange.request.body);
}

// Appends `count` records on each of the writers, each from a thread of its own.
class Writers {
 public:
  Writers(Journal& journal, std::uint64_t count) {
    for (unsigned writer = 0; writer < kWriters; ++writer) {
      threads_.emplace_back([&journal, writer, count, this] {
        for (std::uint64_t i = 0; i < count; ++i) append_checkable(journal, writer, i);
        running_.fetch_sub(1);
      });
    }
  }
  ~Writers() {
    for (std::thread& thread : threads_) thread.join();
  }
  bool running() const { return running_.load() > 0; }

 private:
  std::atomic<unsigned> running_{kWriters};
  std::vector<std::thread> threads_;
};

TEST(JournalConcurrency, ReadersSeeWholeRecordsInOrderWhileTheRingTurns) {
  Journal journal({.bytes = 300'000, .writers = kWriters});
  std::vector<std::thread> readers;
  {
    Writers writers(journal, 20'000);
    for (int i = 0; i < 3; ++i) {
      readers.emplace_back([&] {
        do {
          std::vector<ExchangeId> last(kWriters, UINT64_MAX);
          for (const Exchange& exchange : journal.newest({}, 200)) {
            expect_intact(exchange);
            EXPECT_LT(exchange.id, last[exchange.id % kWriters]);
            last[exchange.id % kWriters] = exchange.id;
            const auto again = journal.find(exchange.id);
            EXPECT_TRUE(!again || again->request.query == exchange.request.query);
          }
          journal.visit({.since = at_second(50)}, [&](const Exchange& exchange) {
            expect_intact(exchange);
            return number_of(exchange) % 64 != 0;
          });
          EXPECT_LE(journal.stats().bytes, 300'000u);
        } while (writers.running());
      });
    }
    for (std::thread& reader : readers) reader.join();
  }
  EXPECT_EQ(journal.stats().appended, 20'000u * kWriters);
}

TEST(JournalConcurrency, AnAppendIsSeenByReadersThatStartAfterIt) {
  Journal journal({.bytes = 300'000, .writers = kWriters});
  std::atomic<std::uint64_t> appended{0};
  std::thread writer([&] {
    for (std::uint64_t i = 1; i <= 20'000; ++i) {
      append_checkable(journal, 1, i);
      appended.store(i, std::memory_order_release);
    }
  });
  for (std::uint64_t seen = 0; seen < 20'000;) {
    const std::uint64_t least = appended.load(std::memory_order_acquire);
    const auto newest = journal.newest({}, 1);
    seen = newest.empty() ? 0 : number_of(newest.front());
    EXPECT_GE(seen, least);
  }
  writer.join();
}

TEST(JournalConcurrency, AnAppendIsBeforeOrAfterAClear) {
  Journal journal({.bytes = 300'000, .writers = kWriters});
  Writers writers(journal, 20'000);
  ExchangeId cleared = 0;
  do {
    const auto newest = journal.newest({}, 1);
    journal.clear();
    if (!newest.empty()) cleared = newest.front().id;
    for (const Exchange& exchange : journal.newest({}, 50)) {
      expect_intact(exchange);
      EXPECT_TRUE(exchange.id % kWriters != cleared % kWriters || exchange.id > cleared);
    }
  } while (writers.running());
}

// Removed while their writers go on, also from the very record that append_again() repeats: gone for good, whoever looks.
TEST(JournalConcurrency, WhatWasRemovedIsNeverSeenAgain) {
  Journal journal({.bytes = 300'000, .writers = kWriters});
  std::atomic<bool> running{true};
  std::thread repeating([&] {
    for (std::uint64_t i = 1; i <= 3'000; ++i) {
      append_checkable(journal, 0, i);
      for (int again = 0; again < 5; ++again) journal.append_again(0, at_second(static_cast<std::int64_t>(i)), {}, {});
    }
    running.store(false);
  });
  std::vector<std::thread> removers;
  for (unsigned i = 0; i < 2; ++i) {
    removers.emplace_back([&] {
      do {
        for (const Exchange& exchange : journal.newest({}, 20)) {
          expect_intact(exchange);
          const ExchangeId id[] = {exchange.id};
          journal.remove(id);  // by whichever of the two comes first
          EXPECT_FALSE(journal.find(exchange.id));
        }
        const std::size_t count = journal.count({});  // before what it is compared with: arguments have no order
        EXPECT_LE(count, journal.stats().appended);
      } while (running.load());
    });
  }
  repeating.join();
  for (std::thread& remover : removers) remover.join();
}

// Sleeps until it is roused; a lost call would leave it asleep, and the test with it.
TEST(JournalConcurrency, ATailThatWaitsToBeRousedGetsEverything) {
  constexpr std::uint64_t kCount = 5'000;
  Journal journal({.bytes = 64u << 20, .writers = kWriters});
  std::mutex mutex;
  std::condition_variable news;
  bool roused = false;
  Writers writers(journal, kCount);
  const auto token = journal.listen([&] {
    const std::lock_guard lock(mutex);
    roused = true;
    news.notify_one();
  });
  Journal::Cursor cursor;
  std::vector<std::uint64_t> next(kWriters, 0);
  for (std::uint64_t seen = 0;;) {
    for (const Exchange& exchange : journal.after(cursor, {}, 100)) {
      expect_intact(exchange);
      EXPECT_EQ(number_of(exchange), next[exchange.id % kWriters]++);
      ++seen;
    }
    if (seen == kCount * kWriters) break;
    if (seen < journal.stats().appended) continue;
    std::unique_lock lock(mutex);
    ASSERT_TRUE(news.wait_for(lock, std::chrono::seconds(60), [&] { return roused; }));
    roused = false;
  }
  EXPECT_EQ(cursor.dropped, 0u);
}

// The moment between "nobody listens" and "I listen": an append that did not rouse must be readable.
TEST(JournalConcurrency, NothingIsLostBetweenListenAndTheFirstRead) {
  Journal journal({.bytes = 1u << 20, .writers = 1});
  std::atomic<int> go{0};
  constexpr int kRounds = 2'000;
  std::thread writer([&] {
    for (int round = 1; round <= kRounds; ++round) {
      while (go.load(std::memory_order_acquire) != round) std::this_thread::yield();
      append_checkable(journal, 0, static_cast<std::uint64_t>(round));
      go.store(-round, std::memory_order_release);
    }
  });
  for (int round = 1; round <= kRounds; ++round) {
    std::atomic<bool> roused{false};
    Journal::Cursor cursor = journal.end();
    go.store(round, std::memory_order_release);
    const auto token = journal.listen([&] { roused.store(true); });
    const bool seen = !journal.after(cursor, {}, 10).empty();
    while (go.load(std::memory_order_acquire) != -round) std::this_thread::yield();
    EXPECT_TRUE(seen || roused.load()) << round;
  }
  writer.join();
}

TEST(JournalConcurrency, ListenersComeAndGoWhileWritersWrite) {
  Journal journal({.bytes = 300'000, .writers = kWriters});
  Writers writers(journal, 10'000);
  do {
    auto calls = std::make_unique<std::atomic<int>>(0);
    auto token = journal.listen([&calls] { calls->fetch_add(1); });
    token.reset();
    calls.reset();  // no call comes after the token's end
  } while (writers.running());
}

// Large records leave nothing else in the ring: the writer waits for readers, and the budget holds.
TEST(JournalConcurrency, TheBudgetHoldsAgainstReadersThatPinWhatMustGo) {
  constexpr std::size_t kBudget = 400'000;
  Journal journal({.bytes = kBudget, .writers = 1});
  std::atomic<bool> running{true};
  std::thread writer([&] {
    const std::string body = random_bytes(Chance(5), 350'000);
    for (std::uint64_t i = 0; i < 300; ++i) {
      append_checkable(journal, 0, i);
      SmallSample large(i);
      large.request.body = body;
      large.entry.response_body = body;
      journal.append(0, large.entry);
    }
    running.store(false);
  });
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      while (running.load()) {
        for (const Exchange& exchange : journal.newest({}, 10)) {
          EXPECT_EQ(exchange.request.query, "n=" + std::to_string(number_of(exchange)));
        }
        EXPECT_LE(journal.stats().bytes, kBudget);
      }
    });
  }
  writer.join();
  for (std::thread& reader : readers) reader.join();
}

}  // namespace
}  // namespace mimus::journal
