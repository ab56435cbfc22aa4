#pragma once

#include "formats.h"
#include "json/equal.h"
#include "number.h"
#include "report.h"
#include "run.h"

namespace mimus::jsonschema {

// Judges values. With kReport it goes on after a fault and says why; without, the first fault ends
// it. `seen`, where somebody wants to know, receives which parts of the value were evaluated.
//
// check.cc: a node and what looks at the same place again; checker_arrays.h, checker_objects.h: what
// looks at parts.
template <bool kReport>
class Checker {
 public:
  Checker(Run& run, Report* report) : run_(run), program_(run.program), report_(report) {}

  bool node(NodeId id, const json::Value& value, Evaluated* seen) {
    const Node& node = program_.nodes[id];
    if (!kind_fits(node, value)) [[unlikely]]
      return wrong_kind(id, node, value);
    if (node.groups.back() == 0) return true;
    if (!node.plain()) return special(id, node, value, seen);
    return framed(id, node, value, seen);
  }

  // An element or a member's value, one level below.
  bool below(NodeId next, const json::Value& value, Report::Step step) {
    if (run_.levels >= Schema::kMostDepth) [[unlikely]] {
      run_.too_deep = true;
      return false;
    }
    ++run_.levels;
    if constexpr (kReport) report_->enter(step);
    const bool ok = node(next, value, nullptr);
    if constexpr (kReport) report_->leave();
    --run_.levels;
    return ok;
  }

 private:
  static bool kind_fits(const Node& node, const json::Value& value) {
    const auto kind = static_cast<unsigned>(value.kind());
    if ((node.kinds >> kind & 1) == 0) return false;
    return !node.whole || !value.is_double() || fits_whole(node, value.get_double());
  }
  static bool fits_whole(const Node& node, double number) {
    constexpr double kTwo63 = 9223372036854775808.0;
    return is_integral(number) &&
           (!node.written_integers || number >= 2 * kTwo63 || number < -kTwo63);
  }

  bool wrong_kind(NodeId id, const Node& node, const json::Value& value) {
    if (node.nullable && value.is_null()) return true;
    if constexpr (kReport) report_->kind(id, value);
    return false;
  }
  // Always false.
  bool wrong(NodeId id, const Check& check, const json::Value& value) {
    if constexpr (kReport) report_->wrong(id, check, value);
    return false;
  }
  // After a fault: is that all there is to say?
  bool stops() const {
    if constexpr (kReport) return report_->full() || run_.too_deep;
    return true;
  }
  bool finds(std::uint32_t pattern, std::string_view text) const {
    return program_.patterns[pattern].regex.search(text) == regex::Regex::Outcome::kYes;
  }

  bool framed(NodeId id, const Node& node, const json::Value& value, Evaluated* seen);
  bool special(NodeId id, const Node& node, const json::Value& value, Evaluated* seen);
  bool in_cycle(NodeId id, const Node& node, const json::Value& value, Evaluated* seen);
  bool remembered(NodeId id, const Node& node, const json::Value& value, Evaluated* seen);
  bool tracked(NodeId id, const Node& node, const json::Value& value, Evaluated* seen);
  bool body(NodeId id, const Node& node, const json::Value& value, Evaluated* seen);
  bool any(NodeId id, const Check& check, const json::Value& value, Evaluated* seen);
  bool by_kind(NodeId id, const Check& check, const json::Value& value, Evaluated* seen);

  // The same place again.
  bool in_scope(std::uint32_t resource) const;
  std::uint64_t scope_signature() const;
  NodeId dynamic_target(const Dynamic& dynamic) const;
  bool silently(NodeId id, const json::Value& value, Evaluated* seen);
  bool apart(NodeId id, const json::Value& value, Evaluated* seen);
  bool all_of(const std::vector<NodeId>& nodes, const json::Value& value, Evaluated* seen);
  bool any_of(NodeId id, const Check& check, const json::Value& value, Evaluated* seen);
  bool one_of(NodeId id, const Check& check, const json::Value& value, Evaluated* seen);
  bool condition(const Condition& condition, const json::Value& value, Evaluated* seen);
  bool discriminated(NodeId id, const Discriminator& discriminator, const json::Value& value,
                     Evaluated* seen);

  // Arrays.
  bool items(NodeId id, const Items& items, const json::Array& array, Evaluated* seen);
  bool contains(NodeId id, const Contains& contains, const json::Array& array, Evaluated* seen);
  bool unique(NodeId id, const json::Array& array);
  bool unevaluated_items(NodeId id, NodeId next, const json::Array& array, Evaluated* seen);

  // Objects.
  bool members(NodeId id, const Members& members, const json::Object& object, Evaluated* seen);
  bool member(NodeId id, std::string_view keyword, NodeId next, std::string_view key,
              const json::Value& value);
  bool unevaluated_properties(NodeId id, NodeId next, const json::Object& object, Evaluated* seen);
  bool property_names(NodeId id, NodeId next, const json::Object& object);
  bool property_name(NodeId id, NodeId next, std::string_view key, const json::Object& object);
  bool dependents(NodeId id, const Check& check, const json::Object& object);
  bool conditionals(const std::vector<DependentSchema>& rows, const json::Value& value,
                    Evaluated* seen);

  // The first fault that a schema finds in a value, in words.
  std::string why_not(NodeId id, const json::Value& value);
  void none_matches(NodeId id, std::string_view keyword, const std::vector<NodeId>& nodes,
                    const json::Value& value);

  template <bool>
  friend class Checker;

  Run& run_;
  const Program& program_;
  Report* const report_;
};

}  // namespace mimus::jsonschema
