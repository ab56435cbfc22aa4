// What is appended to a journal is in the file, whole, and what is not is counted.
#include "recorder.h"

#include <sys/resource.h>

#include <atomic>
#include <csignal>
#include <fstream>
#include <thread>

#include "database.h"
#include "../journal/entries_for_tests.h"
#include "journal/exchange_json.h"
#include "recording_for_tests.h"

namespace mimus::history {
namespace {

using namespace std::chrono_literals;

// All of two exchanges as text, for a failure that can be read.
std::string text_of(const journal::Exchange& exchange) {
  std::string text = json::write(journal::to_json(exchange));
  const http::OwnedRequest& request = exchange.request;
  for (const std::string& part : {request.target, request.scheme, request.authority, exchange.response_head}) text += "|" + part;
  return text + "|" + std::to_string(static_cast<int>(exchange.version)) + std::to_string(exchange.request_body_cut) + "," +
         std::to_string(exchange.response_body_cut);
}

TEST_F(HistoryTest, AnExchangeComesBackWhole) {
  Said said;
  said.method = "PATCH";
  said.path = "/users/7";
  said.query = "a=1&b";
  said.body = std::string("\0\xff binary", 9);
  said.fields = {{"Host", "other:1"}, {"X", ""}, {"x", "twice: with a colon"}};
  said.authority = "api.test";
  said.response_body = std::string(5000, 'x');
  journal::Journal journal({});
  said.append(journal);
  Said failed;
  failed.status = 0;
  failed.fault = "connection_reset";
  failed.matched = false;
  failed.append(journal);
  {
    auto recorder = Recorder::start(options());
    ASSERT_TRUE(recorder);
    const auto following = (*recorder)->follow(journal, "tenant");
  }
  const auto expected = journal.newest({}, 10);
  const auto found = list();
  ASSERT_EQ(found.size(), 2u);
  for (std::size_t i = 0; i < found.size(); ++i) {
    EXPECT_EQ(text_of(found[i].exchange), text_of(expected[i]));
    EXPECT_EQ(found[i].world, "tenant");
    EXPECT_EQ(found[i].id, static_cast<std::int64_t>(2 - i));
  }
}

TEST_F(HistoryTest, WhateverAJournalHolds) {
  for_each_seed(20, [&](const Chance& chance) {
    std::filesystem::remove(file());
    journal::Journal journal({});
    for (std::uint64_t i = 0; i < 30; ++i) {
      journal::RandomSample sample(chance.fork(i), 20'000);
      // HTTP's names are tokens and its values have no line ends: packing.h
      const std::string names[] = {"X-A", "x-b", "Y"};
      for (std::size_t f = 0; f < sample.fields.size(); ++f) sample.fields[f].name = sample.keep(names[f % 3]);
      for (auto& field : sample.fields) {
        std::string value(field.value);
        std::erase(value, '\r');
        field.value = sample.keep(value);
      }
      journal.append(0, sample.done());
    }
    const auto recorder = Recorder::start(options());
    (*recorder)->follow(journal, "w").reset();
    const auto expected = journal.newest({}, 100);
    const auto found = list();
    ASSERT_EQ(found.size(), expected.size());
    for (const Record& record : found) {
      const auto same = [&](const journal::Exchange& one) { return one.id == record.exchange.id; };
      const auto original = std::find_if(expected.begin(), expected.end(), same);
      ASSERT_NE(original, expected.end());
      journal::Exchange wanted = *original;
      if (!wanted.matched) wanted.stub_label.clear(), wanted.stub_id = {};
      EXPECT_EQ(text_of(record.exchange), text_of(wanted));
    }
  });
}

TEST_F(HistoryTest, BodiesAreStoredOnceAndCompressed) {
  Said said;
  said.body = said.response_body = std::string(100'000, 'a');
  record(std::vector<Said>(50, said));
  EXPECT_EQ(list().size(), 50u);
  EXPECT_EQ(list()[7].exchange.response_body, said.response_body);
  EXPECT_EQ(open()->stats()->bodies, 3u) << "a body and two heads";
  EXPECT_LT(std::filesystem::file_size(file()), 150'000u);
}

TEST_F(HistoryTest, ASecondRunGoesOn) {
  record({Said{}});
  record({Said{}, Said{}}, "other");
  const auto found = list();
  ASSERT_EQ(found.size(), 3u);
  EXPECT_EQ(found[0].id, 3);
  EXPECT_EQ(found[0].world, "other");
  EXPECT_EQ(found[2].world, "default");
}

TEST_F(HistoryTest, SeveralJournalsIntoOneFile) {
  journal::Journal one({}), two({});
  auto recorder = Recorder::start(options());
  auto first = (*recorder)->follow(one, "one");
  for (int i = 0; i < 10; ++i) Said{}.append(one);
  auto second = (*recorder)->follow(two, "two");
  for (int i = 0; i < 20; ++i) Said{}.append(two);
  first.reset();
  Said{}.append(one);  // nobody follows any more
  second.reset();
  Query query;
  query.world = "one";
  EXPECT_EQ(list(query).size(), 10u);
  query.world = "two";
  EXPECT_EQ(list(query).size(), 20u);
}

TEST_F(HistoryTest, FlushMakesItReadable) {
  journal::Journal journal({});
  auto recorder = Recorder::start(options());
  const auto following = (*recorder)->follow(journal, "w");
  for (int i = 1; i <= 5; ++i) {
    Said{}.append(journal);
    ASSERT_TRUE((*recorder)->flush(20s));
    EXPECT_EQ(list().size(), static_cast<std::size_t>(i));
    if (i == 3) std::this_thread::sleep_for(60ms);  // it listens by now, and no longer looks
  }
  EXPECT_EQ((*recorder)->stats().written, 5u);
}

TEST_F(HistoryTest, AnIdleRecorderIsRousedByAnAppend) {
  journal::Journal journal({});
  auto recorder = Recorder::start(options());
  const auto following = (*recorder)->follow(journal, "w");
  ASSERT_TRUE((*recorder)->flush(20s));
  std::this_thread::sleep_for(60ms);
  Said{}.append(journal);
  const auto end = std::chrono::steady_clock::now() + 20s;
  while ((*recorder)->stats().written == 0 && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(1ms);
  EXPECT_EQ((*recorder)->stats().written, 1u);
}

TEST_F(HistoryTest, WhatTheRingLostIsCounted) {
  journal::Journal journal({.bytes = 256 << 10});
  Said said;
  auto recorder = Recorder::start(options());
  for (int i = 0; i < 20'000; ++i) {
    said.body = std::to_string(i) + std::string(100, 'x');
    said.append(journal);
  }
  (*recorder)->follow(journal, "w").reset();
  const Recorder::Stats stats = (*recorder)->stats();
  EXPECT_GT(stats.shed, 0u);
  EXPECT_GT(stats.written, 0u);
  EXPECT_EQ(stats.written + stats.shed, 20'000u);
  EXPECT_EQ(open()->stats()->shed, stats.shed);
  EXPECT_EQ(open()->stats()->exchanges, stats.written);
}

// Many appending threads, many journals that come and go, readers, and nothing is lost. Under TSan too.
TEST_F(HistoryTest, Concurrently) {
  constexpr unsigned kThreads = 3;
  constexpr int kRounds = 5, kEach = 200;
  auto recorder = Recorder::start(options());
  std::vector<std::thread> threads;
  for (unsigned t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (int round = 0; round < kRounds; ++round) {
        journal::Journal journal({.writers = 2});
        const auto following = (*recorder)->follow(journal, "world " + std::to_string(t));
        std::thread other([&] {
          for (int i = 0; i < kEach; ++i) Said{}.append(journal, 1);
        });
        for (int i = 0; i < kEach; ++i) Said{}.append(journal, 0);
        EXPECT_TRUE((*recorder)->flush(60s));
        other.join();
      }
    });
  }
  for (int i = 0; i < 20; ++i) {
    EXPECT_LE((*recorder)->stats().written, std::uint64_t{kThreads * kRounds * kEach * 2});
    EXPECT_TRUE(open()->list({}));
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ((*recorder)->stats().written, std::uint64_t{kThreads * kRounds * kEach * 2});
  EXPECT_EQ((*recorder)->stats().shed, 0u);
}

// A file system that takes no more: the limit on the size of this process's files stands for a full disk.
TEST_F(HistoryTest, AFullDiskIsSaidOnceAndWhatWasLostIsCounted) {
  std::signal(SIGXFSZ, SIG_IGN);
  std::atomic<int> said{0};
  Recorder::Options with = options();
  with.on_problem = [&](const Error& error) {
    ++said;
    EXPECT_NE(describe(error).find("history.db"), std::string::npos);
  };
  journal::Journal journal({});
  auto recorder = Recorder::start(with);
  auto following = (*recorder)->follow(journal, "w");
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  rlimit small = before;
  small.rlim_cur = 200'000;
  ::setrlimit(RLIMIT_FSIZE, &small);
  const auto append = [&journal](int from, int to) {
    Said big;
    for (int i = from; i < to; ++i) {
      big.body = journal::random_bytes(Chance(static_cast<std::uint64_t>(i)), 20'000);
      big.append(journal);
    }
  };
  append(0, 12);
  EXPECT_TRUE((*recorder)->flush(20s)) << "it does not hang";
  EXPECT_TRUE((*recorder)->stats().failing.has_value());
  append(12, 20);  // behind the batch that waits for the disk
  const auto end = std::chrono::steady_clock::now() + 60s;
  while ((*recorder)->stats().failures < 2 && std::chrono::steady_clock::now() < end) std::this_thread::sleep_for(1ms);
  EXPECT_GE((*recorder)->stats().failures, 2u) << "it tries again";
  EXPECT_EQ(said, 1);
  ::setrlimit(RLIMIT_FSIZE, &before);
  following.reset();
  EXPECT_FALSE((*recorder)->stats().failing.has_value());
  EXPECT_EQ((*recorder)->stats().written, 20u) << "the ring held them all";
  EXPECT_EQ(list().size(), 20u);
  EXPECT_EQ(said, 1);
}

struct BadFile {
  std::string_view rule;
  std::function<void(const std::filesystem::path& file)> make;
  std::string_view says;
};
const BadFile kBadFiles[] = {
    {"no database", [](const auto& file) { std::ofstream(file) << std::string(5000, 'x'); }, "no SQLite database"},
    {"another program's",
     [](const auto& file) { EXPECT_TRUE(Database::open(file, Database::Mode::kReadWrite)->run("CREATE TABLE t(x)")); },
     "no history"},
    {"another version",
     [](const auto& file) {
       (void)Recorder::start({.file = file});
       EXPECT_TRUE(Database::open(file, Database::Mode::kReadWrite)->run("PRAGMA user_version=99"));
     },
     "version 99"},
    {"a folder", [](const auto& file) { std::filesystem::create_directory(file); }, "directory"},
    {"cut off",
     [](const auto& file) {
       (void)Recorder::start({.file = file});
       std::filesystem::resize_file(file, 1000);
     },
     "history"},
};
TEST_F(HistoryTest, BadFilesAreRefused) {
  for (const BadFile& row : kBadFiles) {
    SCOPED_TRACE(row.rule);
    std::filesystem::remove_all(file());
    row.make(file());
    const auto recorder = Recorder::start(options());
    ASSERT_FALSE(recorder);
    EXPECT_NE(describe(recorder.error()).find(row.says), std::string::npos) << describe(recorder.error());
    EXPECT_NE(describe(recorder.error()).find("history.db"), std::string::npos) << describe(recorder.error());
    const auto store = Store::open(file());
    EXPECT_FALSE(store);
  }
}

TEST_F(HistoryTest, OneWriterAtATime) {
  const auto first = Recorder::start(options());
  ASSERT_TRUE(first);
  const auto second = Recorder::start(options());
  ASSERT_FALSE(second);
  EXPECT_NE(describe(second.error()).find("another program"), std::string::npos) << describe(second.error());
}

TEST_F(HistoryTest, AFolderThatIsNotThere) {
  Recorder::Options with = options();
  with.file = folder_.path() / "none" / "h.db";
  const auto recorder = Recorder::start(with);
  ASSERT_FALSE(recorder);
  EXPECT_NE(describe(recorder.error()).find("No such file"), std::string::npos) << describe(recorder.error());
}

}  // namespace
}  // namespace mimus::history
