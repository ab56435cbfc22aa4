#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "json/json.h"
#include "match/request_pattern.h"

namespace mimus::formats {

// One way in which predicates of mountebank hold: all of it at once.
struct Conjunction {
  std::vector<std::string> methods;  // empty: any
  std::string path;                  // a literal path, or "" for any
  std::vector<match::Condition> conditions;
};

// mountebank's predicates (all must hold) as the ways in which they do: `or` and `not` give several. `notes` gets
// what is not to the letter. Errors: kUnsupported for inject and except, kLimit beyond 64 ways.
Result<std::vector<Conjunction>> read_predicates(const json::Array& predicates, std::vector<std::string>& notes);

}  // namespace mimus::formats
