#include <algorithm>

#include "number.h"
#include "plan.h"

// How flat can a value be that a node accepts; and can there be one at all?
namespace mimus::jsonschema {
namespace {

constexpr std::uint8_t kind_bit(boost::json::kind kind) {
  return static_cast<std::uint8_t>(1u << static_cast<unsigned>(kind));
}
constexpr std::uint8_t kObject = kind_bit(boost::json::kind::object);
constexpr std::uint8_t kArray = kind_bit(boost::json::kind::array);
constexpr std::uint8_t kString = kind_bit(boost::json::kind::string);
constexpr std::uint8_t kNumbers = kind_bit(boost::json::kind::int64) |
                                  kind_bit(boost::json::kind::uint64) |
                                  kind_bit(boost::json::kind::double_);

std::uint32_t above(std::uint32_t height) {
  return height == kNoHeight ? kNoHeight : height + 1;
}

// Nodes that refuse nothing, as far as their keywords show.
class Anything {
 public:
  explicit Anything(const Program& program) : program_(program), open_(program.nodes.size()) {
    for (bool changed = true; changed;) {
      changed = false;
      for (NodeId id = 0; id < open_.size(); ++id) changed = open_up(id) || changed;
      for (auto id = static_cast<NodeId>(open_.size()); id-- > 0;) changed = open_up(id) || changed;
    }
  }
  bool has(NodeId id) const { return open_[id]; }
  bool several(const std::vector<NodeId>& nodes) const {
    return std::count_if(nodes.begin(), nodes.end(), [&](NodeId id) { return has(id); }) > 1;
  }

 private:
  bool open_up(NodeId id) {
    if (open_[id] || !is_open(program_.nodes[id])) return false;
    return open_[id] = true;
  }
  bool is_open(const Node& node) const {
    if (node.kinds != 0xff || node.whole) return false;
    const Check* const first = program_.checks.data() + node.first;
    return std::all_of(first, first + node.groups.back(), [&](const Check& check) {
      const auto open = [&](NodeId id) { return open_[id]; };
      switch (check.op) {
        case Op::kRef:
          return open(check.a);
        case Op::kAllOf:
          return std::all_of(program_.lists[check.a].begin(), program_.lists[check.a].end(), open);
        case Op::kAnyOf:
          return std::any_of(program_.lists[check.a].begin(), program_.lists[check.a].end(), open);
        default:
          return false;
      }
    });
  }

  const Program& program_;
  std::vector<bool> open_;
};

// The limits that one node sets, kind by kind.
struct Limits {
  const json::Value* least_number = nullptr;
  const json::Value* most_number = nullptr;
  bool open_interval = false;          // one of the two is exclusive
  std::uint32_t least[3] = {0, 0, 0};  // length, items, members
  std::uint32_t most[3] = {kNoHeight, kNoHeight, kNoHeight};

  void note(const Program& program, const Check& check) {
    switch (check.op) {
      case Op::kExclusiveMinimum:
      case Op::kMinimum:
        least_number = &program.constants[check.a];
        open_interval = open_interval || check.op == Op::kExclusiveMinimum;
        break;
      case Op::kExclusiveMaximum:
      case Op::kMaximum:
        most_number = &program.constants[check.a];
        open_interval = open_interval || check.op == Op::kExclusiveMaximum;
        break;
      case Op::kMinLength:
        least[0] = check.a;
        break;
      case Op::kMaxLength:
        most[0] = check.a;
        break;
      case Op::kMinItems:
        least[1] = check.a;
        break;
      case Op::kMaxItems:
        most[1] = check.a;
        break;
      case Op::kMinProperties:
        least[2] = std::max(least[2], check.a);
        break;
      case Op::kMaxProperties:
        most[2] = check.a;
        break;
      default:
        break;
    }
  }
  // The kinds for which nothing lies between the limits.
  std::uint8_t impossible() const {
    std::uint8_t kinds = 0;
    if (least_number != nullptr && most_number != nullptr) {
      const int order = compare_numbers(*least_number, *most_number);
      if (order > 0 || (order == 0 && open_interval)) kinds |= kNumbers;
    }
    if (least[0] > most[0]) kinds |= kString;
    if (least[1] > most[1]) kinds |= kArray;
    if (least[2] > most[2]) kinds |= kObject;
    return kinds;
  }
};

class Heights {
 public:
  explicit Heights(const Program& program)
      : program_(program), anything_(program), heights_(program.nodes.size(), kNoHeight) {
    heights_[kAnything] = 0;
  }

