#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "decimal.h"
#include "json.h"
#include "number_text.h"
#include "scan.h"

namespace mimus::json {

// RFC 8259 as a recursive descent, in one pass and without a tree. A Sink hears what is read, in
// order:
//
//   value(offset)                        a value begins here; then exactly one of
//     null() boolean(b) int64(i) uint64(u) real(d) string(text)
//     begin_object() { key(text, offset) value … }* end_object(members)
//     begin_array() { value … }* end_array(elements)
//
// Texts are views that last until the call returns. Why our own and not boost::json::basic_parser:
// that one tells its handler no offsets, says "syntax error" for everything, and rounds doubles
// twice.
template <class Sink>
class Reader {
 public:
  struct Fault {
    Code code;
    std::size_t offset;
    std::string message;
    std::string hint;
  };

  // `utf8_known`: the text is known to be UTF-8.
  Reader(std::string_view text, const ReadOptions& options, Sink& sink, bool utf8_known = false)
      : begin_(text.data()),
        at_(begin_),
        end_(begin_ + text.size()),
        options_(options),
        sink_(sink),
        utf8_known_(utf8_known) {}

  // Reads one document; nothing is its success.
  std::optional<Fault> read() {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (std::string_view(at_, end_).starts_with(kByteOrderMark)) at_ += kByteOrderMark.size();
    depth_left_ = options_.max_depth;
    if (blanks() && value() && !options_.trailing_text && blanks() && at_ != end_) {
      fail(found() + " after the end of the document", "one document holds one value");
    }
    return std::move(fault_);
  }

 private:
  bool value() {
    if (at_ == end_) return fail("the text ends where a value should stand");
    sink_.value(offset());
    switch (*at_) {
      case '{':
        return object();
      case '[':
        return array();
      case '"': {
        std::string_view text;
        if (!string(text)) return false;
        return sink_.string(text), true;
      }
      case 't':
        return literal("true") && (sink_.boolean(true), true);
      case 'f':
        return literal("false") && (sink_.boolean(false), true);
      case 'n':
        return literal("null") && (sink_.null(), true);
      case '-':
      case '0':
      case '1':
      case '2':
      case '3':
      case '4':
      case '5':
      case '6':
      case '7':
      case '8':
      case '9':
        return number();
      default:
        return no_value();
    }
  }

  bool object() {
    if (!enter()) return false;
    sink_.begin_object();
    std::size_t members = 0;
    while (true) {
      if (!blanks()) return false;
      if (at_ == end_) return fail("the text ends inside an object", "'}' is missing");
      if (*at_ == '}' && (members == 0 || options_.trailing_commas)) break;
      if (!member()) return false;
      ++members;
      if (!blanks()) return false;
      if (at_ != end_ && *at_ == '}') break;
      if (!comma("an object", '}')) return false;
    }
    ++at_;
    ++depth_left_;
    return sink_.end_object(members), true;
  }

  bool member() {
    if (*at_ != '"') return no_key();
    const std::size_t start = offset();
    std::string_view name;
    if (!string(name)) return false;
    sink_.key(name, start);
    if (!blanks()) return false;
    if (at_ == end_ || *at_ != ':')
      return fail("expected ':' after a member's name, found " + found());
    ++at_;
    return blanks() && value();
  }

  bool array() {
    if (!enter()) return false;
    sink_.begin_array();
    std::size_t elements = 0;
    while (true) {
      if (!blanks()) return false;
      if (at_ == end_) return fail("the text ends inside an array", "']' is missing");
      if (*at_ == ']' && (elements == 0 || options_.trailing_commas)) break;
      if (!value()) return false;
      ++elements;
      if (!blanks()) return false;
      if (at_ != end_ && *at_ == ']') break;
      if (!comma("an array", ']')) return false;
    }
    ++at_;
    ++depth_left_;
    return sink_.end_array(elements), true;
  }

  bool enter() {
    if (depth_left_ == 0) {
      return fail("nested deeper than " + std::to_string(options_.max_depth) + " levels", {},
                  Code::kLimit);
    }
    --depth_left_;
    ++at_;
    return true;
  }

