// What a world remembers, through the handler: conditions on state, changes with the answer,
// callers' own scenarios, timed states, templates; and that all of it is one step.
#include <gtest/gtest.h>

#include <atomic>
#include <barrier>
#include <thread>

#include "serving_for_tests.h"

namespace mimus::serve {
namespace {

using Kind = stub::Assignment::Kind;
using std::chrono::seconds;

// ---- stubs -------------------------------------------------------------------------------------

struct Wanted {
  std::string_view path = "/s", text, when = "";
  std::vector<stub::Assignment> changes{};
  std::optional<stub::ScenarioStep> step{};
  std::optional<std::uint64_t> serves{};
};

stub::Assignment change(Kind kind, std::string_view path, json::Value value = nullptr) {
  return {kind, *facts::StatePath::parse(path), std::move(value)};
}

stub::Stub made(Wanted wanted) {
  stub::Stub stub = text_stub(wanted.path, std::string(wanted.text));
  stub.id = stub::derive_id(
      stub.request, 5,
      std::hash<std::string>{}(std::string(wanted.text) + std::string(wanted.when)));
  stub::Particulars& more = stub.more.edit();
  more.scenario = wanted.step;
  more.lifespan.serves = wanted.serves;
  stub::StateUse use;
  if (!wanted.when.empty()) use.condition = *stub::StateCondition::parse(wanted.when);
  use.assignments = std::move(wanted.changes);
  if (use.condition || !use.assignments.empty())
    more.state = std::make_shared<const stub::StateUse>(std::move(use));
  return stub;
}

std::string state_of(const World& world) {
  return json::write(world.state.to_json());
}

// ---- conditions and changes --------------------------------------------------------------------

TEST(Remembering, AConditionDecidesAndAnAnswerChanges) {
  Mocks mocks({made({.text = "full", .when = "state.cart.size >= 2"}),
               made({.text = "added", .changes = {change(Kind::kAppend, "cart", "tea")}})});
  EXPECT_EQ(mocks.get("/s").body, "added");
  EXPECT_EQ(mocks.get("/s").body, "added");
  EXPECT_EQ(mocks.get("/s").body, "full");
  EXPECT_EQ(mocks.ask("GET", "/s", {}, "", 0, true).body, "full") << "of the same bytes";
  EXPECT_EQ(state_of(mocks.world), R"({"cart":["tea","tea"]})");
  mocks.world.state.reset();
  EXPECT_EQ(mocks.get("/s").body, "added");
}

TEST(Remembering, ChangesAreRenderedFromTheMomentOfTheMatch) {
  stub::Stub stub =
      made({.path = "/s/{id}",
            .text = "{{state.n}} {{state.last.id}} {{state.last.who}} {{state.seen.length}}",
            .changes = {change(Kind::kAdd, "n", 1),
                        change(Kind::kSet, "last",
                               json::Object{{"id", "{{path.id}}"},
                                            {"who", "{{header.X-User}}"},
                                            {"before", "{{state.n}}"}}),
                        change(Kind::kAppend, "seen", "{{path.id}}"),
                        change(Kind::kRemove, "scratch")}});
  Mocks mocks({std::move(stub)});
  ASSERT_TRUE(mocks.world.state.set("scratch", 1));
  EXPECT_EQ(mocks.get("/s/7", {{"X-User", "ada"}}).body, "1 7 ada 1")
      << "the answer sees what it changed";
  EXPECT_EQ(mocks.get("/s/a%20b").body, "2 a b null 2");
  EXPECT_EQ(state_of(mocks.world),
            R"({"last":{"id":"a b","who":null,"before":1},"n":2,"seen":[7,"a b"]})");
}

TEST(Remembering, WhatCannotBeIsRefusedAndNothingIsDone) {
  Mocks mocks({made({.text = "no",
                     .changes = {change(Kind::kAdd, "n", 1), change(Kind::kSet, "n.x", 1)},
                     .step = stub::ScenarioStep{"walk", "Started", "done"},
                     .serves = 1}),
               made({.path = "/t",
                     .text = "no",
                     .changes = {change(Kind::kSet, "a", "{{setState 'b' 1}}")}})});
  for (int i = 0; i < 2; ++i) {
    const Said said = mocks.get("/s");
    EXPECT_EQ(said.status, 500);
    EXPECT_EQ(said.body,
              "'n' is a number and has no 'x'; elements are written from [0] on, without gaps\n");
    EXPECT_TRUE(said.matched);
  }
  EXPECT_EQ(mocks.world.scenarios.state("walk"), "Started");
  const Said said = mocks.get("/t");
  EXPECT_EQ(said.status, 500);
  EXPECT_NE(said.body.find("the values of `set` cannot change the world themselves"),
            std::string::npos)
      << said.body;
  EXPECT_EQ(state_of(mocks.world), "{}");
}

TEST(Remembering, ALimitedStubChangesAsOftenAsItServes) {
  Mocks mocks({made({.text = "some", .changes = {change(Kind::kAdd, "n", 1)}, .serves = 3})});
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(mocks.get("/s").matched);
  EXPECT_FALSE(mocks.get("/s").matched);
  EXPECT_EQ(state_of(mocks.world), R"({"n":3})");
}

TEST(Remembering, AnUnmatchedRequestIsToldWhatWasAsked) {
  Mocks mocks({made({.text = "full", .when = "state.cart.size > 3"})});
  ASSERT_TRUE(mocks.world.state.set("cart", json::Array{1}));
  const Said said = mocks.get("/s");
  EXPECT_EQ(said.status, 404);
  EXPECT_NE(said.body.find(R"("expected": "state.cart.size > 3")"), std::string::npos) << said.body;
  EXPECT_NE(said.body.find(R"("actual": "state.cart.size is 1")"), std::string::npos) << said.body;
}

// ---- templates ---------------------------------------------------------------------------------

struct TemplateCase {
  std::string_view text, body;
};
constexpr TemplateCase kTemplates[] = {
    {"{{state 'cart.items[0].id'}} {{state 'none' 'a default'}}", "7 a default"},
    {"{{state.cart.items.[0].id}} {{state.cart.items.length}}", "7 1"},
    {"{{setState 'cart.owner' 'ada'}}{{state.cart.owner}}", "ada"},
    {"{{state.cart.owner}}{{setState 'cart.owner' 'ada'}}{{state.cart.owner}}", "ada"},
    {"{{addState 'n'}} {{addState 'n' 5}} {{addState 'n' -0.5}} {{state 'n'}}", "1 6 5.5 5.5"},
    {"{{#each state.cart.items}}{{id}}{{/each}}", "7"},
    {"{{scenario}} {{scenario 'other'}} {{setScenario 'Paid'}}{{scenario}}",
     "Started Started Paid"},
    {"{{setScenario 'x' of='other'}}{{scenario 'other'}} {{scenario.other}}", "x x"},
};
TEST(Remembering, TemplatesReadAndWrite) {
  for (const TemplateCase& row : kTemplates) {
    SCOPED_TRACE(row.text);
    Mocks mocks({made({.text = row.text, .step = stub::ScenarioStep{"walk", "Started", {}}})});
    ASSERT_TRUE(mocks.world.state.set("cart.items[0].id", 7));
    EXPECT_EQ(mocks.get("/s").body, row.body);
  }
}

TEST(Remembering, JsonTemplatesKeepTypes) {
  stub::Stub stub = text_stub("/s", "");
  stub.responses.front().body = stub::JsonBody{*json::parse(
      R"({"cart":"{{state.cart}}","n":"{{state 'n'}}","sum":"{{addState 'n' 1}}","none":"{{state.none}}"})")};
  Mocks mocks({std::move(stub)});
  ASSERT_TRUE(
      mocks.world.state.replace(json::parse(R"({"cart":[1,{"a":true}],"n":41})")->as_object()));
  EXPECT_EQ(mocks.get("/s").body, R"({"cart":[1,{"a":true}],"n":41,"sum":42,"none":null})");
}

TEST(Remembering, ATemplateThatAsksForTooMuchSaysSo) {
  Mocks mocks({made({.text = "{{setState 'a' body.x}}"})});
  mocks.world.state.limit(1'000);
  const std::string body = R"({"x":")" + std::string(2'000, 'x') + "\"}";
  stub::Stub post = text_stub("/p", "{{setState 'a' body.x}}stored", {"POST"});
  mocks.world.live.publish(snapshot_of({std::move(post)}));
  const Said said = mocks.ask("POST", "/p", {}, body);
  EXPECT_EQ(said.body.find("stored"), std::string::npos) << said.body;
  EXPECT_NE(said.body.find("bytes of the 1000 that it may have"), std::string::npos) << said.body;
}

TEST(Remembering, NoAddedNumberIsLost) {
  constexpr int kEach = 20'000;
  Mocks mocks({made({.text = "{{addState 'n'}}"})}, 1, 2);
  const auto run = [&](unsigned loop) {
    for (int i = 0; i < kEach; ++i) (void)mocks.ask("GET", "/s", {}, "", loop);
  };
  std::thread other(run, 1);
  run(0);
  other.join();
  EXPECT_EQ(state_of(mocks.world), R"({"n":)" + std::to_string(2 * kEach) + "}");
}

// ---- callers of their own, timed states --------------------------------------------------------

void plan(Mocks& mocks, stub::ScenarioPlan plan) {
  mocks.world.scenarios.plan(
      std::make_shared<const stub::ScenarioPlans>(stub::ScenarioPlans{{"walk", std::move(plan)}}));
}

TEST(Remembering, EachCallerWalksAlone) {
  Mocks mocks({made({.text = "first", .step = stub::ScenarioStep{"walk", "Started", "two"}}),
               made({.text = "second", .step = stub::ScenarioStep{"walk", "two", {}}})});
  stub::ScenarioPlan by_user;
  by_user.key = {stub::InstanceKey::Place::kHeader, "X-User"};
  plan(mocks, by_user);
  const auto ask = [&](std::string_view user) { return mocks.get("/s", {{"X-User", user}}).body; };
  EXPECT_EQ(ask("ada"), "first");
  EXPECT_EQ(ask("ada"), "second");
  EXPECT_EQ(ask("bob"), "first");
  EXPECT_EQ(mocks.get("/s").body, "first") << "nobody in particular";
  EXPECT_EQ(ask("ada"), "second");
  EXPECT_EQ(mocks.world.scenarios.state("walk", "bob"), "two");
  EXPECT_EQ(mocks.world.scenarios.image().moved().size(), 3u);
  mocks.world.scenarios.reset("walk");
  EXPECT_EQ(ask("ada"), "first");
}

TEST(Remembering, ACaptureTellsCallersApart) {
  Mocks mocks({made({.path = "/s/{id}",
                     .text = "first {{scenario}}",
                     .step = stub::ScenarioStep{"walk", "Started", "two"}}),
               made({.path = "/s/{id}", .text = "second", .when = "scenario.walk == 'two'"})});
  stub::ScenarioPlan by_id;
  by_id.key = {stub::InstanceKey::Place::kPath, "id"};
  plan(mocks, by_id);
  EXPECT_EQ(mocks.get("/s/1").body, "first two");
  EXPECT_EQ(mocks.get("/s/1").body, "second");
  EXPECT_EQ(mocks.get("/s/2").body, "first two");
}

TEST(Remembering, StatesEndByTheWorldsClock) {
  Mocks mocks({made({.text = "paying", .step = stub::ScenarioStep{"walk", "Started", "Pending"}}),
               made({.text = "pending", .step = stub::ScenarioStep{"walk", "Pending", {}}}),
               made({.text = "paid", .step = stub::ScenarioStep{"walk", "Paid", {}}})});
  mocks.world.clock.freeze(WallTime(seconds(1'000)));
  stub::ScenarioPlan timed;
  timed.lapses["Pending"] = {seconds(30), "Paid"};
  timed.lapses["Paid"] = {seconds(60), "Started"};
  plan(mocks, timed);
  EXPECT_EQ(mocks.get("/s").body, "paying");
  mocks.world.clock.advance(seconds(29));
  EXPECT_EQ(mocks.get("/s").body, "pending");
  mocks.world.clock.advance(seconds(1));
  EXPECT_EQ(mocks.get("/s").body, "paid");
  mocks.world.clock.advance(seconds(59));
  EXPECT_EQ(mocks.get("/s").body, "paid");
  mocks.world.clock.advance(seconds(1));
  EXPECT_EQ(mocks.get("/s").body, "paying");
  const StateView image = mocks.world.look();
  EXPECT_EQ(image.scenario_state("walk", ""), "Pending");
}

// ---- one step ----------------------------------------------------------------------------------

// Of two requests at once on one step exactly one takes it, with all that belongs to it.
TEST(Remembering, OfTwoRequestsAtOnceExactlyOneTakesTheStepWithItsChanges) {
  constexpr int kRounds = 100'000;
  Mocks mocks(
      {made({.text = "first",
             .when = "state.taken != true",
             .changes = {change(Kind::kSet, "taken", true), change(Kind::kAdd, "firsts", 1)},
             .step = stub::ScenarioStep{"walk", "Started", "two"}}),
       made({.text = "second", .when = "state.taken and scenario.walk == 'two'"})},
      1, 2);
  std::atomic<int> firsts{0}, seconds_{0};
  int wrong = 0;
  std::barrier round(2, [&]() noexcept {
    if (firsts.exchange(0) != 1 || seconds_.exchange(0) != 1) ++wrong;
    mocks.world.scenarios.reset();
    (void)mocks.world.state.set("taken", false);
  });
  const auto run = [&](unsigned loop) {
    for (int i = 0; i < kRounds; ++i) {
      (mocks.ask("GET", "/s", {}, "", loop).body == "first" ? firsts : seconds_).fetch_add(1);
      round.arrive_and_wait();
    }
  };
  std::thread other(run, 1);
  run(0);
  other.join();
  EXPECT_EQ(wrong, 0);
  EXPECT_EQ(*mocks.world.state.get("firsts"), json::Value(kRounds));
}

// Read, compute in a template, write: nobody comes between, because the moment of all three is one.
TEST(Remembering, WhatIsReadAndWrittenInOneAnswerIsOneStep) {
  constexpr int kEach = 10'000;
  Mocks mocks({made({.text = "ok",
                     .changes = {change(Kind::kSet, "n", "{{math state.n '+' 1}}"),
                                 change(Kind::kSet, "twice", "{{math state.n '+' state.n}}")}})},
              1, 2);
  ASSERT_TRUE(mocks.world.state.set("n", 0));
  const auto run = [&](unsigned loop) {
    for (int i = 0; i < kEach; ++i) EXPECT_EQ(mocks.ask("GET", "/s", {}, "", loop).body, "ok");
  };
  std::thread other(run, 1);
  run(0);
  other.join();
  EXPECT_EQ(*mocks.world.state.get("n"), json::Value(2 * kEach));
  EXPECT_EQ(*mocks.world.state.get("twice"), json::Value(2 * (2 * kEach - 1)));
}

}  // namespace
}  // namespace mimus::serve
