#pragma once

#include <gtest/gtest.h>

#include "base/chance.h"

namespace mimus {

// A property holds for every seed; a failure prints the seed that broke it.
template <class Property>
void for_each_seed(std::uint64_t count, Property property) {
  for (std::uint64_t seed = 0; seed < count; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    property(Chance(seed));
    if (::testing::Test::HasFailure()) return;
  }
}

}  // namespace mimus
