// What is kept, by age and by bytes; and that nothing refers to what went.
#include "retention.h"

#include "../journal/entries_for_tests.h"
#include "recording_for_tests.h"
#include "writer.h"

namespace mimus::history {
namespace {

using namespace std::chrono_literals;

WallTime at(std::chrono::seconds second) { return WallTime(1'800'000'000s + second); }

class RetentionTest : public HistoryTest {
 protected:
  void begin(const Keep& keep) {
    auto made = Writer::open(file(), keep);
    ASSERT_TRUE(made) << describe(made.error());
    writer_ = *std::move(made);
  }
  // So many exchanges with a body of their own each, in one batch.
  void write(int count, WallTime now, std::size_t body = 100) {
    std::vector<journal::Exchange> exchanges(static_cast<std::size_t>(count));
    for (journal::Exchange& exchange : exchanges) {
      exchange.received = now;
      exchange.matched = true;
      exchange.stub_label = "stub";
      exchange.request.path = "/" + std::to_string(++number_);
      exchange.request.body = journal::random_bytes(Chance(number_), body);
    }
    const Batch batch{"w", exchanges, 0};
    const Status done = writer_->write({&batch, 1}, now, false);
    ASSERT_TRUE(done) << describe(done.error());
  }
  int retire(WallTime now) {
    int steps = 0;
    for (;;) {
      const auto more = writer_->retire(now);
      if (!more) ADD_FAILURE() << describe(more.error());
      if (!more || !*more) return steps;
      ++steps;
    }
  }
  std::int64_t count(const std::string& sql) {
    auto table = open()->sql(sql, 10);
    return table ? table->rows[0][0].as_int64() : -1;
  }
  std::unique_ptr<Writer> writer_;
  std::uint64_t number_ = 0;
};

constexpr const char* kLost =
    "SELECT count(*) FROM exchanges WHERE request_body NOT IN (SELECT id FROM bodies) OR stub NOT IN (SELECT id FROM stubs)";

TEST_F(RetentionTest, ByAge) {
  begin({.age = 160s});  // segments of ten seconds
  for (int i = 0; i < 30; ++i) {
    write(100, at(i * 10s));
    retire(at(i * 10s));
    EXPECT_EQ(count(kLost), 0);
    EXPECT_LE(count("SELECT count(*) FROM exchanges"), 1800);
  }
  EXPECT_GE(count("SELECT min(received) / 1000000000 - 1800000000 FROM exchanges"), 120);
  EXPECT_LE(count("SELECT min(received) / 1000000000 - 1800000000 FROM exchanges"), 130);
  retire(at(1000s));
  EXPECT_EQ(count("SELECT count(*) FROM exchanges"), 0) << "without traffic too";
  EXPECT_EQ(count("SELECT count(*) FROM bodies"), 0);
  write(1, at(1001s));
  EXPECT_EQ(count("SELECT min(id) FROM exchanges"), 3001) << "ids go on rising";
  EXPECT_EQ(count(kLost), 0);
}

TEST_F(RetentionTest, IdsRiseAfterARestartToo) {
  begin({.age = 10s});
  write(5, at(0s));
  writer_.reset();
  begin({.age = 10s});
  write(5, at(100s));
  retire(at(100s));
  writer_.reset();
  begin({});
  write(1, at(101s));
  EXPECT_EQ(count("SELECT max(id) FROM exchanges"), 11);
  EXPECT_EQ(count("SELECT count(*) FROM exchanges"), 6);
}

TEST_F(RetentionTest, ByBytes) {
  constexpr std::uint64_t kLimit = 2u << 20;
  begin({.bytes = kLimit});
  for (int i = 0; i < 60; ++i) {
    write(20, at(0s), 5000);  // 100 kB
    retire(at(0s));
    EXPECT_EQ(count(kLost), 0);
    EXPECT_LE(std::filesystem::file_size(file()), kLimit * 3 / 2) << i;
  }
  EXPECT_GT(count("SELECT count(*) FROM exchanges"), 200) << "it keeps what fits";
  EXPECT_EQ(count("SELECT max(id) FROM exchanges"), 1200) << "the newest";
}

TEST_F(RetentionTest, TheFileShrinks) {
  begin({.age = 100s});
  write(2000, at(0s), 5000);
  ASSERT_TRUE(writer_->finish());
  const auto before = std::filesystem::file_size(file());
  retire(at(1000s));
  ASSERT_TRUE(writer_->finish());
  EXPECT_LT(std::filesystem::file_size(file()), before / 3);
}

TEST_F(RetentionTest, WithoutLimitsAllStays) {
  begin({});
  write(100, at(0s));
  EXPECT_EQ(retire(at(std::chrono::hours(100'000))), 0);
  EXPECT_EQ(count("SELECT count(*) FROM exchanges"), 100);
}

TEST_F(RetentionTest, AFullSegmentIsFollowedByAnother) {
  begin({});
  for (int i = 0; i < 17; ++i) write(4096, at(0s), 0);
  EXPECT_EQ(count("SELECT count(*) FROM segments"), 2);
  EXPECT_EQ(count("SELECT sum(exchanges) FROM segments"), 17 * 4096);
  EXPECT_EQ(count("SELECT count(*) FROM stubs"), 2) << "each has its own";
}

}  // namespace
}  // namespace mimus::history
