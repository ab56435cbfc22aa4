#include "simple_reader.h"

#include <cstddef>
#include <cstring>
#include <string>

#include "text/encoding.h"

namespace mimus::yaml {
namespace {

// libyaml's limit is 1,024 code points; a longer key is not simple.
constexpr std::ptrdiff_t kMaxKey = 1000;

// Printable, and free of the line breaks and marks that only libyaml knows what to do with: tab,
// CR, NEL, U+2028, U+2029, byte order marks, U+FFFE and U+FFFF.
bool has_simple_bytes(std::string_view text) {
  bool control = false, wide = false;
  for (const char c : text) {  // without a branch, so that it is done in vectors
    const auto byte = static_cast<unsigned char>(c);
    control |= (byte < 0x20) & (byte != '\n');
    control |= byte == 0x7F;
    wide |= byte >= 0x80;
  }
  if (control || !wide) return !control;
  for (std::size_t i = 0; i + 1 < text.size(); ++i) {
    const auto byte = [&](std::size_t k) {
      return static_cast<unsigned char>(i + k < text.size() ? text[i + k] : 0);
    };
    if (byte(0) == 0xC2 && byte(1) < 0xA0) return false;
    if (byte(0) == 0xE2 && byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9)) return false;
    if (byte(0) == 0xEF &&
        ((byte(1) == 0xBB && byte(2) == 0xBF) || (byte(1) == 0xBF && byte(2) >= 0xBE)))
      return false;
  }
  return text::is_valid_utf8(text);
}

bool is_one_of(char c, std::string_view set) {
  return set.find(c) != set.npos;
}
bool is_flow_indicator(char c) {
  return c == ',' || c == '[' || c == ']' || c == '{' || c == '}';
}

class SimpleReader {
 public:
  SimpleReader(std::string_view text, Tree& tree)
      : at_(text.data()), end_(at_ + text.size()), line_(at_), tree_(tree) {}

  bool read() {
    if (!load_line()) return false;
    return at_ != end_ && tell({.kind = Event::Kind::kDocument}) && block(indent_) && at_ == end_;
  }

 private:
  // --- lines. Between nodes at_ stands on the first byte of a line's content, or at the end.

  // at_ is at the start of a line. Skips empty lines and comments. False: a document marker.
  bool load_line() {
    while (true) {
      line_ = at_;
      skip_blanks();
      if (at_ == end_) {
        indent_ = -1;
        return true;
      }
      if (*at_ == '\n' || *at_ == '#') {
        skip_line();
      } else {
        indent_ = at_ - line_;
        const std::string_view rest(at_, end_);
        return indent_ > 0 || !(rest.starts_with("---") || rest.starts_with("..."));
      }
    }
  }

  // What may follow a value in its line: blanks and a comment. Then goes to the next line.
  bool end_line() {
    skip_blanks();
    const bool comment = at_ != end_ && *at_ == '#' && at_[-1] == ' ';
    if (!comment && !ends_line(at_)) return false;
    skip_line();
    return load_line();
  }

  void skip_blanks() {
    while (at_ != end_ && *at_ == ' ') ++at_;
  }
  void skip_line() {
    at_ = line_end();
    if (at_ != end_) ++at_;
  }
  const char* line_end() const {
    const void* const found =
        at_ == end_ ? nullptr : std::memchr(at_, '\n', static_cast<std::size_t>(end_ - at_));
    return found == nullptr ? end_ : static_cast<const char*>(found);
  }
  bool ends_line(const char* at) const { return at == end_ || *at == '\n'; }
  bool ends_word(const char* at) const { return at == end_ || *at == '\n' || *at == ' '; }

  // --- block collections

  bool block(std::ptrdiff_t column) { return at_dash() ? sequence(column) : mapping(column); }

  bool at_dash() const { return at_ != end_ && *at_ == '-' && ends_word(at_ + 1); }

  bool sequence(std::ptrdiff_t column) {
    if (!tell({.kind = Event::Kind::kBeginSequence})) return false;
    do {
      ++at_;
      skip_blanks();
      const std::ptrdiff_t inner = at_ - line_;
      if (ends_line(at_) || *at_ == '#') {
        if (!end_line() || !(indent_ > column ? block(indent_) : null())) return false;
      } else if (at_dash()) {
        if (!sequence(inner)) return false;
      } else if (colon() != nullptr) {
        if (!mapping(inner)) return false;
      } else if (!value(column)) {
        return false;
      }
      if (indent_ > column) return false;
    } while (indent_ == column && at_dash());
    return tell({.kind = Event::Kind::kEnd});
  }

