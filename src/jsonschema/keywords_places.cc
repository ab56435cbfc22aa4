// Keywords that look at the same place again: references and combinations.
#include "draft.h"

namespace mimus::jsonschema {
namespace {

Result<std::vector<NodeId>> children(Draft& draft, const json::Value& operand) {
  if (!operand.is_array()) return bad_operand(draft, "a list of schemas");
  std::vector<NodeId> nodes;
  for (std::size_t i = 0; i < operand.get_array().size(); ++i) {
    MIMUS_TRY(const NodeId node, draft.child(operand.get_array()[i], "/" + std::to_string(i)));
    nodes.push_back(node);
  }
  return nodes;
}

std::string_view text_of(const json::Value* value) {
  return value != nullptr && value->is_string() ? std::string_view(value->get_string())
                                                : std::string_view();
}

// OpenAPI: "discriminator" beside oneOf or anyOf, when every branch is a reference that `mapping`
// names. Without such names it is only a hint: descriptions that leave them out have constants of
// their own in the branches.
std::optional<Discriminator> discriminator_of(const Draft& draft, const json::Array& branches,
                                              const std::vector<NodeId>& nodes) {
  const json::Value* const operand = draft.sibling("discriminator");
  if (operand == nullptr || !operand->is_object() || branches.empty()) return std::nullopt;
  Discriminator out{.member =
                        std::string(text_of(operand->get_object().if_contains("propertyName")))};
  if (out.member.empty()) return std::nullopt;
  const json::Value* const mapping = operand->get_object().if_contains("mapping");
  std::map<std::string, NodeId, std::less<>> names;
  for (std::size_t i = 0; i < branches.size(); ++i) {
    const json::Object* const branch = branches[i].if_object();
    const std::string_view reference =
        text_of(branch == nullptr ? nullptr : branch->if_contains("$ref"));
    if (reference.empty()) return std::nullopt;
    const std::string_view name = reference.substr(reference.rfind('/') + 1);
    if (mapping == nullptr || !mapping->is_object()) return std::nullopt;
    const std::size_t before = names.size();
    for (const auto& [key, target] : mapping->get_object()) {
      if (text_of(&target) == reference || text_of(&target) == name)
        names.insert_or_assign(std::string(key), nodes[i]);
    }
    if (names.size() == before) return std::nullopt;
  }
  std::vector<std::string> words;
  for (const auto& [name, node] : names) {
    words.push_back(name);
    out.nodes.push_back(node);
  }
  out.values = StringTable(std::move(words));
  return out;
}

}  // namespace

Status compile_ref(Draft& draft, const json::Value& operand) {
  if (!operand.is_string()) return bad_operand(draft, "a reference");
  MIMUS_TRY(const NodeId node, draft.source.reference(draft.place, operand.get_string()));
  draft.add(Op::kRef, node);
  return Done{};
}

Status compile_dynamic_ref(Draft& draft, const json::Value& operand) {
  if (!operand.is_string()) return bad_operand(draft, "a reference");
  MIMUS_TRY(const Check check,
            draft.source.dynamic_reference(draft.place, operand.get_string(), false));
  draft.add(check.op, check.a);
  return Done{};
}

Status compile_recursive_ref(Draft& draft, const json::Value& operand) {
  if (!operand.is_string() || operand.get_string() != "#") return bad_operand(draft, "\"#\"");
  MIMUS_TRY(const Check check, draft.source.dynamic_reference(draft.place, "#", true));
  draft.add(check.op, check.a);
  return Done{};
}

Status compile_all_of(Draft& draft, const json::Value& operand) {
  MIMUS_TRY(std::vector<NodeId> nodes, children(draft, operand));
  draft.add(Op::kAllOf, keep(draft.source.program().lists, std::move(nodes)));
  return Done{};
}

Status compile_alternatives(Draft& draft, const json::Value& operand) {
  MIMUS_TRY(std::vector<NodeId> nodes, children(draft, operand));
  if (auto discriminator = discriminator_of(draft, operand.get_array(), nodes)) {
    draft.add(Op::kDiscriminator,
              keep(draft.source.program().discriminators, *std::move(discriminator)));
    return Done{};
  }
  draft.add(draft.keyword->name == "anyOf" ? Op::kAnyOf : Op::kOneOf,
            keep(draft.source.program().lists, std::move(nodes)));
  return Done{};
}

Status compile_not(Draft& draft, const json::Value& operand) {
  MIMUS_TRY(const NodeId node, draft.child(operand));
  draft.add(Op::kNot, node);
  return Done{};
}

Status compile_if(Draft& draft, const json::Value& operand) {
  Condition condition;
  MIMUS_TRY(condition.test, draft.child(operand));
  if (const json::Value* const then = draft.sibling("then")) {
    MIMUS_TRY(condition.then, draft.source.child(draft.place, *then, "/then"));
  }
  if (const json::Value* const otherwise = draft.sibling("else")) {
    MIMUS_TRY(condition.otherwise, draft.source.child(draft.place, *otherwise, "/else"));
  }
  draft.add(Op::kIf, keep(draft.source.program().conditions, condition));
  return Done{};
}

}  // namespace mimus::jsonschema
