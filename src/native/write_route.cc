#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

#include "collections/definition.h"
#include "failure.h"
#include "http/conditional.h"
#include "resource.h"
#include "stub/resource.h"
#include "text/encoding.h"
#include "write.h"
#include "write_response.h"

namespace mimus::native {
namespace {

using match::Place;

json::Value as_json(std::string_view text) {
  return json::Value(boost::json::string_view(text.data(), text.size()));
}

// 80, not 80.0.
json::Value as_number(double number) {
  const bool whole = number == std::trunc(number) && std::abs(number) < 1e15;
  return whole ? json::Value(static_cast<std::int64_t>(number)) : json::Value(number);
}

// ---- which requests ----------------------------------------------------------------------------

std::string quoted_expression(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c & 0x80) != 0 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '/';
    if (!plain) out += '\\';
    out += c;
  }
  return out;
}

std::string path_text(const match::PathPattern& path) {
  if (const auto same = match::PathPattern::parse(path.text()); same && *same == path) return std::string(path.text());
  switch (path.kind()) {
    case match::PathPattern::Kind::kExact: return escape_path(path.text());
    case match::PathPattern::Kind::kPrefix: return "regex:(?s)" + quoted_expression(path.text()) + ".*";
    case match::PathPattern::Kind::kRegex: return "regex:" + std::string(path.expression());
    default: return "**";
  }
}

// A value that means the test without naming the matcher: page: 2, sort: null, tag: [a, b].
const json::Value* shorthand(const std::vector<match::Test>& tests, Place place) {
  static const json::Value kNull;
  if (tests.size() != 1 || !tests[0].options.empty()) return nullptr;
  const auto& [key, operand, options] = tests[0];
  if (key == "absent" && operand.is_bool() && operand.get_bool()) return &kNull;
  const bool list = operand.is_array() && place != Place::kBody;
  if (operand.is_null() || operand.is_object()) return nullptr;
  return key == (list ? "hasExactly" : "equals") ? &operand : nullptr;
}

json::Object matcher_of(const match::Test& test) {
  json::Object out{{test.key, test.operand}};
  for (const auto& member : test.options) out[member.key()] = member.value();
  return out;
}

bool fits_beside(const json::Object& object, const match::Test& test) {
  if (object.contains(test.key)) return false;
  return std::ranges::none_of(test.options, [&](const auto& member) { return object.contains(member.key()); });
}

// Several tests are members of one object; the same matcher twice needs `and`.
json::Value tests_value(const std::vector<match::Test>& tests, Place place) {
  if (const json::Value* plain = shorthand(tests, place)) return *plain;
  json::Object out;
  json::Array rest;
  for (const match::Test& test : tests) {
    if (fits_beside(out, test)) {
      for (auto& member : matcher_of(test)) out[member.key()] = member.value();
    } else {
      rest.push_back(matcher_of(test));
    }
  }
  if (rest.empty()) return out;
  rest.insert(rest.begin(), json::Value(out));
  return json::Object{{"and", std::move(rest)}};
}

// One for each place and name, as members of an object are.
std::vector<match::Condition> joined(const std::vector<match::Condition>& conditions) {
  std::vector<match::Condition> out;
  for (const match::Condition& condition : conditions) {
    const auto there = std::ranges::find_if(out, [&](const match::Condition& other) {
      return other.place == condition.place && other.name == condition.name;
    });
    if (there == out.end()) out.push_back(condition);
    else there->tests.insert(there->tests.end(), condition.tests.begin(), condition.tests.end());
  }
  return out;
}

json::Object when_of(const std::vector<match::Condition>& conditions) {
  json::Object when;
  for (const match::Condition& condition : joined(conditions)) {
    if (condition.tests.empty()) continue;
    json::Value value = tests_value(condition.tests, condition.place);
    const std::string_view place = match::name_of(condition.place);
    if (!match::takes_name(condition.place)) {
      when[place] = std::move(value);
    } else if (condition.place == Place::kBody && condition.name.empty() && !value.is_object() && !value.is_null()) {
      when[place] = std::move(value);  // body: hello
    } else {
      json::Value& names = when[place];
      if (!names.is_object()) names = json::Object{};
      const std::string_view name = condition.name.empty() ? std::string_view("$") : condition.name;
      names.get_object()[name] = std::move(value);
    }
  }
  return when;
}

std::string default_label(const match::RequestPattern& request) {
  std::string label;
  for (const std::string& method : request.methods) label += (label.empty() ? "" : "|") + method;
  return (label.empty() ? "ANY" : label) + ' ' + std::string(request.path.text());
}

