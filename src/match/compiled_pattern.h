#pragma once

#include <span>
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

  void collect(const Asking& asking, Samples& samples) const;
  bool holds(const Asking& asking) const;
};

struct CompiledPattern::Compiled {
  RequestPattern pattern;
  std::vector<CompiledCondition> conditions;  // cheap ones first
  std::uint64_t key = 0;
};

// How far apart two texts are: 0 the same, 1 nothing in common. Long texts cost no more than short ones.
double text_distance(std::string_view a, std::string_view b);
// The same for a path and a pattern. 0 only when it matches.
double path_distance(const PathPattern& pattern, std::string_view path);

// The path that a pattern is compared with.
std::string_view path_for(const PathPattern& pattern, facts::RequestFacts& facts);

// WireMock's mean of what the parts of a pattern are off.
double wiremock_distance(std::span<const Finding> findings, const RequestPattern& pattern);

// `text` cut to what a page has room for.
std::string shown(std::string_view text);

}  // namespace mimus::match
