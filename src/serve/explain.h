#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "facts/request_facts.h"
#include "http/message.h"
#include "json/json.h"
#include "serve/world.h"

namespace mimus::serve {

// Why a stub that matches is not asked: its scenario, its condition on the state, or its lifespan. Nothing when it is.
std::optional<match::Mismatch> why_off(const stub::CompiledStub& stub, facts::RequestFacts& facts,
                                       const match::Captures& captures);

// Why a request got the answer that it got: the stubs that were asked, in their order, how the
// index came to them, what each of them missed first, and which one won.
//
// Nothing is kept at match time but the winner's id, which the journal has anyway; the rest is
// worked out when somebody asks, from the stored request and the world as it is then. `changed`
// says that the outcome is another by now: stubs were edited, a scenario moved, luck was had.
// Asking changes nothing, not even the luck of later requests.
struct Explained {
  struct Candidate {
    stub::StubId id;
    std::string label;
    int priority = 5;
    stub::Filed filed = stub::Filed::kAny;
    std::optional<match::Mismatch> missed;  // the first that failed; none: it matches
  };
  std::vector<Candidate> candidates;  // the winner is the last one: nobody is asked after it
  std::optional<stub::StubId> winner;
  std::size_t stubs = 0;  // in all; those that are no candidates were never looked at
  bool more = false;      // there were more candidates than `most`
  bool changed = false;
};

// `winner`: who answered then, nothing when nobody did.
Explained explain(const World& world, const http::Request& request,
                  const std::optional<stub::StubId>& winner, std::size_t most = 100);

// {"winner": "…" | null, "changed": false, "stubs": 3, "more": false,
//  "candidates": [{"id", "label", "priority", "foundBy": "exact path", "matches": false,
//                  "missed": {"what": "header Accept", "expected": "contains 'json'", "actual":
//                  "text/html"}}]}
json::Value to_json(const Explained& explained);

}  // namespace mimus::serve
