#include "replayer.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>

#include "support/upstream.h"

namespace mimus::replay {
namespace {

using exchange::Exchange;

Exchange said(std::string method, std::string path, std::string body, std::string answer) {
  Exchange one;
  one.request = {std::move(method), "http://old.test" + path, {{"Content-Type", "application/json"}, {"Host", "old.test"}, {":path", "x"}, {"Accept", "*/*"}}, std::move(body)};
  one.response = exchange::Response{.fields = {{"Content-Type", "application/json"}}, .body = std::move(answer)};
  return one;
}

std::string json_answer(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// A server that notes requests and answers with what `answer` makes of "GET /path".
class Noting {
 public:
  explicit Noting(std::function<std::string(const std::string&)> answer)
      : upstream_([this, answer = std::move(answer)](Peer& peer) {
          for (std::string request = peer.read_request(); !request.empty(); request = peer.read_request()) {
            const std::string line = request.substr(0, request.find(" HTTP/"));
            {
              const std::lock_guard lock(mutex_);
              seen_.push_back(request);
              lines_ += line + "\n";
            }
            if (!peer.send(json_answer(answer(line)))) return;
          }
        }) {}
  std::string url() const { return upstream_.url(); }
  std::string lines() const {
    const std::lock_guard lock(mutex_);
    return lines_;
  }
  std::vector<std::string> seen() const {
    const std::lock_guard lock(mutex_);
    return seen_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> seen_;
  std::string lines_;
  Upstream upstream_;
};

class Replaying : public testing::Test {
 protected:
  Replayed run(const std::vector<Exchange>& exchanges) {
    options.comparer = &*comparer;
    auto replayed = replay(exchanges, options, **client);
    EXPECT_TRUE(replayed) << replayed.error().message;
    return *std::move(replayed);
  }
  Result<std::unique_ptr<outbound::Client>> client = outbound::Client::start({});
  Result<recording::Comparer> comparer = recording::Comparer::compile({});
  Options options;
};

TEST_F(Replaying, PutsNewIdsIntoLaterRequestsAndTakesThemForNoDifference) {
  const Noting server([&](const std::string& line) -> std::string {
    if (line == "POST /v2/users") return R"({"id": 93, "href": "http://new.test/users/93"})";
    if (line == "GET /v2/users/93") return R"({"id": 93, "name": "Bob"})";
    return "{}";
  });
  options.against = server.url() + "/v2/";
  options.fields = {{"X-Key", "mine"}, {"Accept", ""}};
  const Replayed done = run({said("POST", "/users", R"({ "name":"Ada" })", R"({"id": 17, "href": "http://new.test/users/17"})"),
                             said("GET", "/users/17", "", R"({"id": 17, "name": "Ada"})"), said("DELETE", "/users/17?hard=1", "", "{}")});
  EXPECT_EQ(server.lines(), "POST /v2/users\nGET /v2/users/93\nDELETE /v2/users/93?hard=1\n");
  const std::string first = server.seen().front();
  EXPECT_TRUE(first.ends_with(R"({ "name":"Ada" })")) << first;
  EXPECT_NE(first.find("X-Key: mine"), first.npos);
  EXPECT_EQ(first.find("old.test"), first.npos);
  EXPECT_EQ(first.find(":path"), first.npos);
  EXPECT_EQ(first.find("Accept: */*"), first.npos);
  ASSERT_EQ(done.outcomes.size(), 3u);
  EXPECT_TRUE(done.outcomes[0].passed()) << done.outcomes[0].differences[0].where;
  ASSERT_EQ(done.outcomes[1].differences.size(), 1u);
  EXPECT_EQ(done.outcomes[1].differences[0], (recording::Difference{"/name", "\"Ada\"", "\"Bob\""}));
  EXPECT_EQ(done.outcomes[1].request, "GET /users/17 (now /users/93)");
  EXPECT_TRUE(done.outcomes[2].passed());
  EXPECT_EQ(done.renewed, 2u);
  EXPECT_EQ(done.sent, 3u);
}

TEST_F(Replaying, SendsNothingThatNeedsAValueThatDidNotCome) {
  const Noting server([&](const std::string&) { return R"({"error": "no"})"; });
  options.against = server.url();
  const Replayed done = run({said("POST", "/users", "{}", R"({"id": 17})"), said("DELETE", "/users/17", "", "{}")});
  EXPECT_EQ(server.lines(), "POST /users\n");
  ASSERT_EQ(done.outcomes.size(), 2u);
  EXPECT_EQ(done.outcomes[1].failure, "not sent: it needs body /id of the answer to POST /users, which was not there");
  EXPECT_EQ(done.sent, 1u);
}

TEST_F(Replaying, WithoutLinksAllIsSentAsItWas) {
  const Noting server([&](const std::string&) { return R"({"id": 93})"; });
  options.against = server.url();
  options.links = false;
  const Replayed done = run({said("POST", "/users", "{}", R"({"id": 17})"), said("GET", "/users/17", "", R"({"id": 93})")});
  EXPECT_EQ(server.lines(), "POST /users\nGET /users/17\n");
  EXPECT_EQ(done.outcomes[0].differences.size(), 1u);
}

TEST_F(Replaying, TheServersOwnAddressIsNoDifference) {
  std::string url;
  const Noting server([&](const std::string&) { return "{\"self\": \"" + url + "/a\", \"other\": \"http://old.test/b\"}"; });
  options.against = url = server.url();
  const Replayed done = run({said("GET", "/a", "", R"({"self": "http://old.test/a", "other": "http://old.test/b"})")});
  EXPECT_TRUE(done.outcomes[0].passed());
}

TEST_F(Replaying, AValueThatIsThereByChanceIsNoneOfTheServers) {
  const Noting server([&](const std::string&) { return R"({"id": 93, "ownerId": 17})"; });
  options.against = server.url();
  const Replayed done = run({said("POST", "/users", "{}", R"({"id": 17, "ownerId": 17})"), said("DELETE", "/users/17", "", R"({"id": 17, "ownerId": 17})")});
  EXPECT_TRUE(done.outcomes[0].passed());
  EXPECT_TRUE(done.outcomes[1].passed());
}

// Requests that may go together do: the server answers the first ones only when both are there.
TEST_F(Replaying, InParallelButForWhatDepends) {
  std::atomic<int> looking{0};
  const Noting server([&](const std::string& line) -> std::string {
    if (line.starts_with("GET /slow")) {
      ++looking;
      for (int i = 0; i < 20'000 && looking < 2; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return line == "POST /users" ? R"({"id": 93})" : "{}";
  });
  options.against = server.url();
  options.parallel = 4;
  const Replayed done = run({said("GET", "/slow/1", "", "{}"), said("GET", "/slow/2", "", "{}"), said("POST", "/users", "{}", R"({"id": 17})"),
                             said("GET", "/users/17", "", "{}"), said("PUT", "/slow", "{}", "{}")});
  EXPECT_EQ(looking, 2);
  EXPECT_EQ(done.outcomes.size(), 5u);
  for (const auto& one : done.outcomes) EXPECT_TRUE(one.passed()) << one.request << one.failure;
  const std::string lines = server.lines();
  EXPECT_LT(lines.find("POST /users"), lines.find("GET /users/93"));
  EXPECT_LT(lines.find("GET /slow/2"), lines.find("PUT /slow"));
  EXPECT_LT(lines.find("GET /slow/1"), lines.find("PUT /slow"));
}

TEST_F(Replaying, StopsWhereNobodyAnswers) {
  options.against = "http://127.0.0.1:" + std::to_string(closed_port());
  std::vector<Exchange> many(1000, said("GET", "/a", "", "{}"));
  const Replayed done = run(many);
  EXPECT_EQ(done.sent, 3u);
  EXPECT_EQ(done.outcomes.size(), 3u);
  EXPECT_NE(done.stopped.find("refused"), std::string::npos) << done.stopped;
}

// One that accepts and says nothing would cost a time-out for each request.
TEST_F(Replaying, StopsWhereNoAnswerComesInTime) {
  Upstream stalled([](Peer& peer) { peer.wait_for_end(); });
  options.against = stalled.url();
  options.timeout = std::chrono::milliseconds(50);
  const Replayed done = run(std::vector<Exchange>(20, said("GET", "/a", "", "{}")));
  EXPECT_EQ(done.sent, 3u);
  EXPECT_FALSE(done.stopped.empty());
  EXPECT_EQ(done.outcomes.size(), 3u);
}

TEST_F(Replaying, AnInterruptionLeavesWhatWasDone) {
  Upstream once([](Peer& peer) {
    peer.read_request();
    peer.send(json_answer("{}"));
    peer.read_request();
    peer.wait_for_end();
  });
  options.against = once.url();
  std::size_t done_so_far = 0;
  options.on_progress = [&](std::size_t done) { done_so_far = done; };
  options.interrupted = [&] { return done_so_far > 0; };
  const Replayed done = run(std::vector<Exchange>(5, said("GET", "/a", "", "{}")));
  EXPECT_EQ(done.stopped, "interrupted");
  ASSERT_EQ(done.outcomes.size(), 1u);
  EXPECT_TRUE(done.outcomes[0].passed());
}

TEST_F(Replaying, AsFarApartAsRecorded) {
  const Noting server([&](const std::string&) { return "{}"; });
  options.against = server.url();
  options.pace = 10;
  std::vector<Exchange> two(2, said("GET", "/a", "", "{}"));
  two[1].started = two[0].started + std::chrono::seconds(1);
  const auto begun = std::chrono::steady_clock::now();
  EXPECT_EQ(run(two).sent, 2u);
  EXPECT_GE(std::chrono::steady_clock::now() - begun, std::chrono::milliseconds(100));
}

TEST(Replay, ABadAddressIsAnError) {
  auto client = outbound::Client::start({});
  EXPECT_FALSE(replay({}, {.against = "localhost:8080"}, **client));
  EXPECT_FALSE(replay({}, {.against = "http://localhost:8080/?a=b"}, **client));
}

}  // namespace
}  // namespace mimus::replay
