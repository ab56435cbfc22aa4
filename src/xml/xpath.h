#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "document.h"

namespace mimus::xml {

struct XPathOptions {
  std::vector<std::pair<std::string, std::string>>
      namespaces;  // prefix, URI: for the names in the expression
  bool any_namespace =
      false;  // a name without prefix matches that local name in whatever namespace
  std::uint64_t steps =
      5'000'000;  // work after which an evaluation gives up; about a tenth of a second a million
};

// What an expression is worth: nodes in document order (namespace nodes are left out), a truth
// value, a number, or a text.
using XPathValue = std::variant<std::vector<Node>, bool, double, std::string>;

// As XPath's string() has it: the first node's text ("" when there is none), "true", "7", "1.5",
// "NaN".
std::string to_text(const XPathValue& value);

// A compiled XPath 1.0 expression.
//
//   MIMUS_TRY(const xml::XPath path, xml::XPath::compile("/a/b[2]/@id"));
//   MIMUS_TRY(const xml::XPathValue value, path.evaluate(document));
//
// Core functions only, no variables. compile() fails with Code::kSyntax (byte offset in the
// expression) also for unknown functions, variables and prefixes that are not bound, and with
// Code::kLimit for more than 2,000 words or 64 open brackets. evaluate() fails with Code::kLimit
// when the steps are used up and Code::kInvalid for wrong types. Immutable; copies share; any
// thread evaluates.
class XPath {
 public:
  static Result<XPath> compile(std::string_view expression, XPathOptions options);
  static Result<XPath> compile(std::string_view expression) {
    return compile(expression, XPathOptions());
  }

  Result<XPathValue> evaluate(const Document& document) const;
  Result<XPathValue> evaluate(const Node& context) const;  // paths without '/' in front start there
  std::string_view expression() const;

 private:
  struct Program;
  explicit XPath(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
  std::shared_ptr<const Program> program_;
};

}  // namespace mimus::xml
