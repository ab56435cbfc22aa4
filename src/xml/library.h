#pragma once

// libxml2 itself: for the sources of this module only.
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>

#include <string>
#include <string_view>

namespace mimus::xml {

class Document;

struct Tree {
  xmlDoc* doc = nullptr;
  bool has_namespaces = false;

  Tree() = default;
  Tree(const Tree&) = delete;
  Tree& operator=(const Tree&) = delete;
  ~Tree() {
    if (doc) xmlFreeDoc(doc);
  }
};

// The tree of a document.
struct Native {
  static const xmlNode* of(const Document& document);
};

// Once in a process, from any thread, before anything else of libxml2 is called.
void start_library();

// While it lives, memory that libxml2 asks for in this thread counts as steps of `context`: one for
// every 64 bytes. So an expression that builds long texts in few operations runs into its limit as
// well.
class MemoryMeter {
 public:
  explicit MemoryMeter(xmlXPathContext* context);
  ~MemoryMeter();
  MemoryMeter(const MemoryMeter&) = delete;
  MemoryMeter& operator=(const MemoryMeter&) = delete;
};

inline std::string_view view(const xmlChar* text) {
  return text ? std::string_view(reinterpret_cast<const char*>(text)) : std::string_view();
}
inline const xmlChar* chars(const std::string& text) {
  return reinterpret_cast<const xmlChar*>(text.c_str());
}
std::string take(xmlChar* text);  // copies, then frees

// The name as written and without its prefix, also where the prefix is not bound (libxml2 then
// keeps it in the name).
std::string qualified_name(const xmlNode* node);
std::string_view local_name(const xmlNode* node);
std::string_view namespace_of(const xmlNode* node);
std::string attribute_value(const xmlAttr* attribute);

bool is_blank(std::string_view text);  // only blanks, tabs and line ends

// Elements and documents as XML (writer.cc).
enum class Layout;
std::string write_node(const xmlNode* node, Layout layout);

}  // namespace mimus::xml
