#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "facts/request_facts.h"
#include "json/json.h"
#include "match/path_pattern.h"

namespace mimus::match {

// Where in a request a condition looks.
enum class Place : std::uint8_t { kQuery, kHeader, kCookie, kForm, kBody };
std::string_view name_of(Place place);  // "query", "header", …: the keys of `when`

// One matcher as a file writes it: {"contains": "json"}. The keys are rows of matcher_table().
struct Test {
  std::string key;
  json::Value operand;
  friend bool operator==(const Test&, const Test&) = default;
};

// All tests must hold for (one of) the value(s) at this place. `name` is the parameter, header, cookie
// or field; for kBody a member path ("user.name", "items[0].id") or a JSON pointer ("/user/name").
struct Condition {
  Place place = Place::kQuery;
  std::string name;
  std::vector<Test> tests;
  friend bool operator==(const Condition&, const Condition&) = default;
};

// What a request must look like. A value.
struct RequestPattern {
  PathPattern path;
  std::vector<std::string> methods;  // empty: any. Compared exactly (RFC 9110 §9.1: case-sensitive)
  std::vector<Condition> conditions;
  friend bool operator==(const RequestPattern&, const RequestPattern&) = default;
};

// Why a request is not what a pattern wants: "header Accept: expected contains 'json', got 'text/html'".
struct Mismatch {
  std::string what;      // "method", "path", "query page", "body user.name"
  std::string expected;  // "contains 'json'"
  std::string actual;    // the value, or "(absent)"
};

// How near a request came. 0: it matches; 1: nothing in common. Weighted so that the same path with a
// wrong header is nearer than another path.
struct Explanation {
  double distance = 0;
  std::vector<Mismatch> mismatches;
};

// A pattern ready to be asked: regexes compiled, names prepared, cheap predicates before dear ones.
// Immutable; any thread. Copies share.
class CompiledPattern {
 public:
  // Errors carry a JSON pointer relative to the pattern: /conditions/2/tests/0 (unknown matcher key with
  // the nearest right one, operand of the wrong type, bad regex with its offset).
  static Result<CompiledPattern> compile(RequestPattern pattern);

  const RequestPattern& pattern() const;
  bool method_matches(std::string_view method) const;
  // Method and conditions only: the path has been decided by the index.
  bool rest_matches(facts::RequestFacts& facts) const;
  // Everything.
  bool matches(facts::RequestFacts& facts, Captures& captures) const;
  // Does nothing but the path matter? (No methods, no conditions.)
  bool only_path() const;
  // Slow; for people.
  Explanation explain(facts::RequestFacts& facts) const;

 private:
  struct Compiled;
  explicit CompiledPattern(std::shared_ptr<const Compiled> compiled);
  std::shared_ptr<const Compiled> compiled_;
};

// The matchers that files can name, for schema, help and completion.
struct MatcherRow {
  std::string_view key;      // "contains"
  std::string_view operand;  // "string" | "number" | "boolean" | "any" | "array" | "matcher"
  std::string_view summary;  // "the text somewhere inside"
};
std::span<const MatcherRow> matcher_table();

}  // namespace mimus::match
