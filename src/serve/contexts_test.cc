// The contexts of WireMock's state extension, as stubs change and ask for them.
#include "contexts.h"

#include <thread>

#include "facts/context_path.h"
#include "stub/effects.h"
#include "stub/state_use.h"
#include "wiremock_for_tests.h"

namespace mimus::serve {
namespace {

using namespace std::chrono_literals;

render::Template text(std::string_view source) { return *render::Template::compile(source, render::Language::kWireMock); }

// POST /record/{context} sets a property and adds an element, by two listeners.
stub::Stub recorder() {
  stub::Stub made = wiremock_stub("/", literal("ok"), {"POST"});
  made.request.path = *match::PathPattern::parse("/record/{context}");
  stub::ContextChange property;
  property.contexts.push_back(text("{{request.path.context}}"));
  property.records = true;
  property.properties.emplace_back("said", text("{{request.body}}"));
  stub::ContextChange element;
  element.contexts = property.contexts;
  element.records = true;
  element.additions.push_back({false, {{"n", text("{{request.body}}")}}});
  auto effects = std::make_shared<stub::Effects>();
  effects->contexts = {property, element};
  made.more.edit().effects = std::move(effects);
  return made;
}

// GET /is is answered while the matcher holds.
stub::Stub asking(std::string_view parameters) {
  stub::Stub made = wiremock_stub("/is", literal("yes"));
  made.id = stub::StubId{*Uuid::parse("00000000-0000-4000-8000-000000000002")};
  auto use = std::make_shared<stub::StateUse>();
  use->condition = *stub::StateCondition::of_context(json::parse(parameters)->as_object());
  made.more.edit().state = std::move(use);
  return made;
}

struct Case {
  std::string_view parameters;
  bool holds;
};
// After {"said": "2", list [{"n": "1"}, {"n": "2"}]} was recorded by two requests.
constexpr Case kCases[] = {
    {R"({"hasContext": "a"})", true},
    {R"({"hasContext": "b"})", false},
    {R"({"hasNotContext": "b"})", true},
    {R"({"hasNotContext": "a"})", false},
    {R"({"hasContext": "a", "hasProperty": "said", "hasNotProperty": "heard"})", true},
    {R"({"hasContext": "a", "hasProperty": "heard"})", false},
    {R"({"hasContext": "a", "hasNotProperty": "said"})", false},
    {R"({"hasContext": "a", "property": {"said": {"equalTo": "2"}}})", true},
    {R"({"hasContext": "a", "property": {"said": {"equalTo": "1"}}})", false},
    {R"({"hasContext": "a", "property": {"said": {"equalTo": "{{request.query.said}}"}}})", true},
    {R"({"hasContext": "a", "property": {"heard": {"absent": true}}})", true},
    {R"({"hasContext": "a", "list": {"first": {"n": {"equalTo": "1"}}, "last": {"n": {"equalTo": "2"}}}})", true},
    {R"({"hasContext": "a", "list": {"-2": {"n": {"equalTo": "1"}}, "1": {"n": {"matches": "[0-9]"}}}})", true},
    {R"({"hasContext": "a", "list": {"2": {"n": {"absent": true}}}})", false},  // there is no such element
    {R"({"hasContext": "a", "updateCountEqualTo": "2", "listSizeEqualTo": "2"})", true},
    {R"({"hasContext": "a", "updateCountLessThan": "2"})", false},
    {R"({"hasContext": "a", "listSizeMoreThan": "1", "listSizeLessThan": "3"})", true},
    {R"({"hasContext": "a", "listSizeMoreThan": "none"})", false},
};

TEST(Contexts, Matcher) {
  for (const Case& row : kCases) {
    Mocks mocks({recorder(), asking(row.parameters)});
    mocks.ask("POST", "/record/a", {}, "1");
    mocks.ask("POST", "/record/a", {}, "2");
    EXPECT_EQ(mocks.get("/is?said=2").matched, row.holds) << row.parameters;
  }
}

TEST(Contexts, BadMatchersAreRefused) {
  for (const char* parameters : {R"({})", R"({"hasProperty": "a"})", R"({"hasContext": "{{#bad}}"})", R"({"hasContext": "a", "property": 1})",
                                 R"({"hasContext": "a", "property": {"x": {"matches": "("}}})", R"({"hasContext": "a", "list": {"0": 5}})"}) {
    EXPECT_FALSE(stub::StateCondition::of_context(json::parse(parameters)->as_object())) << parameters;
  }
}

TEST(Contexts, OneEndsAnHourAfterItsLastChange) {
  Mocks mocks({recorder(), asking(R"({"hasContext": "a"})")});
  mocks.world.clock.freeze(WallTime(std::chrono::hours(500'000)));
  mocks.ask("POST", "/record/a", {}, "1");
  mocks.world.clock.advance(59min);
  EXPECT_TRUE(mocks.get("/is").matched);
  mocks.ask("POST", "/record/a", {}, "2");
  mocks.world.clock.advance(59min);
  EXPECT_TRUE(mocks.get("/is").matched);
  mocks.world.clock.advance(1min);
  EXPECT_FALSE(mocks.get("/is").matched);
  mocks.ask("POST", "/record/a", {}, "3");  // begins anew
  EXPECT_EQ(mocks.world.state.get("context:a.updateCount"), json::Value(1));
}

// Whoever writes to the state may write there as well.
TEST(Contexts, WhatIsNoContextIsNone) {
  for (const char* stored : {"7", "{}", R"({"used": 9000000000000000000})", R"({"used": 1e30, "updateCount": 1, "properties": {}, "list": []})",
                             R"({"used": 9000000000000, "updateCount": "1", "properties": {}, "list": []})",
                             R"({"used": 9000000000000, "updateCount": 1, "properties": [], "list": []})"}) {
    Mocks mocks({recorder(), asking(R"({"hasContext": "a"})")});
    ASSERT_TRUE(mocks.world.state.set("context:a", *json::parse(stored)));
    EXPECT_FALSE(mocks.get("/is").matched) << stored;
    mocks.ask("POST", "/record/a", {}, "1");
    EXPECT_TRUE(mocks.get("/is").matched) << stored;
  }
}

TEST(Contexts, NamesMayHoldAnything) {
  Mocks mocks({recorder(), asking(R"({"hasContext": "a.b['c'] ä/%"})")});
  mocks.ask("POST", "/record/a.b%5B'c'%5D%20%C3%A4%2F%25", {}, "1");
  EXPECT_TRUE(mocks.world.state.image().to_json().size() == 1);
  const std::string name = facts::context_name("a.b['c'] ä/%");
  EXPECT_EQ(name.find_first_of(".[' /"), std::string::npos) << name;
  ASSERT_TRUE(mocks.world.state.set(name, *json::parse(R"({"used": 9000000000000, "updateCount": 1, "properties": {}, "list": []})")));
  EXPECT_TRUE(mocks.get("/is").matched);
}

TEST(Contexts, WhatHasNoRoomIsSaidAndChangesNothing) {
  Mocks mocks({recorder()});
  mocks.ask("POST", "/record/a", {}, "1");
  mocks.world.state.limit(2000);
  const auto before = mocks.world.state.to_json();
  mocks.ask("POST", "/record/a", {}, std::string(5000, 'x'));
  EXPECT_EQ(mocks.world.state.to_json(), before);
  const auto last = mocks.world.journal.end();
  ASSERT_FALSE(last.last.empty());
  const auto said = mocks.world.callbacks->of(last.last[0]);
  ASSERT_EQ(said.size(), 2u);  // each of the listeners
  EXPECT_NE(said[0].failure.find("a context was not changed"), std::string::npos) << said[0].failure;
}

TEST(Contexts, NoChangeIsLost) {
  constexpr unsigned kThreads = 4;
  constexpr int kTimes = 100;
  Mocks mocks({recorder()}, 1, kThreads);
  std::vector<std::thread> threads;
  for (unsigned loop = 0; loop < kThreads; ++loop) {
    threads.emplace_back([&, loop] {
      for (int i = 0; i < kTimes; ++i) mocks.ask("POST", "/record/a", {}, "x", loop);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(mocks.world.state.get("context:a.updateCount"), json::Value(kThreads * kTimes));
  EXPECT_EQ(mocks.world.state.get("context:a.list.size"), json::Value(kThreads * kTimes));
}

}  // namespace
}  // namespace mimus::serve
