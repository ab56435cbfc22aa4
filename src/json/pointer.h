#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json.h"

namespace mimus::json {

// A JSON Pointer, RFC 6901: "" | ( "/" token )*, in a token ~1 stands for '/' and ~0 for '~'.
//
//   MIMUS_TRY(const Pointer where, Pointer::parse("/routes/0/headers/a~1b"));
//   where.tokens();                // "routes", "0", "headers", "a/b"
//   where.resolve(document);       // the value, or nullptr
//
// Owns its text. In an array a token is an index without leading zeros, or "-" for the place after
// the last element, which only add() and set() accept.
class Pointer {
 public:
  Pointer() = default;  // the whole document
  explicit Pointer(std::vector<std::string> tokens) : tokens_(std::move(tokens)) {}
  // Code::kSyntax with the offset of the first bad character.
  static Result<Pointer> parse(std::string_view text);
  // RFC 6901 §6: what follows '#' in a URI, percent-encoded. Offsets of errors are in the decoded
  // text.
  static Result<Pointer> parse_fragment(std::string_view text);

  const std::vector<std::string>& tokens() const { return tokens_; }
  std::string text() const;
  bool empty() const { return tokens_.empty(); }
  Pointer child(std::string_view token) const;
  Pointer parent() const;                         // of the whole document: itself
  bool is_prefix_of(const Pointer& other) const;  // itself included

  // The value, or nullptr; valid until the document changes.
  const Value* resolve(const Value& root) const;
  Value* resolve(Value& root) const;

  // These fail with Code::kNotFound and where.pointer set, and then change nothing.
  // add: RFC 6902 §4.1. Inserts into an array, adds or replaces a member; the parent has to exist.
  Status add(Value& root, Value value) const;
  // set: replaces what is there, or adds it; missing objects on the way are made.
  Status set(Value& root, Value value) const;
  // remove: takes the value out and returns it. The whole document cannot be removed.
  Result<Value> remove(Value& root) const;

  friend bool operator==(const Pointer&, const Pointer&) = default;

 private:
  std::vector<std::string> tokens_;
};

// A token as an array index: digits without leading zeros.
std::optional<std::size_t> array_index(std::string_view token);

}  // namespace mimus::json
