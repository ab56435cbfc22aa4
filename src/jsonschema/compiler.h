#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "draft.h"
#include "program.h"
#include "sources.h"

namespace mimus::jsonschema {

// Schemas of one document, and all they refer to, into one program.
//
//   Compiler compiler(options);
//   const NodeId pet = compiler.root(document, "/components/schemas/Pet");
//   compiler.resolve();
//   if (const Error* error = compiler.error_of(pet)) …
//   compiler.settle();                     // nodes may have moved: compiler.settled(pet)
class Compiler final : public NodeSource {
 public:
  // `opaque`: the document itself is no schema.
  Compiler(const json::Value& document, bool opaque, const CompileOptions& options);

  // The schema at a pointer of the document. Its faults are errors of the node.
  NodeId root(std::string_view pointer);
  // Compiles what the roots lead to.
  void resolve();
  // The first fault in a schema or in what it leads to. Before settle().
  const Error* error_of(NodeId node);
  // What only the whole shows.
  void settle();
  std::shared_ptr<const Program> program_built() { return program_; }
  NodeId settled(NodeId node) const { return alias_[node]; }

  Result<NodeId> child(const Place& parent, const json::Value& schema,
                       std::string_view path) override;
  Result<NodeId> reference(const Place& from, std::string_view uri) override;
  Result<Check> dynamic_reference(const Place& from, std::string_view uri, bool recursive) override;
  Result<std::uint32_t> pattern(std::string_view expression) override;
  const CompileOptions& options() const override { return options_; }
  Program& program() override { return *program_; }

 private:
  NodeId node_for(const Place& place);
  NodeId fresh_node(std::string location, std::uint32_t resource);
  NodeId faulty_node(Error error);
  void compile_pending();
  Status compile_node(NodeId id, const Place& place);
  void store(NodeId id, Draft draft);
  void find_candidates();

  const CompileOptions& options_;
  Sources sources_;
  std::shared_ptr<Program> program_ = std::make_shared<Program>();
  std::unordered_map<const json::Value*, NodeId> nodes_;
  std::deque<std::pair<NodeId, const Place*>> pending_;
  std::map<std::string, std::uint32_t, std::less<>> patterns_;
  std::map<std::string, std::uint32_t, std::less<>> dynamic_names_;  // to Program::dynamics
  std::map<NodeId, Error> errors_;
  std::vector<NodeId> alias_;
};

// What each node becomes when references that only forward, and schemas that say nothing, are
// looked through; the program is rewritten to it.
std::vector<NodeId> look_through(Program& program);
// Sets Node::cyclic, shared and scoped.
void mark_nodes(Program& program);

}  // namespace mimus::jsonschema
