#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "json/json.h"

namespace mimus::jmespath {

struct Function;
using Id = std::uint32_t;  // of a node: its place in Program::nodes

struct Node {
  enum class Kind : std::uint8_t {
    kCurrent,           // @
    kLiteral,           // value
    kField,             // value: the name
    kIndex,             // slice[0]
    kSlice,             // slice
    kSub,               // left, and with what it gives right: a.b, a | b
    kFlatten,           // left
    kProjection,        // left: a list; right for each element
    kValueProjection,   // left: an object; right for each of its values
    kFilterProjection,  // left: a list; right for each element that children[0] takes
    kOr,
    kAnd,
    kNot,        // left
    kCompare,    // left, right, comparison
    kList,       // children
    kHash,       // children, names
    kCall,       // children, function
    kReference,  // &left
  };
  enum class Comparison : std::uint8_t {
    kEqual,
    kUnequal,
    kLess,
    kLessOrEqual,
    kGreater,
    kGreaterOrEqual
  };

  Kind kind = Kind::kCurrent;
  Comparison comparison = Comparison::kEqual;
  Id left = 0;
  Id right = 0;
  std::size_t at = 0;  // byte offset, for errors
  json::Value value{};
  std::optional<std::int64_t> slice[3];
  std::vector<Id> children{};
  std::vector<std::string> names{};
  const Function* function = nullptr;
};

struct Program {
  std::string text;
  std::vector<Node> nodes;
  Id root = 0;
};

}  // namespace mimus::jmespath
