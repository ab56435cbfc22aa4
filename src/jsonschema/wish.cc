#include "wish.h"

#include <algorithm>

#include "number.h"

namespace mimus::jsonschema {
namespace {

constexpr std::uint8_t kind_bit(boost::json::kind kind) {
  return static_cast<std::uint8_t>(1u << static_cast<unsigned>(kind));
}
constexpr std::uint8_t kObject = kind_bit(boost::json::kind::object);
constexpr std::uint8_t kArray = kind_bit(boost::json::kind::array);

std::uint32_t above(std::uint32_t height) {
  return height == kNoHeight ? kNoHeight : height + 1;
}

class Heights {
 public:
  explicit Heights(const Program& program)
      : program_(program), heights_(program.nodes.size(), kNoHeight) {
    heights_[kAnything] = 0;
  }

  // From "no value is known" down, until nothing changes any more.
  std::vector<std::uint32_t> settle() && {
    for (bool changed = true; changed;) {
      changed = false;
      for (NodeId id = kNothing + 1; id < heights_.size(); ++id) {
        const std::uint32_t height = of(program_.nodes[id]);
        if (height >= heights_[id]) continue;
        heights_[id] = height;
        changed = true;
      }
    }
    return std::move(heights_);
  }

 private:
  std::uint32_t of(const Node& node) const {
    if (node.nullable) return 0;
    if (node.kinds == 0) return kNoHeight;
    std::uint32_t here = 0;
    std::uint32_t object = 0;
    std::uint32_t array = 0;
    bool wants_items = false;
    for (std::uint32_t i = node.first; i < node.first + node.groups.back(); ++i) {
      const Check& check = program_.checks[i];
      switch (check.op) {
        case Op::kRef:
          here = std::max(here, heights_[check.a]);
          break;
        case Op::kDynamicRef:
          here = std::max(here, heights_[program_.dynamics[check.a].fallback]);
          break;
        case Op::kAllOf:
          for (const NodeId next : program_.lists[check.a]) here = std::max(here, heights_[next]);
          break;
        case Op::kAnyOf:
        case Op::kOneOf:
          here = std::max(here, least(program_.lists[check.a]));
          break;
        case Op::kDiscriminator:
          here = std::max(here, least(program_.discriminators[check.a].nodes));
          break;
        case Op::kMinItems:
          wants_items = check.a > 0;
          break;
        case Op::kItems: {
          const Items& items = program_.items[check.a];
          const NodeId first = items.prefix.empty() ? items.rest : items.prefix.front();
          if (wants_items && first != kNoNode) array = std::max(array, above(heights_[first]));
          break;
        }
        case Op::kContains:
          if (program_.contains[check.a].least > 0)
            array = std::max(array, above(heights_[program_.contains[check.a].node]));
          break;
        case Op::kMembers:
          for (const Members::Rule& rule : program_.members[check.a].rules) {
            if (rule.required && rule.node != kNoNode)
              object = std::max(object, above(heights_[rule.node]));
          }
          break;
        default:
          break;
      }
    }
    std::uint32_t best = (node.kinds & ~(kObject | kArray)) != 0 ? 0 : kNoHeight;
    if ((node.kinds & kObject) != 0) best = std::min(best, object);
    if ((node.kinds & kArray) != 0) best = std::min(best, array);
    return std::max(here, best);
  }

  std::uint32_t least(const std::vector<NodeId>& nodes) const {
    std::uint32_t height = kNoHeight;
    for (const NodeId node : nodes) height = std::min(height, heights_[node]);
    return height;
  }

  const Program& program_;
  std::vector<std::uint32_t> heights_;
};

class Collector {
 public:
  Collector(const Program& program, const std::vector<std::uint32_t>& heights, bool flat,
            Wish& wish)
      : program_(program), heights_(heights), flat_(flat), wish_(wish) {}

  void add(NodeId id, const Chance& chance) {
    if (!seen_.insert(id).second) return;
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
        add(program_.dynamics[check.a].fallback, chance);
        break;
      case Op::kAllOf:
        for (std::size_t i = 0; i < program_.lists[check.a].size(); ++i)
          add(program_.lists[check.a][i], chance.fork(i));
        break;
      case Op::kAnyOf:
      case Op::kOneOf: {
        const std::vector<NodeId>& nodes = program_.lists[check.a];
        if (!nodes.empty()) add(nodes[choose(nodes, chance)], chance.fork("branch"));
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
        if (yes) add(condition.test, chance.fork("test"));
        const NodeId next = yes ? condition.then : condition.otherwise;
        if (next != kNoNode) add(next, chance.fork("then"));
        break;
      }
      case Op::kNot: {
        // "not a string" can be had by choice; the rest is left to the judge.
        const Node& refused = program_.nodes[check.a];
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
        wish_.patterns.push_back(&program_.patterns[check.a]);
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
        break;
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

std::vector<std::uint32_t> heights_of(const Program& program) {
  return Heights(program).settle();
}

void add_to_wish(const Program& program, const std::vector<std::uint32_t>& heights, NodeId node,
                 const Chance& chance, bool flat, Wish& wish) {
  Collector(program, heights, flat, wish).add(node, chance);
}

}  // namespace mimus::jsonschema
