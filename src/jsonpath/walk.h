#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <forward_list>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <boost/container/small_vector.hpp>

#include "budget.h"
#include "compare.h"
#include "path.h"
#include "program.h"

namespace mimus::jsonpath {

using Values = boost::container::small_vector<const json::Value*, 16>;

// The node of a singular query, or nullptr.
const json::Value* follow(const Program& program, const Query& query, const json::Value& start);

// Where the nodes of a query go. Without vectors they are only counted.
struct Sink {
  Values* values = nullptr;
  Places* places = nullptr;
  std::size_t enough = std::numeric_limits<std::size_t>::max();   // stop at so many
  std::size_t count = 0;
  const json::Value* last = nullptr;
};

// A value that is computed on the way; made only when there is one.
using Scratch = std::optional<json::Value>;

// What a walk writes to; kept between walks for its memory.
struct WalkMemory {
  // The children of a container that are still to be seen.
  struct Frame {
    const void* first;
    const void* next;
    const void* end;
    const void* given;    // the child that was seen last
    std::uint32_t size;   // of all children
    bool object;
  };
  Values values;
  boost::container::small_vector<Frame, 8> frames;
  std::vector<Step> trail;
  std::forward_list<json::Value> computed;   // latest first
  std::string pattern_text;                  // the last expression that came out of a document
  Pattern pattern;
  bool pattern_known = false;
};

// One evaluation. Goes depth first through the segments, which gives RFC 9535's order without lists in between, and
// through descendants with a stack of its own.
class Walk {
 public:
  Walk(const Program& program, const json::Value& root, const Limits& limits, WalkMemory& memory)
      : program_(program), root_(root), limits_(limits), budget_(limits.steps), memory_(memory) {}

  // Hands the query's nodes to the sink, `current` being '@'.
  void run(const Query& query, const json::Value& current, Sink& sink);
  // After run(): the limit that ended it.
  Status status() const;

 private:
  // These give false to end the whole query: the sink has enough, or a limit is reached.
  bool walk(Id segment, Id end, const json::Value& node, Sink& sink);
  bool select(const Segment& segment, Id end, const json::Value& node, Sink& sink);
  bool select(const Selector& selector, Id next, Id end, const json::Value& node, Sink& sink);
  bool descend(const Segment& segment, Id end, const json::Value& node, Sink& sink);
  // visit(container, frame of its children) for the node and each of its descendants that have children.
  template <class Visit>
  bool descend(const json::Value& node, const Visit& visit);
  bool enter(const json::Value& child, const Step& step, Id next, Id end, Sink& sink);
  bool emit(const json::Value& node, Sink& sink);
  template <class Children, class ValueOf>
  bool emit_all(const Children& children, const ValueOf& value_of, Sink& sink);
  bool wildcard(Id next, Id end, const json::Value& node, Sink& sink);
  // What each child leads to by names and indexes; child_at(i) for i below `many`.
  template <class ChildAt>
  bool gather(std::size_t many, const ChildAt& child_at, Id next, Id end, Sink& sink);
  bool slice(const Selector& selector, Id next, Id end, const json::Array& array, Sink& sink);
  bool filter(const Selector& selector, Id next, Id end, const json::Value& node, Sink& sink);
  bool merged(const Selector& selector, Id next, Id end, const json::Object& object, Sink& sink);
  bool computed(const Call& call, Id next, Id end, const json::Value& node, Sink& sink);

  // walk_filter.cc
  bool test(Id expression, const json::Value& current);
  bool compare(const Expression& expression, const json::Value& current);
  bool match(const Expression& expression, const json::Value& current);
  bool matches_pattern(const regex::Regex& regex, const json::Value* value);
  bool run_regex(const regex::Regex& regex, std::string_view text, bool whole);
  const Pattern& pattern_of(std::string_view text);
  bool exists(const Query& query, const json::Value& current);
  const json::Value* follow_again(const Query& query, const json::Value& current);   // a singular one, with hints
  // nullptr: Nothing. The value is in the document, in the program, or in `scratch`.
  const json::Value* operand(const Operand& operand, const json::Value& current, Scratch& scratch);
  const json::Value* query_value(const Query& query, const json::Value& current, Scratch& scratch);
  // The children of all its values, as an array; what Jayway's length() measures when it is given a path.
  const json::Value* children_of(const Query& query, const json::Value& current, Scratch& scratch);

  const Program& program_;
  const json::Value& root_;
  const Limits& limits_;
  Budget budget_;
  WalkMemory& memory_;
  std::array<std::uint32_t, 8> hints_{};   // where members were found, by segment
  bool tracks_ = false;        // keep the trail: somebody wants to know places
  bool too_many_ = false;
  bool regex_limit_ = false;
};

}  // namespace mimus::jsonpath
