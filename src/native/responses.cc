#include "responses.h"

#include <string>
#include <string_view>
#include <utility>

#include "scalars.h"

namespace mimus::native {
namespace {

struct ChoiceName {
  std::string_view name;
  stub::Choice choice;
};
constexpr ChoiceName kChoices[] = {{"sequence", stub::Choice::kSequence},
                                   {"cycle", stub::Choice::kCycle},
                                   {"weighted", stub::Choice::kWeighted},
                                   {"random", stub::Choice::kRandom}};

constexpr Key<Weighted> kKeys[] = {
    {"weight", R"({"type": "number", "minimum": 0})", "3",
     "With choose: weighted, how often compared with the others; 1 unless given.",
     [](Context& in, const json::Value& value, const Place& at, Weighted& out) {
       out.weight = read_number(in.faults, value, at, {0, 1e9, "a number, 0 or more"}).value_or(1);
     }},
};

// What stands in a list entry but belongs beside the list.
constexpr std::string_view kOfTheRoute[] = {
    "path",   "method",   "when", "latency_ms", "failure_rate", "failure",  "fault",
    "choose", "priority", "cors", "compress",   "dribble",      "throttle", "chunked"};

void unknown_entry_key(Context& in, const Place& at) {
  for (const std::string_view key : kOfTheRoute) {
    if (key != at.member) continue;
    return in.faults.error_at_key(at, "'" + std::string(key) + "' belongs to the route",
                                  "write it beside `responses`");
  }
  std::vector<std::string_view> names;
  append_names(response_keys(), names);
  append_names(weighted_keys(), names);
  unknown_key(in.faults, at, names);
}

std::optional<stub::ResponseSpec> read_entry(Context& in, const json::Value& value, const Place& at,
                                             const ResponseDefaults& inherited,
                                             std::optional<bool> templated) {
  if (!value.is_object()) {
    in.faults.wrong_type(at, "an object such as {status: 200, response: ...}", value);
    return std::nullopt;
  }
  Weighted draft;
  draft.response.templated = templated;
  for (const auto& member : value.get_object()) {
    const Place here = at.key(member.key());
    if (read_member(in, response_keys(), member.key(), member.value(), here, draft.response))
      continue;
    if (read_member(in, weighted_keys(), member.key(), member.value(), here, draft)) continue;
    unknown_entry_key(in, here);
  }
  stub::ResponseSpec spec = finish(in, std::move(draft.response), inherited, at);
  spec.weight = draft.weight;
  return spec;
}

}  // namespace

std::span<const Key<Weighted>> weighted_keys() {
  return kKeys;
}

std::optional<stub::Choice> read_choice(Context& in, const json::Value& value, const Place& at) {
  const auto name = read_text(in.faults, value, at);
  if (!name) return std::nullopt;
  std::vector<std::string_view> names;
  for (const ChoiceName& row : kChoices) {
    if (row.name == *name) return row.choice;
    names.push_back(row.name);
  }
  in.faults.error(at, "unknown choice '" + std::string(*name) + "'",
                  text::did_you_mean(*name, names));
  return std::nullopt;
}

std::vector<stub::ResponseSpec> read_responses(Context& in, const json::Value& value,
                                               const Place& at, Beside route,
                                               const ResponseDefaults& defaults) {
  std::vector<stub::ResponseSpec> specs;
  if (!value.is_array()) {
    in.faults.wrong_type(at, "a list of responses", value);
    return specs;
  }
  const json::Array& list = value.get_array();
  if (list.empty()) in.faults.error(at, "responses must have at least one response");
  if (!route.response.body_key.empty()) {
    in.faults.error_at_key(
        at, "'responses' and '" + std::string(route.response.body_key) + "' both give the body",
        "keep one of them");
  }
  const bool own_status = route.response.status || !route.response.status_text.empty();
  const ResponseDefaults inherited{
      merge(defaults.headers, std::move(route.response.headers)),
      route.response.status.value_or(own_status ? 200 : defaults.status),
      own_status ? std::move(route.response.status_text) : defaults.status_text};
  double total = 0;
  for (std::size_t i = 0; i < list.size(); ++i) {
    auto spec = read_entry(in, list[i], at.item(i), inherited, route.response.templated);
    if (!spec) continue;
    total += spec->weight;
    specs.push_back(*std::move(spec));
  }
  if (route.choice == stub::Choice::kWeighted && !specs.empty() && total <= 0) {
    in.faults.error(at, "all weights are 0", "give at least one response a weight above 0");
  }
  return specs;
}

}  // namespace mimus::native
