// One request's way, without a server: matching to reply, and what the journal knows.
#include "mock_handler.h"

#include <algorithm>
#include <map>
#include <set>
#include <thread>

#include "alarms.h"
#include "http/content_coding.h"
#include "serving_for_tests.h"
#include "support/temp_dir.h"

namespace mimus::serve {
namespace {

stub::Stub choosing(stub::Choice choice, std::vector<std::string> texts) {
  stub::Stub made = text_stub("/choice", "");
  made.choice = choice;
  made.responses.clear();
  for (std::string& text : texts) made.responses.push_back(text_response(std::move(text)));
  return made;
}

// ---- the same request again
// --------------------------------------------------------------------------------

TEST(MockHandler, ARepeatedRequestGetsTheSameAndIsRecordedEachTime) {
  Mocks mocks({text_stub("/a", "A"), text_stub("/b", "B")});
  std::string said = mocks.get("/a").body;
  for (int i = 0; i < 5; ++i) said += mocks.ask("GET", "/a", {}, {}, 0, true).body;
  said += mocks.get("/b").body;
  said += mocks.ask("GET", "/b", {}, {}, 0, true).body;
  EXPECT_EQ(said, "AAAAAABB");
  std::string recorded;
  for (const journal::Exchange& one : mocks.world.journal.newest({}, 100))
    recorded = one.response_body + recorded;
  EXPECT_EQ(recorded, said);
}

TEST(MockHandler, ARepeatedRequestSeesAReload) {
  Mocks mocks({text_stub("/a", "old")});
  EXPECT_EQ(mocks.get("/a").body, "old");
  EXPECT_EQ(mocks.ask("GET", "/a", {}, {}, 0, true).body, "old");
  mocks.world.live.publish(snapshot_of({text_stub("/a", "new")}));
  EXPECT_EQ(mocks.ask("GET", "/a", {}, {}, 0, true).body, "new");
  mocks.world.live.publish(snapshot_of({}));
  EXPECT_EQ(mocks.ask("GET", "/a", {}, {}, 0, true).status, 404);
  EXPECT_EQ(mocks.world.journal.newest({}, 100).size(), 4u);
}

TEST(MockHandler, ARepeatedRequestMovesWhatCounts) {
  Mocks mocks({choosing(stub::Choice::kCycle, {"a", "b", "c"})});
  std::string said = mocks.get("/choice").body;
  for (int i = 0; i < 5; ++i) said += mocks.ask("GET", "/choice", {}, {}, 0, true).body;
  EXPECT_EQ(said, "abcabc");
}

TEST(MockHandler, WhatIsExpectedChangesNoAnswer) {
  std::vector<stub::Stub> stubs;
  for (int i = 0; i < 400; ++i) {
    const std::string number = std::to_string(i);
    stubs.push_back(text_stub("/exact/" + number, "exact " + number));
    stubs.push_back(text_stub("/with-" + number + "/{id:int}/tail", "template " + number));
    stubs.push_back(text_stub("regex:/items-" + number + "/[a-z]+", "regex " + number));
  }
  Mocks mocks(std::move(stubs));
  for (int i = 0; i < 400; ++i) {
    const std::string number = std::to_string(i);
    const std::string exact = "/exact/" + number, shaped = "/with-" + number + "/7/tail",
                      regex = "/items-" + number + "/x";
    const std::string_view paths[] = {exact, shaped, regex,  "/nowhere",
                                      "*",   "",     "/%41", "/a/b/c/d/e/f/g"};
    mocks.handler.expect(paths, 0);
    EXPECT_EQ(mocks.get(exact).body, "exact " + number);
    EXPECT_EQ(mocks.get(shaped).body, "template " + number);
    EXPECT_EQ(mocks.get(regex).body, "regex " + number);
  }
  EXPECT_EQ(mocks.get("/nowhere").status, 404);
}

// ---- which of several ------------------------------------------------------------------------------------

TEST(MockHandler, ASequenceGoesToItsEndAndStays) {
  Mocks mocks({choosing(stub::Choice::kSequence, {"a", "b", "c"})});
  std::string said;
  for (int i = 0; i < 6; ++i) said += mocks.get("/choice").body;
  EXPECT_EQ(said, "abcccc");
}

TEST(MockHandler, ACycleBeginsAgain) {
  Mocks mocks({choosing(stub::Choice::kCycle, {"a", "b", "c"})});
  std::string said;
  for (int i = 0; i < 7; ++i) said += mocks.get("/choice").body;
  EXPECT_EQ(said, "abcabca");
}

TEST(MockHandler, AReloadDoesNotMoveASequenceBack) {
  Mocks mocks({choosing(stub::Choice::kSequence, {"a", "b", "c"})});
  EXPECT_EQ(mocks.get("/choice").body, "a");
  mocks.world.live.publish(snapshot_of({choosing(stub::Choice::kSequence, {"A", "B", "C"})}));
  EXPECT_EQ(mocks.get("/choice").body, "B");
  mocks.world.counters.reset();
  EXPECT_EQ(mocks.get("/choice").body, "A");
}

TEST(MockHandler, WeightsAreKept) {
  stub::Stub weighted = choosing(stub::Choice::kWeighted, {"often", "seldom", "never"});
  weighted.responses[0].weight = 3;
  weighted.responses[1].weight = 1;
  weighted.responses[2].weight = 0;
  Mocks mocks({weighted});
  std::map<std::string, int> counts;
  for (int i = 0; i < 4'000; ++i) ++counts[mocks.get("/choice?i=" + std::to_string(i)).body];
  EXPECT_NEAR(counts["often"], 3000, 120);
  EXPECT_NEAR(counts["seldom"], 1000, 120);
  EXPECT_EQ(counts["never"], 0);
}

TEST(MockHandler, RandomIsEvenAndReplaysWithItsSeed) {
  const auto run = [](std::uint64_t seed) {
    Mocks mocks({choosing(stub::Choice::kRandom, {"a", "b", "c"})}, seed);
    std::string said;
    for (int i = 0; i < 600; ++i) said += mocks.get("/choice").body;
    return said;
  };
  const std::string said = run(7);
  for (const char c : {'a', 'b', 'c'}) EXPECT_NEAR(std::ranges::count(said, c), 200, 60) << c;
  EXPECT_EQ(said, run(7));
  EXPECT_NE(said, run(8));
}

TEST(MockHandler, OfParallelRequestsOnOneStepExactlyOneWins) {
  constexpr unsigned kLoops = 4;
  constexpr int kRounds = 200;
  Mocks mocks({choosing(stub::Choice::kSequence, {"first", "later"})}, 1, kLoops);
  for (int round = 0; round < kRounds; ++round) {
    mocks.world.counters.reset();
    std::atomic<int> won{0};
    {
      std::vector<std::jthread> clients;
      for (unsigned loop = 0; loop < kLoops; ++loop) {
        clients.emplace_back([&, loop] {
          if (mocks.ask("GET", "/choice", {}, {}, loop).body == "first") ++won;
        });
      }
    }
    ASSERT_EQ(won, 1) << round;
  }
}

// ---- what goes wrong, and when --------------------------------------------------------------------------

TEST(MockHandler, FailuresComeAtTheirRateAndReplayWithTheirSeed) {
  const auto run = [](std::uint64_t seed) {
    stub::Stub failing = text_stub("/fails", "well");
    failing.failure = stub::Failure{.rate = 0.2, .outcome = stub::ResponseSpec{.status = 503}};
    Mocks mocks({failing}, seed);
    std::string said;
    for (int i = 0; i < 2'000; ++i) said += mocks.get("/fails").status == 503 ? 'x' : '.';
    return said;
  };
  const std::string said = run(42);
  EXPECT_NEAR(std::ranges::count(said, 'x'), 400, 60);
  EXPECT_EQ(said, run(42));
  EXPECT_NE(said, run(43));
}

TEST(MockHandler, RatesOfZeroAndOneAreCertain) {
  for (const double rate : {0.0, 1.0}) {
    stub::Stub failing = text_stub("/fails", "well");
    failing.failure = stub::Failure{.rate = rate, .outcome = http::Fault::kConnectionReset};
    Mocks mocks({failing});
    for (int i = 0; i < 200; ++i) {
      const http::Fault expected = rate > 0 ? http::Fault::kConnectionReset : http::Fault::kNone;
      ASSERT_EQ(mocks.get("/fails").delivery.fault, expected);
    }
  }
}

TEST(MockHandler, LatencyAndPaceBecomeTheDelivery) {
  stub::Stub slow = text_stub("/slow", "{{path.nothing}}late");
  slow.latency = stub::FixedDelay{stub::Milliseconds(12.5)};
  slow.pace = {.pieces = 3, .spread = stub::Milliseconds(60), .bytes_per_second = 99, .chunked = true};
  Mocks mocks({slow});
  const Said said = mocks.get("/slow");
  EXPECT_EQ(said.delivery.delay, std::chrono::microseconds(12'500));
  EXPECT_EQ(said.delivery.pieces, 3u);
  EXPECT_EQ(said.delivery.spread, std::chrono::milliseconds(60));
  EXPECT_EQ(said.delivery.bytes_per_second, 99u);
  EXPECT_TRUE(said.delivery.chunked);
  EXPECT_EQ(said.body, "late");
}

TEST(MockHandler, EventsGoOutAtTheirTimes) {
  stub::Stub events = text_stub("/events", "data: {{path.nothing}}\n\ndata: 2\n\n");
  events.more.edit().events_at = {stub::Milliseconds(0), stub::Milliseconds(12.5)};
  Mocks mocks({events});
  const Said said = mocks.get("/events");
  EXPECT_EQ(said.events, (std::vector<std::chrono::nanoseconds>{std::chrono::nanoseconds(0), std::chrono::microseconds(12'500)}));
  EXPECT_EQ(said.delivery.pieces, 0u);
  Alarms alarms;
  mocks.world.alarms = &alarms;
  mocks.world.clock.run(10);
  EXPECT_EQ(mocks.get("/events").events.back(), std::chrono::microseconds(1'250)) << "by the world's clock";
}

// ---- HTTP's own rules --------------------------------------------------------------------------------------

TEST(MockHandler, HeadIsWhatGetWouldAnswer) {
  Mocks mocks({text_stub("/a/{id}", "{{path.id}}"), text_stub("/own", "from HEAD", {"HEAD"}), text_stub("/own", "from GET"),
               text_stub("/post", "", {"POST"})});
  EXPECT_EQ(mocks.ask("HEAD", "/a/7").field("Content-Length"), "1");
  EXPECT_EQ(mocks.ask("HEAD", "/own").field("Content-Length"), "9") << "a route for HEAD comes first";
  EXPECT_EQ(mocks.ask("HEAD", "/post").status, 405);
}

TEST(MockHandler, CompressionIsNegotiated) {
  stub::Stub zipped = text_stub("/zipped", std::string(2000, 'a'));
  zipped.compress = true;
  Mocks mocks({zipped});
  EXPECT_EQ(mocks.get("/zipped").field("Content-Encoding"), "(none)");
  EXPECT_EQ(mocks.get("/zipped").field("Vary"), "Accept-Encoding");
  for (const std::string_view coding : {"gzip", "br", "zstd", "deflate"}) {
    const Said said = mocks.get("/zipped", {{"Accept-Encoding", coding}});
    EXPECT_EQ(said.field("Content-Encoding"), coding);
    EXPECT_EQ(said.field("Content-Length"), std::to_string(said.body.size()));
    const auto plain = http::decode_content(coding, said.body, 1 << 20);
    ASSERT_TRUE(plain);
    EXPECT_EQ(*plain, std::string(2000, 'a'));
  }
  EXPECT_EQ(mocks.get("/zipped", {{"Accept-Encoding", "gzip;q=0"}}).field("Content-Encoding"), "(none)");
}

TEST(MockHandler, NoRoute) {
  Mocks mocks({text_stub("/users/{id}", "x")});
  const Said json = mocks.get("/user/7");
  EXPECT_EQ(json.status, 404);
  EXPECT_FALSE(json.matched);
  EXPECT_EQ(json.field("Content-Type"), "application/json");
  const auto report = json::parse(json.body);
  ASSERT_TRUE(report) << json.body;
  EXPECT_EQ(report->at("closest").as_array().at(0).at("route"), "/users/{id}");
  const Said text = mocks.get("/user/7", {{"Accept", "text/plain"}});
  EXPECT_TRUE(text.field("Content-Type").starts_with("text/plain"));
  EXPECT_NE(text.body.find("closest: /users/{id}"), std::string::npos);
  EXPECT_EQ(mocks.get("/user/7", {{"Accept", "application/json, text/plain"}}).field("Content-Type"), "application/json");
}

TEST(MockHandler, AnotherMethodIsA405WithAllow) {
  Mocks mocks({text_stub("/a", "x", {"GET"}), text_stub("/a", "x", {"PUT"})});
  const Said said = mocks.ask("DELETE", "/a");
  EXPECT_EQ(said.status, 405);
  EXPECT_EQ(said.field("Allow"), "GET, HEAD, PUT");
  const Said options = mocks.ask("OPTIONS", "/a");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.field("Allow"), "GET, HEAD, PUT, OPTIONS");
  EXPECT_EQ(mocks.ask("OPTIONS", "/b").status, 404);
}

TEST(MockHandler, AnOwnAnswerForTheUnmatchedReplacesTheExplanation) {
  Mocks mocks({});
  auto snapshot = snapshot_of({text_stub("/a", "x")});
  snapshot->unmatched = http::PreparedResponse::make(404, "", {{"Content-Type", "text/plain"}}, "404 Not Found");
  mocks.world.live.publish(std::move(snapshot));
  EXPECT_EQ(mocks.get("/b").body, "404 Not Found");
}

// ---- files ---------------------------------------------------------------------------------------------------

TEST(MockHandler, AFilesNameMayComeFromTheRequestButNotLeadOut) {
  TempDir folder;
  folder.write("secret.txt", "secret");
  folder.write("root/7.json", "{}");
  stub::Stub files = text_stub("/files/{name:*}", "");
  files.responses = {{.body = stub::FileBody{.path = "{{path.name}}", .root = (folder.path() / "root").string()}}};
  Mocks mocks({files});
  EXPECT_EQ(mocks.get("/files/7.json").body, "{}");
  EXPECT_EQ(mocks.get("/files/7.json").field("Content-Type"), "application/json");
  for (const std::string_view path : {"/files/../secret.txt", "/files/%2e%2e/secret.txt", "/files/..%2Fsecret.txt",
                                      "/files/%2e%2e%2fsecret.txt", "/files//etc/passwd", "/files/7.json%00.txt"}) {
    SCOPED_TRACE(path);
    const Said said = mocks.get(path);
    EXPECT_EQ(said.status, 404);
    EXPECT_NE(said.body, "secret");
  }
}

TEST(MockHandler, ATemplatedFileIsRenderedWholeWhateverPartIsAskedFor) {
  TempDir folder;
  folder.write("page.txt", "hello {{query.name}}");
  folder.write("large.txt", std::string(300'000, 'x') + "{{query.name}}");
  stub::Stub files = text_stub("/{name}", "");
  files.responses = {{.body = stub::FileBody{.path = "{{path.name}}.txt", .root = folder.path().string(), .templated = true}}};
  Mocks mocks({files});
  EXPECT_EQ(mocks.get("/page?name=you").body, "hello you");
  const Said ranged = mocks.get("/page?name=you", {{"Range", "bytes=6-"}});
  EXPECT_EQ(ranged.status, 200);
  EXPECT_EQ(ranged.body, "hello you") << "never the template itself";
  EXPECT_TRUE(mocks.get("/large?name=end").body.ends_with("xend"));
}

// ---- the journal ------------------------------------------------------------------------------------------------

TEST(MockHandler, EveryAnswerIsInTheJournal) {
  stub::Stub broken = text_stub("/broken", "body");
  broken.failure = stub::Failure{.rate = 1, .outcome = http::Fault::kEmptyResponse};
  Mocks mocks({text_stub("/a", "x"), broken});
  mocks.get("/a");
  auto newest = mocks.world.journal.newest({}, 1);
  ASSERT_EQ(newest.size(), 1u);
  EXPECT_TRUE(newest[0].matched);
  EXPECT_EQ(newest[0].stub_label, "/a");
  EXPECT_EQ(newest[0].status, 200);
  EXPECT_EQ(newest[0].response_body, "x");
  mocks.get("/nothing");
  newest = mocks.world.journal.newest({}, 1);
  EXPECT_FALSE(newest[0].matched);
  EXPECT_EQ(newest[0].status, 404);
  mocks.get("/broken");
  newest = mocks.world.journal.newest({}, 1);
  EXPECT_EQ(newest[0].status, 0) << "nothing was said";
  EXPECT_EQ(newest[0].fault, http::name_of(http::Fault::kEmptyResponse));
  EXPECT_EQ(mocks.world.journal.count({}), 3u);
}

TEST(MockHandler, MimussOwnAddressesComeBeforeTheMocksAndStayOutOfTheJournal) {
  struct Own : Surface {
    bool answer(const http::Request& request, server::LoopIndex, Arena&, server::Reply& reply) override {
      reply.status = 299;
      return request.path == "/__logs";
    }
  } own;
  Mocks mocks({text_stub("/**", "mock")});
  mocks.handler.set_surface(&own);
  EXPECT_EQ(mocks.get("/__logs").status, 299);
  EXPECT_EQ(mocks.world.journal.count({}), 0u);
  EXPECT_EQ(mocks.get("/__other").body, "mock");
  EXPECT_EQ(mocks.world.journal.count({}), 1u);
}

TEST(MockHandler, AnAnswerUnderWayKeepsItsSnapshot) {
  stub::Stub slow = text_stub("/slow", "{{query.a}}");
  slow.latency = stub::FixedDelay{stub::Milliseconds(1)};
  Mocks mocks({slow, text_stub("/large", std::string(server::kCopiedBody + 1, 'x'))});
  for (const std::string_view path : {"/slow", "/large"}) {
    SCOPED_TRACE(path);
    http::Request request;
    request.method = "GET";
    request.target = request.path = path;
    Arena arena;
    server::Reply reply;
    const auto before = mocks.world.live.current();
    mocks.handler.answer(request, 0, arena, reply);
    EXPECT_NE(reply.hold, nullptr);
    mocks.world.live.publish(snapshot_of({}));
    mocks.handler.renew(0);
    mocks.world.live.sweep();
    if (reply.prepared != nullptr) {
      EXPECT_EQ(reply.prepared->body.front(), 'x');
    }
    mocks.handler.leaving(request, 0, arena, reply, {});
    mocks.world.live.publish(before);
  }
}

TEST(MockHandler, PublishingWhileOthersAskFailsNobody) {
  constexpr unsigned kLoops = 3;
  const auto generation = [](int number) {
    stub::Stub shown = text_stub("/a", std::to_string(number));
    shown.responses[0].fields = {{"X-Generation", std::to_string(number)}};
    stub::Stub rendered = text_stub("/b/{id}", std::to_string(number) + "{{path.none}}");
    rendered.responses[0].fields = {{"X-Generation", std::to_string(number)}};
    return snapshot_of({shown, rendered});
  };
  Mocks mocks({}, 1, kLoops);
  mocks.world.live.publish(generation(0));
  std::atomic<bool> finished{false};
  std::atomic<int> mixed{0};
  {
    std::vector<std::jthread> readers;
    for (unsigned loop = 0; loop < kLoops; ++loop) {
      readers.emplace_back([&, loop] {
        while (!finished) {
          for (const std::string_view path : {"/a", "/b/7"}) {
            const Said said = mocks.ask("GET", path, {}, {}, loop);
            if (said.field("X-Generation") != said.body) ++mixed;
          }
        }
      });
    }
    for (int i = 1; i <= 300; ++i) {
      mocks.world.live.publish(generation(i));
      mocks.world.live.sweep();
    }
    finished = true;
  }
  EXPECT_EQ(mixed, 0);
}

}  // namespace
}  // namespace mimus::serve
