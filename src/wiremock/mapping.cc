#include "wiremock/mapping.h"

#include <algorithm>
#include <utility>

#include "base/chance.h"
#include "fields.h"
#include "response_reader.h"
#include "webhooks.h"
#include "stub/state_use.h"
#include "wiremock/request.h"

namespace mimus::wiremock {
namespace {

constexpr std::string_view kClass = "com.github.tomakehurst.wiremock.stubbing.StubMapping";
constexpr std::string_view kIgnored[] = {"$schema", "newRequest", "insertionIndex", "request",
                                         "response"};

// What stands beside request and response.
struct Draft {
  std::optional<stub::StubId> id;
  std::optional<std::string> scenario, required, next;
  std::optional<double> probability;
  stub::Particulars more;
  int priority = 5;
};

Status read_id(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY(const std::string text, text_of(value));
  const std::optional<Uuid> id = Uuid::parse(text);
  if (!id) {
    return invalid("Cannot deserialize value of type `java.util.UUID` from String \"" + text +
                   "\": UUID has to be represented by standard 36-char representation");
  }
  if (!draft.id) draft.id = stub::StubId{*id};
  written = nullptr;  // written by write_document()
  return Done{};
}

template <auto kMember>
Status read_text(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY(std::string text, text_of(value));
  written = text;
  draft.*kMember = std::move(text);
  return Done{};
}

Status read_name(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY(draft.more.name, text_of(value));
  written = draft.more.name;
  return Done{};
}

Status read_persistent(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY(draft.more.persistent, flag_of(value));
  written = draft.more.persistent;
  return Done{};
}

Status read_priority(const json::Value& value, Draft& draft, json::Value& written) {
  MIMUS_TRY(const std::int64_t priority, whole_of(value, "java.lang.Integer"));
  if (!std::in_range<int>(priority)) {
    return invalid("Numeric value (" + std::to_string(priority) +
                   ") out of range of int (-2147483648 - 2147483647)");
  }
  draft.priority = static_cast<int>(priority);
  written = draft.priority;
  return Done{};
}

Status read_metadata(const json::Value& value, Draft& draft, json::Value&) {
  MIMUS_TRY(const json::Object* metadata,
            object_of(value, "com.github.tomakehurst.wiremock.common.Metadata"));
  draft.more.metadata = *metadata;
  return Done{};
}

// ---- listeners: webhooks.h makes something of them
// -------------------------------------------------------------

Status check_listener(const json::Value& one, std::span<const std::string_view> keys,
                      std::string_view java_class) {
  MIMUS_TRY(const json::Object* object, object_of(one, java_class));
  for (const auto& member : *object) {
    if (std::ranges::find(keys, std::string_view(member.key())) == keys.end()) {
      return unrecognized(member.key(), java_class, keys);
    }
  }
  const json::Value* name = given(*object, "name");
  if (name == nullptr || !name->is_string())
    return under_member("name", invalid("name must be a string"));
  if (const json::Value* parameters = given(*object, "parameters")) {
    MIMUS_TRY_AT(const json::Object* ok, "parameters",
                 object_of(*parameters, "com.github.tomakehurst.wiremock.extension.Parameters"));
    (void)ok;
  }
  return Done{};
}

Status check_phases(const json::Value& one) {
  constexpr std::string_view kPhases[] = {"BEFORE_MATCH", "AFTER_MATCH", "BEFORE_RESPONSE_SENT",
                                          "AFTER_COMPLETE"};
  constexpr std::string_view kPhase =
      "com.github.tomakehurst.wiremock.extension.ServeEventListener$RequestPhase";
  const json::Value* phases = given(one.get_object(), "requestPhases");
  if (phases == nullptr) return Done{};
  MIMUS_TRY_AT(const json::Array* list, "requestPhases", array_of(*phases, "java.util.HashSet"));
  for (std::size_t i = 0; i < list->size(); ++i) {
    const json::Value& phase = (*list)[i];
    const bool known = phase.is_string() &&
                       std::ranges::find(kPhases, view(phase.get_string())) != std::end(kPhases);
    if (!known)
      return under_member("requestPhases", under_index(i, not_in_enum(phase, kPhase, kPhases)));
  }
  return Done{};
}

Status read_listeners(const json::Value& value, Draft&, json::Value&) {
  constexpr std::string_view kKeys[] = {"name", "requestPhases", "parameters"};
  MIMUS_TRY(const json::Array* list, array_of(value, "java.util.ArrayList"));
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto status =
        check_listener((*list)[i], kKeys,
                       "com.github.tomakehurst.wiremock.extension.ServeEventListenerDefinition");
    if (status) status = check_phases((*list)[i]);
    if (!status) return under_index(i, std::move(status).error());
  }
  return Done{};
}

// An array of {name, parameters} or, of old, an object of parameters by name.
Status read_actions(const json::Value& value, Draft&, json::Value& written) {
  constexpr std::string_view kKeys[] = {"name", "parameters"};
  constexpr std::string_view kAction =
      "com.github.tomakehurst.wiremock.extension.PostServeActionDefinition";
  if (const json::Object* by_name = value.if_object()) {
    json::Array list;
    for (const auto& member : *by_name) {
      list.push_back(json::Object{{"name", member.key()}, {"parameters", member.value()}});
    }
    written = std::move(list);
  }
  MIMUS_TRY(const json::Array* list, array_of(written, "java.util.ArrayList"));
  for (std::size_t i = 0; i < list->size(); ++i) {
    auto status = check_listener((*list)[i], kKeys, kAction);
    if (!status)
      return value.is_array() ? under_index(i, std::move(status).error())
                              : std::move(status).error();
  }
  return Done{};
}

// ---- what Mimus adds ---------------------------------------------------------------------------

Status read_serves(const json::Value& value, Draft& draft, json::Value&) {
  MIMUS_TRY(const std::int64_t serves, whole_of(value));
  if (serves < 1) return invalid("a stub serves at least once");
  draft.more.lifespan.serves = static_cast<std::uint64_t>(serves);
  return Done{};
}

Status read_ttl(const json::Value& value, Draft& draft, json::Value&) {
  MIMUS_TRY(const std::int64_t seconds, whole_of(value));
  if (seconds < 1 || seconds > 3'000'000'000)
    return invalid("ttl is a number of seconds from 1 to 3000000000");
  draft.more.lifespan.time = std::chrono::seconds(seconds);
  return Done{};
}

Status read_probability(const json::Value& value, Draft& draft, json::Value&) {
  MIMUS_TRY(draft.probability, number_of(value));
  if (*draft.probability < 0 || *draft.probability > 1)
    return invalid("a probability lies between 0 and 1");
  return Done{};
}

Status read_mimus(const json::Value& value, Draft& draft, json::Value& written) {
  static constexpr Field<Draft> kOwn[] = {
      {"serves", &read_serves}, {"ttl", &read_ttl}, {"probability", &read_probability}};
  MIMUS_TRY(const json::Object* object, object_of(value, "mimus"));
  MIMUS_TRY(written, read_fields<Draft>(*object, kOwn, "mimus", draft));
  return Done{};
}

constexpr Field<Draft> kFields[] = {
    {"id", &read_id, "uuid"},
    {"name", &read_name},
    {"persistent", &read_persistent},
    {"priority", &read_priority},
    {"scenarioName", &read_text<&Draft::scenario>},
    {"requiredScenarioState", &read_text<&Draft::required>},
    {"newScenarioState", &read_text<&Draft::next>},
    {"postServeActions", &read_actions},
    {"serveEventListeners", &read_listeners},
    {"metadata", &read_metadata},
    {"mimus", &read_mimus},
};

// ---- put together ------------------------------------------------------------------------------

stub::StubId identify(const std::optional<stub::StubId>& own, const Identity& identity) {
  if (identity.always) return *identity.always;
  if (own) return *own;
  if (identity.otherwise) return *identity.otherwise;
  return {Uuid::random(Chance(fresh_seed()))};
}

std::string write_document(const stub::StubId& id, json::Object& beside, json::Object request,
                           json::Object response) {
  json::Object document;
  document.emplace("id", id.value.text());
  if (const json::Value* name = beside.if_contains("name")) document.emplace("name", *name);
  document.emplace("request", std::move(request));
  document.emplace("response", std::move(response));
  document.emplace("uuid", id.value.text());
  for (auto& member : beside) {
    if (member.key() != "name") document.emplace(member.key(), std::move(member.value()));
  }
  return json::write(json::Value(std::move(document)));
}

std::string label_of(const json::Object& request) {
  std::string label(request.at("method").get_string());
  for (const char* key : {"url", "urlPattern", "urlPath", "urlPathPattern", "urlPathTemplate"}) {
    const json::Value* url = request.if_contains(key);
    if (url != nullptr) return label + " " + std::string(view(url->get_string()));
  }
  return label + " any URL";
}

void take(Draft& draft, stub::Stub& stub) {
  if (draft.scenario)
    draft.more.scenario = stub::ScenarioStep{*std::move(draft.scenario), std::move(draft.required),
                                             std::move(draft.next)};
  if (draft.probability) {
    stub.request.conditions.push_back(
        {match::Place::kRequest, "", {{"probability", *draft.probability}}});
  }
  stub.priority = draft.priority;
}

void take(Response& response, const Rules& rules, stub::Particulars& more, stub::Stub& stub) {
  stub.responses = {std::move(response.spec)};
  stub.latency = response.latency;
  if (response.fault) stub.failure = stub::Failure{1, *response.fault};
  stub.pace.pieces = response.pieces;
  stub.pace.spread = response.spread;
  stub.pace.chunked = response.chunked;
  stub.cors = cors_of(rules);
  stub.compress = rules.gzip;
  more.fixed_delay = response.fixed_delay;
  more.proxy = std::move(response.proxy);
  more.parameters = std::move(response.parameters);
}

Result<Request> request_of(const json::Object& document) {
  static const json::Value kAnything = json::Object{};
  const json::Value* request = given(document, "request");
  auto read = read_request(request == nullptr ? kAnything : *request);
  if (!read) return under_member("request", std::move(read).error());
  return read;
}

// The "state-matcher" of the state extension is no matter of the request alone: it leaves the pattern and becomes a condition on the
// world's state. nullptr: the mapping has none.
Result<std::shared_ptr<const stub::StateUse>> take_state_matcher(Request& request) {
  const json::Value* custom = request.document.if_contains("customMatcher");
  const json::Value* name = custom == nullptr || !custom->is_object() ? nullptr : given(custom->get_object(), "name");
  if (name == nullptr || !name->is_string() || view(name->get_string()) != "state-matcher") return std::shared_ptr<const stub::StateUse>();
  std::vector<match::Condition>& conditions = request.pattern.conditions;
  for (std::size_t i = conditions.size(); i-- > 0;) {
    if (conditions[i].place != match::Place::kRequest || conditions[i].tests.front().key != "customMatcher") continue;
    conditions.erase(conditions.begin() + static_cast<std::ptrdiff_t>(i));
    request.pointers.erase(request.pointers.begin() + static_cast<std::ptrdiff_t>(i));
  }
  static const json::Object kNothing;
  const json::Value* parameters = given(custom->get_object(), "parameters");
  auto condition = stub::StateCondition::of_context(
      parameters == nullptr || !parameters->is_object() ? kNothing : parameters->get_object());
  if (!condition) {
    return under_member("request", under_member("customMatcher", under_member("parameters", std::move(condition).error())));
  }
  auto use = std::make_shared<stub::StateUse>();
  use->condition = *std::move(condition);
  return std::shared_ptr<const stub::StateUse>(std::move(use));
}

}  // namespace

Result<stub::Stub> read_mapping(const json::Value& document, const Rules& rules,
                                const Identity& identity) {
  MIMUS_TRY(const json::Object* object, object_of(document, kClass));
  Draft draft;
  MIMUS_TRY(json::Object beside, read_fields<Draft>(*object, kFields, kClass, draft, kIgnored));
  MIMUS_TRY(Request request, request_of(*object));
  MIMUS_TRY(auto state, take_state_matcher(request));
  MIMUS_TRY_AT(Response response, "response", read_response(given(*object, "response"), rules));

  stub::Stub stub;
  stub.dialect = stub::Dialect::kWireMock;
  stub.id = identify(draft.id, identity);
  stub.label = label_of(request.document);
  stub.request = std::move(request.pattern);
  take(draft, stub);
  draft.more.effects = read_effects(beside);
  draft.more.state = std::move(state);
  draft.more.document =
      write_document(stub.id, beside, std::move(request.document), std::move(response.document));
  take(response, rules, draft.more, stub);
  stub.more.edit() = std::move(draft.more);
  return stub;
}

stub::Cors cors_of(const Rules& rules) {
  stub::Cors cors;
  cors.enabled = rules.cors;
  if (!rules.cors) return cors;
  cors.credentials = true;
  cors.methods = {"OPTIONS", "GET", "POST", "PUT", "PATCH", "DELETE"};
  cors.max_age = std::chrono::seconds(1800);
  return cors;
}

Error in_mapping(Error error, const json::Value& document) {
  const json::Object* object = document.if_object();
  if (object == nullptr) return error;
  auto request = request_of(*object);
  if (!request) return std::move(request).error();
  auto compiled = compile(*request);
  if (!compiled) return under_member("request", std::move(compiled).error());
  return error;  // about the response: its own pointer is as good as ours
}

}  // namespace mimus::wiremock
