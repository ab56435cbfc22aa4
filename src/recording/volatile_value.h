#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "exchange/exchange.h"
#include "json/json.h"

namespace mimus::recording {

// Values of one place in several responses that are made anew each time: times near that of the exchange, in one form; or
// identifiers, where `fresh` says that these may be.
//
//   {"2026-11-20T09:50:57.123Z", …}, each within ten minutes of its exchange    "{{now}}"
//   {1763632257, …}                                                            "{{timestamp}}"
//   {"9b2d5b4e-…", …}                                                          "{{uuid}}"
//
// The expression that makes such a value; nothing when they are something else. As long as `values`: `at`, when each was seen.
std::optional<std::string> volatile_expression(std::span<const json::Value* const> values, std::span<const WallTime> at, bool fresh);

// Could the expression have made this value? (For tests and reports: the same form.)
bool has_form_of(std::string_view expression, const json::Value& value);

}  // namespace mimus::recording
