#include "check.h"

#include <algorithm>
#include <variant>

#include "base/code_points.h"
#include "formats.h"
#include "json/equal.h"
#include "number.h"
#include "sentences.h"
#include "text/suggest.h"
#include "unique.h"

namespace mimus::jsonschema {
namespace {

// Schemas in schemas at the same and at deeper places. A frame takes some hundred bytes of stack,
// under the sanitizers a few thousand.
constexpr std::uint32_t kMostFrames = 8192;

// Where the faults of one report go.
struct Report {
  using Step = std::variant<std::string_view, std::size_t>;  // a member's name, an element's index
  std::size_t most;
  std::vector<Violation>& out;
  std::vector<Step> path;
  bool explaining = false;  // inside the alternatives of another violation

  bool full() const { return out.size() >= most; }
  std::string pointer() const {
    std::string text;
    for (const Step& step : path) {
      text += '/';
      text += step.index() == 0 ? json::escape_pointer(std::get<0>(step))
                                : std::to_string(std::get<1>(step));
    }
    return text;
  }
};

// Judges values. With kReport it goes on after a fault and says why; without, the first fault ends
// it. `seen`, where somebody wants to know, receives which parts of the value were evaluated.
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
    if constexpr (kReport) fail(id, "type", type_sentence(node, value));
    return false;
  }

  bool framed(NodeId id, const Node& node, const json::Value& value, Evaluated* seen) {
    if (run_.frames >= kMostFrames || run_.too_deep) [[unlikely]] {
      run_.too_deep = true;
      return false;
    }
    ++run_.frames;
    const bool ok = body(id, node, value, seen);
    --run_.frames;
    return ok;
  }

  // The rare ways into a node.
  [[gnu::noinline]] bool special(NodeId id, const Node& node, const json::Value& value,
                                 Evaluated* seen) {
    if (node.nullable && value.is_null()) return true;
    if (node.scoped && !in_scope(node.resource)) {
      const Scope scope{node.resource,
                        scope_signature() * 0x9e3779b97f4a7c15ULL + node.resource + 1, run_.scope};
      run_.scope = &scope;
      const bool ok = in_cycle(id, node, value, seen);
      run_.scope = scope.outer;
      return ok;
    }
    return in_cycle(id, node, value, seen);
  }