  bool comma(const char* container, char closing) {
    if (at_ == end_ || *at_ != ',') [[unlikely]]
      return no_comma(container, closing);
    ++at_;
    return true;
  }

  [[gnu::cold]] bool no_comma(const char* container, char closing) {
    if (at_ == end_) {
      return fail(std::string("the text ends inside ") + container,
                  std::string{'\'', closing, '\''} + " is missing");
    }
    return fail(std::string("expected ',' or '") + closing + "' in " + container + ", found " +
                found());
  }

  // A string's text: a view of the input when it has no escapes, else of scratch_.
  bool string(std::string_view& text) {
    const char* const start = ++at_;
    at_ = utf8_known_ ? skip_plain<Stop::kEscapes>(at_, end_)
                      : skip_plain<Stop::kEscapesAndWide>(at_, end_);
    if (at_ != end_ && *at_ == '"') [[likely]] {
      text = std::string_view(start, at_++);
      return true;
    }
    return uncommon_string(start, text);
  }

  [[gnu::noinline]] bool uncommon_string(const char* start, std::string_view& text) {
    bool in_scratch = false;
    while (true) {
      if (at_ == end_) return fail("the text ends inside a string", "'\"' is missing");
      const auto byte = static_cast<unsigned char>(*at_);
      if (byte == '"') break;
      if (byte >= 0x80) {
        if (!wide_run()) return false;
      } else if (byte == '\\') {
        if (!in_scratch) scratch_.clear();
        in_scratch = true;
        scratch_.append(start, at_);
        if (!escape()) return false;
        start = at_;
      } else {
        return fail(found() + " inside a string",
                    byte == '\n' ? "write it as \\n" : "write it as an escape");
      }
      at_ = utf8_known_ ? skip_plain<Stop::kEscapes>(at_, end_)
                        : skip_plain<Stop::kEscapesAndWide>(at_, end_);
    }
    if (in_scratch) scratch_.append(start, at_);
    text = in_scratch ? std::string_view(scratch_) : std::string_view(start, at_);
    ++at_;
    return true;
  }

  bool wide_run() {
    do {
      const std::size_t length = wide_sequence(at_, end_);
      if (length == 0) return fail("not UTF-8");
      at_ += length;
    } while (at_ != end_ && static_cast<unsigned char>(*at_) >= 0x80);
    return true;
  }

  bool escape() {
    const char* const backslash = at_++;
    if (at_ == end_) return fail("the text ends inside a string", "'\"' is missing");
    switch (*at_++) {
      case '"':
        scratch_ += '"';
        return true;
      case '\\':
        scratch_ += '\\';
        return true;
      case '/':
        scratch_ += '/';
        return true;
      case 'b':
        scratch_ += '\b';
        return true;
      case 'f':
        scratch_ += '\f';
        return true;
      case 'n':
        scratch_ += '\n';
        return true;
      case 'r':
        scratch_ += '\r';
        return true;
      case 't':
        scratch_ += '\t';
        return true;
      case 'u':
        return unicode_escape(backslash);
      default:
        at_ = backslash;
        return fail("unknown escape in a string", "a backslash itself is written \\\\");
    }
  }

  bool unicode_escape(const char* backslash) {
    std::uint32_t code = 0;
    if (!hex4(code)) return false;
    if (code >= 0xD800 && code <= 0xDFFF) {
      std::uint32_t low = 0;
      const bool pair = code < 0xDC00 && end_ - at_ >= 2 && at_[0] == '\\' && at_[1] == 'u';
      if (pair) {
        at_ += 2;
        if (!hex4(low)) return false;
      }
      if (!pair || low < 0xDC00 || low > 0xDFFF) {
        at_ = backslash;
        return fail("half of a surrogate pair", "a character beyond U+FFFF takes two \\u escapes");
      }
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(code);
    return true;
  }

  bool hex4(std::uint32_t& code) {
    for (int i = 0; i < 4; ++i, ++at_) {
      const char c = at_ == end_ ? ' ' : *at_;
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return fail("expected four hexadecimal digits after \\u");
      code = code * 16 + static_cast<std::uint32_t>(digit);
    }
    return true;
  }

  void append_utf8(std::uint32_t code) {
    const auto put = [&](std::uint32_t byte) { scratch_ += static_cast<char>(byte); };
    if (code < 0x80) return put(code);
    if (code < 0x800) {
      put(0xC0 | code >> 6);
    } else {
      if (code < 0x10000) {
        put(0xE0 | code >> 12);
      } else {
        put(0xF0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3F));
      }
      put(0x80 | (code >> 6 & 0x3F));
    }
    put(0x80 | (code & 0x3F));
  }

