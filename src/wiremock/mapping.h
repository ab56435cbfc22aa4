#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"
#include "stub/stub.h"
#include "wiremock/rules.h"

namespace mimus::wiremock {

// A stub mapping, the document of reference/wiremock-stubs.md §1, §2 and §5:
//
//   {"request": {"method": "GET", "url": "/a"}, "response": {"status": 200, "body": "hello"}}
//
//   MIMUS_TRY(stub::Stub stub, read_mapping(document, rules));
//   stub.more->document;   //
//   {"id":"…","request":{"url":"/a","method":"GET"},"response":{…},"uuid":"…"}
//
// `more->document` is the stub as WireMock writes it back, compact: its order of fields, both names
// of the id, status and method filled in, null members left out. `label` is "GET /a", `origin` is
// empty: who reads files fills it in. What Mimus adds to the form stands in the member "mimus":
// {"serves": 3, "ttl": 60, "probability": 0.5}.
//
// Errors are Jackson's, for the "detail" of an admin answer, with where.pointer at the value that
// is wrong
// ("/request/zzz"), and a hint for people. Matchers are compiled by whoever takes the stub
// (serve::StubStore): pass its error through in_mapping(). A stub that was read and does not
// compile is a 422 to an API, too.
struct Identity {
  std::optional<stub::StubId> always;     // PUT: the document's own id is ignored
  std::optional<stub::StubId> otherwise;  // when the document has none; nothing: a random one
};
Result<stub::Stub> read_mapping(const json::Value& document, const Rules& rules,
                                const Identity& identity = {});

// What CompiledStub::compile() says about read_mapping(document), at its place in the document:
// "/request/headers/A". Reads and compiles the request anew: for the way of failure.
Error in_mapping(Error error, const json::Value& document);

// A text with one mapping or with {"mappings": […]}, where "meta" and "$schema" are ignored; read
// leniently: comments, single quotes, text after the end. All that is wrong is reported, with line
// and column of `source`. Stubs without an id get one that follows from `source` and their place,
// so that they keep it over a reload.
struct Mappings {
  std::vector<stub::Stub> stubs;  // their origin is filled in
  std::vector<Error> errors;
};
enum class Depth {
  kQuick,     // faults inside matchers are left to whoever compiles the stubs
  kThorough,  // these are found as well, and have their line: for `mimus check`, and to explain a
              // failure
};
Mappings read_mappings(std::string_view text, const std::string& source, const Rules& rules,
                       Depth depth = Depth::kQuick);

// {"type": "fixed" | "uniform" | "lognormal", …}, as stubs and settings have it. Pointers of errors
// begin here.
Result<stub::Latency> read_delay_distribution(const json::Value& distribution);

// --enable-stub-cors as stubs, and answers that belong to none, have it: wiremock-admin.md, "CORS".
stub::Cors cors_of(const Rules& rules);

// What does not work here: a listener, a transformer or a matcher that nobody knows. One warning for each, at origin and pointer.
std::vector<Error> lint(const stub::Stub& stub);

}  // namespace mimus::wiremock
