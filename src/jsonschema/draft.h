#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "dialect.h"
#include "program.h"
#include "schema.h"
#include "sources.h"

namespace mimus::jsonschema {

// What a keyword needs of the compiler.
class NodeSource {
 public:
  virtual ~NodeSource() = default;
  // The node of a subschema of `parent`, at `path` below it ("/not").
  virtual Result<NodeId> child(const Place& parent, const json::Value& schema,
                               std::string_view path) = 0;
  virtual Result<NodeId> reference(const Place& from, std::string_view uri) = 0;
  // An index into Program::dynamics, or a plain reference where only one target is possible.
  virtual Result<Check> dynamic_reference(const Place& from, std::string_view uri,
                                          bool recursive) = 0;
  // An index into Program::patterns.
  virtual Result<std::uint32_t> pattern(std::string_view expression) = 0;
  virtual const CompileOptions& options() const = 0;
  virtual Program& program() = 0;
};

// One schema on its way into the program: what its keywords have said so far.
struct Draft {
  NodeSource& source;
  const Place& place;
  const Language& language;
  Node node;
  std::vector<Check> checks;
  const Keyword* keyword = nullptr;  // the one being compiled

  // Keywords that work together.
  std::optional<Members> members;
  std::map<std::string, Members::Rule, std::less<>> member_rules;
  std::vector<std::string> member_order;
  std::optional<Items> items;
  std::optional<Contains> contains;
  std::optional<Condition> condition;
  std::optional<Annotations> annotations;

  const json::Object& object() const { return place.schema->get_object(); }
  // Another keyword of this schema, if its dialect knows it.
  const json::Value* sibling(std::string_view name) const;
  Result<NodeId> child(const json::Value& schema, std::string_view path_below_keyword = {});
  void add(Op op, std::uint32_t a = 0, std::uint32_t b = 0);
  Members::Rule& member(std::string_view name);
};

// An error of this keyword: "minimum must be a number".
Error bad_operand(const Draft& draft, std::string_view expectation);

// An element's index after adding it.
template <class T>
std::uint32_t keep(std::vector<T>& table, T value) {
  table.push_back(std::move(value));
  return static_cast<std::uint32_t>(table.size() - 1);
}

// Keywords, by what they are about. See keywords.cc.
Status compile_type(Draft& draft, const json::Value& operand);
Status compile_enum(Draft& draft, const json::Value& operand);
Status compile_const(Draft& draft, const json::Value& operand);
Status compile_nullable(Draft& draft, const json::Value& operand);
Status compile_annotation(Draft& draft, const json::Value& operand);
Status compile_format(Draft& draft, const json::Value& operand);
Status compile_bound(Draft& draft, const json::Value& operand);
Status compile_exclusive_bound(Draft& draft, const json::Value& operand);
Status compile_multiple_of(Draft& draft, const json::Value& operand);
Status compile_size(Draft& draft, const json::Value& operand);
Status compile_pattern(Draft& draft, const json::Value& operand);
Status compile_unique_items(Draft& draft, const json::Value& operand);

Status compile_ref(Draft& draft, const json::Value& operand);
Status compile_dynamic_ref(Draft& draft, const json::Value& operand);
Status compile_recursive_ref(Draft& draft, const json::Value& operand);
Status compile_all_of(Draft& draft, const json::Value& operand);
Status compile_alternatives(Draft& draft, const json::Value& operand);
Status compile_not(Draft& draft, const json::Value& operand);
Status compile_if(Draft& draft, const json::Value& operand);

Status compile_items(Draft& draft, const json::Value& operand);
Status compile_additional_items(Draft& draft, const json::Value& operand);
Status compile_prefix_items(Draft& draft, const json::Value& operand);
Status compile_contains(Draft& draft, const json::Value& operand);
Status compile_unevaluated(Draft& draft, const json::Value& operand);

Status compile_properties(Draft& draft, const json::Value& operand);
Status compile_pattern_properties(Draft& draft, const json::Value& operand);
Status compile_additional_properties(Draft& draft, const json::Value& operand);
Status compile_required(Draft& draft, const json::Value& operand);
Status compile_property_names(Draft& draft, const json::Value& operand);
Status compile_dependencies(Draft& draft, const json::Value& operand);

}  // namespace mimus::jsonschema
