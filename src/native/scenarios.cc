#include "scenarios.h"

#include <set>
#include <utility>

#include "duration.h"
#include "scalars.h"
#include "stub/state_use.h"
#include "text/suggest.h"

namespace mimus::native {

const std::string_view kScenariosSchema =
    R"({"type": "object", "additionalProperties": {"type": ["object", "null"],
  "additionalProperties": false, "properties": {
    "key": {"oneOf": [{"enum": ["bearer", "clientIp"]}, {"type": "object", "minProperties": 1, "maxProperties": 1,
      "additionalProperties": false, "properties": {"header": {"type": "string"}, "cookie": {"type": "string"},
      "query": {"type": "string"}, "path": {"type": "string"}}}],
      "description": "What tells callers apart: each has an instance of the scenario."},
    "initial": {"type": "string", "description": "The state that it begins in; Started unless given."},
    "states": {"type": "object", "description": "States that end by themselves.", "additionalProperties":
      {"type": "object", "required": ["after", "next"], "additionalProperties": false, "properties": {
        "after": {"type": ["string", "number"]}, "next": {"type": "string"}}}}}}})";

namespace {

using stub::InstanceKey;

struct KeyRow {
  std::string_view name;
  InstanceKey::Place place;
  bool named;
};
constexpr KeyRow kKeyRows[] = {
    {"header", InstanceKey::Place::kHeader, true},
    {"cookie", InstanceKey::Place::kCookie, true},
    {"query", InstanceKey::Place::kQuery, true},
    {"path", InstanceKey::Place::kPath, true},
    {"bearer", InstanceKey::Place::kBearer, false},
    {"clientIp", InstanceKey::Place::kClientIp, false},
};

const KeyRow* find_row(std::string_view name, bool named) {
  for (const KeyRow& row : kKeyRows) {
    if (row.name == name && row.named == named) return &row;
  }
  return nullptr;
}

void read_key(Context& in, const json::Value& value, const Place& at, stub::ScenarioPlan& out) {
  constexpr std::string_view kHint =
      "write {header: X-User}, cookie, query or path likewise, or bearer or clientIp";
  if (const json::String* text = value.if_string()) {
    if (const KeyRow* row = find_row(*text, false)) {
      out.key = {row->place, {}};
      return;
    }
  }
  const json::Object* object = value.if_object();
  if (object != nullptr && object->size() == 1) {
    const auto& only = *object->begin();
    if (const KeyRow* row = find_row(only.key(), true)) {
      if (const auto name = read_text(in.faults, only.value(), at.key(only.key())))
        out.key = {row->place, std::string(*name)};
      return;
    }
  }
  in.faults.error(at, "callers are told apart by one thing that they send", std::string(kHint));
}

struct LapseDraft {
  std::optional<Nanoseconds> after;
  std::optional<std::string> next;
};
constexpr Key<LapseDraft> kLapseKeys[] = {
    {"after", "", "", "how long the state lasts",
     [](Context& in, const json::Value& value, const Place& at, LapseDraft& out) {
       out.after = read_duration(in, value, at);
     }},
    {"next", "", "", "the state that follows",
     [](Context& in, const json::Value& value, const Place& at, LapseDraft& out) {
       if (const auto text = read_text(in.faults, value, at)) out.next = std::string(*text);
     }},
};

void read_states(Context& in, const json::Value& value, const Place& at, stub::ScenarioPlan& out) {
  if (!value.is_object())
    return in.faults.wrong_type(at, "an object from state to {after, next}", value);
  for (const auto& member : value.get_object()) {
    const Place here = at.key(member.key());
    const std::size_t before = in.faults.error_count();
    LapseDraft draft;
    if (!read_object<LapseDraft>(in, kLapseKeys, "an object such as {after: 30s, next: Paid}",
                                 member.value(), here, draft))
      continue;
    if (draft.after && draft.next) {
      out.lapses[std::string(member.key())] = {*draft.after, *std::move(draft.next)};
    } else if (in.faults.error_count() == before) {
      in.faults.error(here, "a timed state needs `after` and `next`",
                      "write {after: 30s, next: Paid}");
    }
  }
}

constexpr Key<stub::ScenarioPlan> kPlanKeys[] = {
    {"key", "", "", "what tells callers apart", &read_key},
    {"initial", "", "", "the state that it begins in",
     [](Context& in, const json::Value& value, const Place& at, stub::ScenarioPlan& out) {
       if (const auto text = read_text(in.faults, value, at)) out.initial = std::string(*text);
     }},
    {"states", "", "", "states that end by themselves", &read_states},
};

// ---- lint --------------------------------------------------------------------------------------

bool sets_scenarios(const stub::Stub& stub) {
  const auto has_it = [](const stub::Body& body) {
    constexpr std::string_view kHelper = "setScenario";
    if (const auto* text = std::get_if<stub::TextBody>(&body))
      return text->text.find(kHelper) != std::string::npos;
    const auto* document = std::get_if<stub::JsonBody>(&body);
    if (document != nullptr) return json::write(document->value).find(kHelper) != std::string::npos;
    return std::holds_alternative<stub::FileBody>(body);
  };
  for (const stub::ResponseSpec& response : stub.responses) {
    if (has_it(response.body)) return true;
  }
  return false;
}

Error about(const stub::Stub& stub, std::string message, std::string hint) {
  Error error{Code::kConflict, std::move(message), std::move(hint), {}};
  error.where.source = stub.origin.file;
  error.where.line = stub.origin.line;
  error.where.column = stub.origin.line > 0 ? 1 : 0;
  error.where.pointer = stub.origin.pointer;
  return error;
}

using States = std::map<std::string, std::set<std::string>, std::less<>>;  // by scenario

// The states that each scenario can come into.
States reached(const std::vector<stub::Stub>& stubs, const stub::ScenarioPlans& plans) {
  States states;
  for (const auto& [name, plan] : plans) {
    states[name].insert(plan.initial);
    for (const auto& lapse : plan.lapses) states[name].insert(lapse.second.next);
  }
  for (const stub::Stub& stub : stubs) {
    const auto& step = stub.more->scenario;
    if (!step) continue;
    if (!plans.contains(step->scenario)) states[step->scenario].insert("Started");
    if (step->next) states[step->scenario].insert(*step->next);
  }
  return states;
}

// What is asked for and never so; "" when it can be.
void check_state(const stub::Stub& stub, const std::string& scenario, const std::string& state,
                 const States& states, std::vector<Error>& out) {
  const auto known = states.find(scenario);
  if (known == states.end()) {
    std::vector<std::string_view> names;
    for (const auto& one : states) names.push_back(one.first);
    out.push_back(about(
        stub, "'" + stub.label + "' asks for the scenario '" + scenario + "', which no route moves",
        names.empty() ? "" : text::did_you_mean(scenario, names)));
  } else if (!state.empty() && !known->second.contains(state)) {
    const std::vector<std::string_view> names(known->second.begin(), known->second.end());
    out.push_back(about(stub,
                        "'" + stub.label + "' waits for '" + state + "' of the scenario '" +
                            scenario + "', which nothing brings about",
                        text::did_you_mean(state, names)));
  }
}

}  // namespace

