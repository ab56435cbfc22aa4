#include "run.h"

#include <algorithm>

#include "functions.h"
#include "json/equal.h"

namespace mimus::jmespath {
namespace {

const json::Value kNull(nullptr);
const json::Value kTrue(true);
const json::Value kFalse(false);

const json::Value* boolean(bool value) {
  return value ? &kTrue : &kFalse;
}

// Python's rules, which the specification describes: bounds beyond the list are its ends.
struct Bounds {
  std::int64_t from, to, step;
};
Bounds bounds_of(const Node& node, std::int64_t size) {
  const std::int64_t step = node.slice[2].value_or(1);
  const std::int64_t low = step > 0 ? 0 : -1;
  const std::int64_t high = step > 0 ? size : size - 1;
  const auto clamp = [&](std::optional<std::int64_t> given, std::int64_t otherwise) {
    if (!given) return otherwise;
    return std::clamp(*given < 0 ? *given + size : *given, low, high);
  };
  return {clamp(node.slice[0], step > 0 ? 0 : size - 1), clamp(node.slice[1], step > 0 ? size : -1),
          step};
}

}  // namespace

bool truthy(const json::Value& value) {
  switch (value.kind()) {
    case boost::json::kind::null:
      return false;
    case boost::json::kind::bool_:
      return value.get_bool();
    case boost::json::kind::string:
      return !value.get_string().empty();
    case boost::json::kind::array:
      return !value.get_array().empty();
    case boost::json::kind::object:
      return !value.get_object().empty();
    default:
      return true;
  }
}

Result<const json::Value*> Run::evaluate(Id id, const json::Value& current) {
  MIMUS_TRY_DONE(spend());
  const Node& node = program_.nodes[id];
  switch (node.kind) {
    case Node::Kind::kCurrent:
      return &current;
    case Node::Kind::kLiteral:
      return &node.value;
    case Node::Kind::kField:
      return field(node, current);
    case Node::Kind::kIndex:
      return index(node, current);
    case Node::Kind::kSlice:
      return slice(node, current);
    case Node::Kind::kSub:
      return sub(node, current);
    case Node::Kind::kFlatten:
      return flatten(node, current);
    case Node::Kind::kProjection:
    case Node::Kind::kFilterProjection:
      return projection(node, current);
    case Node::Kind::kValueProjection:
      return value_projection(node, current);
    case Node::Kind::kOr:
    case Node::Kind::kAnd:
      return either(node, current);
    case Node::Kind::kNot: {
      MIMUS_TRY(const json::Value* operand, evaluate(node.left, current));
      return boolean(!truthy(*operand));
    }
    case Node::Kind::kCompare:
      return compare(node, current);
    case Node::Kind::kList:
      return list(node, current);
    case Node::Kind::kHash:
      return hash(node, current);
    case Node::Kind::kCall:
      return call(node, current);
    case Node::Kind::kReference:
      break;  // call() takes it
  }
  return &kNull;
}

Status Run::spend(std::uint64_t steps) {
  if (steps > left_)
    return Error{
        Code::kLimit, "the JMESPath expression takes too many steps on this document", {}, {}};
  left_ -= steps;
  return Done();
}

Status Run::pay_for(const json::Value& value) {
  MIMUS_TRY_DONE(spend());
  if (const json::Array* array = value.if_array()) {
    for (const json::Value& item : *array) MIMUS_TRY_DONE(pay_for(item));
  } else if (const json::Object* object = value.if_object()) {
    for (const auto& member : *object) MIMUS_TRY_DONE(pay_for(member.value()));
  } else if (const json::String* string = value.if_string()) {
    return spend(string->size() / 64);
  }
  return Done();
}

Status Run::copy_into(json::Array& array, const json::Value& value) {
  MIMUS_TRY_DONE(pay_for(value));
  array.push_back(value);
  return Done();
}

const json::Value* Run::made(json::Value value) {
  return &made_.emplace_back(std::move(value));
}

Result<const json::Value*> Run::field(const Node& node, const json::Value& current) {
  const json::Object* object = current.if_object();
  const json::Value* found = object ? object->if_contains(node.value.get_string()) : nullptr;
  return found ? found : &kNull;
}

Result<const json::Value*> Run::index(const Node& node, const json::Value& current) {
  const json::Array* array = current.if_array();
  if (!array) return &kNull;
  const auto size = static_cast<std::int64_t>(array->size());
  const std::int64_t at = *node.slice[0] < 0 ? *node.slice[0] + size : *node.slice[0];
  if (at < 0 || at >= size) return &kNull;
  return &(*array)[static_cast<std::size_t>(at)];
}

Result<const json::Value*> Run::slice(const Node& node, const json::Value& current) {
  const json::Array* array = current.if_array();
  if (!array) return &kNull;
  const Bounds bounds = bounds_of(node, static_cast<std::int64_t>(array->size()));
  json::Array taken;
  std::int64_t at = bounds.from;
  while (bounds.step > 0 ? at < bounds.to : at > bounds.to) {
    MIMUS_TRY_DONE(copy_into(taken, (*array)[static_cast<std::size_t>(at)]));
    if (__builtin_add_overflow(at, bounds.step, &at)) break;
  }
  return made(std::move(taken));
}

Result<const json::Value*> Run::sub(const Node& node, const json::Value& current) {
  MIMUS_TRY(const json::Value* left, evaluate(node.left, current));
  return evaluate(node.right, *left);
}

Result<const json::Value*> Run::flatten(const Node& node, const json::Value& current) {
  MIMUS_TRY(const json::Value* left, evaluate(node.left, current));
  const json::Array* array = left->if_array();
  if (!array) return &kNull;
  json::Array flat;
  for (const json::Value& item : *array) {
    const json::Array* inner = item.if_array();
    if (!inner) {
      MIMUS_TRY_DONE(copy_into(flat, item));
      continue;
    }
    for (const json::Value& leaf : *inner) MIMUS_TRY_DONE(copy_into(flat, leaf));
  }
  return made(std::move(flat));
}

Result<const json::Value*> Run::projection(const Node& node, const json::Value& current) {
  MIMUS_TRY(const json::Value* left, evaluate(node.left, current));
  const json::Array* array = left->if_array();
  if (!array) return &kNull;
  json::Array results;
  for (const json::Value& item : *array) {
    if (node.kind == Node::Kind::kFilterProjection) {
      MIMUS_TRY(const json::Value* taken, evaluate(node.children[0], item));
      if (!truthy(*taken)) continue;
    }
    MIMUS_TRY(const json::Value* result, evaluate(node.right, item));
    if (!result->is_null()) MIMUS_TRY_DONE(copy_into(results, *result));
  }
  return made(std::move(results));
}

Result<const json::Value*> Run::value_projection(const Node& node, const json::Value& current) {
  MIMUS_TRY(const json::Value* left, evaluate(node.left, current));
  const json::Object* object = left->if_object();
  if (!object) return &kNull;
  json::Array results;
  for (const auto& member : *object) {
    MIMUS_TRY(const json::Value* result, evaluate(node.right, member.value()));
    if (!result->is_null()) MIMUS_TRY_DONE(copy_into(results, *result));
  }
  return made(std::move(results));
}

Result<const json::Value*> Run::either(const Node& node, const json::Value& current) {
  MIMUS_TRY(const json::Value* left, evaluate(node.left, current));
  if (truthy(*left) == (node.kind == Node::Kind::kOr)) return left;
  return evaluate(node.right, current);
}

Result<const json::Value*> Run::compare(const Node& node, const json::Value& current) {
  MIMUS_TRY(const json::Value* left, evaluate(node.left, current));
  MIMUS_TRY(const json::Value* right, evaluate(node.right, current));
  if (node.comparison == Node::Comparison::kEqual) return boolean(json::equivalent(*left, *right));
  if (node.comparison == Node::Comparison::kUnequal)
    return boolean(!json::equivalent(*left, *right));
  if (!left->is_number() || !right->is_number()) return &kNull;
  const double a = left->to_number<double>();
  const double b = right->to_number<double>();
  switch (node.comparison) {
    case Node::Comparison::kLess:
      return boolean(a < b);
    case Node::Comparison::kLessOrEqual:
      return boolean(a <= b);
    case Node::Comparison::kGreater:
      return boolean(a > b);
    default:
      return boolean(a >= b);
  }
}

Result<const json::Value*> Run::list(const Node& node, const json::Value& current) {
  if (current.is_null()) return &kNull;
  json::Array items;
  for (const Id child : node.children) {
    MIMUS_TRY(const json::Value* item, evaluate(child, current));
    MIMUS_TRY_DONE(copy_into(items, *item));
  }
  return made(std::move(items));
}

Result<const json::Value*> Run::hash(const Node& node, const json::Value& current) {
  if (current.is_null()) return &kNull;
  json::Object members;
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    MIMUS_TRY(const json::Value* item, evaluate(node.children[i], current));
    MIMUS_TRY_DONE(pay_for(*item));
    members[node.names[i]] = *item;
  }
  return made(std::move(members));
}

Result<const json::Value*> Run::call(const Node& node, const json::Value& current) {
  std::vector<Argument> arguments;
  for (const Id child : node.children) {
    if (program_.nodes[child].kind == Node::Kind::kReference) {
      arguments.push_back({.reference = program_.nodes[child].left});
      continue;
    }
    MIMUS_TRY(const json::Value* value, evaluate(child, current));
    arguments.push_back({.value = value});
  }
  const Invocation invocation{*this, *node.function, arguments, node.at};
  MIMUS_TRY_DONE(check_arguments(invocation));
  for (const Argument& argument : arguments) {
    if (argument.value != nullptr) MIMUS_TRY_DONE(pay_for(*argument.value));
  }
  MIMUS_TRY(json::Value result, node.function->run(invocation));
  return made(std::move(result));
}

}  // namespace mimus::jmespath