  // From "no value is known" down, until nothing changes any more. To and fro, because chains of
  // references run either way.
  std::vector<std::uint32_t> settle() && {
    for (bool changed = true; changed;) {
      changed = false;
      for (NodeId id = kNothing + 1; id < heights_.size(); ++id) changed = lower(id) || changed;
      for (auto id = static_cast<NodeId>(heights_.size()); id-- > kNothing + 1;)
        changed = lower(id) || changed;
    }
    return std::move(heights_);
  }

 private:
  bool lower(NodeId id) {
    const std::uint32_t height = of(program_.nodes[id]);
    if (height >= heights_[id]) return false;
    heights_[id] = height;
    return true;
  }

  std::uint32_t of(const Node& node) const {
    if (node.nullable) return 0;
    if (node.kinds == 0) return kNoHeight;
    std::uint32_t here = 0;
    std::uint32_t object = 0;
    std::uint32_t array = 0;
    bool wants_items = false;
    Limits limits;
    for (std::uint32_t i = node.first; i < node.first + node.groups.back(); ++i) {
      const Check& check = program_.checks[i];
      limits.note(program_, check);
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
        case Op::kOneOf:
          if (anything_.several(program_.lists[check.a])) return kNoHeight;
          [[fallthrough]];
        case Op::kAnyOf:
          here = std::max(here, least(program_.lists[check.a]));
          break;
        case Op::kNot:
          if (anything_.has(check.a)) return kNoHeight;
          break;
        case Op::kConst:
          if (!fits(node, program_.constants[check.a])) return kNoHeight;
          break;
        case Op::kEnum: {
          const std::vector<json::Value>& values = program_.enums[check.a].values;
          if (std::none_of(values.begin(), values.end(),
                           [&](const json::Value& value) { return fits(node, value); }))
            return kNoHeight;
          break;
        }
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
          object = std::max(object, least_object(program_.members[check.a]));
          limits.least[2] = std::max(limits.least[2], program_.members[check.a].required);
          break;
        default:
          break;
      }
    }
    const auto kinds = static_cast<std::uint8_t>(node.kinds & ~limits.impossible());
    std::uint32_t best = (kinds & ~(kObject | kArray)) != 0 ? 0 : kNoHeight;
    if ((kinds & kObject) != 0) best = std::min(best, object);
    if ((kinds & kArray) != 0) best = std::min(best, array);
    return std::max(here, best);
  }

  // An object that has what it must have.
  std::uint32_t least_object(const Members& members) const {
    std::uint32_t height = 0;
    for (const Members::Rule& rule : members.rules) {
      if (!rule.required) continue;
      // One that only "required" names is an additional one, unless a pattern takes it.
      const NodeId node = rule.node != kNoNode       ? rule.node
                          : members.patterns.empty() ? members.additional
                                                     : kNoNode;
      if (node != kNoNode) height = std::max(height, above(heights_[node]));
    }
    return height;
  }

  // A listed value that the node's own kinds let through.
  static bool fits(const Node& node, const json::Value& value) {
    return (node.kinds & kind_bit(value.kind())) != 0;
  }

  std::uint32_t least(const std::vector<NodeId>& nodes) const {
    std::uint32_t height = kNoHeight;
    for (const NodeId node : nodes) height = std::min(height, heights_[node]);
    return height;
  }

  const Program& program_;
  const Anything anything_;
  std::vector<std::uint32_t> heights_;
};

}  // namespace

std::vector<std::uint32_t> heights_of(const Program& program) {
  return Heights(program).settle();
}

}  // namespace mimus::jsonschema
