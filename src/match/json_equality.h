#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"
#include "regex/regex.h"

namespace mimus::match {

// WireMock's equalToJson, compiled: objects whatever the order of their members, numbers by their exact value, and
// placeholders in the expected value. reference/wiremock-stubs.md §3.1.
//
//   MIMUS_TRY(const auto same, JsonEquality::compile(expected, {.ignore_extra_elements = true}));
//   same.matches(*document.exact_json());
//
// Long numbers are expected in both values as json::kDigits (json/lenient.h) has them. Immutable.
class JsonEquality {
 public:
  struct Options {
    bool ignore_array_order = false;     // at every depth
    bool ignore_extra_elements = false;  // members; elements behind the expected ones
  };

  // Fails for a placeholder with a bad regular expression.
  static Result<JsonEquality> compile(const json::Value& expected, Options options);

  bool matches(const json::Value& actual) const;
  // Which part of the values differ: 0 none … 1 all.
  double distance(const json::Value& actual) const;

  // Comparing arrays in any order gives up, and finds no match, after so many comparisons.
  static constexpr std::uint64_t kMostSteps = 2'000'000;

 private:
  struct Node {
    enum class Kind : std::uint8_t {
      kValue, kNumber, kArray, kObject,
      kIgnore, kIgnoreElement, kAnyString, kAnyNumber, kAnyBoolean, kRegex, kNever
    };
    Kind kind = Kind::kValue;
    json::Value value;                  // of kValue and kNumber
    std::optional<regex::Regex> regex;
    std::vector<std::string> names;     // of kObject: of the children
    std::vector<Node> children;
  };
  class Comparison;

  static Result<Node> node_of(const json::Value& expected);
  static Result<Node> node_of_text(std::string_view text);
  static double size_of(const Node& node);

  Node root_;
  Options options_;
};

// A number, be it one whose digits were kept.
bool is_number(const json::Value& value);
// By their exact values.
bool same_number(const json::Value& a, const json::Value& b);

}  // namespace mimus::match
