#include "wish.h"

#include <algorithm>

#include "number.h"

namespace mimus::jsonschema {
namespace {

constexpr std::uint8_t kind_bit(boost::json::kind kind) {
  return static_cast<std::uint8_t>(1u << static_cast<unsigned>(kind));
}

class Collector {
 public:
  Collector(const Program& program, const SamplePlan& plan, bool flat, Wish& wish)
      : program_(program), heights_(plan.heights), flat_(flat), wish_(wish) {}

  void add(NodeId id, const Chance& chance) {
    // Long chains of references are cut: the judge knows the rest.
    constexpr std::size_t kMostNodes = 2'000;
    if (seen_.size() >= kMostNodes || !seen_.insert(id).second) return;
    const Node& node = program_.nodes[id];
    std::uint8_t kinds = node.kinds;
    if (node.nullable) {
      constexpr double kNulls = 0.1;
      if (chance.fork("null").happens(kNulls)) {
        wish_.kinds &= kind_bit(boost::json::kind::null);
        return;
      }
      kinds &= static_cast<std::uint8_t>(~kind_bit(boost::json::kind::null));
      if (kinds == 0) kinds = kind_bit(boost::json::kind::null);
    }
    wish_.kinds &= kinds;
    wish_.whole = wish_.whole || node.whole;
    if (program_.annotation[id] != kNoNode) {
      const Annotations& said = program_.annotations[program_.annotation[id]];
      for (const json::Value& value : said.examples) wish_.examples.push_back(&value);
      for (const json::Value& value : said.defaults) wish_.examples.push_back(&value);
    }
    for (std::uint32_t i = node.first; i < node.first + node.groups.back(); ++i) {
      add(program_.checks[i], chance.fork(i - node.first));
    }
  }

 private:
  void add(const Check& check, const Chance& chance) {
    switch (check.op) {
      case Op::kConst:
        wish_.constants.push_back(&program_.constants[check.a]);
        break;
      case Op::kEnum:
        wish_.enums.push_back(&program_.enums[check.a]);
        break;
      case Op::kRef:
        add(check.a, chance);
        break;
      case Op::kDynamicRef:
        add(one_of_targets(program_.dynamics[check.a], chance.fork("target")), chance);
        break;
      case Op::kAllOf:
        for (std::size_t i = 0; i < program_.lists[check.a].size(); ++i)
          add(program_.lists[check.a][i], chance.fork(i));
        break;
      case Op::kAnyOf:
      case Op::kOneOf: {
        const std::vector<NodeId>& nodes = program_.lists[check.a];
        if (nodes.empty()) break;
        const std::size_t chosen = choose(nodes, chance);
        for (std::size_t i = 0; check.op == Op::kOneOf && i < nodes.size(); ++i) {
          if (i != chosen) deny(nodes[i]);
        }
        add(nodes[chosen], chance.fork("branch"));
        break;
      }
      case Op::kDiscriminator: {
        const Discriminator& branches = program_.discriminators[check.a];
        const std::size_t i = choose(branches.nodes, chance);
        wish_.fixed.emplace_back(branches.member,
                                 branches.values.word(static_cast<std::uint32_t>(i)));
        add(branches.nodes[i], chance.fork("branch"));
        break;
      }
      case Op::kIf: {
        const Condition& condition = program_.conditions[check.a];
        const bool yes = chance.fork("if").happens(0.5);
        wish_.tests.push_back(condition.test);
        if (yes) add(condition.test, chance.fork("test"));
        const NodeId next = yes ? condition.then : condition.otherwise;
        if (next != kNoNode) add(next, chance.fork("then"));
        break;
      }
      case Op::kNot: {
        // "not a string" can be had by choice; the rest is left to the judge.
        const Node& refused = program_.nodes[check.a];
        deny(check.a);
        if (refused.groups.back() == 0 && !refused.whole)
          wish_.kinds &= static_cast<std::uint8_t>(~refused.kinds);
        break;
      }
      case Op::kMinimum:
      case Op::kExclusiveMinimum:
        raise(program_.constants[check.a], check.op == Op::kExclusiveMinimum);
        break;
      case Op::kMaximum:
      case Op::kExclusiveMaximum:
        lower(program_.constants[check.a], check.op == Op::kExclusiveMaximum);
        break;
      case Op::kMultipleOf:
        wish_.multiples.push_back(program_.constants[check.a]);
        break;
      case Op::kNumberFormat:
      case Op::kFormat:
        wish_.formats.push_back(program_.formats[check.a]);
        break;
      case Op::kMinLength:
        wish_.min_length = std::max(wish_.min_length, check.a);
        break;
      case Op::kMaxLength:
        wish_.max_length = std::min(wish_.max_length, check.a);
        break;
      case Op::kPattern:
        wish_.patterns.push_back(check.a);
        break;
      case Op::kMinItems:
        wish_.min_items = std::max(wish_.min_items, check.a);
        break;
      case Op::kMaxItems:
        wish_.max_items = std::min(wish_.max_items, check.a);
        break;
      case Op::kItems:
        wish_.items.push_back(&program_.items[check.a]);
        break;
      case Op::kContains:
        wish_.contains.push_back(&program_.contains[check.a]);
        break;
      case Op::kUniqueItems:
        wish_.unique = true;
        break;
      case Op::kMinProperties:
        wish_.min_members = std::max(wish_.min_members, check.a);
        break;
      case Op::kMaxProperties:
        wish_.max_members = std::min(wish_.max_members, check.a);
        break;
      case Op::kMembers:
        wish_.members.push_back(&program_.members[check.a]);
        break;
      case Op::kPropertyNames:
        wish_.names.push_back(check.a);
        break;
      case Op::kDependentRequired:
        wish_.dependents.push_back(&program_.dependents[check.a]);
        break;
      case Op::kDependentSchemas:
        wish_.conditionals.push_back(&program_.conditionals[check.a]);
        break;
      case Op::kUnevaluatedItems:
      case Op::kUnevaluatedProperties:
        wish_.unevaluated = true;
        break;
    }
  }

