#include "unmatched.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "cors.h"
#include "explain.h"
#include "not_matched_page.h"
#include "wiremock_answers.h"

namespace mimus::serve {
namespace {

constexpr std::size_t kMostShown = 3;
constexpr auto kWindow = std::chrono::seconds(1);
constexpr auto kAllowance = std::chrono::milliseconds(100);
constexpr auto kWireMockAllowance = std::chrono::milliseconds(500);

// JSON unless the client names text before it.
bool prefers_text(const http::Request& request) {
  const std::string_view accept = request.header("Accept").value_or("");
  const std::size_t text = accept.find("text/plain");
  const std::size_t json = accept.find("json");
  return text != std::string_view::npos && (json == std::string_view::npos || text < json);
}

bool asks_for_json(const http::Request& request) {
  return request.header("Accept").value_or("").starts_with("application/json");
}

std::size_t width_for(const http::Request& request) {
  const std::string_view text = request.header("X-WireMock-Console-Width").value_or("");
  std::size_t width = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), width);
  return read.ec == std::errc() && read.ptr == text.data() + text.size() ? width : kPageWidth;
}

std::string as_text(const json::Object& report) {
  std::string text(report.at("error").as_string());
  text += "\n";
  for (const json::Value& near : report.at("closest").as_array()) {
    text += "\nclosest: " + std::string(near.at("route").as_string());
    const std::string_view source = near.at("source").as_string();
    if (!source.empty()) text += "  (" + std::string(source) + ")";
    text += "\n";
    for (const json::Value& difference : near.at("differences").as_array()) {
      text += "  " + std::string(difference.at("what").as_string()) + ": expected " +
              std::string(difference.at("expected").as_string()) + ", got " +
              std::string(difference.at("actual").as_string()) + "\n";
    }
  }
  return text;
}

}  // namespace

json::Array closest_stubs(const stub::StubSet& stubs, facts::RequestFacts& facts, std::size_t most) {
  json::Array closest;
  for (const stub::NearMiss& near : stubs.nearest(facts, most)) {
    const stub::Stub& source = near.stub->source;
    json::Array differences;
    for (const match::Mismatch& mismatch : near.why.mismatches) {
      differences.push_back(json::Object{{"what", mismatch.what},
                                         {"expected", mismatch.expected},
                                         {"actual", mismatch.actual}});
    }
    const auto off = facts.in_a_world() ? why_off(*near.stub, facts, near.captures) : std::nullopt;
    if (off) {
      differences.push_back(json::Object{{"what", off->what}, {"expected", off->expected}, {"actual", off->actual}});
    }
    std::string where = source.origin.file;
    if (source.origin.line > 0) where += ":" + std::to_string(source.origin.line);
    closest.push_back(json::Object{{"route", source.label},
                                   {"id", source.id.value.text()},
                                   {"source", where},
                                   {"distance", std::round(near.why.distance * 1000) / 1000},
                                   {"differences", std::move(differences)}});
  }
  return closest;
}

bool Unmatched::may_explain(SteadyTime now, std::chrono::nanoseconds allowance) {
  if (now - window_ > kWindow) {
    window_ = now;
    spent_ = {};
  }
  return spent_ < allowance;
}

json::Object Unmatched::report(const Snapshot& snapshot, facts::RequestFacts& facts, std::string error) {
  json::Object report;
  report["error"] = std::move(error);
  json::Array closest;
  const SteadyTime begin = std::chrono::steady_clock::now();
  if (may_explain(begin, kAllowance)) {
    closest = closest_stubs(snapshot.stubs, facts, kMostShown);
    spent_ += std::chrono::steady_clock::now() - begin;
  } else {
    report["note"] = "too many unmatched requests just now to look for the closest routes; see /__logs";
  }
  report["closest"] = std::move(closest);
  return report;
}

std::string Unmatched::wiremock_page(const Snapshot& snapshot, facts::RequestFacts& facts) {
  if (snapshot.stubs.size() == 0) {
    return "No response could be served as there are no stub mappings in this WireMock instance.";
  }
  const SteadyTime begin = std::chrono::steady_clock::now();
  if (!may_explain(begin, kWireMockAllowance)) {
    return "Request was not matched. There are too many unmatched requests just now to look for the closest stub of each.\n";
  }
  const std::vector<stub::NearMiss> near = snapshot.stubs.nearest(facts, 1);
  std::string page;
  if (!near.empty()) {
    const auto& step = near.front().stub->source.more->scenario;
    std::string state;
    if (step) state = facts.scenario_state(step->scenario, stub::CapturedPath(near.front().captures));
    page = not_matched_page(*near.front().stub, facts, state,
                            width_for(facts.request()));
  }
  spent_ += std::chrono::steady_clock::now() - begin;
  return page;
}