  bool mapping(std::ptrdiff_t column) {
    if (!tell({.kind = Event::Kind::kBeginMapping})) return false;
    do {
      if (at_dash() || !key()) return false;
      skip_blanks();
      if (ends_line(at_) || *at_ == '#') {
        if (!end_line()) return false;
        const bool nested = indent_ > column;
        const bool list_at_margin = indent_ == column && at_dash();
        if (!(nested ? block(indent_) : list_at_margin ? sequence(column) : null())) return false;
      } else if (!value(column)) {
        return false;
      }
      if (indent_ > column) return false;
    } while (indent_ == column);
    return tell({.kind = Event::Kind::kEnd});
  }

  bool null() { return scalar({}, true); }

  // The ':' that makes a key of what begins here; nullptr: it is none.
  const char* colon() const {
    const char* at = at_;
    if (*at == '"' || *at == '\'') {
      at = closing_quote(at);
      if (at == nullptr) return nullptr;
      ++at;
      while (at != end_ && *at == ' ') ++at;
      return at != end_ && *at == ':' && ends_word(at + 1) ? at : nullptr;
    }
    if (*at == '{' || *at == '[') return nullptr;
    for (; !ends_line(at); ++at) {
      if (*at == ':' && ends_word(at + 1)) return at;
      if (*at == '#' && at != at_ && at[-1] == ' ') return nullptr;
    }
    return nullptr;
  }

  bool key() {
    const char* const stop = colon();
    if (stop == nullptr || stop - at_ > kMaxKey) return false;
    if (*at_ == '"' || *at_ == '\'') {
      if (!quoted()) return false;
    } else {
      if (!begins_plain(at_)) return false;
      if (!scalar(trimmed(at_, stop), true)) return false;
    }
    at_ = stop + 1;
    return true;
  }

  // --- values in a line; then at_ is on the next line's content

  bool value(std::ptrdiff_t column) {
    switch (*at_) {
      case '{':
      case '[':
        return flow() && end_line();
      case '"':
      case '\'':
        return quoted() && end_line();
      case '|':
        return literal(column);
      default:
        return plain() && end_line();
    }
  }

  bool begins_plain(const char* at) const {
    if (*at == '-') return !ends_word(at + 1);
    return !is_one_of(*at, "?:,[]{}#&*!|>'\"%@`");
  }

  bool plain() {
    if (!begins_plain(at_)) return false;
    const char* const start = at_;
    for (; !ends_line(at_); ++at_) {
      if (*at_ == ':' && ends_word(at_ + 1)) return false;
      if (*at_ == '#' && at_[-1] == ' ') break;
    }
    const std::string_view text = trimmed(start, at_);
    at_ = start + text.size();
    return scalar(text, true);
  }

  static std::string_view trimmed(const char* start, const char* stop) {
    while (stop != start && stop[-1] == ' ') --stop;
    return {start, stop};
  }

  // The quote that closes the text opened at `open`, in the same line.
  const char* closing_quote(const char* open) const {
    for (const char* at = open + 1; !ends_line(at); ++at) {
      if (*at == *open) {
        if (*open == '"' || ends_line(at + 1) || at[1] != '\'') return at;
        ++at;  // '' inside '…'
      } else if (*at == '\\' && *open == '"') {
        if (ends_line(++at)) return nullptr;
      }
    }
    return nullptr;
  }

  bool quoted() {
    const char* const close = closing_quote(at_);
    if (close == nullptr) return false;
    const std::string_view text(at_ + 1, close);
    const bool simple = *at_ == '"' ? unescape(text) : undouble(text);
    at_ = close + 1;
    return simple && scalar(decoded_, false);
  }

