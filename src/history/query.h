#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"
#include "journal/journal.h"

namespace mimus::history {

// What a reader of a history asks for. Everything that is given must hold.
struct Query {
  journal::Filter filter;              // method, path, status, class, matched, since; as the journal has them
  std::optional<WallTime> until;       // received before
  std::optional<std::string> stub;     // its id, or its label "GET /users/{id}"
  std::optional<std::string> world;
  std::optional<std::string> text;     // somewhere in a body, in any case (of ASCII)
  bool oldest_first = false;
  std::optional<std::int64_t> after;   // ids larger than this: the next page, oldest first
  std::optional<std::int64_t> before;  // ids smaller than this: the next page, newest first
  std::size_t limit = 50;
};

using Parameter = std::pair<std::string_view, std::string_view>;  // name and decoded value

// What a parameter of query_from() takes, for help and completion.
struct ParameterHelp {
  std::string_view name;
  std::string_view right;  // "a method such as GET"
};
std::span<const ParameterHelp> parameters();

// Reads method=post, status=4xx, since=10m …: what GET /__mimus/history takes, and `mimus history` as flags.
//
//   method path status matched since limit   as in /__logs (journal/filter_from_query.h)
//   until                                    as since
//   stub world text                          texts
//   order                                    newest (unless given), oldest
//   after before                             ids
//
// Errors: Code::kInvalid for an unknown name, one given twice, a bad value; what would be right is the hint.
Result<Query> query_from(std::span<const Parameter> parameters, WallTime now);

}  // namespace mimus::history
