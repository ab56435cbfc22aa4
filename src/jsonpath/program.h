#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory_resource>
#include <optional>
#include <string>
#include <vector>

#include "grammar.h"
#include "json/json.h"
#include "path.h"
#include "regex/regex.h"

// A compiled path: flat tables that name each other by position, no pointers.
namespace mimus::jsonpath {

using Id = std::uint32_t;

struct Range {
  Id first = 0;
  Id count = 0;
};

enum class SelectorKind : std::uint8_t {
  kName,          // names[of]
  kNameOrNull,    // the same; null in an object that has none
  kIndex,         // start; negative: from the end
  kSlice,         // start, stop, step
  kWildcard,
  kFilter,        // expressions[of], for each child
  kFilterSelf,    // expressions[of], for each element of an array, for an object as a whole
  kMembers,       // names[of, of + count) as one object
  kMembersOrNull, // the same, null for what is missing
  kCall,          // calls[of]: a computed value
};

constexpr std::int64_t kAbsent = std::numeric_limits<std::int64_t>::min();

struct Selector {
  SelectorKind kind = SelectorKind::kWildcard;
  Id of = 0;
  Id count = 0;
  std::int64_t start = kAbsent;
  std::int64_t stop = kAbsent;
  std::int64_t step = 1;
};

struct Segment {
  Range selectors;
  bool descendant = false;
  bool straight = false;   // this segment and all after it in its query are one name or one index each
};

// A straight segment as it is followed: all that there is to know, side by side.
struct Hop {
  union {
    const char* name;      // kName, kNameOrNull: of names[], `size` bytes
    std::int64_t index;    // kIndex
  };
  Id size = 0;
  SelectorKind kind = SelectorKind::kIndex;

  std::string_view text() const { return {name, size}; }
};

struct Query {
  Range segments;
  bool from_root = true;   // else from the current node
  bool singular = true;    // names and indexes only
  bool definite = true;    // at most one value
  bool computes = false;   // some values are not in the document
};

enum class OperandKind : std::uint8_t {
  kLiteral,   // literals[of]
  kQuery,     // the value of queries[of]; a list of them when it is not definite
  kLength,    // length(operands[of])
  kCount,     // count(queries[of])
  kValue,     // value(queries[of])
  kPattern,   // patterns[of], only beside =~
};

struct Operand {
  OperandKind kind = OperandKind::kLiteral;
  Id of = 0;
};

enum class ExpressionKind : std::uint8_t {
  kAll,       // every one of lists[range]
  kAny,       // at least one of them
  kNot,       // not expressions[range.first]
  kExists,    // queries[range.first] selects something
  kCompare,   // operands[left] relation operands[right]
  kMatch,     // match(left, right)
  kSearch,    // search(left, right)
};

constexpr Id kNone = ~Id{0};

struct Expression {
  ExpressionKind kind = ExpressionKind::kAll;
  Relation relation = Relation::kEqual;
  Range range;
  Id left = 0;
  Id right = 0;
  Id pattern = kNone;   // match, search with a literal: patterns[pattern]
};

// A regular expression that is known when the path is compiled. Without one: text that is no I-Regexp, which
// nothing matches (RFC 9535 §2.4.6).
struct Pattern {
  std::optional<regex::Regex> regex;
};

// A Jayway function in a path, for the value before it.
struct Call {
  PathFunction function = PathFunction::kLength;
  Range arguments;        // lists[range]: operands
  bool scanned = false;   // the first argument is what the function is asked for: $..a.length()
};

// Its tables lie in one piece with it: compiling a usual path asks the system for memory once. It stays where it is.
struct Program {
  template <class T>
  using Table = std::pmr::vector<T>;

  Program() {}   // leaves its room as it is
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  // Once, when all segments are known.
  void lay_hops();

 private:
  static constexpr std::size_t kUsual = 512;   // bytes: five names, or a filter; more would leave what malloc keeps at hand
  std::array<std::byte, kUsual> room_;
  std::pmr::monotonic_buffer_resource memory_{room_.data(), room_.size()};

 public:
  std::string text;
  Dialect dialect = Dialect::kRfc9535;
  bool loose = false;    // comparisons as Jayway has them
  Query main;
  Table<Query> queries{&memory_};
  Table<Segment> segments{&memory_};
  Table<Hop> hops{&memory_};   // hops[i] is segments[i], where that is straight
  Table<Selector> selectors{&memory_};
  Table<Expression> expressions{&memory_};
  Table<Operand> operands{&memory_};
  Table<Call> calls{&memory_};
  Table<Pattern> patterns{&memory_};
  Table<Id> lists{&memory_};
  Table<std::string> names{&memory_};
  Table<json::Value> literals{&memory_};
};

}  // namespace mimus::jsonpath
