#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"

namespace mimus::xml {

// The words of an XPath expression (XPath 1.0 §3.7).
struct XPathToken {
  enum class Kind {
    kSymbol,
    kOperator,
    kLiteral,
    kNumber,
    kFunction,
    kNodeType,
    kAxis,
    kNameTest,
    kVariable
  };
  Kind kind;
  std::string_view text;  // of the expression
  std::size_t offset;
};

Result<std::vector<XPathToken>> xpath_tokens(std::string_view expression);

using XPathNamespaces = std::vector<std::pair<std::string, std::string>>;

// Complains about functions, variables and, unless `unbound` allows them, prefixes that cannot be
// there, and about too much of everything.
Status check_tokens(const std::vector<XPathToken>& tokens, const XPathNamespaces& namespaces,
                    bool unbound);

// The expression with every name test whose prefix is not bound replaced by one that matches
// nothing and, with `local_names`, every unprefixed name test 'a' by *[kNameFunction("a")].
inline constexpr std::string_view kNameFunction = "mimus-is-named";
std::string rewritten(std::string_view expression, const std::vector<XPathToken>& tokens,
                      const XPathNamespaces& namespaces, bool local_names);

}  // namespace mimus::xml
