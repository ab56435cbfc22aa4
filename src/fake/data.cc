#include "data.h"

namespace mimus::fake {

void fail_without_data(Engine& engine, std::uint16_t entry) {
  const std::string name(Image::entry_name(entry));
  const std::string locale(engine.locale().code());
  const bool null = Image::entry(engine.locale(), entry).is(Node::kNull);
  engine.fail(null ? name + " does not apply to locale " + locale
                   : "locale " + locale + " has no data for " + name,
              "choose another locale");
}

std::string_view pick_weighted(Engine& engine, Node node) {
  const std::uint32_t count = node.is(Node::kWeighted) ? node.count() : 0;
  if (count == 0) {
    engine.fail("there is nothing to choose from");
    return {};
  }
  const double* sums = Image::numbers(node.words[3]) + count;
  const double drawn = engine.next() * sums[count - 1];
  std::uint32_t at = 0;
  while (at + 1 < count && !(drawn < sums[at])) ++at;
  return Image::text(node.words[2] + at);
}

Node pick_node(Engine& engine, Node array) {
  if (!array.is(Node::kArray) || array.count() == 0) {
    if (!engine.failed()) engine.fail("there is nothing to choose from");
    return Image::node(0);
  }
  return Image::item(array, static_cast<std::uint32_t>(engine.below(array.count())));
}

Value to_value(Node node) {
  switch (node.kind()) {
    case Node::kMissing:
      return Undefined{};
    case Node::kNull:
      return nullptr;
    case Node::kText:
      return Image::text_of(node);
    case Node::kNumber:
      return Image::number_of(node);
    case Node::kObject: {
      Value::Object object;
      object.reserve(node.count());
      for (std::uint32_t i = 0; i < node.count(); ++i) {
        object.emplace_back(Image::key(node, i), to_value(Image::child(node, i)));
      }
      return object;
    }
    default:
      break;
  }
  Value::Array array;
  for (std::size_t i = 0; i < node.count(); ++i) array.push_back(element_value(node, i));
  return array;
}

Value element_value(Node array, std::size_t index) {
  const auto i = static_cast<std::uint32_t>(index);
  switch (array.kind()) {
    case Node::kTexts:
      return Image::text(array.words[2] + i);
    case Node::kNumbers:
      return Image::numbers(array.words[2])[i];
    case Node::kWeighted: {
      Value::Object object;
      object.emplace_back("value", Image::text(array.words[2] + i));
      object.emplace_back("weight", Image::numbers(array.words[3])[i]);
      return object;
    }
    default:
      return to_value(Image::item(array, i));
  }
}

Value data_value(Engine& engine, std::uint16_t entry) {
  const Node node = required(engine, entry);
  if (engine.failed()) return {};
  if (!node.is_array() || node.count() == 0) {
    engine.fail(std::string(Image::entry_name(entry)) + " is no list to choose from");
    return {};
  }
  return element_value(node, engine.below(node.count()));
}

void data_text(Engine& engine, std::uint16_t entry, std::string& out) {
  const Node node = required(engine, entry);
  if (node.is(Node::kTexts))
    out += Image::texts(node).pick(engine);
  else
    append_string(data_value(engine, entry), out);
}

}  // namespace mimus::fake
