#include "cursor.h"

#include <charconv>

namespace mimus::jsonpath {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_first(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

void append_utf8(unsigned code_point, std::string& out) {
  const auto put = [&](unsigned byte) { out += static_cast<char>(byte); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xc0 | code_point >> 6);
    put(0x80 | (code_point & 0x3f));
  } else if (code_point < 0x10000) {
    put(0xe0 | code_point >> 12);
    put(0x80 | (code_point >> 6 & 0x3f));
    put(0x80 | (code_point & 0x3f));
  } else {
    put(0xf0 | code_point >> 18);
    put(0x80 | (code_point >> 12 & 0x3f));
    put(0x80 | (code_point >> 6 & 0x3f));
    put(0x80 | (code_point & 0x3f));
  }
}

}  // namespace

Error Cursor::expected(std::string_view what) const {
  std::string message = "expected " + std::string(what);
  if (at_end()) return syntax_error(message + ", found the end of the path", at_);
  std::size_t size = 1;   // of the whole code point
  while (static_cast<unsigned char>(peek(size)) >= 0x80 && (static_cast<unsigned char>(peek(size)) & 0x40) == 0) ++size;
  const bool printable = static_cast<unsigned char>(peek()) >= 0x20;
  return syntax_error(message + (printable ? ", found '" + std::string(rest().substr(0, size)) + "'"
                                           : ", found a control character"), at_);
}

Result<std::string> Cursor::string(bool any_escape) {
  const std::size_t start = at_;
  const char quote = peek();
  std::string out;
  for (++at_; !at_end(); ) {
    const char c = peek();
    if (c == quote) {
      ++at_;
      return out;
    }
    if (c == '\\') {
      MIMUS_TRY_DONE(escape(quote, any_escape, out));
    } else if (static_cast<unsigned char>(c) < 0x20 && !any_escape) {
      return syntax_error("a control character in a string is written as an escape", at_);
    } else {
      out += c;
      ++at_;
    }
  }
  return syntax_error("the string is not closed", start);
}

Status Cursor::escape(char quote, bool any_escape, std::string& out) {
  static constexpr std::string_view kNames = "bfnrt/\\";
  static constexpr std::string_view kMeaning = "\b\f\n\r\t/\\";
  const std::size_t start = at_++;
  const char c = peek();
  if (at_end()) return syntax_error("the string is not closed", start);
  if (c == 'u') {
    ++at_;
    MIMUS_TRY(unsigned unit, hex4());
    if (unit >= 0xd800 && unit < 0xdc00 && take("\\u")) {
      MIMUS_TRY(const unsigned low, hex4());
      if (low < 0xdc00 || low > 0xdfff) return syntax_error("a high surrogate needs a low one behind it", start);
      unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
    }
    if (unit >= 0xd800 && unit < 0xe000) return syntax_error("half of a surrogate pair", start);
    append_utf8(unit, out);
    return Done();
  }
  if (const std::size_t known = kNames.find(c); known != std::string_view::npos) {
    out += kMeaning[known];
  } else if (c == quote || any_escape) {
    out += c;
  } else {
    return syntax_error("unknown escape in a string", start);
  }
  ++at_;
  return Done();
}

Result<unsigned> Cursor::hex4() {
  unsigned unit = 0;
  const std::string_view digits = rest().substr(0, 4);
  const auto [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), unit, 16);
  if (digits.size() < 4 || failure != std::errc() || end != digits.data() + 4) {
    return expected("four hexadecimal digits");
  }
  at_ += 4;
  return unit;
}

Result<std::int64_t> Cursor::integer() {
  constexpr std::int64_t kMost = (std::int64_t{1} << 53) - 1;
  const std::size_t start = at_;
  take('-');
  const std::size_t digits = at_;
  while (is_digit(peek())) ++at_;
  if (at_ == digits) return expected("digits");
  if (peek(0) == '.' && is_digit(peek(1))) return expected("an integer");
  if (text_[digits] == '0' && at_ - digits > 1) return syntax_error("an index has no leading zeros", digits);
  if (text_[digits] == '0' && digits > start) return syntax_error("-0 is no index", start);
  std::int64_t number = 0;
  const auto [end, failure] = std::from_chars(text_.data() + start, text_.data() + at_, number);
  if (failure != std::errc() || number > kMost || number < -kMost) {
    return syntax_error("an index lies within -(2^53 - 1) and 2^53 - 1", start);
  }
  return number;
}

Result<json::Value> Cursor::number() {
  const std::size_t start = at_;
  const auto digits = [this] {
    const std::size_t first = at_;
    while (is_digit(peek())) ++at_;
    return at_ > first;
  };
  take('-');
  const std::size_t whole = at_;
  if (!digits()) return expected("digits");
  if (text_[whole] == '0' && at_ - whole > 1) return syntax_error("a number has no leading zeros", whole);
  if (take('.') && !digits()) return expected("digits behind the decimal point");
  if (peek() == 'e' || peek() == 'E') {
    ++at_;
    if (peek() == '+' || peek() == '-') ++at_;
    if (!digits()) return expected("digits in the exponent");
  }
  constexpr std::ptrdiff_t kSafe = 18;   // digits of an int64
  std::int64_t integer = 0;
  const auto [end, failure] = std::from_chars(text_.data() + whole, text_.data() + at_, integer);
  if (start == whole && end == text_.data() + at_ && end - (text_.data() + whole) <= kSafe) return json::Value(integer);
  auto value = json::parse(since(start));
  if (!value) return syntax_error("the number is too large", start);
  return value;
}

std::string_view Cursor::shorthand() {
  const std::size_t start = at_;
  if (!is_name_first(peek())) return {};
  while (is_name_first(peek()) || is_digit(peek())) ++at_;
  return since(start);
}

std::string_view Cursor::word() const {
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  std::size_t size = 0;
  if (is_lower(peek())) {
    while (is_lower(peek(size)) || is_digit(peek(size)) || peek(size) == '_') ++size;
  }
  return rest().substr(0, size);
}

}  // namespace mimus::jsonpath