  bool number() {
    const char* const start = at_;
    const bool negative = *at_ == '-';
    if (negative) ++at_;
    if (!digit()) return fail("expected a digit after '-', found " + found());
    if (*at_ == '0' && end_ - at_ >= 2 && at_[1] >= '0' && at_[1] <= '9') {
      return fail("a number cannot begin with 0", "write it without, or in quotes");
    }
    const char* const first = at_;
    std::uint64_t value = 0;  // of all digits, as long as there are no more than 19
    read_digits(value);
    const char* const point = at_;
    if (at_ == end_ || (*at_ != '.' && (*at_ | 0x20) != 'e'))
      return integer(start, static_cast<std::size_t>(at_ - first), value, negative);
    std::int64_t exponent = 0;
    std::size_t digit_count = static_cast<std::size_t>(point - first);
    if (*at_ == '.') {
      ++at_;
      if (!expect_digit("the decimal point")) return false;
      read_digits(value);
      exponent = point + 1 - at_;
      digit_count += static_cast<std::size_t>(at_ - point - 1);
    }
    if (at_ != end_ && (*at_ | 0x20) == 'e' && !read_exponent(exponent)) return false;
    if (digit_count <= kMostDigits && exponent > -100 && exponent < 100) {
      if (const auto real = nearest_double(value, static_cast<int>(exponent)))
        return sink_.real(negative ? -*real : *real), true;
    }
    return any_double(start);
  }

  static constexpr std::size_t kMostDigits = 19;  // that fit in 64 bits, whatever they are

  bool integer(const char* start, std::size_t digit_count, std::uint64_t value, bool negative) {
    constexpr std::uint64_t kSmallest = std::uint64_t{1} << 63;
    // Twenty digits may fit; they have wrapped around if not.
    const bool fits = digit_count <= kMostDigits ||
                      (digit_count == kMostDigits + 1 && at_[-20] == '1' && value >= kSmallest);
    if (fits && value < kSmallest) {
      const auto whole = static_cast<std::int64_t>(value);
      return sink_.int64(negative ? -whole : whole), true;
    }
    if (fits && !negative) return sink_.uint64(value), true;
    if (fits && value == kSmallest) return sink_.int64(INT64_MIN), true;
    return any_double(start);
  }

  bool any_double(const char* start) {
    const std::optional<double> real = read_double({start, at_});
    if (!real) {
      at_ = start;
      return fail("the number is larger than a double can hold (1.8e308)");
    }
    return sink_.real(*real), true;
  }

  bool read_exponent(std::int64_t& exponent) {
    ++at_;
    const bool negative = at_ != end_ && *at_ == '-';
    if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
    if (!expect_digit("the exponent's 'e'")) return false;
    std::int64_t power = 0;
    constexpr std::int64_t kFar = 1'000'000;
    for (; digit(); ++at_) power = power < kFar ? power * 10 + (*at_ - '0') : power;
    exponent += negative ? -power : power;
    return true;
  }

  // Appends digits to the number; wraps around when there are too many.
  void read_digits(std::uint64_t& number) {
    while (end_ - at_ >= 8) {
      std::uint64_t bytes;
      std::memcpy(&bytes, at_, 8);
      if (!are_digits(bytes)) break;
      number = number * 100'000'000 + number_of_digits(bytes);
      at_ += 8;
    }
    for (; digit(); ++at_) number = number * 10 + static_cast<std::uint64_t>(*at_ - '0');
  }

