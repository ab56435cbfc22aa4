#pragma once

#include <string>
#include <vector>

#include "body_path.h"
#include "matcher.h"
#include "request_pattern.h"
#include "sample.h"

namespace mimus::match {

// One condition, compiled.
struct CompiledCondition {
  std::size_t index = 0;   // in RequestPattern::conditions
  Place place = Place::kQuery;
  std::string name;
  BodyPath body;           // of kBody
  Matchers matchers;
  int cost = 0;            // what asking costs: the place, then the dearest matcher

  void collect(facts::RequestFacts& facts, Samples& samples) const;
  bool holds(facts::RequestFacts& facts) const;
};

struct CompiledPattern::Compiled {
  RequestPattern pattern;
  std::vector<CompiledCondition> conditions;  // cheap ones first
};

// How far apart two texts are: 0 the same, 1 nothing in common. Long texts cost no more than short ones.
double text_distance(std::string_view a, std::string_view b);
// The same for a path and a pattern. 0 only when it matches.
double path_distance(const PathPattern& pattern, std::string_view path);

}  // namespace mimus::match
