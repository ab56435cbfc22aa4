#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "facts/request_facts.h"
#include "json/json.h"
#include "match/matcher.h"
#include "render/template.h"

namespace mimus::stub {

// The "state-matcher" of WireMock's state extension: may this request be answered, as the context that it names stands?
//
//   {"hasContext": "{{request.pathSegments.[1]}}", "property": {"size": {"equalTo": "3"}}, "listSizeMoreThan": "1"}
//
// hasContext or hasNotContext, and beside hasContext any of hasProperty, hasNotProperty, property {name: matcher},
// list {index | first | last: {name: matcher}}, updateCount… and listSize…EqualTo, …LessThan, …MoreThan. All texts are templates
// over the request; a number that is none never holds. Where contexts are kept says facts/context_path.h.
class ContextMatcher {
 public:
  // Errors carry the pointer of the parameter.
  static Result<ContextMatcher> read(const json::Object& parameters);

  bool holds(facts::RequestFacts& facts, const match::Captures& captures) const;
  // For people: "context 'cart-7' is {…}".
  std::string seen(facts::RequestFacts& facts, const match::Captures& captures) const;
  const std::string& text() const { return text_; }

 private:
  enum class Number : std::uint8_t { kUpdateCount, kListSize };
  enum class Sign : std::uint8_t { kEqual, kLess, kMore };
  struct Counted {
    Number number;
    Sign sign;
    render::Template wanted;
  };
  struct Value {
    std::string property;
    json::Value matcher;                     // its texts may be templates …
    std::optional<match::Matchers> compiled; // … and are none
    bool holds(const json::Object& of, const render::Scope& scope, const match::Asking& asking) const;
  };
  struct Element {
    std::string index;  // "0", "-1", "first", "last"
    std::vector<Value> values;
  };
  static Result<std::vector<Value>> read_values(const json::Value& map);

  std::optional<render::Template> there_, not_there_;
  std::vector<render::Template> with_, without_;  // properties
  std::vector<Value> values_;
  std::vector<Element> elements_;
  std::vector<Counted> counts_;
  std::string text_;
};

}  // namespace mimus::stub
