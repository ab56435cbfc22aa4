#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "json/json.h"
#include "regex/regex.h"
#include "string_table.h"

namespace mimus::jsonschema {

struct Format;      // formats.h
struct SamplePlan;  // plan.h

// A schema as an index into Program::nodes.
using NodeId = std::uint32_t;
inline constexpr NodeId kAnything = 0;         // {} and true
inline constexpr NodeId kNothing = 1;          // false
inline constexpr NodeId kNoNode = 0xffffffff;  // no schema there

// What a check does; in brackets what its operands a and b are.
enum class Op : std::uint8_t {
  // Of any value.
  kConst,  // constants
  kEnum,   // enums
  // The same place again, with other eyes.
  kRef,            // node
  kDynamicRef,     // dynamics
  kAllOf,          // lists
  kAnyOf,          // lists
  kOneOf,          // lists
  kNot,            // node
  kIf,             // conditions
  kDiscriminator,  // discriminators
  // Of numbers.
  kMinimum,           // constants
  kExclusiveMinimum,  // constants
  kMaximum,           // constants
  kExclusiveMaximum,  // constants
  kMultipleOf,        // constants
  kNumberFormat,      // formats
  // Of strings.
  kMinLength,  // a number
  kMaxLength,  // a number
  kPattern,    // patterns
  kFormat,     // formats
  // Of arrays.
  kMinItems,  // a number
  kMaxItems,  // a number
  kItems,     // items
  kContains,  // contains
  kUniqueItems,
  kUnevaluatedItems,  // node
  // Of objects.
  kMinProperties,          // a number
  kMaxProperties,          // a number
  kMembers,                // members
  kPropertyNames,          // node
  kDependentRequired,      // dependents
  kDependentSchemas,       // conditionals
  kUnevaluatedProperties,  // node
};

struct Check {
  Op op;
  std::uint8_t keyword;  // its row in keywords()
  std::uint32_t a = 0;
  std::uint32_t b = 0;
};

// The checks of a node stand together, in groups: those for every value, then those for one kind.
enum class Group : std::uint8_t { kAny, kNumber, kString, kArray, kObject, kNone };
inline constexpr std::size_t kGroupEnds = 7;
Group group_of(Op op);

struct Node {
  std::uint32_t first = 0;  // of its checks
  std::array<std::uint8_t, kGroupEnds>
      groups{};  // group g: first + groups[g] … first + groups[g + 1]; kNone is empty
  std::uint8_t kinds = 0xff;  // bit: json::Value's kind is allowed
  bool whole : 1 = false;     // of the doubles only those without fraction
  bool written_integers : 1 =
      false;  // and of those only what 64 bits cannot hold: 1.0 is no integer (draft 4)
  bool nullable : 1 = false;  // null, whatever the other keywords say (OpenAPI 3.0)
  bool tracks : 1 = false;    // has unevaluatedItems or unevaluatedProperties
  bool cyclic : 1 = false;    // can lead back to itself at the same place
  bool shared : 1 = false;    // several ways lead here: worth remembering
  bool scoped : 1 = false;    // dynamic references care that we came by here
  bool plain() const { return !(nullable || tracks || cyclic || shared || scoped); }
  std::uint32_t resource = 0;
};

// properties, patternProperties, additionalProperties and required, in one pass over an object.
struct Members {
  struct Rule {
    NodeId node = kNoNode;  // kNoNode: only required
    bool required = false;
  };
  struct PatternRule {
    std::uint32_t pattern;
    NodeId node;
  };
  StringTable names;
  std::vector<Rule> rules;  // by index in names
  std::uint32_t required = 0;
  std::vector<PatternRule> patterns;
  NodeId additional = kNoNode;
};

// prefixItems and items; or items and additionalItems.
struct Items {
  std::vector<NodeId> prefix;
  NodeId rest = kNoNode;
  const char* prefix_keyword = "";
  const char* rest_keyword = "";
};

struct Contains {
  NodeId node = kAnything;
  std::uint64_t least = 1;
  std::uint64_t most = ~std::uint64_t{0};
  bool evaluates = false;
};

struct Condition {
  NodeId test = kAnything, then = kNoNode, otherwise = kNoNode;
};

struct Enum {
  StringTable strings;              // of the string values
  std::vector<json::Value> values;  // all of them, in order
  bool only_strings = false;
};

struct Dependent {
  std::string name;
  std::vector<std::string> required;
};
struct DependentSchema {
  std::string name;
  NodeId node;
};

// A reference whose target is the outermost of several candidates among the resources entered so
// far.
struct Dynamic {
  struct Candidate {
    std::uint32_t resource;
    NodeId node;
  };
  NodeId fallback;
  std::vector<Candidate> candidates;
};

// oneOf or anyOf whose branch is named by a member.
struct Discriminator {
  std::string member;
  StringTable values;
  std::vector<NodeId> nodes;  // by index in values
};

struct Pattern {
  std::string source;
  regex::Regex regex;
};

// What a schema says about itself that no value can break.
struct Annotations {
  std::vector<json::Value> examples;  // example, examples
  std::vector<json::Value> defaults;  // none or one
  bool empty() const { return examples.empty() && defaults.empty(); }
};

// Schemas, compiled: flat tables that name each other by index.
struct Program {
  std::vector<Node> nodes;
  std::vector<Check> checks;
  std::vector<std::string> locations;     // of nodes: JSON pointer, or "uri#/pointer"
  std::vector<std::uint32_t> annotation;  // of nodes: index in annotations, or kNoNode
  std::vector<Annotations> annotations;

  std::vector<std::vector<NodeId>> lists;
  std::vector<Members> members;
  std::vector<Items> items;
  std::vector<Contains> contains;
  std::vector<Condition> conditions;
  std::vector<Enum> enums;
  std::vector<json::Value> constants;
  std::vector<std::vector<Dependent>> dependents;
  std::vector<std::vector<DependentSchema>> conditionals;
  std::vector<Dynamic> dynamics;
  std::vector<Discriminator> discriminators;
  std::vector<Pattern> patterns;
  std::vector<const Format*> formats;

  // For plan_of().
  mutable std::once_flag planned;
  mutable std::shared_ptr<const SamplePlan> plan;
};

// How a check leads to another node: to look at the same value, or at a part of it.
enum class Edge : std::uint8_t { kSamePlace, kBelow };

// Calls visit for every node that a check of the program names. The check may be a copy: then its
// own operands are changed, not the program's.
void for_each_edge(Program& program, Check& check, const std::function<void(NodeId&, Edge)>& visit);

}  // namespace mimus::jsonschema
