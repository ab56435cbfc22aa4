#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "http/prepared_response.h"
#include "match/request_pattern.h"
#include "render/template.h"
#include "stub/made_once.h"
#include "stub/state_use.h"
#include "stub/stub.h"

namespace mimus::stub {

// The order of choice. Smaller is asked first: priority, then the more specific pattern, then
// `order` (native files count up, so that the first route wins; an API that wants the newest counts
// down).
struct Rank {
  int priority = 5;
  std::uint32_t vagueness = 0;  // ~0 - specificity (path, then number of conditions)
  std::int64_t order = 0;
  friend auto operator<=>(const Rank&, const Rank&) = default;
};

// One response, ready: constant ones are finished bytes, others a compiled template.
struct CompiledResponse {
  bool constant = true;
  bool failing = false;             // constant: a page that says why it cannot be rendered
  http::PreparedResponse prepared;  // when constant
  std::unique_ptr<const render::ResponseTemplate> rendered;  // when not: status, fields and body
  double weight = 1;

  // Of Dialect::kWireMock, when constant: may it go out in gzip, and what it is then.
  bool compressible = false;
  const http::PreparedResponse& in_gzip() const;  // made at the first use
  MadeOnce<http::PreparedResponse> gzipped;
};

// A change of the world's state: a value, or what makes it for each request.
struct CompiledAssignment {
  Assignment::Kind kind = Assignment::Kind::kSet;
  facts::StatePath path;
  json::Value value;
  std::optional<render::JsonTemplate> rendered;  // instead of `value`
};

// A stub ready to be asked. Immutable; shared by every set that contains it. `source` lacks the
// bodies that are finished bytes anyway (a null, an empty text stand there): original() puts them
// back.
//
// Responses bring a Content-Type for the kind of their body unless they name one: application/json,
// text/plain; charset=utf-8, application/octet-stream. An empty Content-Type means none at all.
// That of a file follows its name, at request time. With the plain CORS setting (any origin, no
// credentials) they bring Access-Control-Allow-Origin: * and -Expose-Headers too; every other
// setting depends on the request: see cors_per_request. Those of Dialect::kWireMock bring
// Matched-Stub-Id instead: wiremock_fields.h.
struct alignas(64) CompiledStub {
  // What the fast path reads stands first, in two cache lines; the texts lie in one block.
  // One constant response, no latency, failure, pace, compression, nor cors_per_request. kWireMock:
  // chunks and gzip are no hindrance.
  bool plain = false;
  bool wiremock = false;     // Dialect::kWireMock: the world's settings count, and gzip may
  bool conditional = false;  // is_on() is not always true
  bool settles = false;  // that it is served changes the world: its scenario moves, its state, or
                         // one of the times that it may be served is taken
  bool cors_per_request =
      false;  // CORS headers depend on the request's Origin; added when it is answered
  const http::PreparedResponse* answer = nullptr;  // of a plain stub: plain_answer
  Uuid id;                                         // source.id
  std::string_view label;                          // source.label
  http::PreparedResponse
      plain_answer;  // of a plain stub: its response; without reason and fields, borrows from it

  Stub source;
  Rank rank;
  match::CompiledPattern pattern;
  std::vector<CompiledResponse> responses;          // at least one
  std::unique_ptr<const CompiledResponse> failure;  // when source.failure answers with a response
  std::uint64_t key = 0;                            // hash of the id: forks chance
  double total_weight = 1;
  WallTime born;                                  // when it was added, for Lifespan::time
  std::vector<CompiledAssignment> assignments;    // source.more->state->assignments
  bool renders_state = false;                     // some of them have to be rendered
  std::unique_ptr<const json::Value> parameters;  // source.more->parameters, for templates
  std::unique_ptr<const render::Template> delay;  // source.more->delay_text

  // May it be served now, however the request looks? Its scenario has to be in the state that it
  // requires, its condition on the world's state has to hold, and its lifespan has to last.
  bool is_on(facts::RequestFacts& facts, const match::Captures& captures) const {
    return !conditional || is_on_now(facts, captures);
  }
  // Does it depend on more than the request whether it is the one?
  bool asks_the_world() const { return conditional || pattern.asks_the_world(); }

  // The stub as it was given to compile(). For people: it reads JSON bodies again.
  Stub original() const;

  // Errors carry JSON pointers relative to the stub, in the native file's spelling
  // (/response/…, /headers/Name, /when/query/page/matches; /responses/2/headers/Name when there are
  // several), and a byte offset where the fault is inside a text.
  // Takes the stub only when there is no error.
  static Result<std::shared_ptr<const CompiledStub>> compile(Stub&& stub, std::int64_t order,
                                                             WallTime born = {});

  bool is_on_now(facts::RequestFacts& facts, const match::Captures& captures) const;
};

}  // namespace mimus::stub