  bool in_cycle(NodeId id, const Node& node, const json::Value& value, Evaluated* seen) {
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

  bool remembered(NodeId id, const Node& node, const json::Value& value, Evaluated* seen) {
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

  bool tracked(NodeId id, const Node& node, const json::Value& value, Evaluated* seen) {
    if (!node.tracks) return framed(id, node, value, seen);
    Evaluated here;
    const bool ok = framed(id, node, value, &here);
    if (ok && seen != nullptr) seen->add(here);
    return ok;
  }

  bool in_scope(std::uint32_t resource) const {
    for (const Scope* at = run_.scope; at != nullptr; at = at->outer) {
      if (at->resource == resource) return true;
    }
    return false;
  }
  std::uint64_t scope_signature() const {
    return run_.scope == nullptr ? 0 : run_.scope->signature;
  }

  bool body(NodeId id, const Node& node, const json::Value& value, Evaluated* seen) {
    const Check* const checks = program_.checks.data() + node.first;
    bool ok = true;
    for (const Check* at = checks; at != checks + node.groups[1]; ++at) {
      if (!any(id, *at, value, seen)) {
        if (stops()) return false;
        ok = false;
      }
    }
    const auto group = static_cast<std::size_t>(group_of(value));
    for (const Check* at = checks + node.groups[group]; at != checks + node.groups[group + 1];
         ++at) {
      if (!by_kind(id, *at, value, seen)) {
        if (stops()) return false;
        ok = false;
      }
    }
    return ok;
  }

  static Group group_of(const json::Value& value) {
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

  // After a fault: is that all there is to say?
  bool stops() const {
    if constexpr (kReport) return report_->full() || run_.too_deep;
    return true;
  }

  bool any(NodeId id, const Check& check, const json::Value& value, Evaluated* seen) {
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

  bool by_kind(NodeId id, const Check& check, const json::Value& value, Evaluated* seen) {
    switch (check.op) {
      case Op::kMinimum:
        return compare(check, value) >= 0 || wrong(id, check, value);
      case Op::kExclusiveMinimum:
        return compare(check, value) > 0 || wrong(id, check, value);
      case Op::kMaximum:
        return compare(check, value) <= 0 || wrong(id, check, value);
      case Op::kExclusiveMaximum:
        return compare(check, value) < 0 || wrong(id, check, value);
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

  // ---- values by themselves

  int compare(const Check& check, const json::Value& value) const {
    return compare_numbers(value, program_.constants[check.a]);
  }

  static bool in_enum(const Enum& rows, const json::Value& value) {
    if (value.is_string()) return rows.strings.find(value.get_string()) != StringTable::kNone;
    if (rows.only_strings) return false;
    return std::any_of(rows.values.begin(), rows.values.end(),
                       [&](const json::Value& row) { return json::equivalent(row, value); });
  }

  // At least so many code points? A code point has one to four bytes.
  static bool has_length(std::string_view text, std::size_t least) {
    if (text.size() < least) return false;
    return (text.size() + 3) / 4 >= least || count_code_points(text) >= least;
  }

  bool finds(std::uint32_t pattern, std::string_view text) const {
    return program_.patterns[pattern].regex.search(text) == regex::Regex::Outcome::kYes;
  }

  // ---- the same place again

  // Without a word about faults.
  bool silently(NodeId id, const json::Value& value, Evaluated* seen) {
    if constexpr (!kReport) return node(id, value, seen);
    return Checker<false>(run_, nullptr).node(id, value, seen);
  }
  // The same, where `seen` must stay untouched if it fails.
  bool apart(NodeId id, const json::Value& value, Evaluated* seen) {
    if (seen == nullptr) return silently(id, value, nullptr);
    Evaluated here;
    const bool ok = silently(id, value, &here);
    if (ok) seen->add(here);
    return ok;
  }

  NodeId dynamic_target(const Dynamic& dynamic) const {
    NodeId target = dynamic.fallback;
    for (const Scope* at = run_.scope; at != nullptr; at = at->outer) {
      for (const Dynamic::Candidate& candidate : dynamic.candidates) {
        if (candidate.resource == at->resource) target = candidate.node;
      }
    }
    return target;
  }

  bool all_of(const std::vector<NodeId>& nodes, const json::Value& value, Evaluated* seen) {
    bool ok = true;
    for (const NodeId next : nodes) {
      if (!node(next, value, seen)) {
        if (stops()) return false;
        ok = false;
      }
    }
    return ok;
  }

  bool any_of(NodeId id, const Check& check, const json::Value& value, Evaluated* seen) {
    const std::vector<NodeId>& nodes = program_.lists[check.a];
    bool ok = false;
    for (const NodeId next : nodes) {
      ok = apart(next, value, seen) || ok;
      if (ok && seen == nullptr) return true;
    }
    if constexpr (kReport) {
      if (!ok) fail(id, "anyOf", none_matches(nodes, value));
    }
    return ok;
  }

  bool one_of(NodeId id, const Check& check, const json::Value& value, Evaluated* seen) {
    const std::vector<NodeId>& nodes = program_.lists[check.a];
    std::size_t first = nodes.size();
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      if (!apart(nodes[i], value, seen)) continue;
      if (first == nodes.size()) {
        first = i;
        continue;
      }
      if constexpr (kReport) {
        fail(id, "oneOf",
             "must match only one of the " + std::to_string(nodes.size()) +
                 " alternatives, matches number " + std::to_string(first + 1) + " and number " +
                 std::to_string(i + 1));
      }
      return false;
    }
    if (first != nodes.size()) return true;
    if constexpr (kReport) fail(id, "oneOf", none_matches(nodes, value));
    return false;
  }

  bool condition(const Condition& condition, const json::Value& value, Evaluated* seen) {
    const NodeId next = apart(condition.test, value, seen) ? condition.then : condition.otherwise;
    return next == kNoNode || node(next, value, seen);
  }

  bool discriminated(NodeId id, const Discriminator& discriminator, const json::Value& value,
                     Evaluated* seen) {
    const json::Value* const name =
        value.is_object() ? value.get_object().if_contains(discriminator.member) : nullptr;
    const std::uint32_t index = name != nullptr && name->is_string()
                                    ? discriminator.values.find(name->get_string())
                                    : StringTable::kNone;
    if (index != StringTable::kNone) return node(discriminator.nodes[index], value, seen);
    if constexpr (kReport) {
      if (name == nullptr) {
        fail(id, "discriminator",
             "must have the member " + quoted(discriminator.member) + ", which says what it is");
      } else {
        std::string names;
        for (const std::string& word : discriminator.values.words())
          names += (names.empty() ? "" : ", ") + quoted(word);
        fail(id, "discriminator",
             quoted(discriminator.member) + " must be one of " + names + ", is " + excerpt(*name));
      }
    }
    return false;
  }

  // ---- arrays

  // An element or a member's value, one level below.
  bool below(NodeId next, const json::Value& value, typename Report::Step step) {
    if (run_.levels >= Schema::kMostDepth) {
      run_.too_deep = true;
      return false;
    }
    ++run_.levels;
    if constexpr (kReport) report_->path.push_back(step);
    const bool ok = node(next, value, nullptr);
    if constexpr (kReport) report_->path.pop_back();
    --run_.levels;
    return ok;
  }

  bool items(NodeId id, const Items& items, const json::Array& array, Evaluated* seen) {
    bool ok = true;
    const std::size_t end =
        items.rest == kNoNode ? std::min(items.prefix.size(), array.size()) : array.size();
    for (std::size_t i = 0; i < end; ++i) {
      const bool prefix = i < items.prefix.size();
      if (seen != nullptr) seen->set(i);
      const NodeId next = prefix ? items.prefix[i] : items.rest;
      if (next == kAnything) continue;
      if (kReport && next == kNothing) {
        fail(id, prefix ? items.prefix_keyword : items.rest_keyword,
             prefix ? "no element is allowed at index " + std::to_string(i)
                    : "must have at most " + std::to_string(items.prefix.size()) +
                          " elements, has " + std::to_string(array.size()));
        return false;
      }
      if (!below(next, array[i], i)) {
        if (stops()) return false;
        ok = false;
      }
    }
    return ok;
  }

  bool contains(NodeId id, const Contains& contains, const json::Array& array, Evaluated* seen) {
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < array.size(); ++i) {
      if (!Checker<false>(run_, nullptr).below(contains.node, array[i], i)) continue;
      ++count;
      if (seen != nullptr && contains.evaluates) seen->set(i);
      const bool decided = count >= contains.least && contains.most == ~std::uint64_t{0};
      if (decided && seen == nullptr) return true;
    }
    if (count >= contains.least && count <= contains.most) return true;
    if constexpr (kReport) {
      const bool few = count < contains.least;
      fail(id,
           few && contains.least == 1 ? "contains"
           : few                      ? "minContains"
                                      : "maxContains",
           "must have at " + std::string(few ? "least " : "most ") +
               std::to_string(few ? contains.least : contains.most) +
               " of the elements that \"contains\" describes, has " + std::to_string(count));
    }
    return false;
  }

  bool unique(NodeId id, const json::Array& array) {
    const auto twins = first_twins(array);
    if (!twins) return true;
    if constexpr (kReport) {
      fail(id, "uniqueItems",
           "must not have the same element twice, has " + excerpt(array[twins->first]) + " at " +
               std::to_string(twins->first) + " and " + std::to_string(twins->second));
    }
    return false;
  }

  bool unevaluated_items(NodeId id, NodeId next, const json::Array& array, Evaluated* seen) {
    bool ok = true;
    for (std::size_t i = 0; i < array.size(); ++i) {
      if (seen->has(i)) continue;
      seen->set(i);
      if (next == kAnything) continue;
      if (kReport && next == kNothing) {
        ok = false;
        fail(id, "unevaluatedItems",
             "the element at index " + std::to_string(i) + " is not allowed, is " +
                 excerpt(array[i]));
      } else if (!below(next, array[i], i)) {
        ok = false;
      }
      if (!ok && stops()) return false;
    }
    return ok;
  }

  // ---- objects

  bool members(NodeId id, const Members& members, const json::Object& object, Evaluated* seen) {
    if (!kReport && object.size() < members.required) return false;
    std::uint32_t required = 0;
    bool ok = true;
    std::size_t position = 0;
    for (const auto& [key, value] : object) {
      const std::uint32_t index = members.names.find(key);
      bool known = false;
      if (index != StringTable::kNone) {
        const Members::Rule& rule = members.rules[index];
        required += rule.required ? 1 : 0;
        if (rule.node != kNoNode) {
          known = true;
          ok = member(id, "properties", rule.node, key, value) && ok;
        }
      }
      for (const Members::PatternRule& rule : members.patterns) {
        if (!finds(rule.pattern, key)) continue;
        known = true;
        ok = member(id, "patternProperties", rule.node, key, value) && ok;
      }
      if (!known && members.additional != kNoNode) {
        known = true;
        if (kReport && members.additional == kNothing) {
          ok = false;
          fail(id, "additionalProperties", surplus(members.names, key));
        } else {
          ok = member(id, "additionalProperties", members.additional, key, value) && ok;
        }
      }
      if (!ok && stops()) return false;
      if (known && seen != nullptr) seen->set(position);
      ++position;
    }
    if (required == members.required) return ok;
    if constexpr (kReport) missing(id, members, object);
    return false;
  }

  bool member(NodeId id, std::string_view keyword, NodeId next, std::string_view key,
              const json::Value& value) {
    if (next == kAnything) return true;
    if constexpr (kReport) {
      if (next == kNothing) {
        fail(id, keyword, "the member " + quoted(key) + " is not allowed", key);
        return false;
      }
    }
    return below(next, value, key);
  }

  bool unevaluated_properties(NodeId id, NodeId next, const json::Object& object, Evaluated* seen) {
    bool ok = true;
    std::size_t position = 0;
    for (const auto& [key, value] : object) {
      const std::size_t i = position++;
      if (seen->has(i)) continue;
      seen->set(i);
      if (kReport && next == kNothing) {
        ok = false;
        fail(id, "unevaluatedProperties", "the member " + quoted(key) + " is not allowed");
      } else {
        ok = member(id, "unevaluatedProperties", next, key, value) && ok;
      }
      if (!ok && stops()) return false;
    }
    return ok;
  }

  bool property_names(NodeId id, NodeId next, const json::Object& object) {
    bool ok = true;
    for (const auto& [key, value] : object) {
      if (next == kAnything) break;
      const json::Value name(key, object.storage());
      if (silently(next, name, nullptr)) continue;
      ok = false;
      if constexpr (kReport)
        fail(id, "propertyNames", "the name " + quoted(key) + " " + why_not(next, name));
      if (stops()) return false;
    }
    return ok;
  }

  bool dependents(NodeId id, const Check& check, const json::Object& object) {
    bool ok = true;
    for (const Dependent& row : program_.dependents[check.a]) {
      if (!object.contains(row.name)) continue;
      for (const std::string& name : row.required) {
        if (object.contains(name)) continue;
        ok = false;
        if constexpr (kReport) {
          fail(id, keywords()[check.keyword].name,
               "must have the member " + quoted(name) + " because it has the member " +
                   quoted(row.name));
        }
        if (stops()) return false;
      }
    }
    return ok;
  }

  bool conditionals(const std::vector<DependentSchema>& rows, const json::Value& value,
                    Evaluated* seen) {
    bool ok = true;
    for (const DependentSchema& row : rows) {
      if (!value.get_object().contains(row.name) || node(row.node, value, seen)) continue;
      ok = false;
      if (stops()) return false;
    }
    return ok;
  }

  // ---- what is said

  void fail(NodeId id, std::string_view keyword, std::string message, std::string_view part = {}) {
    if (report_->full() || run_.too_deep) return;
    std::string schema = program_.locations[id] + "/" + json::escape_pointer(keyword);
    if (!part.empty()) schema += "/" + json::escape_pointer(part);
    report_->out.push_back(
        {report_->pointer(), std::move(schema), std::string(keyword), std::move(message)});
  }

  bool wrong(NodeId id, const Check& check, const json::Value& value) {
    if constexpr (kReport)
      fail(id, keywords()[check.keyword].name, sentence(program_, check, value));
    return false;
  }

  static std::string surplus(const StringTable& names, std::string_view key) {
    std::string message = "the member " + quoted(key) + " is not allowed";
    const std::vector<std::string_view> known(names.words().begin(), names.words().end());
    const std::string_view near = text::nearest(key, known);
    return near.empty() ? message : message + "; did you mean " + quoted(near) + "?";
  }

  void missing(NodeId id, const Members& members, const json::Object& object) {
    for (std::uint32_t i = 0; i < members.rules.size(); ++i) {
      const std::string_view name = members.names.word(i);
      if (members.rules[i].required && !object.contains(name))
        fail(id, "required", "must have the member " + quoted(name));
    }
  }

  // The first fault that a schema finds in a value, in words.
  std::string why_not(NodeId id, const json::Value& value) {
    std::vector<Violation> found;
    Report inner{.most = 1, .out = found, .explaining = true};
    Checker<true>(run_, &inner).node(id, value, nullptr);
    if (found.empty()) return "is not allowed";
    const std::string where = found.front().instance.empty() ? "" : found.front().instance + " ";
    return where + found.front().message;
  }

  std::string none_matches(const std::vector<NodeId>& nodes, const json::Value& value) {
    if (nodes.size() == 1 && !report_->explaining) return why_not(nodes.front(), value);
    std::string message = "must match one of the " + std::to_string(nodes.size()) +
                          " alternatives, is " + excerpt(value);
    if (report_->explaining)
      return message;  // reasons inside reasons would double with every level
    constexpr std::size_t kMost = 4;
    for (std::size_t i = 0; i < std::min(nodes.size(), kMost); ++i) {
      message += (i == 0 ? " (" : "; ") + std::to_string(i + 1) + ": " + why_not(nodes[i], value);
    }
    return message + (nodes.size() > kMost ? "; …)" : ")");
  }

  template <bool>
  friend class Checker;

  Run& run_;
  const Program& program_;
  Report* const report_;
};

}  // namespace

bool check(Run& run, NodeId node, const json::Value& value) {
  const bool ok = Checker<false>(run, nullptr).node(node, value, nullptr);
  return ok && !run.too_deep;
}

void report(Run& run, NodeId node, const json::Value& value, std::size_t most,
            std::vector<Violation>& out) {
  Report report{.most = most, .out = out};
  Checker<true>(run, &report).node(node, value, nullptr);
  if (!run.too_deep) return;
  out.assign(1,
             {"", run.program.locations[node], "",
              "is nested too deeply to be judged: more than " + std::to_string(Schema::kMostDepth) +
                  " levels, or " + std::to_string(kMostFrames) + " schemas in schemas"});
}

}  // namespace mimus::jsonschema