void Unmatched::answer_as_wiremock(const Snapshot& snapshot, facts::RequestFacts& facts, server::Reply& reply) {
  std::vector<http::OwnedField> fields;
  if (snapshot.cors.enabled) append_stub_cors(facts.request(), fields);
  if (!asks_for_json(facts.request())) {
    fields.push_back({"Content-Type", "text/plain;charset=UTF-8"});
    return send(404, std::move(fields), wiremock_page(snapshot, facts), facts.arena(), reply);
  }
  fields.push_back({"Content-Type", "application/json"});
  const http::Request& request = facts.request();
  const json::Object told = report(snapshot, facts, "no stub answers " + std::string(request.method) + " " + std::string(request.target));
  send(404, std::move(fields), json::write(told, {.indent = 2}) + "\n", facts.arena(), reply);
}

void Unmatched::answer(const Snapshot& snapshot, facts::RequestFacts& facts, server::Reply& reply) {
  const http::Request& request = facts.request();
  Arena& arena = facts.arena();
  if (snapshot.dialect == stub::Dialect::kWireMock) {
    if (!snapshot.unmatched) return answer_as_wiremock(snapshot, facts, reply);
    reply.prepared = &*snapshot.unmatched;
    return;
  }

  // Who is on this path, and is the method all that is wrong?
  const stub::CompiledStub* on_path = nullptr;
  std::vector<std::string> methods;
  bool method_known = false;
  snapshot.stubs.for_each_on_path(facts, [&](const stub::CompiledStub& stub, const match::Captures&) {
    if (stub.wiremock) return true;
    if (on_path == nullptr) on_path = &stub;
    if (stub.source.request.methods.empty()) method_known = true;
    for (const std::string& method : stub.source.request.methods) {
      if (method == request.method) method_known = true;
      if (std::ranges::find(methods, method) == methods.end()) methods.push_back(method);
      if (method == "GET" && std::ranges::find(methods, "HEAD") == methods.end()) methods.push_back("HEAD");
    }
    return true;
  });
  if (request.path == "*" && request.method == "OPTIONS") {  // about the server as a whole: RFC 9110 §9.3.7
    return send(204, options_fields(snapshot.cors, request, {}), "", arena, reply);
  }
  if (on_path != nullptr && request.method == "OPTIONS") {
    if (std::ranges::find(methods, "OPTIONS") == methods.end() && !methods.empty()) {
      methods.push_back("OPTIONS");
    }
    return send(204, options_fields(*on_path->source.cors, request, methods), "", arena, reply);
  }
  if (snapshot.unmatched) {
    reply.prepared = &*snapshot.unmatched;
    return;
  }

  std::vector<http::OwnedField> fields;
  int status = 404;
  const std::string url(request.target);
  std::string error = "no route answers " + std::string(request.method) + " " + url;
  if (on_path != nullptr && !method_known && !methods.empty()) {
    status = 405;
    std::string allow;
    for (const std::string& method : methods) allow += (allow.empty() ? "" : ", ") + method;
    error = "the route for " + url + " takes " + allow + ", not " + std::string(request.method);
    fields.push_back({"Allow", allow});
  }
  const json::Object told = report(snapshot, facts, std::move(error));
  append_cors_fields(snapshot.cors, request, fields);
  std::string body;
  if (prefers_text(request)) {
    fields.push_back({"Content-Type", "text/plain; charset=utf-8"});
    body = as_text(told);
  } else {
    fields.push_back({"Content-Type", "application/json"});
    body = json::write(told, {.indent = 2}) + "\n";
  }
  send(status, std::move(fields), std::move(body), arena, reply);
}

void Unmatched::send(int status, std::vector<http::OwnedField> fields, std::string body, Arena& arena,
                     server::Reply& reply) {
  std::string head;
  http::write_head(status, "", fields,
                   http::forbids_body(status) ? -1 : static_cast<std::int64_t>(body.size()), head);
  reply.status = status;
  reply.head = arena.copy(head);
  reply.body = arena.copy(body);
}

}  // namespace mimus::serve
