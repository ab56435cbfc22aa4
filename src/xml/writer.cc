#include <array>

#include "document.h"
#include "library.h"

namespace mimus::xml {
namespace {

enum class Inside { kText, kAttribute };

void escape(std::string_view text, Inside inside, std::string& out) {
  for (const char byte : text) {
    switch (byte) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '\r':
        out += "&#13;";
        break;
      case '"':
        out += inside == Inside::kAttribute ? "&quot;" : "\"";
        break;
      case '\n':
        out += inside == Inside::kAttribute ? "&#10;" : "\n";
        break;
      case '\t':
        out += inside == Inside::kAttribute ? "&#9;" : "\t";
        break;
      default:
        out += byte;
    }
  }
}

class Writer {
 public:
  explicit Writer(Layout layout) : layout_(layout) {}

  std::string document(const xmlNode* node) {
    if (node->type != XML_DOCUMENT_NODE) {
      write(node, 0);
      if (layout_ == Layout::kPretty) out_ += '\n';
      return std::move(out_);
    }
    for (const xmlNode* child = node->children; child; child = child->next) {
      if (child->type == XML_DTD_NODE) continue;
      write(child, 0);
      if (layout_ == Layout::kPretty) out_ += '\n';
    }
    return std::move(out_);
  }

 private:
  void write(const xmlNode* node, int depth) {
    switch (node->type) {
      case XML_ELEMENT_NODE:
        return element(node, depth);
      case XML_TEXT_NODE:
        return escape(view(node->content), Inside::kText, out_);
      case XML_CDATA_SECTION_NODE:
        return between("<![CDATA[", view(node->content), "]]>");
      case XML_COMMENT_NODE:
        return between("<!--", view(node->content), "-->");
      case XML_ENTITY_REF_NODE:
        return between("&", view(node->name), ";");
      case XML_PI_NODE:
        return instruction(node);
      default:
        return;
    }
  }

  void between(std::string_view open, std::string_view text, std::string_view close) {
    out_.append(open).append(text).append(close);
  }

  void instruction(const xmlNode* node) {
    out_.append("<?").append(view(node->name));
    if (node->content && *node->content) out_.append(" ").append(view(node->content));
    out_ += "?>";
  }

  void attribute(std::string_view name, std::string_view value) {
    out_.append(" ").append(name).append("=\"");
    escape(value, Inside::kAttribute, out_);
    out_ += '"';
  }

  void open_tag(const xmlNode* node) {
    out_.append("<").append(qualified_name(node));
    for (const xmlNs* ns = node->nsDef; ns; ns = ns->next) {
      attribute(ns->prefix ? "xmlns:" + std::string(view(ns->prefix)) : "xmlns", view(ns->href));
    }
    for (const xmlAttr* a = node->properties; a; a = a->next) {
      attribute(qualified_name(reinterpret_cast<const xmlNode*>(a)), attribute_value(a));
    }
  }

  bool skips(const xmlNode* child) const {
    return layout_ != Layout::kPreserved && child->type == XML_TEXT_NODE &&
           is_blank(view(child->content));
  }

  void element(const xmlNode* node, int depth) {
    open_tag(node);
    bool empty = true, has_text = false;
    for (const xmlNode* child = node->children; child; child = child->next) {
      if (skips(child)) continue;
      empty = false;
      has_text = has_text || child->type == XML_TEXT_NODE ||
                 child->type == XML_CDATA_SECTION_NODE || child->type == XML_ENTITY_REF_NODE;
    }
    if (empty) {
      out_ += "/>";
      return;
    }
    out_ += '>';
    children(node, depth, has_text);
    out_.append("</").append(qualified_name(node)).append(">");
  }

  // Mixed content keeps its text as it is, down to the last element in it: line ends there would be
  // new text.
  void children(const xmlNode* node, int depth, bool has_text) {
    const Layout outer = layout_;
    if (has_text && layout_ == Layout::kPretty) layout_ = Layout::kPreserved;
    for (const xmlNode* child = node->children; child; child = child->next) {
      if (skips(child)) continue;
      if (layout_ == Layout::kPretty) indent(depth + 1);
      write(child, depth + 1);
    }
    if (layout_ == Layout::kPretty) indent(depth);
    layout_ = outer;
  }

  void indent(int depth) { out_.append("\n").append(static_cast<std::size_t>(depth) * 2, ' '); }

  Layout layout_;
  std::string out_;
};

}  // namespace

std::string write_node(const xmlNode* node, Layout layout) {
  return Writer(layout).document(node);
}

}  // namespace mimus::xml
