#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
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

// Where a matcher stands, and whose words it is written in.
struct Setting {
  Place place = Place::kQuery;
  Manner manner = Manner::kNative;
};

// Who asks: all that a matcher may look at besides the value.
struct Asking {
  facts::RequestFacts& facts;
  const Captures& captures;
  std::uint64_t key = 0;  // of the pattern
  Arena& arena() const { return facts.arena(); }
};

// Tests that must hold together: those about one value all for the same one of the values that are there, those about
// the list for all of them at once. In WireMock's manner, when no value is there they are asked about nothing.
class Matchers {
 public:
  // The tests of one condition. Errors carry the pointer "/tests/1".
  static Result<Matchers> compile(std::span<const Test> tests, Setting setting);
  // A nested matcher, {"contains": "x"}; natively also several, or a bare value, which stands for equals.
  static Result<Matchers> compile(const json::Value& nested, Setting setting);

  bool hold(std::span<const Sample> samples, const Asking& asking) const;
  // Of one value, which may be nothing.
  bool hold_for(const Sample& sample, const Asking& asking) const;
  // Do they ask for nothing but that there is no value?
  bool want_absence() const;

  int cost() const { return cost_; }
  Manner manner() const { return manner_; }
  std::span<const Matcher> on_value() const;
  std::span<const Matcher> on_list() const;

 private:
  std::vector<Matcher> on_value_;  // cheap ones first
  std::vector<Matcher> on_list_;
  int cost_ = 0;
  Manner manner_ = Manner::kNative;
};

// One test, compiled: its row, what the row's function made of the operand, and the function to ask. Exactly one
// of on_value and on_list is set.
struct Matcher {
  const MatcherKind* kind = nullptr;
  json::Value operand;                // as it was written
  std::string text;                   // of text matchers
  bool one_text = false;              // holds for `text` and for no other: an index may build on it
  double low = 0, high = 0;           // of number matchers
  std::optional<regex::Regex> regex;
  std::vector<Matchers> nested;
  std::shared_ptr<const void> own;    // what only the row's own functions know: as<T>()
  bool (*on_value)(const Matcher&, const Sample&, const Asking&) = nullptr;
  bool (*on_list)(const Matcher&, std::span<const Sample>, const Asking&) = nullptr;

  template <class T>
  const T& as() const {
    return *static_cast<const T*>(own.get());
  }
};

// A row of the table. A new matcher is a row, its compile function and its test rows.
struct MatcherKind {
  static constexpr std::uint8_t kNative = 1, kWireMock = 2, kBoth = 3;

  MatcherRow row;
  std::uint8_t manners = kNative;  // whose word it is
  int cost = 0;                    // orders tests: comparisons before searches before expressions
  Result<Matcher> (*compile)(const Test& test, Setting setting) = nullptr;

  // For near misses. How far a value is off for which the test does not hold, 0 … 1; none: all the way.
  double (*distance)(const Matcher&, const Sample&, const Asking&) = nullptr;
  // What was wanted, and what was seen, side by side; none: the operand, the value's text.
  std::string (*wanted)(const Matcher&) = nullptr;
  std::optional<std::string> (*seen)(const Matcher&, const Sample&, const Asking&) = nullptr;
};

// The tables, handed over in plain sight by matcher_table.cc. Each stands in the file that is named like it.
std::span<const MatcherKind> text_matchers();
std::span<const MatcherKind> number_matchers();
std::span<const MatcherKind> list_matchers();
std::span<const MatcherKind> logic_matchers();
std::span<const MatcherKind> json_matchers();
std::span<const MatcherKind> xml_matchers();
std::span<const MatcherKind> date_matchers();
std::span<const MatcherKind> part_matchers();
std::span<const MatcherKind> token_matchers();
std::span<const MatcherKind> request_matchers();

// nullptr: no such word.
const MatcherKind* find_kind(std::string_view key, Manner manner);
Error unknown_matcher(std::string_view key, Manner manner);

// For people: "contains 'json'".
std::string describe(const Matcher& matcher);

}  // namespace mimus::match
