#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "path.h"

// The dialects as data: the parser reads these rows and knows no dialect by name.
namespace mimus::jsonpath {

// What can stand between two operands of a filter.
enum class Relation : std::uint8_t {
  kEqual, kNotEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual,
  // Jayway only
  kSame, kNotSame, kMatches, kIn, kNotIn, kContains, kAll, kSize, kEmpty, kSubsetOf, kAnyOf, kNoneOf,
};

struct RelationRow {
  std::string_view text;
  Relation relation;
};

// A function of a filter expression, RFC 9535 §2.4.
enum class FilterFunction : std::uint8_t { kLength, kCount, kMatch, kSearch, kValue };
enum class Type : std::uint8_t { kValue, kNodes, kLogical };

struct FilterFunctionRow {
  std::string_view name;
  FilterFunction function;
  Type result;
  Type parameter;     // of each
  unsigned parameters;
};

// A function of a path in Jayway's dialect: $.a.length(), $.sum($.a, $.b).
enum class PathFunction : std::uint8_t {
  kLength, kSize, kKeys, kMin, kMax, kAvg, kSum, kStddev, kConcat, kAppend, kFirst, kLast, kIndex,
};

struct PathFunctionRow {
  std::string_view name;
  PathFunction function;
  unsigned least;     // arguments
  unsigned most;
};

struct Grammar {
  bool root_optional;        // a.b is $.a.b, blanks around it are nothing
  bool blanks_in_path;       // between segments
  bool wide_names;           // after a dot: whatever is not part of the path's syntax; else RFC 9535's names
  bool any_escape;           // \q in a string is q; else only JSON's escapes
  bool filter_in_parentheses;
  bool filter_self;          // a filter tests an object itself; else its members
  bool merge_names;          // several names at the end make one object
  bool null_leaves;          // a missing last member is a null
  bool composite_literals;   // [1,2], {"a":1} and /regex/ in filters
  bool loose;                // comparisons as Jayway has them; else RFC 9535 §2.3.5.2.2, and operands have types
  std::span<const RelationRow> relations;              // longer ones before those they begin with
  std::span<const FilterFunctionRow> filter_functions;
  std::span<const PathFunctionRow> path_functions;
};

const Grammar& grammar_of(Dialect dialect);

}  // namespace mimus::jsonpath
