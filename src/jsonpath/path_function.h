#pragma once

#include <optional>
#include <span>

#include "grammar.h"
#include "json/json.h"

namespace mimus::jsonpath {

// What a function of Jayway's dialect makes of the value before it and of its arguments. Numbers of arrays and of
// arguments are taken together; min, max, avg, sum and stddev give doubles. Nothing where it cannot be said: the
// sum of no numbers, the first element of what is no array. length() of a string is null, as there.
std::optional<json::Value> call(PathFunction function, const json::Value& model,
                                std::span<const json::Value> arguments);

}  // namespace mimus::jsonpath
