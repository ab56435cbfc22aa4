#include "poller.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <vector>

namespace mimus::net {
namespace {

// One end of a socket pair, in non-blocking use by its owner; the other end writes.
class Ear final : public Watched {
 public:
  Ear(Poller& poller, std::vector<std::string>& log, std::string name) : log_(log), name_(std::move(name)) {
    EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends_.data()), 0);
    EXPECT_TRUE(poller.add(ends_[0], *this));
  }
  ~Ear() {
    ::close(ends_[0]);
    ::close(ends_[1]);
  }
  void speak() { EXPECT_EQ(::write(ends_[1], "x", 1), 1); }
  void note(unsigned events) override { heard_ = (events & EPOLLIN) != 0; }
  std::string_view read_ahead() override { return heard_ ? std::string_view(name_) : std::string_view(); }
  void go_on() override {
    if (!heard_) return;
    log_.push_back(name_);
    if (then) then();
  }
  std::function<void()> then;

 private:
  std::vector<std::string>& log_;
  const std::string name_;
  std::array<int, 2> ends_{};
  bool heard_ = false;
};

struct Noted final : Turn {
  Noted(std::vector<std::string>& log, std::string what) : log(log), what(std::move(what)) {}
  void run() override { log.push_back(what); }
  std::vector<std::string>& log;
  const std::string what;
};

class PollerTest : public testing::Test {
 protected:
  PollerTest() : poller(io) {
    poller.start([this](std::span<const std::string_view> paths) {
      std::string all = "expect";
      for (const std::string_view path : paths) all.append(" ").append(path);
      log.push_back(all);
    });
    io.poll();
  }
  ~PollerTest() override {
    poller.stop();
    io.poll();
  }
  boost::asio::io_context io{1};
  Poller poller;
  std::vector<std::string> log;
};

TEST_F(PollerTest, AGroupIsReadAheadThenGoesOnThenTurnsAreTaken) {
  Ear first(poller, log, "/1"), second(poller, log, "/2");
  io.poll();  // both could be written to
  log.clear();
  first.then = [&] { poller.soon(std::make_shared<Noted>(log, "turn of the first")); };
  first.speak();
  second.speak();
  io.run_one();
  EXPECT_EQ(log, (std::vector<std::string>{"expect /1 /2", "/1", "/2", "turn of the first"}));
}

TEST_F(PollerTest, WhoGoesAwayIsNotToldAnyMore) {
  Ear first(poller, log, "/1");
  auto second = std::make_unique<Ear>(poller, log, "/2");
  io.poll();
  log.clear();
  first.then = [&] { second.reset(); };
  first.speak();
  second->speak();
  io.run_one();
  EXPECT_EQ(log, (std::vector<std::string>{"expect /1 /2", "/1"}));
}

TEST_F(PollerTest, ATurnOutsideOfABatchComesLater) {
  poller.soon(std::make_shared<Noted>(log, "turn"));
  EXPECT_TRUE(log.empty());
  io.poll();
  EXPECT_EQ(log, std::vector<std::string>{"turn"});
}

}  // namespace
}  // namespace mimus::net