  // Which one it is, only the way there shows.
  static NodeId one_of_targets(const Dynamic& dynamic, const Chance& chance) {
    const std::size_t i = chance.below(dynamic.candidates.size() + 1);
    return i == 0 ? dynamic.fallback : dynamic.candidates[i - 1].node;
  }

  // The members that the node judges by themselves.
  void deny(NodeId id) {
    wish_.denied.push_back(id);
    const Node& node = program_.nodes[id];
    for (std::uint32_t i = node.first; i < node.first + node.groups.back(); ++i) {
      if (program_.checks[i].op != Op::kMembers) continue;
      for (const std::string& word : program_.members[program_.checks[i].a].names.words())
        wish_.decisive.push_back(word);
    }
  }

  std::size_t choose(const std::vector<NodeId>& nodes, const Chance& chance) const {
    std::uint32_t least = kNoHeight;
    for (const NodeId node : nodes) least = std::min(least, heights_[node]);
    std::vector<std::size_t> open;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      const std::uint32_t height = heights_[nodes[i]];
      if (height == least || (!flat_ && height != kNoHeight)) open.push_back(i);
    }
    return open[chance.fork("choice").below(open.size())];
  }

  void raise(const json::Value& value, bool exclusive) {
    const int order = wish_.lower ? compare_numbers(value, wish_.lower->value) : 1;
    if (order > 0 || (order == 0 && exclusive)) wish_.lower = Bound{value, exclusive};
  }
  void lower(const json::Value& value, bool exclusive) {
    const int order = wish_.upper ? compare_numbers(value, wish_.upper->value) : -1;
    if (order < 0 || (order == 0 && exclusive)) wish_.upper = Bound{value, exclusive};
  }

  const Program& program_;
  const std::vector<std::uint32_t>& heights_;
  bool flat_;
  Wish& wish_;
  std::set<NodeId> seen_;
};

}  // namespace

void add_to_wish(const Program& program, const SamplePlan& plan, NodeId node, const Chance& chance,
                 bool flat, Wish& wish) {
  Collector(program, plan, flat, wish).add(node, chance);
}

}  // namespace mimus::jsonschema
