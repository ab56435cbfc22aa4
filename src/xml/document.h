#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mimus::xml {

struct Tree;  // libxml2's, behind the door

struct ParseOptions {
  bool bound_prefixes = false;  // a prefix without its xmlns:… is an error, not part of the name
};

// How XML is written. No declaration and no document type, whatever was read; line ends are "\n".
enum class Layout {
  kPreserved,  // text as it was read
  kCompact,    // without the text that is only whitespace
  kPretty,  // 2 blanks a level and a line end behind the last tag; elements that hold text stay on
            // one line
};

struct Attribute {
  std::string name;  // as written: "x:id"
  std::string value;
  friend bool operator==(const Attribute&, const Attribute&) = default;
};

// A place in a Document, whose memory it shares. Copy it freely; any thread reads.
class Node {
 public:
  enum class Kind {
    kDocument,
    kElement,
    kAttribute,
    kText,
    kCdata,
    kComment,
    kInstruction,
    kOther
  };

  Kind kind() const;
  std::string name()
      const;  // as written, "x:item"; an instruction's target; "" for text and comments
  std::string local_name() const;             // "item"
  std::string namespace_uri() const;          // "" for none
  std::string text() const;                   // XPath's string-value: all text inside, or the value
  std::vector<Attribute> attributes() const;  // in document order, without xmlns declarations
  std::string path() const;                   // "/a/b[2]/@id"
  int line() const;                           // 0: unknown

  // Elements and documents as XML; attributes, text, comments and instructions as their bare value.
  std::string write(Layout layout) const;

 private:
  friend class Document;
  friend class XPath;
  Node(std::shared_ptr<const Tree> tree, void* node) : tree_(std::move(tree)), node_(node) {}
  std::shared_ptr<const Tree> tree_;
  void* node_;  // an xmlNode
};

// A well-formed XML 1.0 document. Immutable; copies share; any thread reads.
//
//   MIMUS_TRY(const xml::Document doc, xml::Document::parse("<a><b id='7'>t</b></a>"));
//   doc.write(xml::Layout::kPretty);   // "<a>\n  <b id=\"7\">t</b>\n</a>\n"
//
// Bytes that are valid UTF-8 are read as UTF-8, whatever their declaration says (so does everybody
// who has decoded a message first); others by byte order mark and declaration. Errors:
// Code::kSyntax with line, column and, for UTF-8, the byte offset; Code::kUnsupported for entity
// declarations, which are never expanded; Code::kLimit for more than 256 levels. Nothing is
// fetched, ever.
class Document {
 public:
  static Result<Document> parse(std::string_view text, ParseOptions options);
  static Result<Document> parse(std::string_view text) { return parse(text, ParseOptions()); }

  Node root() const;  // the outermost element
  Node document()
      const;  // what XPath calls the root: holds comments and instructions beside the element
  bool has_namespaces() const;  // some element or attribute has a prefix or a default namespace
  std::string write(Layout layout) const { return document().write(layout); }

 private:
  friend class XPath;
  friend struct Native;  // this module's own way to the tree
  explicit Document(std::shared_ptr<const Tree> tree) : tree_(std::move(tree)) {}
  std::shared_ptr<const Tree> tree_;
};

}  // namespace mimus::xml
