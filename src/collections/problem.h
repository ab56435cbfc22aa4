#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"
#include "json/json.h"

namespace mimus::collections {

// Why a request is refused: a document of RFC 9457 (application/problem+json).
//
//   {"title": "Unprocessable Content", "status": 422, "detail": "there is no user 9",
//    "pointer": "/userId", "hint": "…"}
struct Problem {
  struct Fault {
    std::string pointer;  // into the request's body
    std::string detail;
  };
  int status = 400;
  std::string detail;
  std::string hint;       // what would be right; may be empty
  std::string pointer;    // JSON pointer of the fault in the request's body
  std::string parameter;  // or the query parameter that is at fault
  std::vector<Fault> errors;  // several, of a validation
  std::vector<http::OwnedField> fields;  // Allow, Retry-After, …

  json::Value document() const;
};

template <class T>
using Outcome = Result<T, Problem>;
using Settled = Outcome<Done>;

inline Problem problem(int status, std::string detail, std::string hint = {}) {
  Problem made;
  made.status = status;
  made.detail = std::move(detail);
  made.hint = std::move(hint);
  return made;
}
inline Problem problem_at(int status, std::string pointer, std::string detail, std::string hint = {}) {
  Problem made = problem(status, std::move(detail), std::move(hint));
  made.pointer = std::move(pointer);
  return made;
}

}  // namespace mimus::collections
