#pragma once

#include <cstddef>
#include <optional>
#include <utility>

#include "json/json.h"

namespace mimus::jsonschema {

// The positions of two elements that are the same JSON value (1 and 1.0 are), or nothing. Allocates
// only for long arrays.
std::optional<std::pair<std::size_t, std::size_t>> first_twins(const json::Array& array);

}  // namespace mimus::jsonschema
