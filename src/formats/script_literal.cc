#include "script_literal.h"

#include <algorithm>
#include <string>

namespace mimus::formats {
namespace {

constexpr int kMostDepth = 100;

bool is_name(char c) {
  return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '_' || c == '$' || c == '.';
}

class Reader {
 public:
  Reader(std::string_view text, std::size_t& at) : text_(text), at_(at) {}

  // a + b
  Result<json::Value> value(int depth) {
    MIMUS_TRY(json::Value first, one(depth));
    for (blanks(); peek() == '+' && first.is_string(); blanks()) {
      ++at_;
      MIMUS_TRY(const json::Value more, one(depth));
      if (!more.is_string()) return error("only texts can be put together");
      first.get_string().append(more.get_string());
    }
    return first;
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  Error error(std::string message) const { return syntax_error(std::move(message), at_); }

  void blanks() {
    while (at_ < text_.size()) {
      if (std::string_view(" \t\r\n").find(text_[at_]) != std::string_view::npos) {
        ++at_;
      } else if (text_.substr(at_, 2) == "//") {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else if (text_.substr(at_, 2) == "/*") {
        const std::size_t end = text_.find("*/", at_ + 2);
        at_ = end == text_.npos ? text_.size() : end + 2;
      } else {
        return;
      }
    }
  }

  Result<json::Value> one(int depth) {
    if (depth > kMostDepth) return error("nested too deep");
    blanks();
    switch (peek()) {
      case '"':
      case '\'':
      case '`': {
        MIMUS_TRY(const std::string text, quoted());
        return json::Value(text);
      }
      case '{': return object(depth);
      case '[': return array(depth);
      default: return word(depth);
    }
  }

  Result<std::string> quoted() {
    const char quote = text_[at_++];
    std::string literal = "\"";  // as JSON, whose reader knows \u
    while (at_ < text_.size() && text_[at_] != quote) {
      const char c = text_[at_++];
      if (c == '\\' && at_ < text_.size()) {
        escape(text_[at_++], literal);
      } else if (c == '"') {
        literal += "\\\"";
      } else if (static_cast<unsigned char>(c) < 0x20) {
        json::write_string({&c, 1}, control_);
        literal += control_.substr(1, control_.size() - 2);
        control_.clear();
      } else {
        literal += c;
      }
    }
    if (at_ == text_.size()) return error("a text that does not end");
    ++at_;
    auto value = json::parse(literal + '"');
    if (!value) return error("a bad escape in a text");
    return std::string(value->get_string());
  }

  void escape(char c, std::string& literal) {
    switch (c) {
      case '\n': return;  // the line goes on
      case '\r': if (peek() == '\n') ++at_; return;
      case 'v': literal += "\\u000b"; return;
      case '0': literal += "\\u0000"; return;
      case 'x':
        literal += "\\u00";
        literal += text_.substr(at_, 2);
        at_ = std::min(at_ + 2, text_.size());
        return;
      case 'u':
        if (peek() == '{') return braced(literal);
        literal += "\\u";
        return;
      default:
        if (std::string_view("bfnrt\\\"/").find(c) != std::string_view::npos) literal += '\\';
        literal += c;
    }
  }

  // \u{1F600}: as JSON's two escapes.
  void braced(std::string& literal) {
    const std::size_t end = std::min(text_.find('}', at_), text_.size());
    std::uint32_t point = 0;
    for (const char c : text_.substr(at_ + 1, std::min<std::size_t>(end - at_ - 1, 8))) {
      const bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'f';
      point = point * 16 + static_cast<std::uint32_t>(letter ? (c | 0x20) - 'a' + 10 : (c - '0') & 15);
    }
    at_ = std::min(end + 1, text_.size());
    const auto unit = [&](std::uint32_t code) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      literal += "\\u";
      for (int shift = 12; shift >= 0; shift -= 4) literal += kDigits[code >> shift & 15];
    };
    if (point < 0x10000) return unit(point);
    point = std::min<std::uint32_t>(point, 0x10FFFF) - 0x10000;
    unit(0xD800 + (point >> 10));
    unit(0xDC00 + (point & 0x3FF));
  }

  Result<json::Value> object(int depth) {
    ++at_;
    json::Object out;
    for (blanks(); peek() != '}'; blanks()) {
      std::string name;
      if (const char c = peek(); c == '"' || c == '\'' || c == '`') {
        MIMUS_TRY(name, quoted());
      } else {
        while (is_name(peek())) name += text_[at_++];
        if (name.empty()) return error("a name was expected");
      }
      blanks();
      if (peek() != ':') return error("':' was expected");
      ++at_;
      MIMUS_TRY(out[name], value(depth + 1));
      blanks();
      if (peek() == ',') ++at_;
      else if (peek() != '}') return error("',' or '}' was expected");
    }
    ++at_;
    return json::Value(std::move(out));
  }

  Result<json::Value> array(int depth) {
    ++at_;
    json::Array out;
    for (blanks(); peek() != ']'; blanks()) {
      MIMUS_TRY(json::Value item, value(depth + 1));
      out.push_back(std::move(item));
      blanks();
      if (peek() == ',') ++at_;
      else if (peek() != ']') return error("',' or ']' was expected");
    }
    ++at_;
    return json::Value(std::move(out));
  }

  // true, 12, JSON.stringify(…), new Headers(…)
  Result<json::Value> word(int depth) {
    const std::size_t begin = at_;
    if (peek() == '-') ++at_;
    while (is_name(peek())) ++at_;
    const std::string_view name = text_.substr(begin, at_ - begin);
    if (name == "true" || name == "false") return json::Value(name == "true");
    if (name == "null" || name == "undefined") return json::Value(nullptr);
    if (name == "new") {
      blanks();
      return word(depth + 1);
    }
    blanks();
    if (peek() == '(' && !name.empty()) {
      ++at_;
      MIMUS_TRY(json::Value inside, value(depth + 1));
      blanks();
      if (peek() != ')') return error("')' was expected");
      ++at_;
      if (name == "JSON.stringify") return json::Value(json::write(inside));
      return inside;
    }
    auto number = json::parse(name);
    if (number && number->is_number()) return number;
    at_ = begin;
    return error("a value was expected");
  }

  std::string_view text_;
  std::size_t& at_;
  std::string control_;
};

}  // namespace

Result<json::Value> read_script_literal(std::string_view text, std::size_t& at) {
  return Reader(text, at).value(0);
}

}  // namespace mimus::formats
