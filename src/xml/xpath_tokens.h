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

// Complains about functions, variables and prefixes that cannot be there, and about too much of
// everything.
Status check_tokens(const std::vector<XPathToken>& tokens,
                    const std::vector<std::pair<std::string, std::string>>& namespaces);

// The expression with every unprefixed name test 'a' replaced by *[kNameFunction("a")].
inline constexpr std::string_view kNameFunction = "mimus-is-named";
std::string with_any_namespace(std::string_view expression, const std::vector<XPathToken>& tokens);

}  // namespace mimus::xml
