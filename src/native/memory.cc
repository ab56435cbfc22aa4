#include "memory.h"

#include <utility>

#include "duration.h"
#include "json/document.h"
#include "scalars.h"

namespace mimus::native {
namespace {

using Kind = stub::Assignment::Kind;

// ---- scenario ----------------------------------------------------------------------------------

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(' ');
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(' ') + 1 - begin);
}

constexpr std::string_view kStepHint =
    "write {checkout: Pending -> Paid}, or {name: checkout, state: Pending, next: Paid}";

void finish_step(Context& in, stub::ScenarioStep step, const Place& at, MemoryDraft& out) {
  if (step.scenario.empty() || (!step.required && !step.next)) {
    return in.faults.error(at, "a scenario's step needs a name and a state, or a next one",
                           std::string(kStepHint));
  }
  out.scenario = std::move(step);
}

// "Pending -> Paid", "Pending", "-> Paid", "* -> Paid".
stub::ScenarioStep step_in(std::string_view scenario, std::string_view text) {
  stub::ScenarioStep step{std::string(trimmed(scenario)), {}, {}};
  const std::size_t arrow = text.find("->");
  const std::string_view state = trimmed(text.substr(0, arrow));
  if (!state.empty() && state != "*") step.required = std::string(state);
  if (arrow == std::string_view::npos) return step;
  const std::string_view next = trimmed(text.substr(arrow + 2));
  if (!next.empty()) step.next = std::string(next);
  return step;
}

template <std::optional<std::string> stub::ScenarioStep::*kMember>
void read_state_name(Context& in, const json::Value& value, const Place& at,
                     stub::ScenarioStep& out) {
  if (const auto text = read_text(in.faults, value, at)) out.*kMember = std::string(*text);
}
constexpr Key<stub::ScenarioStep> kStepKeys[] = {
    {"name", "", "", "the scenario",
     [](Context& in, const json::Value& value, const Place& at, stub::ScenarioStep& out) {
       if (const auto text = read_text(in.faults, value, at)) out.scenario = std::string(*text);
     }},
    {"state", "", "", "the route answers in this state only",
     &read_state_name<&stub::ScenarioStep::required>},
    {"next", "", "", "the state when it has answered", &read_state_name<&stub::ScenarioStep::next>},
};

void read_scenario(Context& in, const json::Value& value, const Place& at, MemoryDraft& out) {
  if (const json::String* text = value.if_string()) {
    const std::string_view whole = *text;
    const std::size_t colon = whole.find(':');
    if (colon == std::string_view::npos)
      return in.faults.error(at, "the scenario's name is missing", std::string(kStepHint));
    return finish_step(in, step_in(whole.substr(0, colon), whole.substr(colon + 1)), at, out);
  }
  const json::Object* object = value.if_object();
  if (object != nullptr && object->size() == 1 && !object->contains("name")) {
    const auto& only = *object->begin();
    if (const auto text = read_text(in.faults, only.value(), at.key(only.key()))) {
      finish_step(in, step_in(only.key(), *text), at, out);
    }
    return;
  }
  stub::ScenarioStep step;
  const std::size_t before = in.faults.error_count();
  if (read_object<stub::ScenarioStep>(in, kStepKeys, "a scenario's step", value, at, step) &&
      in.faults.error_count() == before) {
    finish_step(in, std::move(step), at, out);
  }
}

// ---- set, add, append, remove ------------------------------------------------------------------

void add_assignment(Context& in, Kind kind, std::string_view path, const json::Value& value,
                    const Place& at, MemoryDraft& out) {
  auto parsed = facts::StatePath::parse(path);
  if (!parsed) {
    in.faults.error_at_key(at, "'" + std::string(path) + "': " + parsed.error().message,
                           "write names, dots and [0]");
    return;
  }
  const json::String* text = value.if_string();
  const bool is_template =
      text != nullptr && std::string_view(*text).find("{{") != std::string_view::npos;
  if (kind == Kind::kAdd && !value.is_number() && !is_template) {
    return in.faults.wrong_type(at, "a number, or a template that makes one", value);
  }
  out.state.assignments.push_back({kind, *std::move(parsed), json::own(value)});
}

