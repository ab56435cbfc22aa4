#include "patch.h"

#include <algorithm>
#include <utility>

#include "equal.h"

namespace mimus::json {
namespace {

using Op = Patch::Op;
using Operation = Patch::Operation;

Status add(Value& root, const Operation& operation) {
  return operation.path.add(root, operation.value);
}

Status remove(Value& root, const Operation& operation) {
  MIMUS_TRY_DONE(operation.path.remove(root));
  return Done{};
}

Error missing(const Pointer& pointer) {
  return {.code = Code::kNotFound, .message = "there is no '" + pointer.text() + "'"};
}

Status replace(Value& root, const Operation& operation) {
  Value* const target = operation.path.resolve(root);
  if (target == nullptr) return missing(operation.path);
  *target = operation.value;
  return Done{};
}

Status move(Value& root, const Operation& operation) {
  // §4.4: the "from" location must not be a proper prefix of the "path" location.
  if (operation.from == operation.path) {
    return operation.from.resolve(root) != nullptr ? Status(Done{}) : missing(operation.from);
  }
  if (operation.from.is_prefix_of(operation.path))
    return invalid("a value cannot move into itself");
  MIMUS_TRY(Value value, operation.from.remove(root));
  return operation.path.add(root, std::move(value));
}

Status copy(Value& root, const Operation& operation) {
  const Value* const source = operation.from.resolve(std::as_const(root));
  if (source == nullptr) return missing(operation.from);
  return operation.path.add(root, *source);
}

Status test(Value& root, const Operation& operation) {
  const Value* const target = operation.path.resolve(std::as_const(root));
  if (target == nullptr) return missing(operation.path);
  if (equivalent(*target, operation.value)) return Done{};
  return Error{.code = Code::kConflict,
               .message = "'" + operation.path.text() + "' has another value"};
}

struct OpKind {
  Op op;
  std::string_view name;
  bool has_from, has_value;
  Status (*apply)(Value& root, const Operation& operation);
};
constexpr OpKind kOps[] = {
    {Op::kAdd, "add", false, true, &add},
    {Op::kRemove, "remove", false, false, &remove},
    {Op::kReplace, "replace", false, true, &replace},
    {Op::kMove, "move", true, false, &move},
    {Op::kCopy, "copy", true, false, &copy},
    {Op::kTest, "test", false, true, &test},
};

const OpKind& kind_of(Op op) {
  return kOps[static_cast<std::size_t>(op)];
}

Result<Pointer> read_pointer(const Object& object, std::string_view name) {
  const Value* const text = object.if_contains(name);
  if (text == nullptr || !text->is_string()) {
    return invalid("'" + std::string(name) + "' is missing", "a JSON pointer as a string");
  }
  auto pointer = Pointer::parse(text->get_string());
  if (!pointer) pointer.error().where = {.pointer = '/' + std::string(name)};
  return pointer;
}

Result<Operation> read_operation(const Value& document) {
  const Object* const object = document.if_object();
  if (object == nullptr) return invalid("an operation is an object");
  const Value* const name = object->if_contains("op");
  const auto kind = std::find_if(std::begin(kOps), std::end(kOps), [&](const OpKind& row) {
    return name != nullptr && name->is_string() && std::string_view(name->get_string()) == row.name;
  });
  if (kind == std::end(kOps)) {
    Error error = invalid("'op' is missing or unknown", "add, remove, replace, move, copy or test");
    if (name != nullptr) error.where.pointer = "/op";
    return error;
  }
  Operation operation{.op = kind->op};
  MIMUS_TRY(operation.path, read_pointer(*object, "path"));
  if (kind->has_from) {
    MIMUS_TRY(operation.from, read_pointer(*object, "from"));
  }
  if (kind->has_value) {
    const Value* const value = object->if_contains("value");
    if (value == nullptr) return invalid("'value' is missing");
    operation.value = *value;
  }
  return operation;
}

Error at_operation(std::size_t index, std::string_view name, Error error) {
  std::string prefix = "operation " + std::to_string(index + 1);
  if (!name.empty()) prefix.append(" (").append(name).append(")");
  error.message = prefix + ": " + error.message;
  error.where.pointer = '/' + std::to_string(index) + error.where.pointer;
  return error;
}

}  // namespace

Result<Patch> Patch::parse(const Value& document) {
  const Array* const array = document.if_array();
  if (array == nullptr) return invalid("a JSON patch is an array of operations");
  std::vector<Operation> operations;
  for (const Value& element : *array) {
    auto operation = read_operation(element);
    if (!operation) return at_operation(operations.size(), "", std::move(operation).error());
    operations.push_back(*std::move(operation));
  }
  return Patch(std::move(operations));
}

Status Patch::apply(Value& document) const {
  Value copy = document;
  for (std::size_t i = 0; i < operations_.size(); ++i) {
    const OpKind& kind = kind_of(operations_[i].op);
    if (auto done = kind.apply(copy, operations_[i]); !done) {
      Error error = std::move(done).error();
      error.where = {};  // a place in the document; its reader looks at the patch
      return at_operation(i, kind.name, std::move(error));
    }
  }
  document = std::move(copy);
  return Done{};
}

Value Patch::document() const {
  Array array;
  for (const Operation& operation : operations_) {
    const OpKind& kind = kind_of(operation.op);
    Object object;
    object.emplace("op", kind.name);
    if (kind.has_from) object.emplace("from", operation.from.text());
    object.emplace("path", operation.path.text());
    if (kind.has_value) object.emplace("value", operation.value);
    array.push_back(std::move(object));
  }
  return array;
}

}  // namespace mimus::json
