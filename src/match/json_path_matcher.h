#pragma once

#include <optional>
#include <span>

#include "jsonpath/path.h"
#include "matcher.h"

namespace mimus::match {

// What matchesJsonPath is compiled to.
struct PathMatcher {
  jsonpath::Path path;
  std::optional<Matchers> value;
  bool whole = false;  // the matcher takes an array as one value
};

// What a definite path found, as the values that the matcher is asked about: elements one by one.
void add_found(std::span<const json::Value* const> found, Samples& samples);

}  // namespace mimus::match
