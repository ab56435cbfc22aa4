// What routes have to do with what the world remembers: scenario, set, add, append, remove, serves,
// lasts, conditions on state, and the sections `scenarios` and `state`.
#include "memory.h"

#include <gtest/gtest.h>

#include "testing.h"

namespace mimus::native {
namespace {

using std::chrono::seconds;

// ---- steps of a scenario -----------------------------------------------------------------------

struct StepCase {
  std::string_view text, scenario, required, next;  // "" : none
};
constexpr StepCase kStepCases[] = {
    {"{checkout: Pending -> Paid}", "checkout", "Pending", "Paid"},
    {"{checkout: Pending}", "checkout", "Pending", ""},
    {"{checkout: -> Paid}", "checkout", "", "Paid"},
    {"{checkout: '* -> Paid'}", "checkout", "", "Paid"},
    {"{sign up: Not yet -> All done}", "sign up", "Not yet", "All done"},
    {"'checkout: Pending -> Paid'", "checkout", "Pending", "Paid"},
    {"{name: checkout, state: Pending, next: Paid}", "checkout", "Pending", "Paid"},
    {"{name: checkout, next: Paid}", "checkout", "", "Paid"},
};
TEST(Memory, StepsOfAScenario) {
  for (const StepCase& row : kStepCases) {
    SCOPED_TRACE(row.text);
    const stub::Stub stub = only_stub("- {path: /a, scenario: " + std::string(row.text) + "}");
    ASSERT_TRUE(stub.more->scenario);
    EXPECT_EQ(stub.more->scenario->scenario, row.scenario);
    EXPECT_EQ(stub.more->scenario->required.value_or(""), row.required);
    EXPECT_EQ(stub.more->scenario->next.value_or(""), row.next);
  }
}

// ---- changes -----------------------------------------------------------------------------------

TEST(Memory, Changes) {
  const stub::Stub stub = only_stub(R"(
- path: /a
  set: { cart.owner: "{{header.X-User}}", n: 1 }
  add: { visits: 1, spent: "{{body.price}}" }
  append: { cart.items: { id: 7 } }
  remove: [scratch, "users[0]"]
)");
  ASSERT_NE(stub.more->state, nullptr);
  std::string text;
  for (const stub::Assignment& one : stub.more->state->assignments) {
    text += std::to_string(static_cast<int>(one.kind)) + one.path.text() + '=' +
            json::write(one.value) + ' ';
  }
  EXPECT_EQ(text,
            "0cart.owner=\"{{header.X-User}}\" 0n=1 1visits=1 1spent=\"{{body.price}}\" "
            "2cart.items={\"id\":7} 3scratch=null "
            "3users[0]=null ");
  EXPECT_FALSE(stub.more->state->condition);
  EXPECT_EQ(only_stub("- {path: /a, remove: cart}").more->state->assignments.size(), 1u);
}

TEST(Memory, ALife) {
  const stub::Stub stub = only_stub("- {path: /a, serves: 3, lasts: 1h30m, probability: 0.25}");
  EXPECT_EQ(stub.more->lifespan.serves, 3u);
  EXPECT_EQ(stub.more->lifespan.time, seconds(5400));
  EXPECT_EQ(stub.request.conditions,
            (std::vector<match::Condition>{{match::Place::kRequest, "", {{"probability", 0.25}}}}));
  EXPECT_EQ(only_stub("- {path: /a, lasts: 90}").more->lifespan.time, seconds(90));
  EXPECT_FALSE(only_stub("- path: /a").more);
}

// ---- conditions --------------------------------------------------------------------------------

struct WhenCase {
  std::string_view when, text;
  std::size_t of_the_request;
};
constexpr WhenCase kWhenCases[] = {
    {"state.cart.size > 3", "state.cart.size > 3", 0},
    {"not state.closed", "not state.closed", 0},
    {"[state.a == 1, state.b or state.c]", "state.a == 1 and (state.b or state.c)", 0},
    {"[state.a == 1, {query: {page: 2}}]", "state.a == 1", 1},
    {"{state: {cart.size: {gt: 3, lt: 9}, 'a[0]': Ada}}",
     "state.cart.size gt 3 lt 9 and state.a[0] equals \"Ada\"", 0},
    {"{state: {n: null}, query: {page: 2}, header: {X: y}}", "state.n absent true", 2},
};
TEST(Memory, Conditions) {
  for (const WhenCase& row : kWhenCases) {
    SCOPED_TRACE(row.when);
    const stub::Stub stub = only_stub("- {path: /a, when: " + std::string(row.when) + "}");
    ASSERT_NE(stub.more->state, nullptr);
    EXPECT_EQ(stub.more->state->condition->text(), row.text);
    EXPECT_EQ(stub.request.conditions.size(), row.of_the_request);
  }
}

// ---- sections ----------------------------------------------------------------------------------

TEST(Memory, Sections) {
  Loaded loaded = load_here(R"(
scenarios:
  checkout:
    key: { header: X-User }
    initial: Empty
    states: { Pending: { after: 30s, next: Paid }, Paid: { after: 250ms, next: Empty } }
  other: { key: bearer }
  plain:
state: { cart: [], n: 1 }
routes:
  - { path: /a, scenario: { checkout: Empty -> Pending } }
  - { path: /b, scenario: { other: Started -> b } }
  - { path: /c, scenario: { plain: Started -> c } }
)");
  EXPECT_EQ(described(loaded.errors), std::vector<std::string>());
  ASSERT_TRUE(loaded.configuration);
  EXPECT_EQ(described(loaded.configuration->warnings), std::vector<std::string>());
  const stub::ScenarioPlans& plans = loaded.configuration->settings.scenarios;
  ASSERT_EQ(plans.size(), 3u);
  const stub::ScenarioPlan& checkout = plans.at("checkout");
  EXPECT_EQ(checkout.key, (stub::InstanceKey{stub::InstanceKey::Place::kHeader, "X-User"}));
  EXPECT_EQ(checkout.initial, "Empty");
  EXPECT_EQ(checkout.lapses.at("Pending"), (stub::ScenarioPlan::Lapse{seconds(30), "Paid"}));
  EXPECT_EQ(checkout.lapses.at("Paid"),
            (stub::ScenarioPlan::Lapse{std::chrono::milliseconds(250), "Empty"}));
  EXPECT_EQ(plans.at("other").key.place, stub::InstanceKey::Place::kBearer);
  EXPECT_EQ(plans.at("plain"), stub::ScenarioPlan{});
  EXPECT_EQ(json::write(loaded.configuration->settings.state), R"({"cart":[],"n":1})");
}

// ---- faults ------------------------------------------------------------------------------------

struct FaultCase {
  std::string_view text, fault;
};
constexpr FaultCase kFaultCases[] = {
    {"- {path: /a, when: state.cart.size >}",
     "m.yaml:1:37: a value is missing; such as state.cart.size, 3 or 'text'"},
    {"- {path: /a, when: stat.cart}", "m.yaml:1:20: 'stat' is no value; did you mean 'state'?"},
    {"- {path: /a, when: [[state.a]]}",
     "m.yaml:1:21: when[0] must be a text or an object; got a list"},
    {"- {path: /a, when: {state: {a..b: 1}}}",
     "m.yaml:1:29: 'a..b': a name is missing in the path 'a..b'; write names, dots and [0]"},
    {"- {path: /a, when: {state: {a: {contans: x}}}}",
     "m.yaml:1:33: unknown matcher 'contans'; did you mean 'contains'?"},
    {"- {path: /a, scenario: checkout}",
     "m.yaml:1:24: the scenario's name is missing; write {checkout: Pending -> Paid}, or {name: "
     "checkout, state: Pending, next: Paid}"},
    {"- {path: /a, scenario: {name: checkout}}",
     "m.yaml:1:24: a scenario's step needs a name and a state, or a next one; write {checkout: "
     "Pending -> Paid}, or {name: checkout, state: Pending, next: Paid}"},
    {"- {path: /a, scenario: {name: a, stat: b}}",
     "m.yaml:1:34: unknown key 'stat'; did you mean 'state'?"},
    {"- {path: /a, set: [1]}", "m.yaml:1:19: set must be an object from path to value; got a list"},
    {"- {path: /a, set: {'a[': 1}}",
     "m.yaml:1:20: 'a[': ']' is missing; write names, dots and [0]"},
    {"- {path: /a, add: {n: x}}",
     "m.yaml:1:23: n must be a number, or a template that makes one; got a string"},
    {"- {path: /a, remove: 7}",
     "m.yaml:1:22: remove must be a path or a list of paths; got a number"},
    {"- {path: /a, serves: 0}", "m.yaml:1:22: serves must be a whole number from 1; got 0"},
    {"- {path: /a, lasts: soon}",
     "m.yaml:1:21: lasts must be a duration; such as 30s, 1h30m, 250ms, or a number of seconds "
     "above 0"},
    {"{scenarios: {a: {key: {body: x}}}}",
     "m.yaml:1:23: callers are told apart by one thing that they send; write {header: X-User}, "
     "cookie, query or path likewise, or bearer or clientIp"},
    {"{scenarios: {a: {states: {x: {after: 3s}}}}}",
     "m.yaml:1:30: a timed state needs `after` and `next`; write {after: 30s, next: Paid}"},
    {"{scenarios: {a: {stats: {}}}}", "m.yaml:1:18: unknown key 'stats'; did you mean 'states'?"},
    {"{state: [1]}", "m.yaml:1:9: state must be an object from name to value; got a list"},
};
TEST(Memory, Faults) {
  for (const FaultCase& row : kFaultCases) {
    SCOPED_TRACE(row.text);
    EXPECT_EQ(described(load_here(std::string(row.text)).errors),
              std::vector<std::string>{std::string(row.fault)});
  }
}

// ---- lint --------------------------------------------------------------------------------------

struct LintCase {
  std::string_view rule, text, warning;  // "" : none
};
constexpr LintCase kLintCases[] = {
    {"a state that is reached",
     "- {path: /a, scenario: {c: Started -> x}}\n- {path: /b, scenario: {c: x}}", ""},
    {"a state that nothing brings about",
     "- {path: /a, scenario: {c: Started -> Paid}}\n- {path: /b, scenario: {c: Payed}}",
     "m.yaml:2:3: 'ANY /b' waits for 'Payed' of the scenario 'c', which nothing brings about; "
     "expected one of Paid, Started"},
    {"in a condition",
     "- {path: /a, scenario: {c: Started -> Paid}}\n- {path: /b, when: scenario.c == 'Payed'}",
     "m.yaml:2:3: 'ANY /b' waits for 'Payed' of the scenario 'c', which nothing brings about; "
     "expected one of Paid, Started"},
    {"unless a template may",
     "- {path: /a, text: \"{{setScenario 'Payed' of='c'}}\"}\n- {path: /b, when: scenario.c == "
     "'Payed'}",
     ""},
    {"a scenario that no route moves",
     "- {path: /a, scenario: {check: Started -> x}}\n- {path: /b, when: scenario.chek == 'x'}",
     "m.yaml:2:3: 'ANY /b' asks for the scenario 'chek', which no route moves; did you mean "
     "'check'?"},
    {"a plan that no route names",
     "scenarios: {chek: {key: bearer}}\nroutes:\n- {path: /a, scenario: {check: Started -> x}}",
     "m.yaml:1:19: no route is part of the scenario 'chek'; did you mean 'check'?"},
    {"routes that differ in their state",
     "- {path: /a, scenario: {c: Started -> x}}\n- {path: /a, scenario: {c: x}}\n- path: /a", ""},
    {"or in a condition",
     "- {path: /a, when: state.n > 3}\n- {path: /a, when: state.n > 2}\n- path: /a", ""},
    {"the same condition again", "- {path: /a, when: state.n > 3}\n- {path: /a, when: state.n > 3}",
     "m.yaml:2:3: 'ANY /a' is never asked: the same route stands before it (m.yaml:1); remove one, "
     "or tell them apart with `when`"},
    {"one that serves a few times leaves the rest", "- {path: /a, serves: 3}\n- path: /a", ""},
};
TEST(Memory, Lint) {
  for (const LintCase& row : kLintCases) {
    SCOPED_TRACE(row.rule);
    const Loaded loaded = load_here(std::string(row.text));
    EXPECT_EQ(described(loaded.errors), std::vector<std::string>());
    ASSERT_TRUE(loaded.configuration);
    std::vector<std::string> expected;
    if (!row.warning.empty()) expected.emplace_back(row.warning);
    EXPECT_EQ(described(loaded.configuration->warnings), expected);
  }
}

}  // namespace
}  // namespace mimus::native
