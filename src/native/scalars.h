#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "faults.h"
#include "json/json.h"
#include "place.h"

namespace mimus::native {

// "a string", "a number", "true or false", "null", "a list", "an object": for sentences.
std::string_view kind_of(const json::Value& value);

// Simple values of a file. Each returns nothing after it has reported what is wrong.
std::optional<std::string_view> read_text(Faults& faults, const json::Value& value,
                                          const Place& at);
std::optional<bool> read_flag(Faults& faults, const json::Value& value, const Place& at);
// Both ends are allowed. `wanted` completes "… must be".
struct Bounds {
  double low;
  double high;
  std::string_view wanted;
};
std::optional<double> read_number(Faults& faults, const json::Value& value, const Place& at,
                                  const Bounds& bounds);
std::optional<std::int64_t> read_integer(Faults& faults, const json::Value& value, const Place& at,
                                         const Bounds& bounds);

// A string, number or boolean as text: what a header or a query parameter says. Nothing for the
// rest.
std::optional<std::string> scalar_text(const json::Value& value);

}  // namespace mimus::native
