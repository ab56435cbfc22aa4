#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"

namespace mimus::jmespath {

struct Token {
  enum class Kind : std::uint8_t {
    kEnd,
    kName,      // foo; value: its text
    kQuoted,    // "foo bar"; value: its text
    kLiteral,   // `{"a": 1}` and 'raw text'; value
    kNumber,    // -12, inside brackets; value: int64
    kDot,       // .
    kStar,      // *
    kFlatten,   // []
    kFilter,    // [?
    kOpen,      // [
    kClose,     // ]
    kOpenCall,  // (
    kCloseCall,
    kOpenHash,  // {
    kCloseHash,
    kComma,
    kColon,
    kPipe,       // |
    kOr,         // ||
    kAnd,        // &&
    kNot,        // !
    kReference,  // &
    kCurrent,    // @
    kEqual,
    kUnequal,
    kLess,
    kLessOrEqual,
    kGreater,
    kGreaterOrEqual,
  };
  Kind kind = Kind::kEnd;
  std::size_t at = 0;   // its first byte
  std::size_t end = 0;  // behind its last
  json::Value value{};
};

// The whole text as tokens, a kEnd last. Errors: Code::kSyntax with the byte offset.
Result<std::vector<Token>> tokens_of(std::string_view text);

}  // namespace mimus::jmespath