  bool digit() const { return at_ != end_ && *at_ >= '0' && *at_ <= '9'; }

  bool expect_digit(const char* after) {
    if (digit()) [[likely]]
      return true;
    return no_digit(after);
  }
  [[gnu::cold]] bool no_digit(const char* after) {
    return fail(std::string("expected a digit after ") + after + ", found " + found());
  }

  bool literal(std::string_view word) {
    if (!std::string_view(at_, end_).starts_with(word)) return no_value();
    at_ += word.size();
    return true;
  }

  // Skips blanks and, where they are allowed, comments. False: a comment does not end.
  bool blanks() {
    if (at_ != end_ && static_cast<unsigned char>(*at_) > '/') [[likely]]
      return true;
    return some_blanks();
  }

  [[gnu::noinline]] bool some_blanks() {
    while (at_ != end_) {
      const char c = *at_;
      if (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
        ++at_;
      } else if (c == '/' && options_.comments && end_ - at_ >= 2 &&
                 (at_[1] == '/' || at_[1] == '*')) {
        if (!comment()) return false;
      } else {
        break;
      }
    }
    return true;
  }

  bool comment() {
    const std::string_view rest(at_, end_);
    const bool line = rest[1] == '/';
    const std::size_t stop = line ? rest.find('\n') : rest.find("*/", 2);
    if (stop == rest.npos && !line) return fail("a comment that does not end", "'*/' is missing");
    at_ = stop == rest.npos ? end_ : at_ + stop + (line ? 1 : 2);
    return true;
  }

  // The errors people make, by their first character.
  [[gnu::cold]] bool no_value() {
    const std::string_view rest(at_, end_);
    const char c = *at_;
    if (c == '\'') return fail("expected a value, found '''", "strings stand in double quotes");
    if (c == '/') return fail("a comment", "JSON has no comments");
    if (c == ']' || c == '}')
      return fail("expected a value, found " + found(), "is there a comma too many?");
    if (c == '.' || c == '+')
      return fail("expected a value, found " + found(), "a number begins with a digit or '-'");
    for (const std::string_view word : {"NaN", "Infinity", "undefined"}) {
      if (rest.starts_with(word)) return fail("JSON has no " + std::string(word), "null?");
    }
    for (const std::string_view word : {"True", "False", "None"}) {
      if (rest.starts_with(word))
        return fail("JSON has no " + std::string(word), "true, false and null are written small");
    }
    return fail("expected a value, found " + found());
  }

  [[gnu::cold]] bool no_key() {
    const char c = *at_;
    if (c == '}') return fail("expected a member's name, found '}'", "is there a comma too many?");
    if (c == '/') return fail("a comment", "JSON has no comments");
    return fail("expected a member's name, found " + found(), "names stand in double quotes");
  }

  // What stands here, in words.
  [[gnu::cold]] std::string found() const {
    if (at_ == end_) return "the end of the text";
    const auto byte = static_cast<unsigned char>(*at_);
    if (byte == '\n' || byte == '\r') return "the end of the line";
    if (byte == '\t') return "a tab";
    if (byte < 0x20 || byte == 0x7F) return "a control character";
    const std::size_t length = byte < 0x80 ? 1 : wide_sequence(at_, end_);
    if (length == 0) return "a byte that is not UTF-8";
    return "'" + std::string(at_, length) + "'";
  }

  [[gnu::cold]] bool fail(std::string message, std::string hint = {}, Code code = Code::kSyntax) {
    fault_ = Fault{code, offset(), std::move(message), std::move(hint)};
    return false;
  }

  std::size_t offset() const { return static_cast<std::size_t>(at_ - begin_); }

  const char* const begin_;
  const char* at_;
  const char* const end_;
  const ReadOptions& options_;
  Sink& sink_;
  const bool utf8_known_;
  std::size_t depth_left_ = 0;
  std::string scratch_;
  std::optional<Fault> fault_;
};

}  // namespace mimus::json
