#include "route.h"

#include <utility>

#include "cors.h"
#include "latency.h"
#include "proxy.h"
#include "responses.h"
#include "route_request.h"
#include "scalars.h"
#include "webhooks.h"
#include "when.h"

namespace mimus::native {
namespace {

constexpr Key<RouteDraft> kKeys[] = {
    {"path", R"({"type": "string"})", R"("/users/{id:int}")",
     "Which paths: /users, /users/{id}, /users/{id:int}, /files/{rest:*}, /a/*/b, /a/**, "
     "regex:/x/\\d+.",
     [](Context& in, const json::Value& value, const Place& at, RouteDraft& out) {
       out.has_path = true;
       out.path = read_path(in, value, at);
     }},
    {"method", R"({"$ref": "#/$defs/texts"})", R"(["GET", "HEAD"])",
     "Which methods: one or a list; ANY, * or nothing for every method.",
     [](Context& in, const json::Value& value, const Place& at, RouteDraft& out) {
       out.methods = read_methods(in, value, at);
     }},
    {"when", R"({"$ref": "#/$defs/when"})", R"({"query": {"page": "2"}})",
     "What else the request must have: query, header, cookie, form, body; or what the world must remember: state.cart.size > 3.",
     [](Context& in, const json::Value& value, const Place& at, RouteDraft& out) {
       read_when(in, value, at, out.when);
     }},
    {"probability", R"({"type": "number", "minimum": 0, "maximum": 1})", "0.1",
     "How often the route takes a request, by chance; others are asked otherwise.",
     [](Context& in, const json::Value& value, const Place& at, RouteDraft& out) {
       const auto rate = read_rate(in, value, at);
       if (rate) out.when.request.push_back({match::Place::kRequest, "", {{"probability", *rate}}});
     }},
    {"latency_ms", R"({"oneOf": [{"$ref": "#/$defs/latency"}, {"type": "string", "pattern": "[{][{]"}]})", R"({"median": 80, "p95": 300})",
     "How long the answer takes: milliseconds, {min, max}, {median, p95} or a template that makes milliseconds.",
     [](Context& in, const json::Value& value, const Place& at, RouteDraft& out) {
       const json::String* text = value.if_string();
       if (text != nullptr && std::string_view(*text).find("{{") != std::string_view::npos) {
         out.delay_text = std::string(*text);
         out.latency = stub::Latency{};  // that of the settings does not count
       } else {
         out.latency = read_latency(in, value, at);
       }
     }},
    {"failure_rate", R"({"type": "number", "minimum": 0, "maximum": 1})", "0.02",
     "How often the route fails: 0 never, 1 always.",
     [](Context& in, const json::Value& value, const Place& at, RouteDraft& out) {
       out.failure_rate = read_rate(in, value, at);
     }},
    {"failure", R"({"$ref": "#/$defs/failure"})", R"({"status": 503, "text": "come back later"})",
     "What a failure looks like: a response or {fault: …}; 500 {\"error\": \"Simulated failure\"} "
     "unless given.",
     [](Context&, const json::Value& value, const Place&, RouteDraft& out) {
       out.failure = &value;
     }},
    {"fault", R"({"$ref": "#/$defs/fault"})", R"("connection_reset")",
     "Breaks the connection or the response instead of answering: always, or at failure_rate.",
     [](Context& in, const json::Value& value, const Place& at, RouteDraft& out) {
       out.fault = read_fault(in, value, at);
     }},
    {"responses", R"({"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/weighted"}})",
     R"([{"status": 202}, {"response": {"done": true}}])",
     "Several responses; `choose` says which. They inherit the route's status and headers.",
     [](Context&, const json::Value& value, const Place&, RouteDraft& out) {
       out.responses = &value;
     }},
    {"choose", R"({"enum": ["sequence", "cycle", "weighted", "random"]})", R"("cycle")",
     "Which of `responses`: in order and then the last (sequence), in circles, by weight, or "
     "evenly by chance.",
     [](Context& in, const json::Value& value, const Place& at, RouteDraft& out) {
       out.choice = read_choice(in, value, at);
     }},
    {"name", R"({"type": "string"})", R"("the user's profile")", "What logs call the route.",
     [](Context& in, const json::Value& value, const Place& at, RouteDraft& out) {
       if (const auto name = read_text(in.faults, value, at)) out.name = std::string(*name);
     }},
    {"priority", R"({"type": "integer", "default": 5})", "1",
     "Who is asked first when several routes match: the lowest number; 5 unless given.",
     [](Context& in, const json::Value& value, const Place& at, RouteDraft& out) {
       constexpr Bounds kPriority{-1e9, 1e9, "a whole number; lower is asked first"};
       out.priority = static_cast<int>(read_integer(in.faults, value, at, kPriority).value_or(5));
     }},
    {"cors", R"({"$ref": "#/$defs/cors"})", R"({"origins": ["https://app.example"]})",
     "Cross-origin access: on unless false; or {origins, methods, headers, expose, credentials, "
     "max_age}.",
     [](Context& in, const json::Value& value, const Place& at, RouteDraft& out) {
       read_cors(in, value, at, out.cors.emplace());
     }},
    {"compress", R"({"type": "boolean"})", "true",
     "Compresses the body as the client's Accept-Encoding allows.",
     [](Context& in, const json::Value& value, const Place& at, RouteDraft& out) {
       out.compress = read_flag(in.faults, value, at).value_or(false);
     }},
    {"proxy", R"({"$ref": "#/$defs/proxy"})", R"("https://api.example.com")",
     "Another server answers: its URL, or {url, strip_prefix, request_headers, "
     "remove_response_headers, patch, body, preserve_host, insecure}.",
     [](Context& in, const json::Value& value, const Place& at, RouteDraft& out) {
       out.proxy = read_proxy(in, value, at);
     }},
    {"webhooks",
     R"({"oneOf": [{"$ref": "#/$defs/webhook"}, {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/webhook"}}]})",
     R"({"url": "https://ci.example.com/hooks", "body": {"id": "{{body.id}}"}})",
     "Requests to others after the answer: one or a list of {url, method, headers, body, delay_ms, "
     "retries, backoff_ms, sign}.",
     [](Context& in, const json::Value& value, const Place& at, RouteDraft& out) {
       out.effects = read_webhooks(in, value, at);
     }},
};

void unknown_route_key(Context& in, const Place& at) {
  std::vector<std::string_view> names;
  append_names(route_keys(), names);
  append_names(memory_keys(), names);
  append_names(response_keys(), names);
  append_names(pace_keys(), names);
  append_names(resource_keys(), names);
  unknown_key(in.faults, at, names);
}

void read_route_member(Context& in, std::string_view name, const json::Value& value,
                       const Place& at, RouteDraft& out) {
  const auto keep = [&] { out.kept.emplace(name, json::own(value)); };
  if (read_member(in, route_keys(), name, value, at, out)) {
    const bool has_no_text = name == "proxy" || name == "webhooks" || (name == "when" && !out.when.state.empty());
    if (has_no_text) keep();
    return;
  }
  if (read_member(in, response_keys(), name, value, at, out.response)) return;
  if (read_member(in, memory_keys(), name, value, at, out.memory)) {
    if (name != "scenario") keep();
    return;
  }
  if (read_member(in, pace_keys(), name, value, at, out.pace)) return;
  if (read_member(in, resource_keys(), name, value, at, out.resource)) {
    // The others are in the definition's own text, but for the name of a file with rows.
    const json::String* const file = name == "data" ? value.if_string() : nullptr;
    if (file != nullptr) out.kept.emplace("data", (in.body_root / std::string_view(*file)).lexically_normal().string());
    if (name == "resource" || name == "collection") return keep();
    if (out.resource.described_by.empty()) out.resource.described_by = std::string(name);
    out.resource.text.emplace(name, json::own(value));  // what a file holds is there already
    return;
  }
  unknown_route_key(in, at);
}

std::optional<stub::Failure> read_route_failure(Context& in, const RouteDraft& draft,
                                                const Place& at, const RouteDefaults& defaults) {
  std::optional<Outcome> outcome;
  if (draft.failure)
    outcome = read_failure(in, *draft.failure, at.key("failure"), defaults.response);
  if (draft.failure && draft.fault) {
    in.faults.error_at_key(at.key("fault"), "'failure' and 'fault' both say what goes wrong",
                           "keep one of them");
  }
  if (draft.fault) return stub::Failure{draft.failure_rate.value_or(1), *draft.fault};
  const double rate = draft.failure_rate.value_or(defaults.failure_rate);
  if (rate == 0) {
    if (draft.failure && !draft.failure_rate) {
      in.faults.warn_at_key(at.key("failure"), "a failure that never happens",
                            "give failure_rate as well, such as failure_rate: 0.1");
    }
    return std::nullopt;
  }
  if (!outcome) outcome = defaults.failure;
  return stub::Failure{rate,
                       outcome ? *std::move(outcome) : Outcome{default_failure(defaults.response)}};
}

std::string label_of(const RouteDraft& draft) {
  if (!draft.name.empty()) return draft.name;
  std::string label;
  for (const std::string& method : draft.methods) label += (label.empty() ? "" : "|") + method;
  if (label.empty()) label = "ANY";
  label += ' ';
  label += draft.path->text();
  return label;
}

}  // namespace

std::span<const Key<RouteDraft>> route_keys() {
  return kKeys;
}

std::optional<stub::Stub> read_route(Context& in, const json::Value& value, const Place& at,
                                     const RouteDefaults& defaults) {
  if (!value.is_object()) {
    in.faults.wrong_type(at, "a route: an object with a path", value);
    return std::nullopt;
  }
  const std::size_t before = in.faults.error_count();
  RouteDraft draft;
  for (const auto& member : value.get_object()) {
    read_route_member(in, member.key(), member.value(), at.key(member.key()), draft);
  }
  const bool is_resource = draft.resource.path || !draft.resource.described_by.empty();
  if (draft.has_path && draft.resource.path) {
    in.faults.error_at_key(at.key("path"), "a route has a path or a resource", "keep one of them");
  } else if (!draft.has_path && !is_resource && in.faults.error_count() == before) {
    in.faults.error(at, "a route needs a path", "path: /users");
  }
  stub::Stub stub;
  stub.label = draft.name;
  if (is_resource && in.faults.error_count() == before) finish_resource(in, std::move(draft.resource), at, stub);
  stub.failure = read_route_failure(in, draft, at, defaults);
  if (draft.responses) {
    stub.responses = read_responses(in, *draft.responses, at.key("responses"),
                                    {std::move(draft.response), draft.choice}, defaults.response);
  } else {
    stub.responses[0] = finish(in, std::move(draft.response), defaults.response, at);
    if (draft.choice) {
      in.faults.warn_at_key(at.key("choose"), "nothing to choose from", "give `responses` as well");
    }
  }
  if (draft.proxy && !std::holds_alternative<stub::NoBody>(stub.responses[0].body)) {
    in.faults.warn_at_key(at.key("proxy"), "another server answers, so the route's own body is never sent",
                          "proxy: {url: …, body: …} makes one of what it answers");
  }
  const stub::ResponseSpec& own = stub.responses[0];
  if (draft.proxy && (own.status != defaults.response.status || !own.status_text.empty())) {
    in.faults.warn_at_key(at.key("proxy"), "another server answers, so the route's own status is never sent", "fault or failure_rate make it fail");
  }
  if (in.faults.error_count() != before) return std::nullopt;
  if (is_resource) {
    if (!draft.methods.empty()) stub.request.methods = std::move(draft.methods);
    stub.request.conditions = std::move(draft.when.request);
  } else {
    stub.label = label_of(draft);
    stub.request = {*std::move(draft.path), std::move(draft.methods), std::move(draft.when.request)};
  }
  if (!draft.when.state.empty()) {
    draft.memory.state.condition = stub::StateCondition::all_of(std::move(draft.when.state));
  }
  finish(std::move(draft.memory), stub);
  stub.priority = draft.priority;
  stub.choice = draft.choice.value_or(stub::Choice::kSequence);
  stub.latency = draft.latency.value_or(defaults.latency);
  stub.pace = draft.pace.pace;
  if (!draft.pace.events_at.empty()) stub.more.edit().events_at = std::move(draft.pace.events_at);
  stub.cors = draft.cors ? *std::move(draft.cors) : defaults.cors;
  stub.compress = draft.compress;
  if (!draft.delay_text.empty()) stub.more.edit().delay_text = std::move(draft.delay_text);
  if (draft.proxy) stub.more.edit().proxy = std::move(draft.proxy);
  if (draft.effects) stub.more.edit().effects = std::move(draft.effects);
  if (!draft.kept.empty()) stub.more.edit().document = json::write(draft.kept);
  return stub;
}

}  // namespace mimus::native
