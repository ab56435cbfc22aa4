#include "draft.h"

namespace mimus::jsonschema {

const json::Value* Draft::sibling(std::string_view name) const {
  return find_keyword(name, language) == nullptr ? nullptr : object().if_contains(name);
}

Result<NodeId> Draft::child(const json::Value& schema, std::string_view path_below_keyword) {
  return source.child(place, schema,
                      "/" + json::escape_pointer(keyword->name) + std::string(path_below_keyword));
}

void Draft::add(Op op, std::uint32_t a, std::uint32_t b) {
  checks.push_back({op, static_cast<std::uint8_t>(keyword - keywords().data()), a, b});
}

Members::Rule& Draft::member(std::string_view name) {
  if (!members) members.emplace();
  const auto [found, fresh] = member_rules.try_emplace(std::string(name));
  if (fresh) member_order.emplace_back(name);
  return found->second;
}

Error bad_operand(const Draft& draft, std::string_view expectation) {
  return invalid(std::string(draft.keyword->name) + " must be " + std::string(expectation));
}

}  // namespace mimus::jsonschema
