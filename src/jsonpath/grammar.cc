#include "grammar.h"

namespace mimus::jsonpath {
namespace {

constexpr RelationRow kStandardRelations[] = {
    {"==", Relation::kEqual},       {"!=", Relation::kNotEqual}, {"<=", Relation::kLessOrEqual},
    {">=", Relation::kGreaterOrEqual}, {"<", Relation::kLess},   {">", Relation::kGreater},
};

constexpr FilterFunctionRow kStandardFunctions[] = {
    {"length", FilterFunction::kLength, Type::kValue, Type::kValue, 1},
    {"count", FilterFunction::kCount, Type::kValue, Type::kNodes, 1},
    {"match", FilterFunction::kMatch, Type::kLogical, Type::kValue, 2},
    {"search", FilterFunction::kSearch, Type::kLogical, Type::kValue, 2},
    {"value", FilterFunction::kValue, Type::kValue, Type::kNodes, 1},
};

constexpr RelationRow kJaywayRelations[] = {
    {"===", Relation::kSame},          {"!==", Relation::kNotSame},
    {"==", Relation::kEqual},          {"!=", Relation::kNotEqual},
    {"<=", Relation::kLessOrEqual},    {">=", Relation::kGreaterOrEqual},
    {"=~", Relation::kMatches},        {"<", Relation::kLess},
    {">", Relation::kGreater},         {"in", Relation::kIn},
    {"nin", Relation::kNotIn},         {"contains", Relation::kContains},
    {"all", Relation::kAll},           {"size", Relation::kSize},
    {"empty", Relation::kEmpty},       {"subsetof", Relation::kSubsetOf},
    {"anyof", Relation::kAnyOf},       {"noneof", Relation::kNoneOf},
};

constexpr PathFunctionRow kJaywayFunctions[] = {
    {"length", PathFunction::kLength, 0, 1}, {"size", PathFunction::kSize, 0, 1},
    {"keys", PathFunction::kKeys, 0, 0},     {"min", PathFunction::kMin, 0, 64},
    {"max", PathFunction::kMax, 0, 64},      {"avg", PathFunction::kAvg, 0, 64},
    {"sum", PathFunction::kSum, 0, 64},      {"stddev", PathFunction::kStddev, 0, 64},
    {"concat", PathFunction::kConcat, 0, 64}, {"append", PathFunction::kAppend, 1, 64},
    {"first", PathFunction::kFirst, 0, 0},   {"last", PathFunction::kLast, 0, 0},
    {"index", PathFunction::kIndex, 1, 1},
};

constexpr Grammar kStandard = {
    .root_optional = false,
    .blanks_in_path = true,
    .wide_names = false,
    .any_escape = false,
    .filter_in_parentheses = false,
    .filter_self = false,
    .merge_names = false,
    .null_leaves = false,
    .composite_literals = false,
    .loose = false,
    .relations = kStandardRelations,
    .filter_functions = kStandardFunctions,
    .path_functions = {},
};

constexpr Grammar jayway(bool null_leaves) {
  return {
      .root_optional = true,
      .blanks_in_path = false,
      .wide_names = true,
      .any_escape = true,
      .filter_in_parentheses = true,
      .filter_self = true,
      .merge_names = true,
      .null_leaves = null_leaves,
      .composite_literals = true,
      .loose = true,
      .relations = kJaywayRelations,
      .filter_functions = {},
      .path_functions = kJaywayFunctions,
  };
}

constexpr Grammar kJayway = jayway(false);
constexpr Grammar kJaywayNullLeaves = jayway(true);

}  // namespace

const Grammar& grammar_of(Dialect dialect) {
  switch (dialect) {
    case Dialect::kRfc9535: return kStandard;
    case Dialect::kJayway: return kJayway;
    case Dialect::kJaywayNullLeaves: break;
  }
  return kJaywayNullLeaves;
}

}  // namespace mimus::jsonpath
