#include "wiremock_writer.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>

#include "text/encoding.h"
#include "wiremock_request.h"

namespace mimus::formats {
namespace {

using Lost = std::vector<std::string>;

json::Value as_json(std::string_view text) {
  return json::Value(boost::json::string_view(text.data(), text.size()));
}

// ---- the response ------------------------------------------------------------------------------

std::string_view implied_type(const stub::Body& body) {
  if (std::holds_alternative<stub::JsonBody>(body)) return "application/json";
  if (std::holds_alternative<stub::TextBody>(body)) return "text/plain; charset=utf-8";
  if (std::holds_alternative<stub::BinaryBody>(body)) return "application/octet-stream";
  return {};
}

bool has_expression(std::string_view text) {
  const std::size_t open = text.find("{{");
  return open != text.npos && text.find("}}", open) != text.npos;
}

bool is_templated(const stub::ResponseSpec& spec) {
  if (!spec.status_text.empty()) return true;
  if (spec.templated_fields && std::ranges::any_of(spec.fields, [](const auto& field) {
        return has_expression(field.value);
      }))
    return true;
  if (const auto* json = std::get_if<stub::JsonBody>(&spec.body))
    return json->templated && has_expression(json::write(json->value));
  if (const auto* text = std::get_if<stub::TextBody>(&spec.body))
    return text->templated && has_expression(text->text);
  const auto* file = std::get_if<stub::FileBody>(&spec.body);
  return file != nullptr && file->templated;
}

json::Object headers_of(const stub::ResponseSpec& spec, bool native) {
  json::Object headers;
  const std::string_view implied = native ? implied_type(spec.body) : "";
  const bool typed = std::ranges::any_of(
      spec.fields, [](const auto& field) { return http::same_name(field.name, "Content-Type"); });
  if (!typed && !implied.empty()) headers["Content-Type"] = as_json(implied);
  for (const http::OwnedField& field : spec.fields) {
    json::Value& value = headers[field.name];
    if (value.is_null()) {
      value = as_json(field.value);
    } else {
      if (!value.is_array()) value = json::Array{value};
      value.get_array().push_back(as_json(field.value));
    }
  }
  return headers;
}

struct BodyWriter {
  json::Object& out;
  void operator()(const stub::NoBody&) const {}
  void operator()(const stub::JsonBody& body) const { out["jsonBody"] = body.value; }
  void operator()(const stub::TextBody& body) const { out["body"] = as_json(body.text); }
  void operator()(const stub::BinaryBody& body) const {
    out["base64Body"] = as_json(text::base64_encode(body.bytes));
  }
  void operator()(const stub::FileBody& body) const { out["bodyFileName"] = as_json(body.path); }
};

struct DelayWriter {
  json::Object& out;
  void operator()(std::monostate) const {}
  void operator()(const stub::FixedDelay& delay) const {
    out["fixedDelayMilliseconds"] = std::llround(delay.delay.count());
  }
  void operator()(const stub::UniformDelay& delay) const {
    out["delayDistribution"] = json::Object{{"type", "uniform"},
                                            {"lower", std::llround(delay.min.count())},
                                            {"upper", std::llround(delay.max.count())}};
  }
  void operator()(const stub::LogNormalDelay& delay) const {
    out["delayDistribution"] = json::Object{
        {"type", "lognormal"}, {"median", delay.median.count()}, {"sigma", delay.sigma}};
  }
};

std::string_view fault_name(http::Fault fault) {
  switch (fault) {
    case http::Fault::kConnectionReset:
      return "CONNECTION_RESET_BY_PEER";
    case http::Fault::kEmptyResponse:
      return "EMPTY_RESPONSE";
    case http::Fault::kMalformedChunk:
      return "MALFORMED_RESPONSE_CHUNK";
    case http::Fault::kGarbage:
      return "RANDOM_DATA_THEN_CLOSE";
    default:
      return "";
  }
}

// A proxy's own words: those of the native file.
json::Value proxy_document(const stub::Stub& stub) {
  if (stub.dialect != stub::Dialect::kNative) return nullptr;
  const auto kept = json::parse(stub.more->document);
  const json::Value* const proxy = kept ? json::find(*kept, "/proxy") : nullptr;
  return proxy != nullptr ? *proxy : json::Value();
}

bool is_template(const json::Value& value) { return json::write(value).find("{{") != std::string::npos; }

void write_proxy(const stub::Stub& stub, json::Object& out, Lost& lost) {
  const json::Value proxy = proxy_document(stub);
  if (proxy.is_null()) return lost.emplace_back("the proxying"), void();
  out.erase("status");
  if (is_template(proxy) && !out.contains("transformers")) {
    out["transformers"] = json::Array{"response-template"};
    lost.emplace_back("nothing of the templates, but their words may mean something else there");
  }
  if (proxy.is_string()) return out["proxyBaseUrl"] = proxy, void();
  json::Object set;
  json::Array removed;
  for (const auto& member : proxy.get_object()) {
    const std::string_view name = member.key();
    if (name == "url") {
      out["proxyBaseUrl"] = member.value();
    } else if (name == "strip_prefix") {
      out["proxyUrlPrefixToRemove"] = member.value();
    } else if (name == "request_headers" && member.value().is_object()) {
      for (const auto& field : member.value().get_object()) {
        if (field.value().is_null()) removed.push_back(json::Value(field.key()));
        else set[field.key()] = field.value();
      }
    } else if (name != "preserve_host" || member.value() != json::Value(false)) {
      lost.push_back("the '" + std::string(name) + "' of the proxy");
    }
  }
  if (!set.empty()) out["additionalProxyRequestHeaders"] = std::move(set);
  if (!removed.empty()) out["removeProxyRequestHeaders"] = std::move(removed);
}

json::Object response_of(const stub::Stub& stub, const stub::ResponseSpec& spec, Lost& lost) {
  json::Object out{{"status", spec.status}};
  if (!spec.status_text.empty()) lost.emplace_back("the template of the status");
  if (!spec.reason.empty()) out["statusMessage"] = as_json(spec.reason);
  json::Object headers = headers_of(spec, stub.dialect == stub::Dialect::kNative);
  if (!headers.empty()) out["headers"] = std::move(headers);
  std::visit(BodyWriter{out}, spec.body);
  std::visit(DelayWriter{out}, stub.latency);
  if (stub.pace.pieces > 0) {
    out["chunkedDribbleDelay"] =
        json::Object{{"numberOfChunks", stub.pace.pieces},
                     {"totalDuration", std::llround(stub.pace.spread.count())}};
  }
  if (const auto& events = stub.more->events_at; !events.empty()) {
    out["chunkedDribbleDelay"] = json::Object{{"numberOfChunks", events.size()}, {"totalDuration", std::llround(events.back().count())}};
    lost.emplace_back("when each event comes: they are spread evenly over the same time");
  }
  if (is_templated(spec)) {
    out["transformers"] = json::Array{"response-template"};
    if (stub.dialect == stub::Dialect::kNative)
      lost.emplace_back("nothing of the templates, but their words may mean something else there");
  }
  if (stub.more->proxy) write_proxy(stub, out, lost);
  return out;
}

void note_lost(const stub::Stub& stub, Lost& lost) {
  if (stub.pace.bytes_per_second > 0) lost.emplace_back("the throttle");
  if (!stub.more->delay_text.empty()) lost.emplace_back("the template of the delay");
  if (stub.more->resource) lost.emplace_back("the collection");
  if (stub.more->effects) lost.emplace_back("the callbacks");
  if (stub.more->state) lost.emplace_back("the use of stored state");
  if (stub.responses.size() > 1 && stub.choice > stub::Choice::kCycle)
    lost.emplace_back("the choice by chance: the first response alone");
}

// A fault that happens always; other failures have no word.
std::optional<json::Object> fault_of(const stub::Stub& stub, Lost& lost) {
  if (!stub.failure) return std::nullopt;
  const auto* fault = std::get_if<http::Fault>(&stub.failure->outcome);
  const std::string_view name = fault == nullptr ? "" : fault_name(*fault);
  if (stub.failure->rate < 1 || name.empty()) {
    lost.emplace_back("what goes wrong at times");
    return std::nullopt;
  }
  return json::Object{{"fault", as_json(name)}};
}

json::Object mapping_of(const stub::Stub& stub, const std::string& method, json::Object response,
                        Lost& lost) {
  json::Object mapping;
  json::Object request = wiremock_request(stub, mapping, lost);
  request["method"] = as_json(method);
  if (!stub.label.empty()) mapping["name"] = as_json(stub.label);
  if (stub.priority != 5) mapping["priority"] = stub.priority;
  mapping["request"] = std::move(request);
  mapping["response"] = std::move(response);
  return mapping;
}

// Several responses are the steps of a scenario of their own.
void write_steps(const stub::Stub& stub, const std::string& method, Mappings& out) {
  const bool steps = stub.responses.size() > 1 && stub.choice <= stub::Choice::kCycle;
  const std::size_t count = steps ? stub.responses.size() : 1;
  const auto state = [](std::size_t i) {
    return i == 0 ? std::string("Started") : "step " + std::to_string(i + 1);
  };
  for (std::size_t i = 0; i < count; ++i) {
    Lost lost;
    auto fault = fault_of(stub, lost);
    json::Object mapping = mapping_of(
        stub, method, fault ? *std::move(fault) : response_of(stub, stub.responses[i], lost), lost);
    if (steps) {
      mapping["scenarioName"] = stub.label + " (" + stub.id.value.text().substr(0, 8) + ")";
      mapping["requiredScenarioState"] = state(i);
      const bool last = i + 1 == count;
      if (!last || stub.choice == stub::Choice::kCycle)
        mapping["newScenarioState"] = state(last ? 0 : i + 1);
    } else if (stub.more->scenario) {
      mapping["scenarioName"] = as_json(stub.more->scenario->scenario);
      if (stub.more->scenario->required)
        mapping["requiredScenarioState"] = as_json(*stub.more->scenario->required);
      if (stub.more->scenario->next)
        mapping["newScenarioState"] = as_json(*stub.more->scenario->next);
    }
    out.documents.emplace_back(std::move(mapping));
    for (std::string& phrase : lost) {
      if (std::ranges::find(out.lost, phrase) == out.lost.end())
        out.lost.push_back(std::move(phrase));
    }
  }
}

// docs/native-file.md, "Which route answers".
bool asked_before(const stub::Stub& a, const stub::Stub& b) {
  const auto rank = [](const stub::Stub& stub) {
    return std::tuple(stub.priority, -static_cast<std::int64_t>(stub.request.path.specificity()),
                      -static_cast<std::int64_t>(stub.request.conditions.size()));
  };
  return rank(a) < rank(b);
}

}  // namespace

Mappings to_wiremock(const stub::Stub& stub) {
  Mappings out;
  if (stub.dialect == stub::Dialect::kWireMock && !stub.more->document.empty()) {
    if (auto document = json::parse(stub.more->document)) {
      out.documents.push_back(*std::move(document));
      return out;
    }
  }
  note_lost(stub, out.lost);
  if (stub.more->resource) return out;  // what it answers is no response that a mapping could hold
  if (stub.request.methods.empty()) write_steps(stub, "ANY", out);
  for (const std::string& method : stub.request.methods) write_steps(stub, method, out);
  return out;
}

WiremockFile write_wiremock(std::span<const stub::Stub> stubs) {
  WiremockFile file;
  file.lost.resize(stubs.size());
  const bool own = std::ranges::all_of(
      stubs, [](const stub::Stub& one) { return one.dialect == stub::Dialect::kWireMock; });
  std::vector<std::size_t> order(stubs.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  // WireMock asks the newest one first: the most specific route has to come last.
  if (!own)
    std::ranges::stable_sort(
        order, [&](std::size_t a, std::size_t b) { return asked_before(stubs[a], stubs[b]); });
  if (!own) std::ranges::reverse(order);
  json::Array list;
  for (const std::size_t i : order) {
    Mappings mappings = to_wiremock(stubs[i]);
    for (json::Value& document : mappings.documents) list.push_back(std::move(document));
    file.lost[i] = std::move(mappings.lost);
  }
  json::write(json::Object{{"mappings", std::move(list)}}, file.text, {.indent = 2});
  file.text += '\n';
  return file;
}

}  // namespace mimus::formats
