// Which world a request goes to, what worlds share, and when they end.
#include "worlds.h"

#include <thread>

#include "rate.h"
#include "serving_for_tests.h"

namespace mimus::serve {
namespace {

using std::chrono::seconds;

// A surface that says in which world it stands.
class NamePlate final : public Surface {
 public:
  explicit NamePlate(World& world) : world_(world) {}
  bool answer(const http::Request& request, server::LoopIndex, Arena& arena, server::Reply& reply) override;

 private:
  World& world_;
};

bool NamePlate::answer(const http::Request& request, server::LoopIndex, Arena& arena, server::Reply& reply) {
  if (request.path != "/__name") return false;
  reply.head = "HTTP/1.1 200 OK\r\n";
  reply.body = arena.copy(world_.name);
  return true;
}

class Several {
 public:
  explicit Several(std::vector<stub::Stub> stubs, Worlds::Options options = {})
      : first(7, {.writers = 2}), handler(first, 2), worlds(first, handler, with_surface(std::move(options))) {
    first.alarms = &alarms;
    first.live.publish(snapshot_of(std::move(stubs)));
  }

  Said ask(std::string_view target, std::vector<http::HeaderField> fields = {}, unsigned loop = 0, bool repeats = false,
           std::string_view authority = "127.0.0.1:8080") {
    http::Request request;
    request.method = "GET";
    request.target = target;
    request.path = target.substr(0, target.find('?'));
    request.authority = authority;
    request.fields = fields;
    request.repeats = repeats;
    Arena arena;
    server::Reply reply;
    server::Timing timing;
    timing.received = timing.decided = timing.leaving = std::chrono::steady_clock::now();
    worlds.answer(request, loop, arena, reply);
    Said said;
    said.matched = reply.stub != nullptr;
    said.status = reply.prepared != nullptr ? reply.prepared->status : reply.status;
    said.body = reply.prepared != nullptr ? std::string_view(reply.prepared->body) : reply.body;
    waits = reply.deferred != nullptr;
    if (reply.deferred) reply.deferred([this](server::Reply) { ++rung; });
    worlds.leaving(request, loop, arena, reply, timing);
    return said;
  }

  World first;
  Alarms alarms;
  MockHandler handler;
  Worlds worlds;
  std::atomic<bool> waits{false};
  std::atomic<int> rung{0};

