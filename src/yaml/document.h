#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/document.h"
#include "json/json.h"

namespace mimus::yaml {

// A configuration document, YAML 1.2 (core schema) or JSON, with the way back to its text.
//
//   MIMUS_TRY(Document doc, Document::parse(text, "mimus.yaml"));
//   doc.root()["routes"] …
//   error.where = doc.where("/routes/3/respose", Document::Part::kKey);   // mimus.yaml:14:5
//
// Text that begins with '{' or '[' is tried as JSON first (comments and trailing commas allowed),
// then as YAML. Anchors, aliases and merge keys (<<) are resolved; an alias bomb is refused
// (kLimit); tags other than the core schema's are ignored; duplicate keys are an error. A stream of
// several documents (---) gives an array of them when there is more than one. Positions are found
// by reading the text again, so the good case pays nothing for them.
class Document {
 public:
  static Result<Document> parse(std::string text, std::string source_name);

  const json::Value& root() const { return values_.root(); }  // stays where it is, moved or not
  const std::string& source() const { return source_; }
  const std::string& text() const { return text_; }

  enum class Part { kValue, kKey };
  // File, line and column of the node at a JSON pointer, or of the nearest ancestor that exists.
  Where where(std::string_view pointer, Part part = Part::kValue) const;
  // Many at once, in one pass over the text.
  std::vector<Where> where(const std::vector<std::pair<std::string, Part>>& pointers) const;

 private:
  Document(std::string text, std::string source, json::Document values, bool is_json);
  std::string text_;
  std::string source_;
  json::Document values_;
  bool is_json_ = false;
};

}  // namespace mimus::yaml
