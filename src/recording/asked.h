#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/exchange.h"
#include "json/json.h"
#include "value_kind.h"

namespace mimus::recording {

// One value of a request that a stub could ask for, and a template could use.
struct Slot {
  enum class Part : std::uint8_t { kSegment, kQuery, kForm, kMember };
  Part part = Part::kSegment;
  std::string name;   // kQuery, kForm: the parameter; kMember: as templates write it, "user.tags[0]"; kSegment: ""
  std::string where;  // kMember: as conditions write it, the JSON pointer "/user/tags/0"
  json::Value value;  // kMember: a scalar or an empty container; kQuery, kForm: an array of texts when there are several; else a text
  ValueKind kind = ValueKind::kText;
  bool redacted = false;  // anything may stand there: a secret did, or a parameter that is not UTF-8, which no file of stubs can hold

  std::string text() const;                    // a string as it is, anything else as JSON
  bool nameable() const { return !name.empty() || part == Part::kSegment; }
};

// How much of a request counts when requests are compared. Each one forgets less than the one before:
//
//   kAnyText      identifiers in the path, and every text and number of the query, a form or a JSON body
//   kIdentifiers  identifiers, times and nonces anywhere
//   kNonces       the same, but the path counts as it is
//   kExact        nothing is forgotten (but what was redacted)
enum class Blur : std::uint8_t { kAnyText, kIdentifiers, kNonces, kExact };

// A request taken apart.
struct Asked {
  enum class Body : std::uint8_t { kNone, kJson, kForm, kText, kBinary, kMultipart };
  std::string method;
  std::string path;          // normalised: text/percent.h
  std::vector<Slot> slots;   // segments of the path, the query by name, the body
  Body body = Body::kNone;
  bool redacted = false;     // in its body
  std::vector<std::string> unsaid;  // parameters whose name (then they have no slot) or value is not UTF-8: "query q"

  static Asked read(const exchange::Request& request);
  // Equal for requests whose paths one template could match: the method, and the path without its identifiers.
  std::string place() const;
  // Equal for requests that are the same but for what `blur` forgets.
  std::string key(Blur blur, const exchange::Request& request) const;
};

}  // namespace mimus::recording
