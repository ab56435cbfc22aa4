#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "json/json.h"

namespace mimus::jsonpath {

// The text of a path while it is read: the tokens that all dialects share. Errors are Code::kSyntax with
// the byte offset into the whole text.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  std::size_t at() const { return at_; }
  void back_to(std::size_t at) { at_ = at; }
  bool at_end() const { return at_ == text_.size(); }
  // '\0' at the end.
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  std::string_view rest() const { return text_.substr(at_); }
  std::string_view since(std::size_t from) const { return text_.substr(from, at_ - from); }

  bool take(std::string_view token) {
    if (!rest().starts_with(token)) return false;
    at_ += token.size();
    return true;
  }
  bool take(char token) {   // no '\0'
    if (peek() != token) return false;
    ++at_;
    return true;
  }
  void skip(std::size_t count) { at_ += count; }
  void skip_blanks() {   // RFC 9535 §2.1.1: blank, tab, LF, CR
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') ++at_;
  }

  // expected("a name") is "expected a name, found 'x'", here.
  Error expected(std::string_view what) const;

  // 'text' or "text", §2.3.1.1, at its quote. `any_escape`: see Grammar.
  Result<std::string> string(bool any_escape);
  // An integer for an index or a slice: no leading zeros, no -0, within ±(2^53 - 1), §2.1.
  Result<std::int64_t> integer();
  // A number of a filter: int64, uint64 or double, as JSON reads it.
  Result<json::Value> number();
  // A member name without quotes, §2.5.1.1. Empty: there is none.
  std::string_view shorthand();
  // [a-z][a-z0-9_]*, a function or a word. Empty: there is none. Stays in front of it.
  std::string_view word() const;

 private:
  Status escape(char quote, bool any_escape, std::string& out);
  Result<unsigned> hex4();

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace mimus::jsonpath
