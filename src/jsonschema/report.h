#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "program.h"
#include "schema.h"

namespace mimus::jsonschema {

// Where the faults of one report go, and how each kind of fault is put. Apart from the checker, so
// that its frames stay small: it calls itself for every level of a value.
class Report {
 public:
  using Step = std::variant<std::string_view, std::size_t>;  // a member's name, an element's index

  // `explaining`: inside the alternatives of another violation.
  Report(const Program& program, std::size_t most, std::vector<Violation>& out, bool explaining)
      : program_(program), most_(most), out_(out), explaining_(explaining) {}

  bool full() const { return out_.size() >= most_; }
  bool explaining() const { return explaining_; }
  void enter(Step step) { path_.push_back(step); }
  void leave() { path_.pop_back(); }

  // The keyword of a node is broken by the value at the place entered last. `part`: below the
  // keyword, where it has parts.
  void fail(NodeId id, std::string_view keyword, std::string message, std::string_view part = {});
  void wrong(NodeId id, const Check& check, const json::Value& value);
  void kind(NodeId id, const json::Value& value);

  void discriminator(NodeId id, const Discriminator& discriminator, const json::Value* name);
  void several(NodeId id, std::size_t alternatives, std::size_t first, std::size_t second);

  void no_element(NodeId id, const Items& items, std::size_t index, std::size_t size);
  void contains(NodeId id, const Contains& contains, std::uint64_t count);
  void twins(NodeId id, const json::Array& array, std::size_t first, std::size_t second);
  void unevaluated_element(NodeId id, std::size_t index, const json::Value& element);

  void no_member(NodeId id, std::string_view keyword, std::string_view name, bool is_part);
  void surplus(NodeId id, const StringTable& names, std::string_view name);
  void missing(NodeId id, const Members& members, const json::Object& object);
  void dependent(NodeId id, const Check& check, std::string_view name, std::string_view because);

 private:
  std::string pointer() const;

  const Program& program_;
  const std::size_t most_;
  std::vector<Violation>& out_;
  const bool explaining_;
  std::vector<Step> path_;
};

}  // namespace mimus::jsonschema
