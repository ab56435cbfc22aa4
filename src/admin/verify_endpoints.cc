#include "endpoints.h"
#include "facts/request_facts.h"
#include "journal/borrowed_request.h"
#include "members.h"
#include "wiremock/request.h"

namespace mimus::admin {
namespace {

constexpr std::int64_t kMost = 1'000'000'000'000;
constexpr std::size_t kListed = 100;

struct Times {
  std::optional<std::int64_t> exactly, at_least, at_most;
  bool hold(std::uint64_t found) const {
    const auto n = static_cast<std::int64_t>(found);
    return (!exactly || n == *exactly) && (!at_least || n >= *at_least) && (!at_most || n <= *at_most);
  }
  std::string text() const {
    std::string said;
    const auto add = [&](std::string_view what, const std::optional<std::int64_t>& n) {
      if (n) said += (said.empty() ? "" : " and ") + std::string(what) + " " + std::to_string(*n);
    };
    add("exactly", exactly);
    add("at least", at_least);
    add("at most", at_most);
    return said;
  }
};

json::Object describe(const serve::Verification& check) {
  return {{"what", check.what}, {"expected", check.expected}, {"found", check.found}, {"passed", check.passed}};
}

// {"method": "GET", "urlPath": "/a"} → GET /a
std::string name_of(const json::Object& request) {
  std::string name(json::find(request, "/method") != nullptr && request.at("method").is_string()
                       ? std::string_view(request.at("method").get_string())
                       : std::string_view("ANY"));
  for (const char* const key : {"url", "urlPath", "urlPattern", "urlPathPattern", "urlPathTemplate"}) {
    const json::Value* const url = request.if_contains(key);
    if (url != nullptr && url->is_string()) return name + " " + std::string(url->get_string());
  }
  return name + " any URL";
}

Error in_request(Error error) {
  error.where.pointer.insert(0, "/request");
  return error;
}

Result<Answer> verify(const Call& call) {
  MIMUS_TRY(const json::Value document, call.document());
  Members members(document);
  const json::Value* const wanted = members.any("request");
  Times times;
  times.exactly = members.integer("exactly", 0, kMost);
  times.at_least = members.integer("atLeast", 0, kMost);
  times.at_most = members.integer("atMost", 0, kMost);
  MIMUS_TRY_DONE(members.finish());
  if (times.text().empty()) times.at_least = 1;
  const auto read = wiremock::read_request(wanted == nullptr ? json::Value(json::Object()) : *wanted);
  if (!read) return in_request(read.error());
  const auto pattern = wiremock::compile(*read);
  if (!pattern) return in_request(pattern.error());

  serve::World& world = call.side.world;
  std::vector<journal::ExchangeId> about;
  world.journal.visit(
      {},
      [&](const journal::Exchange& exchange) {
        const journal::BorrowedRequest borrowed(exchange);
        Arena arena;
        facts::RequestFacts facts(borrowed.request(), arena);
        match::Captures captures;
        if (pattern->matches(facts, captures)) about.push_back(exchange.id);
        return true;
      },
      journal::Journal::Order::kOldestFirst);
  serve::Verification check{name_of(read->document), times.text(), about.size(), times.hold(about.size()), world.clock.now()};
  json::Object said = describe(check);
  said["requests"] = json::Array(about.begin(), about.begin() + static_cast<std::ptrdiff_t>(std::min(about.size(), kListed)));
  const int status = check.passed ? 200 : 422;
  world.verifications.add(std::move(check), about);
  return Answer{status, std::move(said)};
}

Result<Answer> list(const Call& call) {
  json::Array all;
  for (const serve::Verification& check : call.side.world.verifications.all()) all.push_back(describe(check));
  return Answer{200, json::Object{{"verifications", std::move(all)}}};
}

constexpr std::string_view kWanted = R"({"type": "object", "additionalProperties": false, "properties": {
  "request": {"type": "object", "description": "as the request of a WireMock mapping; absent: any"},
  "exactly": {"type": "integer", "minimum": 0}, "atLeast": {"type": "integer", "minimum": 0, "description": "1 unless something is given"},
  "atMost": {"type": "integer", "minimum": 0}}})";
constexpr std::string_view kCheck = R"({"type": "object", "required": ["what", "expected", "found", "passed", "requests"], "properties": {
  "what": {"type": "string"}, "expected": {"type": "string"}, "found": {"type": "integer"}, "passed": {"type": "boolean"},
  "requests": {"type": "array", "items": {"type": "integer"}}}})";
constexpr std::string_view kChecks = R"({"type": "object", "required": ["verifications"], "properties": {"verifications": {"type": "array",
  "items": {"type": "object", "required": ["what", "expected", "found", "passed"]}}}})";

constexpr Endpoint kEndpoints[] = {
    {"POST", "/__mimus/verify", &verify, "were such requests made, so often? 200 when they were, 422 when not", kWanted, 200, kCheck},
    {"GET", "/__mimus/verifications", &list, "the checks that were made in this world", "", 200, kChecks},
};

}  // namespace

std::span<const Endpoint> verify_endpoints() { return kEndpoints; }

}  // namespace mimus::admin
