#include "scenario_plan.h"

#include <gtest/gtest.h>

#include "base/chance.h"

namespace mimus::stub {
namespace {

using std::chrono::seconds;

WallTime at(std::int64_t second) {
  return WallTime(seconds(second));
}

ScenarioPlan chain() {
  ScenarioPlan plan;
  plan.lapses["Pending"] = {seconds(30), "Paid"};
  plan.lapses["Paid"] = {seconds(60), "Shipped"};
  return plan;
}

struct LapseCase {
  std::string_view rule, state;
  std::int64_t since, now;
  std::string_view expected;
  std::int64_t until;  // -1: it stays
};
constexpr LapseCase kLapseCases[] = {
    {"at once", "Pending", 100, 100, "Pending", 130},
    {"just before", "Pending", 100, 129, "Pending", 130},
    {"at that very instant it is over", "Pending", 100, 130, "Paid", 190},
    {"the next one began when this one ended, not when somebody asked", "Pending", 100, 189, "Paid",
     190},
    {"two at once", "Pending", 100, 190, "Shipped", -1},
    {"long after", "Pending", 100, 4'000'000'000, "Shipped", -1},
    {"states that are not timed stay", "Other", 100, 4'000'000'000, "Other", -1},
    {"a clock that was turned back", "Pending", 100, 50, "Pending", 130},
};
TEST(ScenarioPlan, TimedStates) {
  const ScenarioPlan plan = chain();
  for (const LapseCase& row : kLapseCases) {
    SCOPED_TRACE(row.rule);
    const Position position = stub::position(plan, row.state, at(row.since), at(row.now));
    EXPECT_EQ(position.state, row.expected);
    EXPECT_EQ(position.until, row.until < 0 ? WallTime::max() : at(row.until));
  }
}

// A round of states is where walking it step by step leads, however often it went round.
TEST(ScenarioPlan, ARoundIsExact) {
  ScenarioPlan lights;
  lights.lapses["red"] = {seconds(7), "green"};
  lights.lapses["green"] = {seconds(5), "amber"};
  lights.lapses["amber"] = {seconds(1), "red"};
  lights.lapses["off"] = {seconds(3), "red"};
  std::string state = "off";
  std::int64_t entered = 0;
  for (std::int64_t now = 0; now < 200; ++now) {
    while (now >= entered + lights.lapses[state].after / seconds(1)) {
      entered += lights.lapses[state].after / seconds(1);
      state = lights.lapses[state].next;
    }
    const Position position = stub::position(lights, "off", at(0), at(now));
    EXPECT_EQ(position.state, state) << now;
    EXPECT_EQ(position.until, at(entered) + lights.lapses[state].after) << now;
  }
  ScenarioPlan blink;
  blink.lapses["on"] = {Nanoseconds(1), "off"};
  blink.lapses["off"] = {Nanoseconds(1), "on"};
  const WallTime century = at(3'155'760'000);
  EXPECT_EQ(stub::position(blink, "on", WallTime(), century).state, "on")
      << "an even number of nanoseconds, at once";
}

struct KeyCase {
  InstanceKey key;
  std::string_view expected;
};
TEST(ScenarioPlan, CallersAreToldApart) {
  using Place = InstanceKey::Place;
  const http::HeaderField fields[] = {
      {"x-user", "ada"}, {"Cookie", "sid=s1"}, {"Authorization", "bearer t.o.k"}};
  http::Request request;
  request.target = "/a?tenant=t1";
  request.path = "/a";
  request.query = "tenant=t1";
  request.fields = fields;
  request.client_ip = "10.0.0.1";
  Arena arena;
  facts::RequestFacts facts(request, arena);
  struct One final : facts::Captured {
    std::optional<std::string_view> find(std::string_view name) const override {
      return name == "id" ? std::optional<std::string_view>("42") : std::nullopt;
    }
  } captured;
  const KeyCase rows[] = {
      {{Place::kNobody, ""}, ""},       {{Place::kHeader, "X-User"}, "ada"},
      {{Place::kHeader, "X-None"}, ""}, {{Place::kCookie, "sid"}, "s1"},
      {{Place::kCookie, "none"}, ""},   {{Place::kQuery, "tenant"}, "t1"},
      {{Place::kPath, "id"}, "42"},     {{Place::kPath, "none"}, ""},
      {{Place::kBearer, ""}, "t.o.k"},  {{Place::kClientIp, ""}, "10.0.0.1"},
  };
  for (const KeyCase& row : rows)
    EXPECT_EQ(row.key.of({facts, captured}), row.expected) << row.key.name;
}

}  // namespace
}  // namespace mimus::stub