template <Kind kKind>
void read_assignments(Context& in, const json::Value& value, const Place& at, MemoryDraft& out) {
  if (!value.is_object()) return in.faults.wrong_type(at, "an object from path to value", value);
  for (const auto& member : value.get_object()) {
    add_assignment(in, kKind, member.key(), member.value(), at.key(member.key()), out);
  }
}

void read_removals(Context& in, const json::Value& value, const Place& at, MemoryDraft& out) {
  if (const json::String* one = value.if_string())
    return add_assignment(in, Kind::kRemove, *one, nullptr, at, out);
  if (!value.is_array()) return in.faults.wrong_type(at, "a path or a list of paths", value);
  for (std::size_t i = 0; i < value.get_array().size(); ++i) {
    const Place here = at.item(i);
    if (const auto text = read_text(in.faults, value.get_array()[i], here)) {
      add_assignment(in, Kind::kRemove, *text, nullptr, here, out);
    }
  }
}

constexpr Key<MemoryDraft> kKeys[] = {
    {"scenario",
     R"({"oneOf": [{"type": "string"}, {"type": "object", "minProperties": 1, "additionalProperties": {"type": "string"}}]})",
     R"({"checkout": "Pending -> Paid"})",
     "The route's step in a scenario: it answers in the first state only, and then the second one "
     "is on. Or {name, state, next}.",
     &read_scenario},
    {"set", R"({"type": "object"})", R"({"cart.owner": "{{header.X-User}}"})",
     "What the answer changes in the world's state: path to value; strings may be templates.",
     &read_assignments<Kind::kSet>},
    {"add", R"({"type": "object"})", R"({"visits": 1})",
     "Numbers that are added to what is stored: path to number.", &read_assignments<Kind::kAdd>},
    {"append", R"({"type": "object"})", R"({"cart.items": "{{body.item}}"})",
     "Values that become the last of stored lists: path to value.",
     &read_assignments<Kind::kAppend>},
    {"remove", R"({"$ref": "#/$defs/texts"})", R"(["cart", "users[0]"])",
     "What is no longer stored: paths.", &read_removals},
    {"serves", R"({"type": "integer", "minimum": 1})", "3",
     "How many requests the route answers before it is off.",
     [](Context& in, const json::Value& value, const Place& at, MemoryDraft& out) {
       constexpr Bounds kServes{1, 9e15, "a whole number from 1"};
       if (const auto number = read_integer(in.faults, value, at, kServes)) {
         out.lifespan.serves = static_cast<std::uint64_t>(*number);
       }
     }},
    {"lasts", R"({"type": ["string", "number"]})", R"("10m")",
     "How long the route is on from when it was loaded.",
     [](Context& in, const json::Value& value, const Place& at, MemoryDraft& out) {
       const auto time = read_duration(in, value, at);
       if (!time) return;
       if (*time < std::chrono::seconds(1))
         return in.faults.error(at, "lasts must be a second at least");
       out.lifespan.time = std::chrono::ceil<std::chrono::seconds>(*time);
     }},
};

}  // namespace

std::span<const Key<MemoryDraft>> memory_keys() {
  return kKeys;
}

void finish(MemoryDraft draft, stub::Stub& stub) {
  if (draft.scenario) stub.more.edit().scenario = std::move(draft.scenario);
  if (draft.lifespan != stub::Lifespan{}) stub.more.edit().lifespan = draft.lifespan;
  if (!draft.state.condition && draft.state.assignments.empty()) return;
  stub.more.edit().state = std::make_shared<const stub::StateUse>(std::move(draft.state));
}

}  // namespace mimus::native
