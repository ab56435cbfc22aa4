#include "document.h"

#include "library.h"

namespace mimus::xml {
namespace {

const xmlNode* native(void* node) {
  return static_cast<const xmlNode*>(node);
}

}  // namespace

Node::Kind Node::kind() const {
  switch (native(node_)->type) {
    case XML_DOCUMENT_NODE:
      return Kind::kDocument;
    case XML_ELEMENT_NODE:
      return Kind::kElement;
    case XML_ATTRIBUTE_NODE:
      return Kind::kAttribute;
    case XML_TEXT_NODE:
      return Kind::kText;
    case XML_CDATA_SECTION_NODE:
      return Kind::kCdata;
    case XML_COMMENT_NODE:
      return Kind::kComment;
    case XML_PI_NODE:
      return Kind::kInstruction;
    default:
      return Kind::kOther;
  }
}

std::string Node::name() const {
  switch (kind()) {
    case Kind::kElement:
    case Kind::kAttribute:
      return qualified_name(native(node_));
    case Kind::kInstruction:
      return std::string(view(native(node_)->name));
    default:
      return {};
  }
}

std::string Node::local_name() const {
  const bool named = kind() == Kind::kElement || kind() == Kind::kAttribute;
  return named ? std::string(xml::local_name(native(node_))) : name();
}

std::string Node::namespace_uri() const {
  const bool named = kind() == Kind::kElement || kind() == Kind::kAttribute;
  return named ? std::string(namespace_of(native(node_))) : "";
}

std::string Node::text() const {
  return take(xmlNodeGetContent(native(node_)));
}

std::vector<Attribute> Node::attributes() const {
  std::vector<Attribute> all;
  if (kind() != Kind::kElement) return all;
  for (const xmlAttr* a = native(node_)->properties; a; a = a->next) {
    all.push_back({qualified_name(reinterpret_cast<const xmlNode*>(a)), attribute_value(a)});
  }
  return all;
}

std::string Node::path() const {
  return take(xmlGetNodePath(native(node_)));
}

int Node::line() const {
  const long line = kind() == Kind::kDocument ? 0 : xmlGetLineNo(native(node_));
  return line > 0 ? static_cast<int>(line) : 0;
}

std::string Node::write(Layout layout) const {
  const bool is_tree = kind() == Kind::kElement || kind() == Kind::kDocument;
  return is_tree ? write_node(native(node_), layout) : text();
}

Node Document::root() const {
  return Node(tree_, xmlDocGetRootElement(tree_->doc));
}
Node Document::document() const {
  return Node(tree_, tree_->doc);
}
const xmlNode* Native::of(const Document& document) {
  return reinterpret_cast<const xmlNode*>(document.tree_->doc);
}

bool Document::has_namespaces() const {
  return tree_->has_namespaces;
}

}  // namespace mimus::xml
