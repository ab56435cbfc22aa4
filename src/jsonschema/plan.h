#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "program.h"
#include "regex/generator.h"

namespace mimus::jsonschema {

inline constexpr std::uint32_t kNoHeight = 0xffffffff;

// What sampling needs to know of a program beforehand; made once, when somebody first asks.
struct SamplePlan {
  // Of nodes: the levels of the flattest value that it can accept, as far as its keywords show;
  // kNoHeight: none is finite, or the keywords contradict each other.
  std::vector<std::uint32_t> heights;
  // Of patterns; none where the expression is not ECMA's.
  std::vector<std::optional<regex::Generator>> generators;
};
const SamplePlan& plan_of(const Program& program);

std::vector<std::uint32_t> heights_of(const Program& program);  // heights.cc

}  // namespace mimus::jsonschema
