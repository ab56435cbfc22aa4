// Keywords about what is inside arrays and objects.
#include "draft.h"
#include "number.h"

namespace mimus::jsonschema {
namespace {

Items& items_of(Draft& draft) {
  if (!draft.items) draft.items.emplace();
  return *draft.items;
}

Status compile_prefix(Draft& draft, const json::Array& schemas, const char* keyword) {
  Items& items = items_of(draft);
  items.prefix_keyword = keyword;
  for (std::size_t i = 0; i < schemas.size(); ++i) {
    MIMUS_TRY(const NodeId node, draft.child(schemas[i], "/" + std::to_string(i)));
    items.prefix.push_back(node);
  }
  return Done{};
}

Result<std::vector<std::string>> names_of(const Draft& draft, const json::Value& operand) {
  std::vector<std::string> names;
  if (!operand.is_array()) return bad_operand(draft, "a list of names");
  for (const json::Value& name : operand.get_array()) {
    if (!name.is_string()) return bad_operand(draft, "a list of names");
    names.emplace_back(name.get_string());
  }
  return names;
}

// minContains and maxContains.
Status read_count(Draft& draft, std::string_view name, std::uint64_t& count) {
  const json::Value* const operand = draft.sibling(name);
  if (operand == nullptr) return Done{};
  if (!operand->is_number() || compare_numbers(*operand, json::Value(0)) < 0) {
    return invalid(std::string(name) + " must be a whole number, 0 or more");
  }
  count = static_cast<std::uint64_t>(operand->to_number<double>());
  return Done{};
}

}  // namespace

Status compile_prefix_items(Draft& draft, const json::Value& operand) {
  if (!operand.is_array()) return bad_operand(draft, "a list of schemas");
  return compile_prefix(draft, operand.get_array(), "prefixItems");
}

Status compile_items(Draft& draft, const json::Value& operand) {
  if (operand.is_array()) {
    if (!draft.language.row->array_items) return bad_operand(draft, "a schema");
    return compile_prefix(draft, operand.get_array(), "items");
  }
  MIMUS_TRY(items_of(draft).rest, draft.child(operand));
  draft.items->rest_keyword = "items";
  return Done{};
}

Status compile_additional_items(Draft& draft, const json::Value& operand) {
  const json::Value* const items = draft.sibling("items");
  if (items == nullptr || !items->is_array()) return Done{};  // then it says nothing
  MIMUS_TRY(items_of(draft).rest, draft.child(operand));
  draft.items->rest_keyword = "additionalItems";
  return Done{};
}

Status compile_contains(Draft& draft, const json::Value& operand) {
  Contains contains{.evaluates = draft.language.row->contains_evaluates};
  MIMUS_TRY(contains.node, draft.child(operand));
  MIMUS_TRY_DONE(read_count(draft, "minContains", contains.least));
  MIMUS_TRY_DONE(read_count(draft, "maxContains", contains.most));
  draft.add(Op::kContains, keep(draft.source.program().contains, contains));
  return Done{};
}

Status compile_unevaluated(Draft& draft, const json::Value& operand) {
  MIMUS_TRY(const NodeId node, draft.child(operand));
  draft.node.tracks = true;
  draft.add(draft.keyword->name == "unevaluatedItems" ? Op::kUnevaluatedItems
                                                      : Op::kUnevaluatedProperties,
            node);
  return Done{};
}

Status compile_properties(Draft& draft, const json::Value& operand) {
  if (!operand.is_object()) return bad_operand(draft, "an object of schemas");
  for (const auto& [name, schema] : operand.get_object()) {
    MIMUS_TRY(const NodeId node, draft.child(schema, "/" + json::escape_pointer(name)));
    draft.member(name).node = node;
  }
  return Done{};
}

Status compile_pattern_properties(Draft& draft, const json::Value& operand) {
  if (!operand.is_object()) return bad_operand(draft, "an object of schemas");
  if (!draft.members) draft.members.emplace();
  for (const auto& [expression, schema] : operand.get_object()) {
    MIMUS_TRY(const std::uint32_t pattern, draft.source.pattern(expression));
    MIMUS_TRY(const NodeId node, draft.child(schema, "/" + json::escape_pointer(expression)));
    draft.members->patterns.push_back({pattern, node});
  }
  return Done{};
}

Status compile_additional_properties(Draft& draft, const json::Value& operand) {
  if (!draft.members) draft.members.emplace();
  if (operand.is_bool()) {  // also in the dialects that know no boolean schemas
    draft.members->additional = operand.get_bool() ? kAnything : kNothing;
    return Done{};
  }
  MIMUS_TRY(draft.members->additional, draft.child(operand));
  return Done{};
}

Status compile_required(Draft& draft, const json::Value& operand) {
  // Descriptions written for draft 3 have "required": true in a property. It never meant anything
  // here.
  if (operand.is_bool() && draft.language.row->dialect == Dialect::kOpenApi30) return Done{};
  MIMUS_TRY(const std::vector<std::string> names, names_of(draft, operand));
  for (const std::string& name : names) draft.member(name).required = true;
  return Done{};
}

Status compile_property_names(Draft& draft, const json::Value& operand) {
  MIMUS_TRY(const NodeId node, draft.child(operand));
  draft.add(Op::kPropertyNames, node);
  return Done{};
}

// dependentRequired, dependentSchemas, and dependencies, which was both.
Status compile_dependencies(Draft& draft, const json::Value& operand) {
  if (!operand.is_object()) return bad_operand(draft, "an object");
  std::vector<Dependent> dependents;
  std::vector<DependentSchema> schemas;
  for (const auto& [name, rule] : operand.get_object()) {
    const bool list = draft.keyword->name == "dependentRequired" ||
                      (draft.keyword->name == "dependencies" && rule.is_array());
    if (list) {
      MIMUS_TRY(std::vector<std::string> required, names_of(draft, rule));
      dependents.push_back({std::string(name), std::move(required)});
    } else {
      MIMUS_TRY(const NodeId node, draft.child(rule, "/" + json::escape_pointer(name)));
      schemas.push_back({std::string(name), node});
    }
  }
  if (!dependents.empty())
    draft.add(Op::kDependentRequired,
              keep(draft.source.program().dependents, std::move(dependents)));
  if (!schemas.empty())
    draft.add(Op::kDependentSchemas, keep(draft.source.program().conditionals, std::move(schemas)));
  return Done{};
}

}  // namespace mimus::jsonschema