// {checkout: Pending -> Paid} where that is read back as it is, else with its parts named.
void write_step(const stub::ScenarioStep& step, json::Object& out) {
  const auto plain = [](std::string_view text) {
    return !text.empty() && text != "*" && text != "name" && text.find("->") == text.npos && text::trim(text) == text;
  };
  const bool short_form = plain(step.scenario) && (!step.required || plain(*step.required)) && (!step.next || plain(*step.next));
  json::Object object;
  if (short_form) {
    std::string text = step.required.value_or("");
    if (step.next) text.append(step.required ? " -> " : "-> ").append(*step.next);
    object[step.scenario] = as_json(text);
  } else {
    object["name"] = as_json(step.scenario);
    if (step.required) object["state"] = as_json(*step.required);
    if (step.next) object["next"] = as_json(*step.next);
  }
  out["scenario"] = std::move(object);
}

// What the reader kept, because a stub has no other text of it.
json::Object kept_of(const stub::Stub& stub) {
  if (stub.dialect != stub::Dialect::kNative || stub.more->document.empty()) return {};
  auto members = json::parse(stub.more->document);
  return members && members->is_object() ? std::move(members->get_object()) : json::Object();
}

// A collection: where it is, and what it is made of.
void write_resource(const stub::Resource& resource, const json::Object& kept, json::Object& out) {
  out["resource"] = kept.at("resource");
  if (const json::Value* name = kept.if_contains("collection")) out["collection"] = *name;
  if (!resource.definition) return;
  const auto members = json::parse(resource.definition->text);
  if (!members || !members->is_object()) return;
  for (const auto& member : members->get_object()) {
    const json::Value* file = member.key() == "data" ? kept.if_contains("data") : nullptr;
    out[member.key()] = file != nullptr ? *file : member.value();
  }
}

void write_request(const stub::Stub& stub, const json::Object& kept, json::Object& out) {
  const bool is_resource = stub.more->resource && kept.contains("resource");
  if (is_resource) write_resource(*stub.more->resource, kept, out);
  else out["path"] = as_json(path_text(stub.request.path));
  std::vector<std::string> methods = stub.request.methods;
  if (is_resource && methods == resource_methods()) methods.clear();
  if (methods.size() == 1) out["method"] = as_json(methods[0]);
  if (methods.size() > 1) {
    json::Array list;
    for (const std::string& method : methods) list.push_back(as_json(method));
    out["method"] = std::move(list);
  }
  const std::string label = is_resource ? resource_label(std::string_view(kept.at("resource").get_string())) : default_label(stub.request);
  if (!stub.label.empty() && stub.label != label) out["name"] = as_json(stub.label);
  if (stub.priority != 5) out["priority"] = stub.priority;
  json::Object when = when_of(stub.request.conditions);
  if (kept.contains("when")) out["when"] = kept.at("when");
  else if (!when.empty()) out["when"] = std::move(when);
  if (stub.more->scenario) write_step(*stub.more->scenario, out);
}

// ---- how it goes out ---------------------------------------------------------------------------

json::Value as_latency(stub::Milliseconds delay) {
  constexpr double kLongest = 86'400'000;  // a day: no file may say more
  return as_number(std::clamp(delay.count(), 0.0, kLongest));
}

constexpr double kNormal95 = 1.6448536269514722;  // as in latency.cc

// The shortest p95 from which the reader gets this sigma.
double p95_of(const stub::LogNormalDelay& delay) {
  const double median = delay.median.count();
  const double exact = median * std::exp(delay.sigma * kNormal95);
  for (int digits = 1; digits < 17; ++digits) {
    char text[40];
    std::snprintf(text, sizeof text, "%.*g", digits, exact);
    const double rounded = std::strtod(text, nullptr);
    if (rounded >= median && std::log(rounded / median) / kNormal95 == delay.sigma) return rounded;
  }
  return std::max(exact, median);
}

void write_latency(const stub::Latency& latency, json::Object& out) {
  if (const auto* fixed = std::get_if<stub::FixedDelay>(&latency)) {
    out["latency_ms"] = as_latency(fixed->delay);
  } else if (const auto* uniform = std::get_if<stub::UniformDelay>(&latency)) {
    out["latency_ms"] = json::Object{{"min", as_latency(uniform->min)}, {"max", as_latency(uniform->max)}};
  } else if (const auto* normal = std::get_if<stub::LogNormalDelay>(&latency)) {
    out["latency_ms"] =
        json::Object{{"median", as_latency(normal->median)}, {"p95", as_latency(stub::Milliseconds(p95_of(*normal)))}};
  }
}

