#include "check.h"

#include <algorithm>

#include "base/code_points.h"
#include "checker.h"
#include "checker_arrays.h"
#include "checker_objects.h"
#include "sentences.h"

namespace mimus::jsonschema {
namespace {

Group group_of(const json::Value& value) {
  switch (value.kind()) {
    case boost::json::kind::int64:
    case boost::json::kind::uint64:
    case boost::json::kind::double_:
      return Group::kNumber;
    case boost::json::kind::string:
      return Group::kString;
    case boost::json::kind::array:
      return Group::kArray;
    case boost::json::kind::object:
      return Group::kObject;
    default:
      return Group::kNone;
  }
}

int compare(const Program& program, const Check& check, const json::Value& value) {
  return compare_numbers(value, program.constants[check.a]);
}

bool in_enum(const Enum& rows, const json::Value& value) {
  if (value.is_string()) return rows.strings.find(value.get_string()) != StringTable::kNone;
  if (rows.only_strings) return false;
  return std::any_of(rows.values.begin(), rows.values.end(),
                     [&](const json::Value& row) { return json::equivalent(row, value); });
}

// At least so many code points? A code point has one to four bytes.
bool has_length(std::string_view text, std::size_t least) {
  if (text.size() < least) return false;
  return (text.size() + 3) / 4 >= least || count_code_points(text) >= least;
}

}  // namespace

template <bool kReport>
bool Checker<kReport>::framed(NodeId id, const Node& node, const json::Value& value,
                              Evaluated* seen) {
  if (!run_.has_stack() || run_.too_deep) [[unlikely]] {
    run_.too_deep = true;
    return false;
  }
  return body(id, node, value, seen);
}

// The rare ways into a node.
template <bool kReport>
bool Checker<kReport>::special(NodeId id, const Node& node, const json::Value& value,
                               Evaluated* seen) {
  if (node.nullable && value.is_null()) return true;
  if (node.scoped && !in_scope(node.resource)) {
    const Scope scope{node.resource, scope_signature() * 0x9e3779b97f4a7c15ULL + node.resource + 1,
                      run_.scope};
    run_.scope = &scope;
    const bool ok = in_cycle(id, node, value, seen);
    run_.scope = scope.outer;
    return ok;
  }
  return in_cycle(id, node, value, seen);
}

template <bool kReport>
bool Checker<kReport>::in_cycle(NodeId id, const Node& node, const json::Value& value,
                                Evaluated* seen) {
  if (!node.cyclic) return remembered(id, node, value, seen);
  for (const Active* at = run_.active; at != nullptr && at->value == &value; at = at->outer) {
    if (at->node == id) return true;  // it is being looked at: what it says, it says out there
  }
  const Active active{id, &value, run_.active};
  run_.active = &active;
  const bool ok = tracked(id, node, value, seen);
  run_.active = active.outer;
  return ok;
}

template <bool kReport>
bool Checker<kReport>::remembered(NodeId id, const Node& node, const json::Value& value,
                                  Evaluated* seen) {
  if (!node.shared || seen != nullptr || (!value.is_object() && !value.is_array()) ||
      run_.active_here(value) || !run_.memory.begins()) {
    return tracked(id, node, value, seen);
  }
  const std::uint64_t scope = scope_signature();
  const auto verdict = run_.memory.find(id, value, scope);
  if (verdict == Memory::Verdict::kYes || (!kReport && verdict == Memory::Verdict::kNo)) {
    return verdict == Memory::Verdict::kYes;
  }
  const bool ok = tracked(id, node, value, seen);
  if (!run_.too_deep) run_.memory.keep(id, value, scope, ok);
  return ok;
}

template <bool kReport>
bool Checker<kReport>::tracked(NodeId id, const Node& node, const json::Value& value,
                               Evaluated* seen) {
  if (!node.tracks) return framed(id, node, value, seen);
  Evaluated here;
  const bool ok = framed(id, node, value, &here);
  if (ok && seen != nullptr) seen->add(here);
  return ok;
}

template <bool kReport>
bool Checker<kReport>::in_scope(std::uint32_t resource) const {
  for (const Scope* at = run_.scope; at != nullptr; at = at->outer) {
    if (at->resource == resource) return true;
  }
  return false;
}
template <bool kReport>
std::uint64_t Checker<kReport>::scope_signature() const {
  return run_.scope == nullptr ? 0 : run_.scope->signature;
}

template <bool kReport>
bool Checker<kReport>::body(NodeId id, const Node& node, const json::Value& value,
                            Evaluated* seen) {
  const Check* const checks = program_.checks.data() + node.first;
  bool ok = true;
  for (const Check* at = checks; at != checks + node.groups[1]; ++at) {
    if (!any(id, *at, value, seen)) {
      if (stops()) return false;
      ok = false;
    }
  }
  const auto group = static_cast<std::size_t>(group_of(value));
  for (const Check* at = checks + node.groups[group]; at != checks + node.groups[group + 1]; ++at) {
    if (!by_kind(id, *at, value, seen)) {
      if (stops()) return false;
      ok = false;
    }
  }
  return ok;
}

template <bool kReport>
bool Checker<kReport>::any(NodeId id, const Check& check, const json::Value& value,
                           Evaluated* seen) {
  switch (check.op) {
    case Op::kConst:
      return json::equivalent(program_.constants[check.a], value) || wrong(id, check, value);
    case Op::kEnum:
      return in_enum(program_.enums[check.a], value) || wrong(id, check, value);
    case Op::kRef:
      return node(check.a, value, seen);
    case Op::kDynamicRef:
      return node(dynamic_target(program_.dynamics[check.a]), value, seen);
    case Op::kAllOf:
      return all_of(program_.lists[check.a], value, seen);
    case Op::kAnyOf:
      return any_of(id, check, value, seen);
    case Op::kOneOf:
      return one_of(id, check, value, seen);
    case Op::kNot:
      return !silently(check.a, value, nullptr) || wrong(id, check, value);
    case Op::kIf:
      return condition(program_.conditions[check.a], value, seen);
    default:
      return discriminated(id, program_.discriminators[check.a], value, seen);
  }
}

template <bool kReport>
bool Checker<kReport>::by_kind(NodeId id, const Check& check, const json::Value& value,
                               Evaluated* seen) {
  switch (check.op) {
    case Op::kMinimum:
      return compare(program_, check, value) >= 0 || wrong(id, check, value);
    case Op::kExclusiveMinimum:
      return compare(program_, check, value) > 0 || wrong(id, check, value);
    case Op::kMaximum:
      return compare(program_, check, value) <= 0 || wrong(id, check, value);
    case Op::kExclusiveMaximum:
      return compare(program_, check, value) < 0 || wrong(id, check, value);
    case Op::kMultipleOf:
      return is_multiple(value, program_.constants[check.a]) || wrong(id, check, value);
    case Op::kNumberFormat:
      return check.b == 0 || program_.formats[check.a]->accepts_number(value) ||
             wrong(id, check, value);
    case Op::kMinLength:
      return has_length(value.get_string(), check.a) || wrong(id, check, value);
    case Op::kMaxLength:
      return value.get_string().size() <= check.a ||
             !has_length(value.get_string(), std::size_t{check.a} + 1) || wrong(id, check, value);
    case Op::kPattern:
      return finds(check.a, value.get_string()) || wrong(id, check, value);
    case Op::kFormat:
      return check.b == 0 || program_.formats[check.a]->accepts(value.get_string()) ||
             wrong(id, check, value);
    case Op::kMinItems:
      return value.get_array().size() >= check.a || wrong(id, check, value);
    case Op::kMaxItems:
      return value.get_array().size() <= check.a || wrong(id, check, value);
    case Op::kItems:
      return items(id, program_.items[check.a], value.get_array(), seen);
    case Op::kContains:
      return contains(id, program_.contains[check.a], value.get_array(), seen);
    case Op::kUniqueItems:
      return unique(id, value.get_array());
    case Op::kUnevaluatedItems:
      return unevaluated_items(id, check.a, value.get_array(), seen);
    case Op::kMinProperties:
      return value.get_object().size() >= check.a || wrong(id, check, value);
    case Op::kMaxProperties:
      return value.get_object().size() <= check.a || wrong(id, check, value);
    case Op::kMembers:
      return members(id, program_.members[check.a], value.get_object(), seen);
    case Op::kPropertyNames:
      return property_names(id, check.a, value.get_object());
    case Op::kDependentRequired:
      return dependents(id, check, value.get_object());
    case Op::kDependentSchemas:
      return conditionals(program_.conditionals[check.a], value, seen);
    default:
      return unevaluated_properties(id, check.a, value.get_object(), seen);
  }
}

// Without a word about faults.
template <bool kReport>
bool Checker<kReport>::silently(NodeId id, const json::Value& value, Evaluated* seen) {
  if constexpr (!kReport) return node(id, value, seen);
  return Checker<false>(run_, nullptr).node(id, value, seen);
}
// The same, where `seen` must stay untouched if it fails.
template <bool kReport>
bool Checker<kReport>::apart(NodeId id, const json::Value& value, Evaluated* seen) {
  if (seen == nullptr) return silently(id, value, nullptr);
  Evaluated here;
  const bool ok = silently(id, value, &here);
  if (ok) seen->add(here);
  return ok;
}

template <bool kReport>
NodeId Checker<kReport>::dynamic_target(const Dynamic& dynamic) const {
  NodeId target = dynamic.fallback;
  for (const Scope* at = run_.scope; at != nullptr; at = at->outer) {
    for (const Dynamic::Candidate& candidate : dynamic.candidates) {
      if (candidate.resource == at->resource) target = candidate.node;
    }
  }
  return target;
}

template <bool kReport>
bool Checker<kReport>::all_of(const std::vector<NodeId>& nodes, const json::Value& value,
                              Evaluated* seen) {
  bool ok = true;
  for (const NodeId next : nodes) {
    if (!node(next, value, seen)) {
      if (stops()) return false;
      ok = false;
    }
  }
  return ok;
}

template <bool kReport>
bool Checker<kReport>::any_of(NodeId id, const Check& check, const json::Value& value,
                              Evaluated* seen) {
  const std::vector<NodeId>& nodes = program_.lists[check.a];
  bool ok = false;
  for (const NodeId next : nodes) {
    ok = apart(next, value, seen) || ok;
    if (ok && seen == nullptr) return true;
  }
  if (!ok) none_matches(id, "anyOf", nodes, value);
  return ok;
}

template <bool kReport>
bool Checker<kReport>::one_of(NodeId id, const Check& check, const json::Value& value,
                              Evaluated* seen) {
  const std::vector<NodeId>& nodes = program_.lists[check.a];
  std::size_t first = nodes.size();
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!apart(nodes[i], value, seen)) continue;
    if (first == nodes.size()) {
      first = i;
      continue;
    }
    if constexpr (kReport) report_->several(id, nodes.size(), first, i);
    return false;
  }
  if (first != nodes.size()) return true;
  none_matches(id, "oneOf", nodes, value);
  return false;
}

