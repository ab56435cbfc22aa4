#include "normal_form.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "library.h"

namespace mimus::xml {
namespace {

constexpr std::string_view kSchemaInstance = "http://www.w3.org/2001/XMLSchema-instance";

// As Java trims: everything up to the blank.
std::string trimmed(std::string_view text) {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= ' ') text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= ' ') text.remove_suffix(1);
  return std::string(text);
}

class Normalizer {
 public:
  explicit Normalizer(NamespaceAwareness namespaces) : namespaces_(namespaces) {}

  Item document(const xmlNode* node) const {
    Item item;
    children(node, item);
    return item;
  }

 private:
  void children(const xmlNode* parent, Item& item) const {
    for (const xmlNode* child = parent->children; child; child = child->next) append(child, item);
    std::erase_if(item.children,
                  [](const Item& child) { return is_text(child) && child.text.empty(); });
    number(item.children);
    std::stable_sort(item.children.begin(), item.children.end(), [](const Item& a, const Item& b) {
      const bool a_element = a.kind == Item::Kind::kElement,
                 b_element = b.kind == Item::Kind::kElement;
      return a_element != b_element ? b_element : a.local < b.local;
    });
  }

  static bool is_text(const Item& item) {
    return item.kind == Item::Kind::kText || item.kind == Item::Kind::kCdata;
  }

  void append(const xmlNode* node, Item& parent) const {
    switch (node->type) {
      case XML_TEXT_NODE:
        return append_text(Item::Kind::kText, view(node->content), parent);
      case XML_ENTITY_REF_NODE:
        return append_text(Item::Kind::kText, "&" + std::string(view(node->name)) + ";", parent);
      case XML_CDATA_SECTION_NODE:
        return append_text(Item::Kind::kCdata, view(node->content), parent);
      case XML_ELEMENT_NODE:
        parent.children.push_back(element(node));
        return;
      case XML_PI_NODE: {
        Item item;
        item.kind = Item::Kind::kInstruction;
        item.name = view(node->name);
        item.text = trimmed(view(node->content));
        parent.children.push_back(std::move(item));
        return;
      }
      default:
        return;
    }
  }

  // A comment that went away leaves one text, not two.
  void append_text(Item::Kind kind, std::string_view text, Item& parent) const {
    if (kind == Item::Kind::kText && !parent.children.empty() &&
        parent.children.back().kind == kind) {
      // Blanks inside the joined text count, those at its ends do not.
      raw_.append(text);
    } else {
      raw_ = text;
      parent.children.emplace_back();
      parent.children.back().kind = kind;
    }
    parent.children.back().text = trimmed(raw_);
  }

  Item element(const xmlNode* node) const {
    Item item;
    item.kind = Item::Kind::kElement;
    item.local = local_name(node);
    item.name = namespaces_ == NamespaceAwareness::kNone ? qualified_name(node) : item.local;
    if (namespaces_ == NamespaceAwareness::kStrict) item.uri = namespace_of(node);
    attributes(node, item);
    children(node, item);
    return item;
  }

  void attributes(const xmlNode* node, Item& item) const {
    for (const xmlAttr* a = node->properties; a; a = a->next) attribute(a, item);
    if (namespaces_ != NamespaceAwareness::kStrict) declarations(node, item);
    std::sort(item.attributes.begin(), item.attributes.end(),
              [](const Item::Attr& a, const Item::Attr& b) {
                return std::tie(a.name, a.uri) < std::tie(b.name, b.uri);
              });
  }

  void attribute(const xmlAttr* attribute, Item& item) const {
    const auto* node = reinterpret_cast<const xmlNode*>(attribute);
    std::string value = trimmed(attribute_value(attribute));
    if (namespaces_ != NamespaceAwareness::kStrict) {
      item.attributes.push_back({qualified_name(node), "", std::move(value), nullptr});
      return;
    }
    const std::string_view uri = namespace_of(node), local = local_name(node);
    if (uri == kSchemaInstance && local == "schemaLocation") {
      item.schema_location = std::move(value);
    } else if (uri == kSchemaInstance && local == "noNamespaceSchemaLocation") {
      item.no_namespace_schema_location = std::move(value);
    } else {
      item.attributes.push_back({std::string(local), std::string(uri), std::move(value), nullptr});
    }
  }

  void declarations(const xmlNode* node, Item& item) const {
    for (const xmlNs* ns = node->nsDef; ns; ns = ns->next) {
      if (ns->prefix && namespaces_ == NamespaceAwareness::kLegacy) continue;
      std::string name = "xmlns";
      if (ns->prefix) name.append(":").append(view(ns->prefix));
      item.attributes.push_back({std::move(name), "", std::string(view(ns->href)), nullptr});
    }
  }

  static void number(std::vector<Item>& children) {
    std::map<std::string, int> seen;
    for (Item& child : children) {
      std::string name = child.kind == Item::Kind::kElement       ? child.name
                         : child.kind == Item::Kind::kInstruction ? "processing-instruction()"
                                                                  : "text()";
      const int count = ++seen[name];
      child.step = std::move(name) + "[" + std::to_string(count) + "]";
    }
  }

  NamespaceAwareness namespaces_;
  mutable std::string raw_;  // the text that is being joined, untrimmed
};

}  // namespace

Item normal_form(const Document& document, NamespaceAwareness namespaces) {
  return Normalizer(namespaces).document(Native::of(document));
}

Status find_placeholders(Item& item, const PlaceholderReader& reader) {
  if (item.kind == Item::Kind::kText || item.kind == Item::Kind::kCdata) {
    MIMUS_TRY(item.placeholder, reader.read(item.text));
  }
  for (Item::Attr& attribute : item.attributes) {
    MIMUS_TRY(attribute.placeholder, reader.read(attribute.value));
  }
  for (Item& child : item.children) MIMUS_TRY_DONE(find_placeholders(child, reader));
  return Done{};
}

}  // namespace mimus::xml
