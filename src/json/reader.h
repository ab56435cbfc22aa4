#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "json.h"
#include "number_reader.h"

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
class Reader : private NumberReader {
 public:
  // `utf8_known`: the text is known to be UTF-8.
  Reader(std::string_view text, const ReadOptions& options, Sink& sink, bool utf8_known = false,
         Lenience lenience = {})
      : NumberReader(text, utf8_known, lenience), options_(options), sink_(sink) {}

  // Reads one document; nothing is its success.
  std::optional<Fault> read() {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (rest().starts_with(kByteOrderMark)) at_ += kByteOrderMark.size();
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
      case '\'': {
        if (!lenience_.single_quotes) return no_value();
        std::string_view text;
        if (!single_quoted(text)) return false;
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
        return number(sink_);
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
    const bool single = *at_ == '\'' && lenience_.single_quotes;
    if (*at_ != '"' && !single) return no_key();
    const std::size_t start = offset();
    std::string_view name;
    if (!(single ? single_quoted(name) : string(name))) return false;
    sink_.key(name, start);
    if (!blanks()) return false;
    if (at_ == end_ || *at_ != ':') return no_colon();
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
    if (depth_left_ == 0) return too_deep();
    --depth_left_;
    ++at_;
    return true;
  }

  [[gnu::cold, gnu::noinline]] bool no_colon() {
    return fail("expected ':' after a member's name, found " + found());
  }
  [[gnu::cold, gnu::noinline]] bool too_deep() {
    return fail("nested deeper than " + std::to_string(options_.max_depth) + " levels", {},
                Code::kLimit);
  }

  bool comma(const char* container, char closing) {
    if (at_ == end_ || *at_ != ',') [[unlikely]]
      return no_comma(container, closing);
    ++at_;
    return true;
  }

  [[gnu::cold, gnu::noinline]] bool no_comma(const char* container, char closing) {
    if (at_ == end_) {
      return fail(std::string("the text ends inside ") + container,
                  std::string{'\'', closing, '\''} + " is missing");
    }
    return fail(std::string("expected ',' or '") + closing + "' in " + container + ", found " +
                found());
  }

  bool literal(std::string_view word) {
    if (!rest().starts_with(word)) return no_value();
    at_ += word.size();
    return true;
  }

  // Skips blanks and, where they are allowed, comments. False: a comment does not end.
  bool blanks() {
    if (at_ != end_ && static_cast<unsigned char>(*at_) > ' ' && *at_ != '/') [[likely]]
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
    const std::string_view rest = this->rest();
    const bool line = rest[1] == '/';
    const std::size_t stop = line ? rest.find('\n') : rest.find("*/", 2);
    if (stop == rest.npos && !line) return fail("a comment that does not end", "'*/' is missing");
    at_ = stop == rest.npos ? end_ : at_ + stop + (line ? 1 : 2);
    return true;
  }

  const ReadOptions& options_;
  Sink& sink_;
  std::size_t depth_left_ = 0;
};

}  // namespace mimus::json
