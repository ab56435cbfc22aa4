#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

// Regular expressions of ECMA-262, §22.2.1 (Unicode mode, with the customary indulgence towards
// '{', ']' and escaped punctuation), as JSON Schema, OpenAPI and JavaScript write them.
//
//   MIMUS_TRY(const regex::EcmaExpression expression, regex::parse_ecma(R"(^\d{3}$)"));
//   MIMUS_TRY(const regex::Regex judge, regex::Regex::compile(expression.pcre));   // means the
//   same expression.parts[expression.root]                                              // the
//   tree; generator.h walks it
namespace mimus::regex {

struct CodeRange {
  char32_t first, last;  // both included
};

// A part of an expression. Parts name each other by their index in EcmaExpression::parts.
struct EcmaPart {
  enum class Kind : std::uint8_t {
    kSequence,       // children, one after the other
    kChoice,         // one of the children
    kSet,            // one code point of `ranges`; or, when `negated`, any other
    kRepeat,         // the child, least to most times
    kGroup,          // the child; `number` of a capturing group, 0 of another
    kBackreference,  // what group `number` matched; by name: `name`
    kStart,
    kEnd,
    kWordBoundary,
    kNotWordBoundary,
    kLook,  // the child must follow (or, behind: precede); negated: must not
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

struct EcmaExpression {
  std::vector<EcmaPart> parts;
  std::uint32_t root = 0;
  std::string pcre;  // for regex.h
};
// kSyntax with the offset. Of \p{…} the tree knows a few members only.
Result<EcmaExpression> parse_ecma(std::string_view text);

// The expression in PCRE2's spelling; one that is not ECMA's is left as it is (people write Java's
// and Python's, too).
std::string pcre_from_ecma(std::string_view expression);

}  // namespace mimus::regex
