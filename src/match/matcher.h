#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/arena.h"
#include "base/result.h"
#include "json/json.h"
#include "regex/regex.h"
#include "request_pattern.h"
#include "sample.h"

namespace mimus::match {

struct MatcherKind;
struct Matcher;

// Tests that must hold together: those about one value all for the same one of the values that are
// there, those about the list for all of them at once.
class Matchers {
 public:
  // The tests of one condition. Errors carry the pointer "/tests/1".
  static Result<Matchers> compile(std::span<const Test> tests, Place place);
  // A nested matcher, {"contains": "x"}, or a bare value, which stands for equals.
  static Result<Matchers> compile(const json::Value& nested, Place place);

  bool hold(std::span<const Sample> samples, Arena& arena) const;
  int cost() const { return cost_; }
  std::span<const Matcher> on_value() const;
  std::span<const Matcher> on_list() const;

 private:
  bool hold_for(const Sample& sample, Arena& arena) const;

  std::vector<Matcher> on_value_;  // cheap ones first
  std::vector<Matcher> on_list_;
  int cost_ = 0;
};

// One test, compiled: its row, what the row's function made of the operand, and the function to ask. Exactly one
// of on_value and on_list is set.
struct Matcher {
  const MatcherKind* kind = nullptr;
  json::Value operand;                // as it was written
  std::string text;                   // of text matchers
  double low = 0, high = 0;           // of number matchers
  std::optional<regex::Regex> regex;
  std::vector<Matchers> nested;
  bool (*on_value)(const Matcher&, const Sample&, Arena&) = nullptr;
  bool (*on_list)(const Matcher&, std::span<const Sample>, Arena&) = nullptr;
};

// A row of the table. A new matcher is a row, its compile function and its test rows.
struct MatcherKind {
  MatcherRow row;
  int cost;  // orders tests: comparisons before searches before expressions
  Result<Matcher> (*compile)(const json::Value& operand, Place place);
};
std::span<const MatcherKind> matcher_kinds();

// For people: "contains 'json'".
std::string describe(const Matcher& matcher);

}  // namespace mimus::match
