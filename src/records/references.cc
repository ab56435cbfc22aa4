#include "references.h"

#include <algorithm>

namespace mimus::records {
namespace {

using fake::Value;

// Fields that ask each other in a ring would never end.
constexpr int kMostNested = 40;

class Nested {
 public:
  explicit Nested(Scope& scope) : depth_(++scope.work.depth), work_(scope.work) {
    if (depth_ > kMostNested)
      scope.engine.fail("fields refer to each other in a ring", "let one of them stand on its own");
  }
  ~Nested() { --work_.depth; }
  Nested(const Nested&) = delete;
  Nested& operator=(const Nested&) = delete;

 private:
  int depth_;
  Work& work_;
};

Relation relation(Scope& scope, std::size_t parent, std::size_t child, std::string_view as) {
  const auto& types = scope.compiled().types;
  const Chance key =
      scope.seed().fork("relation").fork(types[parent].name).fork(types[child].name).fork(as);
  return Relation(key, scope.records.count(parent), scope.records.count(child));
}

const Field* field_at(const ObjectNode* object, std::string_view path, Chance& key) {
  while (object != nullptr) {
    const std::size_t dot = path.find('.');
    const Field* field = object->find(path.substr(0, dot));
    if (field == nullptr || dot == path.npos) return field;
    key = key.fork(field->name);
    object = dynamic_cast<const ObjectNode*>(field->node.get());
    path.remove_prefix(dot + 1);
  }
  return nullptr;
}

Value field_of(Scope& scope, std::size_t type, std::uint64_t index, std::string_view path) {
  const Nested guard(scope);
  if (scope.engine.failed()) return {};
  const RecordType& record = scope.compiled().types[type];
  Chance key = scope.seed().fork(record.name).fork(index);
  Scope there(scope.records, type, index, key, scope.engine, scope.draws, scope.work);
  const Field* field = field_at(record.fields.get(), path, key);
  return field != nullptr ? field->node->value(there, key.fork(field->name)) : Value();
}

class Reference final : public Node {
 public:
  Reference(std::size_t parent, std::string field, std::string as)
      : parent_(parent), field_(std::move(field)), as_(std::move(as)) {}
  Value value(Scope& scope, Chance key) const override {
    const std::uint64_t parents = scope.records.count(parent_);
    if (parents == 0) {
      scope.engine.fail("there is no record of the type that this one refers to",
                        "give it a $count above 0");
      return {};
    }
    if (scope.record != nullptr) {  // an element of a list: any of them
      return field_of(scope, parent_, key.fork("parent").below(parents), field_);
    }
    const std::uint64_t children = std::max<std::uint64_t>(scope.records.count(scope.type), 1);
    const Relation between = relation(scope, parent_, scope.type, as_);
    return field_of(scope, parent_, between.parent(scope.index % children), field_);
  }

 private:
  std::size_t parent_;
  std::string field_, as_;
};

class Many final : public Node {
 public:
  Many(std::size_t child, std::string field, std::string as)
      : child_(child), field_(std::move(field)), as_(std::move(as)) {}
  Value value(Scope& scope, Chance) const override {
    Value::Array out;
    if (scope.index >= scope.records.count(scope.type)) return out;
    const Relation between = relation(scope, scope.type, child_, as_);
    const std::uint64_t end = between.first(scope.index + 1);
    const std::uint64_t count = end - between.first(scope.index);
    if (count > scope.work.elements_left) {
      scope.engine.fail("the lists of one record have too many elements",
                        "give the other type a smaller $count", Code::kLimit);
      return out;
    }
    scope.work.elements_left -= count;
    for (std::uint64_t slot = between.first(scope.index); slot < end && !scope.engine.failed();
         ++slot) {
      out.push_back(field_of(scope, child_, between.child(slot), field_));
    }
    return out;
  }

 private:
  std::size_t child_;
  std::string field_, as_;
};

}  // namespace

NodePtr reference_node(std::size_t parent_type, std::string field, std::string as) {
  return std::make_shared<Reference>(parent_type, std::move(field), std::move(as));
}
NodePtr many_node(std::size_t child_type, std::string field, std::string as) {
  return std::make_shared<Many>(child_type, std::move(field), std::move(as));
}

Value this_field(Scope& scope, std::string_view path) {
  const Nested guard(scope);
  if (scope.engine.failed()) return {};
  Chance key = scope.seed().fork(scope.compiled().types[scope.type].name).fork(scope.index);
  const Field* field = field_at(scope.compiled().types[scope.type].fields.get(), path, key);
  if (field == nullptr) return {};
  // In the record's own scope, so that it is the value that the record shows.
  Scope record(scope.records, scope.type, scope.index,
               scope.seed().fork(scope.compiled().types[scope.type].name).fork(scope.index),
               scope.engine, scope.draws, scope.work);
  return field->node->value(record, key.fork(field->name));
}

}  // namespace mimus::records
