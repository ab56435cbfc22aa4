#include "cursor.h"

#include <utility>

#include "scan.h"

namespace mimus::json {

std::string Cursor::found() const {
  if (at_ == end_) return "the end of the text";
  const auto byte = static_cast<unsigned char>(*at_);
  if (byte == '\n' || byte == '\r') return "the end of the line";
  if (byte == '\t') return "a tab";
  if (byte < 0x20 || byte == 0x7F) return "a control character";
  const std::size_t length = byte < 0x80 ? 1 : wide_sequence(at_, end_);
  if (length == 0) return "a byte that is not UTF-8";
  return "'" + std::string(at_, length) + "'";
}

bool Cursor::fail(const char* message, const char* hint) {
  return fail(std::string(message), hint);
}
bool Cursor::fail(std::string message, std::string hint, Code code) {
  fault_ = Fault{code, offset(), std::move(message), std::move(hint)};
  return false;
}

bool Cursor::no_value() {
  const char c = *at_;
  if (c == '\'') return fail("expected a value, found '''", "strings stand in double quotes");
  if (c == '/') return fail("a comment", "JSON has no comments");
  if (c == ']' || c == '}')
    return fail("expected a value, found " + found(), "is there a comma too many?");
  if (c == '.' || c == '+')
    return fail("expected a value, found " + found(), "a number begins with a digit or '-'");
  for (const std::string_view word : {"NaN", "Infinity", "undefined"}) {
    if (rest().starts_with(word)) return fail("JSON has no " + std::string(word), "null?");
  }
  for (const std::string_view word : {"True", "False", "None"}) {
    if (rest().starts_with(word))
      return fail("JSON has no " + std::string(word), "true, false and null are written small");
  }
  return fail("expected a value, found " + found());
}

bool Cursor::no_key() {
  const char c = *at_;
  if (c == '}') return fail("expected a member's name, found '}'", "is there a comma too many?");
  if (c == '/') return fail("a comment", "JSON has no comments");
  return fail("expected a member's name, found " + found(), "names stand in double quotes");
}

}  // namespace mimus::json