template <bool kReport>
bool Checker<kReport>::condition(const Condition& condition, const json::Value& value,
                                 Evaluated* seen) {
  const NodeId next = apart(condition.test, value, seen) ? condition.then : condition.otherwise;
  return next == kNoNode || node(next, value, seen);
}

template <bool kReport>
bool Checker<kReport>::discriminated(NodeId id, const Discriminator& discriminator,
                                     const json::Value& value, Evaluated* seen) {
  const json::Value* const name =
      value.is_object() ? value.get_object().if_contains(discriminator.member) : nullptr;
  const std::uint32_t index = name != nullptr && name->is_string()
                                  ? discriminator.values.find(name->get_string())
                                  : StringTable::kNone;
  if (index != StringTable::kNone) return node(discriminator.nodes[index], value, seen);
  if constexpr (kReport) report_->discriminator(id, discriminator, name);
  return false;
}

template <bool kReport>
std::string Checker<kReport>::why_not(NodeId id, const json::Value& value) {
  std::vector<Violation> found;
  Report inner(program_, 1, found, true);
  Checker<true>(run_, &inner).node(id, value, nullptr);
  if (found.empty()) return "is not allowed";
  const std::string where = found.front().instance.empty() ? "" : found.front().instance + " ";
  return where + found.front().message;
}

