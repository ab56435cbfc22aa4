#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "fake/call.h"
#include "fake/persona.h"
#include "fake/template.h"
#include "records.h"
#include "relation.h"

namespace mimus::records {

// What one record has used up so far.
struct Work {
  std::uint64_t elements_left;
  int depth = 0;  // of fields that ask other fields
};

// Where a value is being made: a record, or an object that is an element of a list in one (it has a
// person of its own).
struct Scope {
  Scope(const Records& all, std::size_t of_type, std::uint64_t at, Chance own_key,
        fake::Engine& from, fake::KeyedDraws* restarted, Work& used, const Scope* around = nullptr)
      : records(all),
        type(of_type),
        index(at),
        key(own_key),
        engine(from),
        draws(restarted),
        work(used),
        record(around) {}

  const Records& records;
  std::size_t type;
  std::uint64_t index;
  Chance key;               // of this record or element
  fake::Engine& engine;     // what nodes draw from; restarted for every field
  fake::KeyedDraws* draws;  // nullptr: one stream, nothing restarts
  Work& work;
  const Scope* record;  // the whole record, when this is an element in it

  // Made when first asked for; the same for every field of the scope.
  const fake::Persona& persona();
  const std::optional<fake::City>& city();
  void begin(Chance field) {
    if (draws != nullptr) draws->restart(field);
  }
  const Schema::Compiled& compiled() const;
  Chance seed() const { return records.seed_; }
  double now() const { return records.options_.reference_ms; }

 private:
  std::optional<fake::Persona> persona_;
  std::optional<std::optional<fake::City>> city_;
};

// A value of a schema, compiled. Draws from the scope's engine before it lets its parts be made,
// since those restart it.
class Node {
 public:
  virtual ~Node() = default;
  virtual fake::Value value(Scope& scope, Chance key) const = 0;
  virtual void append_json(Scope& scope, Chance key, std::string& out) const {
    fake::append_json(value(scope, key), out);
  }
};
using NodePtr = std::shared_ptr<const Node>;

struct Field {
  std::string name;
  std::string quoted;  // "name": with its colon
  NodePtr node;
};

class ObjectNode final : public Node {
 public:
  explicit ObjectNode(std::vector<Field> fields) : fields_(std::move(fields)) {}
  fake::Value value(Scope& scope, Chance key) const override;
  void append_json(Scope& scope, Chance key, std::string& out) const override;

  const std::vector<Field>& fields() const { return fields_; }
  const Field* find(std::string_view name) const;
  fake::Value field_value(Scope& scope, Chance key, const Field& field) const;

 private:
  std::vector<Field> fields_;
};

struct RecordType {
  std::string name;
  std::optional<std::uint64_t> count;
  std::shared_ptr<const ObjectNode> fields;
};

struct Schema::Compiled {
  std::vector<RecordType> types;
  std::optional<fake::Locale> locale;
};
inline const Schema::Compiled& Scope::compiled() const {
  return *records.schema_.compiled_;
}

// A list of `item`, so many times; element scopes of their own.
struct Range {
  double min = 1, max = 3;
};
NodePtr literal_node(json::Value value);
NodePtr call_node(fake::Call call);
NodePtr array_node(NodePtr item, Range count);
NodePtr tuple_node(std::vector<NodePtr> items);
NodePtr choice_node(std::vector<NodePtr> items,
                    std::vector<double> weights);  // weights: none, or one each
NodePtr unique_choice_node(
    std::vector<NodePtr> items);  // the record's index decides: none twice in a round
NodePtr sequence_node(double start, double step);
NodePtr integer_node(double min, double max, bool unique);
NodePtr number_node(double min, double max, int digits);
NodePtr date_node(double min_ms, double max_ms, bool day_only);  // NaN: around now
NodePtr nullable_node(NodePtr inner, double probability);
NodePtr unique_node(NodePtr inner);  // the record's number goes into the text
// Text with {{methods}} and {{this.field}} in it. Fails with the offset of an expression that names
// nothing.
Result<NodePtr> text_node(std::string_view text);
// Values of the scope's person or city; nullptr when the method is none of theirs.
NodePtr coherent_node(std::string_view method);
// Dates that were drawn together, in the order in which they must lie.
NodePtr ordered_date_node(NodePtr own, std::vector<NodePtr> all, std::vector<std::string> names,
                          std::size_t rank);

}  // namespace mimus::records
