#include "program.h"

namespace mimus::jsonschema {

Group group_of(Op op) {
  if (op < Op::kMinimum) return Group::kAny;
  if (op < Op::kMinLength) return Group::kNumber;
  if (op < Op::kMinItems) return Group::kString;
  return op < Op::kMinProperties ? Group::kArray : Group::kObject;
}

void for_each_edge(Program& program, Check& check,
                   const std::function<void(NodeId&, Edge)>& visit) {
  const auto maybe = [&](NodeId& node, Edge edge) {
    if (node != kNoNode) visit(node, edge);
  };
  switch (check.op) {
    case Op::kRef:
    case Op::kNot:
      visit(check.a, Edge::kSamePlace);
      break;
    case Op::kDynamicRef:
      visit(program.dynamics[check.a].fallback, Edge::kSamePlace);
      for (auto& candidate : program.dynamics[check.a].candidates)
        visit(candidate.node, Edge::kSamePlace);
      break;
    case Op::kAllOf:
    case Op::kAnyOf:
    case Op::kOneOf:
      for (NodeId& node : program.lists[check.a]) visit(node, Edge::kSamePlace);
      break;
    case Op::kIf: {
      Condition& condition = program.conditions[check.a];
      visit(condition.test, Edge::kSamePlace);
      maybe(condition.then, Edge::kSamePlace);
      maybe(condition.otherwise, Edge::kSamePlace);
      break;
    }
    case Op::kDiscriminator:
      for (NodeId& node : program.discriminators[check.a].nodes) visit(node, Edge::kSamePlace);
      break;
    case Op::kDependentSchemas:
      for (DependentSchema& row : program.conditionals[check.a]) visit(row.node, Edge::kSamePlace);
      break;
    case Op::kItems:
      for (NodeId& node : program.items[check.a].prefix) visit(node, Edge::kBelow);
      maybe(program.items[check.a].rest, Edge::kBelow);
      break;
    case Op::kContains:
      visit(program.contains[check.a].node, Edge::kBelow);
      break;
    case Op::kUnevaluatedItems:
    case Op::kUnevaluatedProperties:
    case Op::kPropertyNames:
      visit(check.a, Edge::kBelow);
      break;
    case Op::kMembers: {
      Members& members = program.members[check.a];
      for (Members::Rule& rule : members.rules) maybe(rule.node, Edge::kBelow);
      for (Members::PatternRule& rule : members.patterns) visit(rule.node, Edge::kBelow);
      maybe(members.additional, Edge::kBelow);
      break;
    }
    default:
      break;
  }
}

}  // namespace mimus::jsonschema