template <bool kReport>
void Checker<kReport>::none_matches(NodeId id, std::string_view keyword,
                                    const std::vector<NodeId>& nodes, const json::Value& value) {
  if constexpr (kReport) {
    if (nodes.size() == 1 && !report_->explaining())
      return report_->fail(id, keyword, why_not(nodes.front(), value));
    std::string message = "must match one of the " + std::to_string(nodes.size()) +
                          " alternatives, is " + excerpt(value);
    // Reasons inside reasons would double with every level.
    if (report_->explaining()) return report_->fail(id, keyword, std::move(message));
    constexpr std::size_t kMost = 4;
    for (std::size_t i = 0; i < std::min(nodes.size(), kMost); ++i)
      message += (i == 0 ? " (" : "; ") + std::to_string(i + 1) + ": " + why_not(nodes[i], value);
    report_->fail(id, keyword, message + (nodes.size() > kMost ? "; …)" : ")"));
  }
}

bool check(Run& run, NodeId node, const json::Value& value) {
  const bool ok = Checker<false>(run, nullptr).node(node, value, nullptr);
  return ok && !run.too_deep;
}

void report(Run& run, NodeId node, const json::Value& value, std::size_t most,
            std::vector<Violation>& out) {
  Report report(run.program, most, out, false);
  Checker<true>(run, &report).node(node, value, nullptr);
  if (!run.too_deep) return;
  out.assign(1,
             {"", run.program.locations[node], "",
              "is nested too deeply to be judged: more than " + std::to_string(Schema::kMostDepth) +
                  " levels, or too many schemas in schemas"});
}

}  // namespace mimus::jsonschema