void write_failure(const stub::Failure& failure, json::Object& out) {
  if (const auto* fault = std::get_if<http::Fault>(&failure.outcome)) {
    if (failure.rate != 1) out["failure_rate"] = as_number(failure.rate);
    out["fault"] = as_json(http::name_of(*fault));
    return;
  }
  out["failure_rate"] = as_number(failure.rate);
  const auto& spec = std::get<stub::ResponseSpec>(failure.outcome);
  if (spec == default_failure({})) return;
  json::Object response;
  write_response(spec, 500, response);
  if (response.empty()) response["text"] = "";
  out["failure"] = std::move(response);
}

void write_pace(const stub::Pace& pace, json::Object& out) {
  if (pace.pieces > 0) {
    out["dribble"] = json::Object{{"pieces", pace.pieces}, {"over_ms", as_number(pace.spread.count())}};
  }
  if (pace.bytes_per_second > 0) out["throttle"] = pace.bytes_per_second;
  if (pace.chunked) out["chunked"] = true;
}

json::Value texts(const std::vector<std::string>& list) {
  if (list.size() == 1) return as_json(list[0]);
  json::Array out;
  for (const std::string& text : list) out.push_back(as_json(text));
  return out;
}

json::Value cors_value(const stub::Cors& cors) {
  if (!cors.enabled) return false;
  const stub::Cors usual;
  json::Object out;
  if (cors.origins != usual.origins) out["origins"] = texts(cors.origins);
  if (!cors.methods.empty()) out["methods"] = texts(cors.methods);
  if (!cors.headers.empty()) out["headers"] = texts(cors.headers);
  if (!cors.expose.empty()) out["expose"] = texts(cors.expose);
  if (cors.credentials) out["credentials"] = true;
  if (cors.max_age) out["max_age"] = cors.max_age->count();
  if (out.empty()) return true;
  return out;
}

// ---- which of several --------------------------------------------------------------------------

constexpr std::string_view kChoices[] = {"sequence", "cycle", "weighted", "random"};

void write_responses(const stub::Stub& stub, json::Object& out) {
  const bool one = stub.responses.size() == 1 && stub.choice == stub::Choice::kSequence && stub.responses[0].weight == 1;
  if (one) return write_response(stub.responses[0], 200, out);
  if (stub.choice != stub::Choice::kSequence) out["choose"] = as_json(kChoices[static_cast<std::size_t>(stub.choice)]);
  json::Array list;
  for (const stub::ResponseSpec& spec : stub.responses) {
    json::Object entry;
    if (spec.weight != 1) entry["weight"] = as_number(spec.weight);
    write_response(spec, 200, entry);
    list.emplace_back(std::move(entry));
  }
  out["responses"] = std::move(list);
}

}  // namespace

std::string escape_path(std::string_view path) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  const bool valid = text::is_valid_utf8(path);  // else bytes that no file can hold
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte > 0x20 && byte != 0x7F && (valid || byte < 0x80) && std::string_view("{}*?#").find(c) == std::string_view::npos) {
      out += c;
    } else {
      out += '%';
      out += kDigits[byte >> 4];
      out += kDigits[byte & 15];
    }
  }
  return out;
}

Route to_document(const stub::Stub& given) {
  Route route;
  const stub::Stub stub = as_native(given, route.lost);
  const json::Object kept = kept_of(stub);
  json::Object out;
  write_request(stub, kept, out);
  write_responses(stub, out);
  if (stub.more->delay_text.empty()) write_latency(stub.latency, out);
  else out["latency_ms"] = as_json(stub.more->delay_text);
  if (stub.failure && stub.failure->rate > 0) write_failure(*stub.failure, out);
  write_pace(stub.pace, out);
  if (!stub.more->events_at.empty()) {
    json::Array times;
    for (const stub::Milliseconds time : stub.more->events_at) times.push_back(as_number(time.count()));
    out["dribble"] = json::Object{{"events_at_ms", std::move(times)}};
  }
  if (stub.compress) out["compress"] = true;
  if (*stub.cors != stub::Cors{}) out["cors"] = cors_value(*stub.cors);
  for (const auto& member : kept) {
    if (!out.contains(member.key())) out[member.key()] = member.value();
  }
  route.document = std::move(out);
  return route;
}

}  // namespace mimus::native
