#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/chance.h"
#include "formats.h"
#include "plan.h"
#include "program.h"

namespace mimus::jsonschema {

struct Bound {
  json::Value value;
  bool exclusive = false;
};

// What all schemas that look at one place ask of the value there, with one branch taken at every
// choice.
struct Wish {
  std::uint8_t kinds = 0xff;  // as Node::kinds
  bool whole = false;
  std::vector<const json::Value*> constants;
  std::vector<const Enum*> enums;
  std::vector<const json::Value*> examples;

  std::optional<Bound> lower, upper;
  std::vector<json::Value> multiples;
  std::vector<const Format*> formats;

  std::uint32_t min_length = 0, max_length = 0xffffffff;
  std::vector<std::uint32_t> patterns;  // in Program::patterns

  std::uint32_t min_items = 0, max_items = 0xffffffff;
  std::vector<const Items*> items;
  std::vector<const Contains*> contains;
  bool unique = false;

  std::uint32_t min_members = 0, max_members = 0xffffffff;
  std::vector<const Members*> members;
  std::vector<NodeId> names;  // propertyNames
  std::vector<const std::vector<Dependent>*> dependents;
  std::vector<const std::vector<DependentSchema>*> conditionals;
  std::vector<std::pair<std::string, std::string>> fixed;  // what a discriminator says

  // What must not hold too ("not", the other branches of a oneOf), where a member could decide it.
  std::vector<NodeId> denied;
  std::vector<std::string_view> decisive;
  std::vector<NodeId> tests;  // "if"
  bool unevaluated = false;   // an unevaluated… rule
};

// Adds what a node asks. `flat`: of several branches take one of the flattest.
void add_to_wish(const Program& program, const SamplePlan& plan, NodeId node, const Chance& chance,
                 bool flat, Wish& wish);

}  // namespace mimus::jsonschema