  bool unescape(std::string_view text) {
    constexpr std::string_view kCodes = "\"\\/nrt", kMeanings = "\"\\/\n\r\t";
    decoded_.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] != '\\') {
        decoded_ += text[i];
        continue;
      }
      const std::size_t code = kCodes.find(text[++i]);
      if (code == kCodes.npos) return false;
      decoded_ += kMeanings[code];
    }
    return true;
  }

  bool undouble(std::string_view text) {
    decoded_.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
      decoded_ += text[i];
      if (text[i] == '\'') ++i;
    }
    return true;
  }

  // A '|' text: its lines as they are, without the first one's indentation.
  bool literal(std::ptrdiff_t column) {
    ++at_;
    const bool strip = at_ != end_ && *at_ == '-';
    if (strip) ++at_;
    if (at_ == end_ || *at_ != '\n') return false;
    ++at_;
    decoded_.clear();
    std::ptrdiff_t margin = 0;    // 0: not known yet
    std::size_t empty_lines = 0;  // seen, and not written
    while (at_ != end_) {
      line_ = at_;
      while (at_ != end_ && *at_ == ' ' && (margin == 0 || at_ - line_ < margin)) ++at_;
      if (at_ == end_) return false;
      const std::ptrdiff_t indent = at_ - line_;
      if (*at_ == '\n') {
        if (margin == 0 && indent > 0) return false;
        ++empty_lines;
        ++at_;
        continue;
      }
      if (margin == 0) margin = indent;
      if (margin <= column) return false;
      if (indent < margin) break;
      decoded_.append(empty_lines, '\n');
      empty_lines = 0;
      const char* const stop = line_end();
      if (stop == end_) return false;
      decoded_.append(at_, stop + 1);
      at_ = stop + 1;
    }
    if (decoded_.empty()) return false;
    if (at_ != end_) at_ = line_;
    if (strip) decoded_.pop_back();
    return scalar(decoded_, false) && load_line();
  }

  // --- flow collections; then at_ is behind the bracket

  bool flow() {
    const bool mapping = *at_ == '{';
    const char closing = mapping ? '}' : ']';
    if (!tell({.kind = mapping ? Event::Kind::kBeginMapping : Event::Kind::kBeginSequence}))
      return false;
    ++at_;
    while (true) {
      if (!flow_blanks()) return false;
      if (*at_ == closing) break;
      if (mapping && !(flow_key() && flow_blanks())) return false;
      if (!flow_value() || !flow_blanks()) return false;
      if (*at_ == closing) break;
      if (*at_ != ',') return false;
      ++at_;
    }
    ++at_;
    return tell({.kind = Event::Kind::kEnd});
  }

  // Blanks and line ends. False: a comment, what may be a document marker, or the end.
  bool flow_blanks() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\n')) {
      if (*at_++ == '\n' && at_ != end_ && (*at_ == '-' || *at_ == '.')) return false;
    }
    return at_ != end_ && *at_ != '#';
  }

  bool flow_key() {
    const char* const start = at_;
    const bool in_quotes = *at_ == '"' || *at_ == '\'';
    if (!(in_quotes ? quoted() : flow_plain())) return false;
    skip_blanks();
    if (at_ == end_ || *at_ != ':' || at_ - start > kMaxKey) return false;
    ++at_;
    return in_quotes || ends_word(at_);
  }

  bool flow_value() {
    if (*at_ == '{' || *at_ == '[') return flow();
    if (*at_ == '"' || *at_ == '\'') return quoted();
    return flow_plain();
  }

  bool flow_plain() {
    if (!begins_plain(at_) || (*at_ == '-' && is_flow_indicator(at_[1]))) return false;
    const char* const start = at_;
    for (; !ends_line(at_) && !is_flow_indicator(*at_); ++at_) {
      const bool last = ends_word(at_ + 1) || is_flow_indicator(at_[1]);
      if (*at_ == ':' && ends_word(at_ + 1)) break;
      if (*at_ == ':' && (last || at_[1] == '?')) return false;
      if (*at_ == '?' && last) return false;
      if (*at_ == '#' && at_[-1] == ' ') return false;
    }
    return scalar(trimmed(start, at_), true);
  }

  bool scalar(std::string_view text, bool plain) {
    return tell({.kind = Event::Kind::kScalar, .text = text, .plain = plain});
  }
  bool tell(const Event& event) { return tree_.take(event).has_value(); }

  const char* at_;
  const char* const end_;
  const char* line_;           // where the current line begins
  std::ptrdiff_t indent_ = 0;  // of its content; -1: the end
  std::string decoded_;
  Tree& tree_;
};

}  // namespace

bool read_simple(std::string_view text, Tree& tree) {
  return has_simple_bytes(text) && SimpleReader(text, tree).read();
}

}  // namespace mimus::yaml
