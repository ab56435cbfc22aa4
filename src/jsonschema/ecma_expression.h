#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mimus::jsonschema {

struct CodeRange {
  char32_t first, last;  // both included
};

// A part of a regular expression. Parts name each other by their index in Expression::parts.
struct Part {
  enum class Kind : std::uint8_t {
    kSequence,     // children, one after the other
    kChoice,       // one of the children
    kSet,          // one code point of `ranges`; or, when `negated`, any other
    kRepeat,       // the child, least to most times
    kGroup,        // the child; `number` of a capturing group, 0 of another
    kBackreference,  // what group `number` matched; by name: `name`
    kStart, kEnd,
    kWordBoundary, kNotWordBoundary,
    kLook,         // the child must follow (or, behind: precede); negated: must not
  };
  Kind kind = Kind::kSequence;
  bool negated = false;
  bool behind = false;
  std::uint32_t number = 0;
  std::uint32_t least = 0, most = 0;
  std::string name;
  std::vector<CodeRange> ranges;
  std::vector<std::uint32_t> children;
};
inline constexpr std::uint32_t kUnlimited = 0xffffffff;

// An ECMA-262 expression (§22.2.1, Unicode mode with the customary indulgence towards '{', ']' and escaped
// punctuation), as a tree and as PCRE2 has to be told it so that both mean the same.
struct Expression {
  std::vector<Part> parts;
  std::uint32_t root = 0;
  std::string pcre;
};
// kSyntax with the offset. Of \p{…} the tree knows a few members only.
Result<Expression> parse_expression(std::string_view text);

// The expression in PCRE2's spelling; one that is not ECMA's is left as it is (people write Java's and Python's, too).
std::string pcre_from_ecma(std::string_view expression);

}  // namespace mimus::jsonschema
