#pragma once

#include <boost/json/monotonic_resource.hpp>
#include <memory>
#include <string_view>
#include <utility>

#include "json.h"

namespace mimus::json {

// A document that is read and not changed: its value, and all memory of it in a few large blocks.
//
//   MIMUS_TRY(const json::Document document, json::Document::parse(text));
//   const json::Value* const title = json::find(document.root(), "/info/title");
//
// For texts beyond some kilobytes: parse() gives every member and every string memory of its own,
// which takes about as long again as reading, and again to give back. Here all of it goes at once.
// own() makes copies of root(), or of a part, that may outlive the document; a copy that is constructed without it lies where
// the original does. Errors: as
// parse().
class Document {
 public:
  static Result<Document> parse(std::string_view text, const ReadOptions& options = {});
  // What build(storage) makes, as a Result<Value>, in the document's memory, of about so many bytes.
  template <class Build>
  static Result<Document> build(std::size_t bytes, Build&& build) {
    auto held = std::make_unique<Held>(bytes);
    MIMUS_TRY(Value root, build(boost::json::storage_ptr(&held->memory)));
    held->root = std::move(root);
    return Document(std::move(held));
  }

  const Value& root() const { return held_->root; }  // valid while the document lives, moved or not

 private:
  struct Held {
    explicit Held(std::size_t bytes) : memory(bytes), root(boost::json::storage_ptr(&memory)) {}
    boost::json::monotonic_resource memory;
    Value root;
  };
  explicit Document(std::unique_ptr<Held> held) : held_(std::move(held)) {}

  std::unique_ptr<Held> held_;
};

// A copy that owns its memory.
inline Value own(const Value& value) { return Value(value, boost::json::storage_ptr()); }

}  // namespace mimus::json
