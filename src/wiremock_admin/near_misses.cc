#include "near_misses.h"

#include <algorithm>
#include <utility>

#include "described_request.h"
#include "endpoints.h"
#include "facts/request_facts.h"
#include "journal/borrowed_request.h"
#include "listing.h"
#include "logged_request.h"
#include "stub_document.h"
#include "wiremock/request.h"

namespace mimus::wiremock_admin {
namespace {

constexpr std::size_t kMost = 3;

json::Object match_result(double distance) {
  return {
      {"subEvents", json::Array()}, {"diffDescriptions", json::Array()}, {"distance", distance}};
}

// The stubs nearest to one request.
void add_nearest(const Side& side, const stub::StubSet& stubs, facts::RequestFacts& facts,
                 const json::Object& request, json::Array& near_misses) {
  for (const stub::NearMiss& near : stubs.nearest(facts, kMost)) {
    json::Object entry;
    entry["request"] = request;
    entry["stubMapping"] = document_of(*near.stub);
    entry["matchResult"] = match_result(near.why.distance);
    if (const auto& step = near.stub->source.more->scenario) {
      entry["scenarioState"] = side.world.scenarios.state(step->scenario);
    }
    near_misses.push_back(std::move(entry));
  }
}

Or<server::Reply> near_misses_of_request(const Call& call) {
  MIMUS_TRY(const json::Value document, call.document());
  MIMUS_TRY(const DescribedRequest described, DescribedRequest::read(document, call.arena));
  const http::Request request = described.request();
  facts::RequestFacts facts(request, call.arena);
  json::Object shown = described_request(facts);
  // As they were given: a Cookie line may have been made of the cookies.
  if (const json::Value* const headers = document.as_object().if_contains("headers"))
    shown["headers"] = *headers;
  json::Array near_misses;
  add_nearest(call.side, call.side.world.live.current()->stubs, facts, shown, near_misses);
  return list(call, "nearMisses", std::move(near_misses));
}

// Keeps the nearest few of many.
class Nearest {
 public:
  void offer(double distance, const journal::Exchange& exchange) {
    if (kept_.size() == kMost && distance >= kept_.back().first) return;
    const auto behind =
        std::upper_bound(kept_.begin(), kept_.end(), distance,
                         [](double value, const auto& each) { return value < each.first; });
    kept_.insert(behind, {distance, exchange});
    if (kept_.size() > kMost) kept_.pop_back();
  }
  const std::vector<std::pair<double, journal::Exchange>>& kept() const { return kept_; }

 private:
  std::vector<std::pair<double, journal::Exchange>>
      kept_;  // nearest first; of equals the first offered
};

Or<server::Reply> near_misses_of_pattern(const Call& call) {
  MIMUS_TRY(const json::Value document, call.document());
  MIMUS_TRY(const wiremock::Request wanted, understood(wiremock::read_request(document)));
  MIMUS_TRY(const match::CompiledPattern pattern, understood(wiremock::compile(wanted)));
  Nearest nearest;
  Arena arena;
  call.side.world.journal.visit({}, [&](const journal::Exchange& exchange) {
    const journal::BorrowedRequest borrowed(exchange);
    arena.reset();
    facts::RequestFacts facts(borrowed.request(), arena);
    nearest.offer(pattern.explain(facts).distance, exchange);
    return true;
  });
  json::Array near_misses;
  for (const auto& [distance, exchange] : nearest.kept()) {
    near_misses.push_back(json::Object{{"request", logged_request(exchange)},
                                       {"requestPattern", wanted.document},
                                       {"matchResult", match_result(distance)}});
  }
  return list(call, "nearMisses", std::move(near_misses));
}

constexpr Endpoint kEndpoints[] = {
    {"POST", "/near-misses/request", &near_misses_of_request,
     "the stubs that come closest to a request", "a logged request"},
    {"POST", "/near-misses/request-pattern", &near_misses_of_pattern,
     "the received requests that come closest to a pattern", "a request pattern"},
};

}  // namespace

Or<server::Reply> near_misses_of_unmatched(const Call& call) {
  const journal::Journal& journal = call.side.world.journal;
  if (!journal.enabled()) return broken("The request journal is disabled");
  const auto snapshot = call.side.world.live.current();
  json::Array near_misses;
  journal.visit({.matched = false}, [&](const journal::Exchange& exchange) {
    const journal::BorrowedRequest borrowed(exchange);
    Arena arena;
    facts::RequestFacts facts(borrowed.request(), arena);
    add_nearest(call.side, snapshot->stubs, facts, logged_request(exchange), near_misses);
    return true;
  });
  return list(call, "nearMisses", std::move(near_misses));
}

std::span<const Endpoint> near_miss_endpoints() {
  return kEndpoints;
}

}  // namespace mimus::wiremock_admin
