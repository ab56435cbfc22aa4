#pragma once

#include <string>
#include <string_view>

#include "engine.h"
#include "image.h"
#include "value.h"

namespace mimus::fake {

// An entry of the engine's locale; fails the engine when the locale has none, or when it does not
// apply there (null).
[[gnu::cold]] void fail_without_data(Engine& engine, std::uint16_t entry);
inline Node required(Engine& engine, std::uint16_t entry) {
  const Node node = Image::entry(engine.locale(), entry);
  if (!node) [[unlikely]]
    fail_without_data(engine, entry);
  return node;
}

// An element of a list of texts: helpers.arrayElement(definitions.…).
inline std::string_view pick(Engine& engine, std::uint16_t entry) {
  return Image::texts(required(engine, entry)).pick(engine);
}
inline std::string_view pick(Engine& engine, Node list) {
  return Image::texts(list).pick(engine);
}
inline std::string_view pick(Engine& engine, std::uint16_t entry, std::string_view member) {
  return pick(engine, required(engine, entry) / member);
}

// helpers.weightedArrayElement of a kWeighted node.
std::string_view pick_weighted(Engine& engine, Node node);

// An element of a list of anything: a text, a number, or an object.
Node pick_node(Engine& engine, Node array);             // of a kArray
Value data_value(Engine& engine, std::uint16_t entry);  // the method's value
void data_text(Engine& engine, std::uint16_t entry, std::string& out);

Value to_value(Node node);
Value element_value(Node array, std::size_t index);  // of any kind of list

}  // namespace mimus::fake
