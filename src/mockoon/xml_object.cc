#include "xml_object.h"

#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "text/encoding.h"
#include "xml/xpath.h"

namespace mimus::mockoon {
namespace {

// One value stands alone, several are a list.
void add(json::Object& object, std::string_view key, json::Value value) {
  json::Value* there = object.if_contains(key);
  if (there == nullptr) {
    object[key] = std::move(value);
  } else if (json::Array* list = there->if_array()) {
    list->push_back(std::move(value));
  } else {
    json::Array list_of_two;
    list_of_two.push_back(std::move(*there));
    list_of_two.push_back(std::move(value));
    *there = std::move(list_of_two);
  }
}

class Converter {
 public:
  Converter() : children_(*xml::XPath::compile("child::node()")) {}

  json::Object children_of(const xml::Node& parent) const {
    json::Object made;
    const auto found = children_.evaluate(parent);
    const auto* nodes = found ? std::get_if<std::vector<xml::Node>>(&*found) : nullptr;
    if (nodes == nullptr) return made;
    for (const xml::Node& node : *nodes) {
      switch (node.kind()) {
        case xml::Node::Kind::kElement:
          add(made, node.name(), element(node));
          break;
        case xml::Node::Kind::kText:
          if (const std::string text = node.text(); !text::trim(text).empty()) add(made, "_text", json::Value(text));
          break;
        case xml::Node::Kind::kCdata:
          add(made, "_cdata", json::Value(node.text()));
          break;
        case xml::Node::Kind::kComment:
          add(made, "_comment", json::Value(node.text()));
          break;
        default:
          break;
      }
    }
    return made;
  }

 private:
  json::Value element(const xml::Node& node) const {
    json::Object made;
    json::Object attributes;
    for (const xml::Attribute& attribute : node.attributes()) attributes[attribute.name] = attribute.value;
    if (!attributes.empty()) made["_attributes"] = std::move(attributes);
    for (auto& member : children_of(node)) made[member.key()] = std::move(member.value());
    return made;
  }

  const xml::XPath children_;
};

}  // namespace

json::Value xml_object(const xml::Document& document) {
  static const Converter kConverter;
  return kConverter.children_of(document.document());
}

}  // namespace mimus::mockoon
