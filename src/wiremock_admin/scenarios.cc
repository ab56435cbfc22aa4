#include "serve/scenarios.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "endpoints.h"
#include "listing.h"
#include "stub_document.h"

namespace mimus::wiremock_admin {
namespace {

constexpr int kUnknownState = 11;
constexpr int kUnknownScenario = 404;

// What the stubs say about one scenario.
struct Scenario {
  std::vector<std::string> states;  // that they name, each once
  json::Array mappings;

  void name(const std::optional<std::string>& state) {
    if (state && std::ranges::find(states, *state) == states.end()) states.push_back(*state);
  }
};

std::map<std::string, Scenario> scenarios_of(const stub::StubSet& stubs) {
  std::map<std::string, Scenario> all;
  for (const stub::StubPtr& stub : stubs.all()) {
    const auto& step = stub->source.more->scenario;
    if (!step) continue;
    Scenario& scenario = all[step->scenario];
    scenario.name(step->required);
    scenario.name(step->next);
    scenario.mappings.push_back(document_of(*stub));
  }
  return all;
}

Or<server::Reply> list_scenarios(const Call& call) {
  json::Array scenarios;
  for (auto& [name, scenario] : scenarios_of(call.side.world.live.current()->stubs)) {
    scenarios.push_back(json::Object{
        {"id", name},
        {"name", name},
        {"state", call.side.world.scenarios.state(name)},
        {"possibleStates", json::Array(scenario.states.begin(), scenario.states.end())},
        {"mappings", std::move(scenario.mappings)}});
  }
  return list(call, "scenarios", std::move(scenarios));
}

Or<server::Reply> reset_scenarios(const Call& call) {
  call.side.world.scenarios.reset();
  return call.answers.empty_object();
}

Or<std::optional<std::string>> wanted_state(const Call& call) {
  if (call.request.body.empty()) return std::optional<std::string>();
  MIMUS_TRY(const json::Value document, call.document());
  const json::Object* const object = document.if_object();
  const json::Value* const state = object != nullptr ? object->if_contains("state") : nullptr;
  if (state == nullptr || !state->is_string()) return std::optional<std::string>();
  return std::optional<std::string>(state->as_string());
}

Or<server::Reply> set_scenario(const Call& call) {
  const std::string name(call.segment);
  const auto all = scenarios_of(call.side.world.live.current()->stubs);
  const auto scenario = all.find(name);
  if (scenario == all.end()) {
    return refused(404, kUnknownScenario, "Scenario " + name + " does not exist");
  }
  MIMUS_TRY(const std::optional<std::string> state, wanted_state(call));
  if (!state) {
    call.side.world.scenarios.reset(name);
    return call.answers.empty_object();
  }
  if (std::ranges::find(scenario->second.states, *state) == scenario->second.states.end()) {
    return refused(422, kUnknownState, "Scenario " + name + " does not support state " + *state);
  }
  if (const Status set = call.side.world.scenarios.set(name, *state); !set) {
    return refused(500, kUnknownState, describe(set.error()));
  }
  return call.answers.empty_object();
}

constexpr Endpoint kEndpoints[] = {
    {"GET", "/scenarios", &list_scenarios,
     "each scenario: its state, the states it may have, its stubs"},
    {"POST", "/scenarios/reset", &reset_scenarios, "all of them start again"},
    {"PUT", "/scenarios/{id}/state", &set_scenario, "moves one; without a body it starts again",
     "{\"state\": \"…\"}"},
};

}  // namespace

std::span<const Endpoint> scenario_endpoints() {
  return kEndpoints;
}

}  // namespace mimus::wiremock_admin
