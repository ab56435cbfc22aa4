#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "facts/request_facts.h"
#include "match/request_pattern.h"

namespace mimus::stub {

// A condition on what the world remembers:
//
//   state.cart.size > 3
//   scenario.checkout == "Paid" and not state.cart.locked
//   (state.stock[0].left >= 1 or state.unlimited) and state.owner == header.X-User
//
//   condition  = all *("or" all)
//   all        = one *("and" one)
//   one        = "not" one / "(" condition ")" / value [("==" / "!=" / "<" / "<=" / ">" / ">=")
//   value] value      = "state." path / "scenario." name / ("query." / "header." / "cookie.") name
//   / "body" ["." path]
//              / number / 'text' / "text" / true / false / null
//   path       = facts/state_path.h; a name in quotes: scenario.'sign up', header["X-User"]
//
// What is not there is null. A value alone holds unless it is null, false, 0, "" or an empty list
// or object. == compares as JSON does, 1 and 1.0 are equal; the request's parts are texts, so a
// text that reads as a number equals that number. < and its kin compare two numbers, or two texts
// byte by byte, and hold for nothing else.
//
// A value: copies share. Any thread.
class StateCondition {
 public:
  // Fails with Code::kSyntax at the byte offset of what is wrong.
  static Result<StateCondition> parse(std::string_view text);
  // The value at a place satisfies these matchers. Errors carry the pointer "/tests/1".
  static Result<StateCondition> matching(facts::StatePath path, std::span<const match::Test> tests);
  // What WireMock's "state-matcher" asks of a context: context_matcher.h. Errors: its own.
  static Result<StateCondition> of_context(const json::Object& parameters);
  static StateCondition all_of(std::vector<StateCondition> conditions);

  bool holds(facts::RequestFacts& facts, const match::Captures& captures) const;

  const std::string& text() const;  // as it was written
  // What its values are for this request, for people: "state.cart.size is 2".
  std::string seen(facts::RequestFacts& facts, const match::Captures& captures) const;
  // The scenarios that it names, each with the state that it has to be in ("" when with none).
  struct Named {
    std::string scenario, state;
  };
  std::vector<Named> scenarios() const;

  struct Node;
  explicit StateCondition(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  friend bool operator==(const StateCondition& a, const StateCondition& b) {
    return a.text() == b.text();
  }

 private:
  std::shared_ptr<const Node> node_;
};

// Captures as whoever is asked for a scenario wants them.
class CapturedPath final : public facts::Captured {
 public:
  explicit CapturedPath(const match::Captures& captures) : captures_(captures) {}
  std::optional<std::string_view> find(std::string_view name) const override {
    return captures_.find(name);
  }

 private:
  const match::Captures& captures_;
};

}  // namespace mimus::stub
