#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document.h"
#include "equal.h"
#include "placeholder.h"

namespace mimus::xml {

// A document as a comparison sees it: no comments, texts trimmed and joined, names reduced to what
// compares, children sorted by kind and local name (texts and instructions first), attributes by
// name.
struct Item {
  enum class Kind { kDocument, kText, kCdata, kInstruction, kElement };
  struct Attr {
    std::string name, uri, value;
    std::shared_ptr<const Placeholder> placeholder;
  };

  Kind kind = Kind::kDocument;
  std::string name;   // as it compares; an instruction's target
  std::string local;  // what the order goes by
  std::string uri;
  std::string text;  // of texts; an instruction's data
  std::string step;  // "v[2]", "text()[1]": its part of a path
  std::optional<std::string> schema_location, no_namespace_schema_location;
  std::vector<Attr> attributes;
  std::vector<Item> children;
  std::shared_ptr<const Placeholder> placeholder;  // of texts
};

Item normal_form(const Document& document, NamespaceAwareness namespaces);
// Marks every text and value of the item that is a placeholder.
Status find_placeholders(Item& item, const PlaceholderReader& reader);

}  // namespace mimus::xml
