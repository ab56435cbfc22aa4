#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/result.h"
#include "journal/journal.h"

namespace mimus::journal {

// What a reader of /__logs asks for.
struct LogQuery {
  enum class Format { kJson, kNdjson };
  Filter filter;
  std::size_t limit = 100;
  Format format = Format::kJson;
};

using QueryParameter = std::pair<std::string_view, std::string_view>;  // decoded

// Reads /__logs?method=post&status=4xx&since=5m…
//
//   method   GET, post              in any case
//   path     /users/7, /users/*     a trailing '*' makes it a prefix
//   status   404, 4xx
//   matched  true, false
//   since    2026-11-20T09:50:57Z, or 500ms, 30s, 5m, 2h, 1d before `now`
//   limit    100 unless given
//   format   json (unless given), ndjson
//
// Errors: Code::kInvalid for a parameter that is unknown, given twice, or has a bad value; the message names the
// parameter and the value, the hint says what would be right.
Result<LogQuery> filter_from_query(std::span<const QueryParameter> parameters, WallTime now);

}  // namespace mimus::journal
