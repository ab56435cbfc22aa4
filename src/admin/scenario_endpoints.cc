#include <map>
#include <set>

#include "endpoints.h"
#include "members.h"

namespace mimus::admin {
namespace {

// The scenarios that stubs of the world name, and those that somebody has moved, with the states that stubs know.
std::map<std::string, std::set<std::string>> known(const serve::World& world) {
  std::map<std::string, std::set<std::string>> all;
  const auto read = [&](const serve::World& from) {
    from.live.current()->stubs.for_each([&](const stub::CompiledStub& stub) {
      const auto& step = stub.source.more->scenario;
      if (!step) return;
      std::set<std::string>& states = all[step->scenario];
      if (step->required) states.insert(*step->required);
      if (step->next) states.insert(*step->next);
    });
  };
  read(world);
  if (world.below != nullptr) read(*world.below);
  const serve::Scenarios::Image image = world.scenarios.image();
  for (const serve::Scenarios::Instance& instance : image.moved()) all[instance.scenario].insert(instance.state);
  for (const auto& [name, plan] : image.plans()) {
    std::set<std::string>& states = all[name];
    states.insert(plan.initial);
    for (const auto& [state, lapse] : plan.lapses) states.insert({state, lapse.next});
  }
  return all;
}

// With the instances of callers that are not where they began.
json::Object describe(const serve::World& world, const std::string& name, const std::set<std::string>& states) {
  json::Object said{{"name", name}, {"state", world.scenarios.state(name)}, {"states", json::Array(states.begin(), states.end())}};
  json::Object callers;
  for (const serve::Scenarios::Instance& instance : world.scenarios.image().moved()) {
    if (instance.scenario == name && !instance.key.empty()) callers[instance.key] = world.scenarios.state(name, instance.key);
  }
  if (!callers.empty()) said["callers"] = std::move(callers);
  return said;
}

Result<Answer> list(const Call& call) {
  json::Array all;
  for (const auto& [name, states] : known(call.side.world)) all.push_back(describe(call.side.world, name, states));
  return Answer{200, json::Object{{"scenarios", std::move(all)}}};
}

Result<Answer> get(const Call& call) {
  const auto all = known(call.side.world);
  const auto found = all.find(std::string(call.id));
  if (found == all.end()) {
    return Error{Code::kNotFound, "no stub names a scenario '" + std::string(call.id) + "'", "GET /__mimus/scenarios lists them", {}};
  }
  return Answer{200, describe(call.side.world, found->first, found->second)};
}

// Any state: a stub that asks for it may come later.
Result<Answer> put(const Call& call) {
  MIMUS_TRY(const json::Value document, call.document());
  Members members(document);
  const auto state = members.text("state");
  const auto caller = members.text("caller");
  MIMUS_TRY_DONE(members.finish());
  if (!state) return Error{Code::kInvalid, "which state?", "{\"state\": \"Paid\"}", {}};
  MIMUS_TRY_DONE(call.side.world.scenarios.set(call.id, *state, caller.value_or("")));
  return Answer{200, json::Object{{"name", call.id}, {"state", *state}}};
}

Result<Answer> reset_one(const Call& call) {
  call.side.world.scenarios.reset(call.id);
  return Answer{204, nullptr};
}

Result<Answer> reset_all(const Call& call) {
  call.side.world.scenarios.reset();
  return Answer{204, nullptr};
}

constexpr std::string_view kScenario = R"({"type": "object", "required": ["name", "state"], "properties": {"name": {"type": "string"},
  "state": {"type": "string"}, "states": {"type": "array", "items": {"type": "string"}}}})";
constexpr std::string_view kScenarios = R"({"type": "object", "required": ["scenarios"], "properties": {"scenarios": {"type": "array",
  "items": {"type": "object", "required": ["name", "state", "states"]}}}})";
constexpr std::string_view kState = R"({"type": "object", "required": ["state"], "additionalProperties": false,
  "properties": {"state": {"type": "string"}, "caller": {"type": "string", "description": "whose instance; everybody's unless given"}}})";

constexpr Endpoint kEndpoints[] = {
    {"GET", "/__mimus/scenarios", &list, "the state of every scenario, and the states that stubs know", "", 200, kScenarios},
    {"DELETE", "/__mimus/scenarios", &reset_all, "all of them start again", "", 204},
    {"GET", "/__mimus/scenarios/{id}", &get, "one of them", "", 200, kScenario},
    {"PUT", "/__mimus/scenarios/{id}", &put, "moves one into a state", kState, 200, kScenario},
    {"DELETE", "/__mimus/scenarios/{id}", &reset_one, "one of them starts again", "", 204},
};

}  // namespace

std::span<const Endpoint> scenario_endpoints() { return kEndpoints; }

}  // namespace mimus::admin