void read_scenarios(Context& in, const json::Value& value, const Place& at,
                    stub::ScenarioPlans& out) {
  if (!value.is_object())
    return in.faults.wrong_type(at, "an object from a scenario's name to what is said about it",
                                value);
  for (const auto& member : value.get_object()) {
    stub::ScenarioPlan plan;
    const bool said = !member.value().is_null();
    if (said &&
        !read_object<stub::ScenarioPlan>(in, kPlanKeys, "an object with key, initial, states",
                                         member.value(), at.key(member.key()), plan)) {
      continue;
    }
    out[std::string(member.key())] = std::move(plan);
  }
}

std::vector<Error> lint_scenarios(const std::vector<stub::Stub>& stubs,
                                  const stub::ScenarioPlans& plans, const ScenarioPlaces& places) {
  std::vector<Error> out;
  const States states = reached(stubs, plans);
  if (states.empty()) {
    bool asks = false;
    for (const stub::Stub& stub : stubs)
      asks = asks || (stub.more->state && stub.more->state->condition);
    if (!asks) return out;
  }
  std::set<std::string, std::less<>> used;
  bool any = false;  // state may be set by a template
  for (const stub::Stub& stub : stubs) {
    any = any || sets_scenarios(stub);
    if (stub.more->scenario) used.insert(stub.more->scenario->scenario);
  }
  for (const stub::Stub& stub : stubs) {
    const auto& step = stub.more->scenario;
    if (!any && step && step->required)
      check_state(stub, step->scenario, *step->required, states, out);
    if (!stub.more->state || !stub.more->state->condition) continue;
    for (const auto& named : stub.more->state->condition->scenarios()) {
      used.insert(named.scenario);
      if (!any) check_state(stub, named.scenario, named.state, states, out);
    }
  }
  for (const auto& [name, written] : places.places) {
    if (any || used.contains(name)) continue;
    Error error{Code::kConflict, "no route is part of the scenario '" + name + "'", "", {}};
    std::vector<std::string_view> names(used.begin(), used.end());
    if (!names.empty()) error.hint = text::did_you_mean(name, names);
    error.where.source = written.source;
    error.where.pointer = written.pointer;
    out.push_back(std::move(error));
  }
  return out;
}

}  // namespace mimus::native