 private:
  static Worlds::Options with_surface(Worlds::Options options) {
    options.loops = 2;
    options.journal.writers = 2;
    options.journal.bytes = 1 << 20;
    options.surface = [](World& world) { return std::make_unique<NamePlate>(world); };
    return options;
  }
};

// ---- tenants -----------------------------------------------------------------------------------

struct Way {
  const char* name;
  Assignment rules;
  const char* target;
  std::vector<http::HeaderField> fields;
  const char* authority;
};

class Assigned : public testing::TestWithParam<Way> {};

TEST_P(Assigned, GoesToItsOwnWorld) {
  const Way& way = GetParam();
  Several several({text_stub("/who", "everybody's")});
  several.worlds.assign(way.rules);
  const auto acme = several.worlds.create("acme", {});
  ASSERT_TRUE(acme) << describe(acme.error());
  ASSERT_TRUE((*acme)->stubs.create(text_stub("/who", "acme's")));
  EXPECT_EQ(several.ask(way.target, way.fields, 0, false, way.authority).body, "acme's");
  EXPECT_EQ(several.ask("/who").body, "everybody's");
  EXPECT_EQ((*acme)->journal.stats().appended, 1u);
  EXPECT_EQ((*acme)->journal.newest({}, 1).front().request.path, "/who");
  EXPECT_EQ(several.first.journal.stats().appended, 1u);
}

INSTANTIATE_TEST_SUITE_P(
    Ways, Assigned,
    testing::Values(Way{"Header", {.header = "X-Tenant"}, "/who", {{"x-tenant", "acme"}}, "h"},
                    Way{"OwnHeader", {}, "/who", {{"Mimus-World", "acme"}}, "h"},
                    Way{"Host", {.host = "{world}.mocks.test"}, "/who", {}, "acme.mocks.test:8080"},
                    Way{"Path", {.path = "/t/{world}"}, "/t/acme/who", {}, "h"},
                    Way{"Token", {.tokens = {{"s3cret", "acme"}}}, "/who", {{"Authorization", "Bearer s3cret"}}, "h"}),
    [](const auto& way) { return way.param.name; });

TEST(Worlds, ATenantStandsOnTheStubsOfTheFirstAsTheyAre) {
  Several several({text_stub("/shared", "old")});
  several.worlds.assign({.header = "X-Tenant"});
  const std::vector<http::HeaderField> acme{{"X-Tenant", "acme"}};
  EXPECT_EQ(several.ask("/shared", acme).body, "old");  // the world was made for it
  several.first.live.publish(snapshot_of({text_stub("/shared", "new")}));
  EXPECT_EQ(several.ask("/shared", acme, 0, true).body, "new");
  EXPECT_EQ(several.ask("/none", acme).status, 404);
  EXPECT_EQ(several.worlds.worlds().size(), 2u);
}

TEST(Worlds, WhatNobodyWantsIsExplainedByWhoHasThePath) {
  Several several({text_stub("/shared", "S"), text_stub("/users/{id}", "U")});
  const auto acme = several.worlds.create("acme", {});
  ASSERT_TRUE((*acme)->stubs.create(text_stub("/mine", "M")));
  const std::vector<http::HeaderField> fields{{"Mimus-World", "acme"}};
  EXPECT_NE(several.ask("/user/7", fields).body.find("/users/{id}"), std::string::npos);
}

TEST(Worlds, ARepeatedRequestNeverGetsAnotherWorldsAnswer) {
  Several several({text_stub("/who", "first")});
  EXPECT_EQ(several.ask("/who").body, "first");
  EXPECT_EQ(several.ask("/other", {{"Mimus-World", "default"}}).status, 404);
  const auto acme = several.worlds.create("acme", {});
  ASSERT_TRUE((*acme)->stubs.create(text_stub("/who", "acme's")));
  const std::vector<http::HeaderField> fields{{"Mimus-World", "acme"}};
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(several.ask("/who", fields, 0, i > 0).body, "acme's");
  }
  EXPECT_EQ(several.ask("/who", {}, 0, true).body, "first");
}

TEST(Worlds, UnknownBadAndTooManyNames) {
  Worlds::Options few;
  few.most_worlds = 1;
  Several several({}, few);
  several.worlds.assign({.header = "X-Tenant", .on_demand = false});
  EXPECT_EQ(several.ask("/", {{"X-Tenant", "acme"}}).status, 404);
  EXPECT_EQ(several.worlds.create("a/b", {}).error().code, Code::kInvalid);
  EXPECT_EQ(several.worlds.create("default", {}).error().code, Code::kConflict);
  EXPECT_TRUE(several.worlds.create("acme", {}));
  EXPECT_EQ(several.worlds.create("acme", {}).error().code, Code::kConflict);
  EXPECT_EQ(several.worlds.create("more", {}).error().code, Code::kLimit);
  several.worlds.assign({.header = "X-Tenant"});
  EXPECT_EQ(several.ask("/", {{"X-Tenant", "not a name"}}).status, 400);
  EXPECT_EQ(several.ask("/", {{"X-Tenant", "another"}}).status, 429);
  EXPECT_FALSE(several.worlds.remove("default"));
  EXPECT_TRUE(several.worlds.remove("acme"));
  EXPECT_EQ(several.worlds.remove("acme").error().code, Code::kNotFound);
}

TEST(Worlds, LimitsHold) {
  Several several({text_stub("/a", "A")});
  WorldOptions options;
  options.limits = {.stubs = 1, .requests_per_second = 2};
  const auto acme = several.worlds.create("acme", options);
  EXPECT_TRUE((*acme)->stubs.create(text_stub("/b", "B")));
  const auto refused = (*acme)->stubs.create(text_stub("/c", "C"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::kLimit);
  const std::vector<http::HeaderField> fields{{"Mimus-World", "acme"}};
  int answered = 0;
  for (int i = 0; i < 20; ++i) answered += several.ask("/a", fields).status == 200 ? 1 : 0;
  EXPECT_GE(answered, 2);
  EXPECT_LT(answered, 20);  // ten seconds' worth, unless this took them
  EXPECT_EQ((*acme)->journal.stats().appended, static_cast<std::uint64_t>(answered));
}

TEST(Worlds, TheSurfaceIsTheWorldsOwn) {
  Several several({});
  ASSERT_TRUE(several.worlds.create("acme", {}));
  EXPECT_EQ(several.ask("/__name", {{"Mimus-World", "acme"}}).body, "acme");
  EXPECT_EQ(several.ask("/__name").status, 404);  // the first world's is set by whoever made its handler
}

// ---- sessions ----------------------------------------------------------------------------------

TEST(Sessions, AForkIsIsolatedBothWays) {
  Several several({text_stub("/a", "A")});
  ASSERT_TRUE(several.first.scenarios.set("checkout", "Paid"));
  const auto session = several.worlds.open(several.first, nullptr, {});
  ASSERT_TRUE(session) << describe(session.error());
  const std::string base = "/__mimus/s/" + session->info.token;
  EXPECT_EQ(several.ask(base + "/a").body, "A");
  EXPECT_EQ(session->world->scenarios.state("checkout"), "Paid");
  ASSERT_TRUE(session->world->stubs.create(text_stub("/b", "B")));
  ASSERT_TRUE(session->world->scenarios.set("checkout", "Sent"));
  several.first.live.publish(snapshot_of({text_stub("/a", "other")}));
  EXPECT_EQ(several.ask(base + "/a").body, "A");
  EXPECT_EQ(several.ask("/x", {{"Mimus-Session", session->info.token}}).status, 404);
  EXPECT_EQ(several.ask(base + "/b").body, "B");
  EXPECT_EQ(several.ask("/b").status, 404);
  EXPECT_EQ(several.ask("/a").body, "other");
  EXPECT_EQ(several.first.scenarios.state("checkout"), "Paid");
  EXPECT_EQ(session->world->journal.stats().appended, 4u);
  EXPECT_EQ(session->world->journal.newest({}, 1).front().request.target, "/b");
}

TEST(Sessions, EndWhenClosedOrOverAndSaySo) {
  Several several({text_stub("/a", "A")});
  auto one = several.worlds.open(several.first, nullptr, {});
  auto two = several.worlds.open(several.first, nullptr, {});
  ASSERT_TRUE(one && two);
  EXPECT_EQ(several.worlds.sessions().size(), 2u);
  EXPECT_TRUE(several.worlds.close(one->info.token));
  EXPECT_EQ(several.ask("/__mimus/s/" + one->info.token + "/a").status, 410);
  EXPECT_EQ(one->world->live.current()->stubs.size(), 1u);  // the lease has it still
  several.worlds.expire(*two->info.expires + seconds(1));
  EXPECT_EQ(several.ask("/a", {{"Mimus-Session", two->info.token}}).status, 410);
  EXPECT_EQ(several.ask("/a", {{"Mimus-Session", "nobody"}}).status, 404);
  EXPECT_EQ(several.ask("/a").body, "A");
  EXPECT_EQ(several.worlds.open(several.first, nullptr, {.lasts = seconds(0)}).error().code, Code::kInvalid);
  EXPECT_TRUE(several.worlds.sessions().empty());
}

TEST(Sessions, HaveACompanionAsLongAsTheyLast) {
  std::vector<std::string> said;
  Worlds::Options options;
  options.companion = [&](World& world) {
    said.push_back("+" + world.name);
    return std::shared_ptr<void>(&world, [&said](void* gone) { said.push_back("-" + static_cast<World*>(gone)->name); });
  };
  Several several({}, options);
  {
    const auto session = several.worlds.open(several.first, nullptr, {});
    ASSERT_TRUE(session);
    ASSERT_TRUE(several.worlds.close(session->info.token));
    several.worlds.expire(WallTime());
    EXPECT_EQ(said, std::vector<std::string>{"+session-1"});
  }
  several.worlds.expire(WallTime());
  EXPECT_EQ(said, (std::vector<std::string>{"+session-1", "-session-1"}));
}

TEST(Sessions, BeginAsAnImageWas) {
  Several several({text_stub("/a", "A")});
  ASSERT_TRUE(several.first.scenarios.set("s", "early"));
  const World::Image image = several.first.image();
  ASSERT_TRUE(several.first.scenarios.set("s", "late"));
  several.first.live.publish(snapshot_of({}));
  const auto session = several.worlds.open(several.first, &image, {});
  ASSERT_TRUE(session);
  EXPECT_EQ(session->world->scenarios.state("s"), "early");
  EXPECT_EQ(several.ask("/__mimus/s/" + session->info.token + "/a").body, "A");
  several.first.restore(image);
  EXPECT_EQ(several.ask("/a").body, "A");
  EXPECT_EQ(several.first.scenarios.state("s"), "early");
}

// Opened, used and closed by several threads at the same time; each sees its own stubs only.
TEST(Sessions, ManyAtTheSameTime) {
  Several several({text_stub("/shared", "S")});
  std::vector<std::thread> users;
  for (unsigned loop = 0; loop < 2; ++loop) {
    users.emplace_back([&, loop] {
      for (int i = 0; i < 200; ++i) {
        const auto session = several.worlds.open(several.first, nullptr, {});
        ASSERT_TRUE(session);
        const std::string mine = std::to_string(loop) + "/" + std::to_string(i);
        ASSERT_TRUE(session->world->stubs.create(text_stub("/mine", mine)));
        const std::string base = "/__mimus/s/" + session->info.token;
        EXPECT_EQ(several.ask(base + "/mine", {}, loop).body, mine);
        EXPECT_EQ(several.ask(base + "/shared", {}, loop).body, "S");
        EXPECT_EQ(several.ask("/mine", {}, loop).status, 404);
        EXPECT_TRUE(several.worlds.close(session->info.token));
      }
    });
  }
  for (std::thread& user : users) user.join();
  EXPECT_TRUE(several.worlds.sessions().empty());
}

// ---- delays by the world's clock ---------------------------------------------------------------

TEST(WorldClock, ADelayWaitsWhileTheClockStandsAndGoesOnWithIt) {
  stub::Stub slow = text_stub("/slow", "late");
  slow.latency = stub::FixedDelay{stub::Milliseconds(3'600'000)};
  Several several({slow});
  several.ask("/slow");
  EXPECT_FALSE(several.waits);  // real time: the server waits
  several.first.clock.freeze(WallTime(seconds(1'000'000)));
  several.ask("/slow");
  EXPECT_TRUE(several.waits);
  several.first.clock.advance(seconds(3599));
  several.alarms.changed();
  EXPECT_EQ(several.rung, 0);
  several.first.clock.advance(seconds(1));
  several.alarms.changed();
  while (several.rung == 0) std::this_thread::yield();
  several.first.clock.run(3600 * 1000);
  several.ask("/slow");
  while (several.rung == 1) std::this_thread::yield();
}

TEST(WorldClock, AWorldThatEndsLetsWhatWaitsGo) {
  stub::Stub slow = text_stub("/slow", "late");
  slow.latency = stub::FixedDelay{stub::Milliseconds(1000)};
  Several several({slow});
  {
    auto session = several.worlds.open(several.first, nullptr, {});
    ASSERT_TRUE(session);
    session->world->clock.freeze(WallTime(seconds(1)));
    several.ask("/__mimus/s/" + session->info.token + "/slow");
    EXPECT_TRUE(several.waits);
    EXPECT_TRUE(several.worlds.close(session->info.token));
    EXPECT_EQ(several.rung, 0);
  }
  several.worlds.expire(WallTime());  // where worlds that nobody needs are freed
  EXPECT_EQ(several.rung, 1);
}

TEST(Rate, ASecondsWorthAtOnceAndThenAsTimeGoes) {
  Rate rate;
  const SteadyTime start{seconds(100)};
  EXPECT_FALSE(rate.take(2, start));
  EXPECT_FALSE(rate.take(2, start));
  EXPECT_TRUE(rate.take(2, start));
  EXPECT_FALSE(rate.take(2, start + std::chrono::milliseconds(500)));
  EXPECT_TRUE(rate.take(2, start + std::chrono::milliseconds(500)));
  EXPECT_TRUE(rate.take(0, start));
}

}  // namespace
}  // namespace mimus::serve
