#include "rendering.h"

namespace mimus::handlebars {

const Value* Variables::find(std::string_view name) const {
  for (const Node* node = first_; node != nullptr; node = node->next) {
    if (node->name == name) return &node->value;
  }
  return nullptr;
}

void Variables::set(std::string_view name, Value value, Arena& arena) {
  if (const Value* known = find(name)) {
    *const_cast<Value*>(known) = value;  // a Node of ours
    return;
  }
  first_ = new (arena.allocate(sizeof(Node), alignof(Node))) Node{arena.copy(name), value, first_};
}

}  // namespace mimus::handlebars
