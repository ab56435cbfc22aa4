#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/boxed.h"
#include "base/rarely.h"
#include "base/strong.h"
#include "base/uuid.h"
#include "http/delivery.h"
#include "http/message.h"
#include "json/json.h"
#include "match/request_pattern.h"

namespace mimus::stub {

using StubId = Strong<struct StubIdTag, Uuid>;

// ---- how long ----------------------------------------------------------------------------------
using Milliseconds = std::chrono::duration<double, std::milli>;
struct FixedDelay {
  Milliseconds delay;
  friend bool operator==(const FixedDelay&, const FixedDelay&) = default;
};
struct UniformDelay {
  Milliseconds min, max;
  friend bool operator==(const UniformDelay&, const UniformDelay&) = default;
};
struct LogNormalDelay {
  Milliseconds median;
  double sigma;  // of ln(delay), no unit; from a p95: ln(p95 / median) / 1.6449
  std::optional<Milliseconds> most{};  // never longer: drawn again up to ten times, then cut
  friend bool operator==(const LogNormalDelay&, const LogNormalDelay&) = default;
};
using Latency = std::variant<std::monostate, FixedDelay, UniformDelay, LogNormalDelay>;

// ---- what --------------------------------------------------------------------------------------
struct NoBody {
  friend bool operator==(const NoBody&, const NoBody&) = default;
};
struct JsonBody {
  json::Value value;
  bool templated = true;  // strings in it may hold {{expressions}}
  friend bool operator==(const JsonBody&, const JsonBody&) = default;
};
struct TextBody {
  std::string text;
  bool templated = true;
  friend bool operator==(const TextBody&, const TextBody&) = default;
};
struct BinaryBody {
  std::string bytes;
  friend bool operator==(const BinaryBody&, const BinaryBody&) = default;
};
struct FileBody {
  std::string path;        // relative to `root`; may hold {{expressions}}; never leaves the root
  std::string root;        // absolute
  bool templated = false;  // is the file's text a template?
  friend bool operator==(const FileBody&, const FileBody&) = default;
};
using Body = std::variant<NoBody, JsonBody, TextBody, BinaryBody, FileBody>;

struct ResponseSpec {
  int status = 200;
  std::string status_text;               // a template that makes the status; "" : `status`
  std::string reason;                    // "" : the registered phrase
  std::vector<http::OwnedField> fields;  // repeated names are allowed; values may be templates
  Body body;
  double weight = 1;  // for Choice::kWeighted
  std::string root;   // absolute: what its templates may include files of; "" : none
  bool templated_fields =
      true;  // may header values and the path of a FileBody hold {{expressions}}?
  friend bool operator==(const ResponseSpec&, const ResponseSpec&) = default;
};

// ---- which of several --------------------------------------------------------------------------
enum class Choice : std::uint8_t {
  kSequence,  // first, second, … and the last one from then on
  kCycle,     // … and from the start again
  kWeighted,  // by chance, by weight
  kRandom,    // by chance, evenly
};

// ---- what goes wrong ---------------------------------------------------------------------------
struct Failure {
  double rate = 0;  // 0 … 1
  std::variant<ResponseSpec, http::Fault> outcome = ResponseSpec{.status = 500};
  friend bool operator==(const Failure&, const Failure&) = default;
};

struct Pace {
  std::uint32_t pieces = 0;  // dribble: the body in so many pieces …
  Milliseconds spread{0};    // … over this time
  std::uint64_t bytes_per_second = 0;
  bool chunked = false;
  friend bool operator==(const Pace&, const Pace&) = default;
};

// Cross-origin resource sharing (Fetch standard). On: every answer carries the headers, and an
// OPTIONS preflight for the route's path is answered by Mimus unless a route takes it.
struct Cors {
  bool enabled = true;
  std::vector<std::string> origins{"*"};
  std::vector<std::string> methods;  // empty: those of the routes on this path
  std::vector<std::string> headers;  // allowed request headers; empty: whatever is asked for
  std::vector<std::string> expose;
  bool credentials = false;  // echoes the origin instead of "*"
  std::optional<std::chrono::seconds> max_age;
  friend bool operator==(const Cors&, const Cors&) = default;
};

// Whose rules an answer follows where servers differ.
//
//   kNative    a Content-Type by the body's kind; Content-Length; GET answers HEAD; our templates;
//              405 for a known path
//   kWireMock  no header that the stub does not name but Matched-Stub-Id and -Name; chunked where
//              pace.chunked says so; with `compress` a body in gzip for who takes it; CORS only
//              with cors.enabled, which then echoes the origin; HEAD has to be stubbed; WireMock's
//              templates and fault bytes; 404 with its table
//   kMockoon   Mockoon's templates
enum class Dialect : std::uint8_t { kNative, kWireMock, kMockoon };

// One step of a scenario, a state machine that belongs to the world and begins in "Started".
struct ScenarioStep {
  std::string scenario;
  std::optional<std::string> required;  // the stub is asked in this state only
  std::optional<std::string> next;      // the state when it has answered
  friend bool operator==(const ScenarioStep&, const ScenarioStep&) = default;
};

// How long a stub lives. Nothing: until it is removed.
struct Lifespan {
  std::optional<std::uint64_t> serves;       // answers so many requests, then none
  std::optional<std::chrono::seconds> time;  // by the world's clock, from when it was added
  friend bool operator==(const Lifespan&, const Lifespan&) = default;
};

// Where a stub comes from: for people, and for whoever writes it back.
struct Origin {
  std::string file;  // "" : an API brought it, and no file keeps it
  int line = 0;
  std::string pointer;  // "/routes/3"
  bool alone = false;   // the file holds this stub and nothing else, so that it can be written anew
  friend bool operator==(const Origin&, const Origin&) = default;
};

// Other answers than a response that the stub holds, and what happens beside the answer. Each has a header of its own.
struct Proxy;     // stub/proxy.h: another server answers
struct Resource;  // stub/resource.h: a collection of the world answers
struct Effects;   // stub/effects.h: callbacks after the answer
struct StateUse;  // stub/state_use.h: conditions on the world's state, and what the answer changes in it

// What few stubs of a native file have. Apart, because there may be a hundred thousand stubs
// without.
struct Particulars {
  std::string name;  // as its author calls it; "" for none. Stub::label is never empty
  std::optional<Milliseconds> fixed_delay;  // on top of Stub::latency. kWireMock: for one that is
                                            // absent the world's counts, see serve/settings.h
  std::vector<Milliseconds> events_at;  // of an event stream: when each event goes out, instead of Pace::pieces
  std::string delay_text;  // a template that makes milliseconds, on top of the others; "" : none
  std::optional<ScenarioStep> scenario;
  Lifespan lifespan;
  std::shared_ptr<const Proxy> proxy;        // nullptr, as those below: none
  std::shared_ptr<const Resource> resource;
  std::shared_ptr<const Effects> effects;
  std::shared_ptr<const StateUse> state;
  json::Object parameters;  // what templates see as `parameters`
  json::Value metadata;     // whatever the author keeps with it; null for none
  bool persistent = false;  // an edit is written to origin.file
  std::string document;     // compact JSON: the stub as its dialect writes it; of kNative the members that have no other text, or ""
  friend bool operator==(const Particulars&, const Particulars&) = default;
};

// A request pattern, responses, a delivery. The one model behind every dialect. A value.
struct Stub {
  StubId id;
  std::string label;  // "GET /users/{id}": what logs show
  match::RequestPattern request;
  int priority = 5;  // lower is asked first
  std::vector<ResponseSpec> responses{ResponseSpec{}};
  Choice choice = Choice::kSequence;
  Latency latency;
  Boxed<Failure> failure;
  Pace pace;
  Rarely<Cors> cors;
  bool compress = false;  // by Accept-Encoding: zstd, br, gzip
  Origin origin;
  Dialect dialect = Dialect::kNative;
  Rarely<Particulars> more;
  friend bool operator==(const Stub& a, const Stub& b) = default;
};

// An identity that stays the same over a reload as long as what the stub listens for does, so that
// counters survive; `ordinal` tells apart stubs with the same pattern.
StubId derive_id(const match::RequestPattern& pattern, int priority, std::uint64_t ordinal);

}  // namespace mimus::stub
