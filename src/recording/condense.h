#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/exchange.h"
#include "stub/stub.h"

namespace mimus::recording {

// The scenario whose steps are the exchanges of a recording in strict order, from "Started" over "step 2" to "over".
inline constexpr std::string_view kOrder = "recording";

struct CondenseOptions {
  bool generalise = true;               // off: one stub for each different request, answers as they were
  bool in_order = false;                // a stub for each exchange, steps of the scenario kOrder: nothing else is answered, and nothing generalised
  bool timing = false;                  // stubs take as long as the recorded server, and event streams come in pieces
  std::size_t large_body = 16 * 1024;   // more bytes than that go to a file
  std::string files_root;               // absolute: what FileBody::root becomes
  std::string files_folder = "bodies";  // below it
};

// What was made of the exchanges, for a report. `stub` is the label of the stub, `where` a pointer into the response's body, a field or a
// parameter, "" for the whole.
struct Note {
  enum class Kind : std::uint8_t {
    kFolded,       // the same request with the same answer
    kSequence,     // the same request with different answers, given in order; with in_order: all requests
    kByHeader,     // … which a request header tells apart
    kGeneralised,  // different requests that one stub answers
    kLinked,       // a value of the request that comes back in the response
    kVolatile,     // a value that is made anew: a time, an identifier
    kDropped,      // a response field that changes without a rule; what is not UTF-8 and so cannot be asked for or given: a parameter, a field
    kFile,         // a large body
    kSkipped,      // an exchange without a stub: no response, a status that a stub cannot have
  };
  Kind kind = Kind::kFolded;
  std::string stub;
  std::string where;
  std::string what;           // "{{path.id}}", "{{now}}", the name of a file, why it was skipped
  std::size_t exchanges = 0;  // how many it is about
  friend bool operator==(const Note&, const Note&) = default;
};
std::string_view name_of(Note::Kind kind);  // "folded", "sequence", …

struct BodyFile {
  std::string name;  // relative to files_root: "bodies/users-5f2b8c0e.json"
  std::string bytes;
  friend bool operator==(const BodyFile&, const BodyFile&) = default;
};

struct Condensed {
  std::vector<stub::Stub> stubs;  // native; in the order in which their requests were first seen
  std::vector<BodyFile> files;    // by name
  std::vector<Note> notes;
};

// Makes stubs that answer like the recorded server, as few as will do:
//
//   GET /users/17 -> {"id": 17, "href": "/users/17"}      becomes  GET /users/{id:int}
//   GET /users/42 -> {"id": 42, "href": "/users/42"}               {"id": "{{path.id}}", "href": "/users/{{path.id}}"}
//
// What holds, whatever the exchanges: asked again in the recorded order, the stubs give for each recorded request the status, the content type
// and the body that were recorded: the same bytes; or, where a note says kLinked or kVolatile, the same JSON, in which a kVolatile
// place holds another value of the same form. Requests are generalised only where one rule explains all answers; where
// none does, each different request keeps a stub of its own, which is asked before the general ones.
//
// Where redaction left its mark (redact.h), a request may have anything. Framing (Content-Length, Transfer-Encoding, Connection, Date …) is left to
// the server. Deterministic; near linear in the bytes of the exchanges.
Condensed condense(std::span<const exchange::Exchange> exchanges, const CondenseOptions& options = {});

// Recording again: what is new on top of what is there. A stub for the same requests is replaced (it keeps its id, name and label), all
// others stay, new ones come last. Never two stubs with one pattern, unless `existing` had them, or they are steps of a scenario. Of two
// recordings in strict order the new one stays.
struct Merged {
  std::vector<stub::Stub> stubs;
  std::size_t added = 0, updated = 0, unchanged = 0;  // of `fresh`
};
Merged merge(std::vector<stub::Stub> existing, std::vector<stub::Stub> fresh);

}  // namespace mimus::recording
