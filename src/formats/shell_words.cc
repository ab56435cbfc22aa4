#include "shell_words.h"

#include <algorithm>
#include <cstdint>


namespace mimus::formats {
namespace {

int digit_of(char c, int base) {
  int value = -1;
  if (c >= '0' && c <= '9') value = c - '0';
  if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f') value = (c | 0x20) - 'a' + 10;
  return value < base ? value : -1;
}

void append_utf8(std::uint32_t point, std::string& out) {
  if (point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) point = 0xFFFD;
  if (point < 0x80) {
    out += static_cast<char>(point);
    return;
  }
  const int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  constexpr unsigned kLead[] = {0, 0xC0, 0xE0, 0xF0};
  out += static_cast<char>(kLead[more] | point >> (6 * more));
  for (int i = more - 1; i >= 0; --i) out += static_cast<char>(0x80 | (point >> (6 * i) & 0x3F));
}

// One walk over the text; a function for each kind of quotes.
class Walk {
 public:
  Walk(std::string_view text, Shell shell) : text_(text), shell_(shell) {}

  std::vector<std::vector<std::string>> run() {
    while (at_ < text_.size()) step();
    end_command();
    return std::move(commands_);
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }

  void end_word() {
    if (in_word_) words_.push_back(std::move(word_));
    word_.clear();
    in_word_ = false;
  }
  void end_command() {
    end_word();
    if (!words_.empty()) commands_.push_back(std::move(words_));
    words_.clear();
  }
  void add(char c) {
    in_word_ = true;
    word_ += c;
  }

  // Skips \n or \r\n behind an escape; true when there was one.
  bool line_goes_on() {
    const std::size_t skip = peek() == '\n' ? 1 : peek() == '\r' && peek(1) == '\n' ? 2 : 0;
    at_ += skip;
    return skip > 0;
  }

  char escape() const { return shell_ == Shell::kPosix ? '\\' : shell_ == Shell::kCmd ? '^' : '`'; }

  void step() {
    const char c = text_[at_++];
    if (c == escape()) {
      if (line_goes_on()) return;
      if (at_ < text_.size()) escaped();
      return;
    }
    switch (c) {
      case ' ':
      case '\t':
      case '\r': return end_word();
      case '\n': return end_command();
      case ';':
      case '|': return shell_ == Shell::kCmd && c == ';' ? add(c) : end_command();
      case '&': return end_command();
      case '#':
        if (in_word_ || shell_ == Shell::kCmd) return add(c);
        at_ = std::min(text_.find('\n', at_), text_.size());
        return;
      case '"': return double_quoted();
      case '\'': return shell_ == Shell::kCmd ? add(c) : single_quoted();
      case '$':
        if (shell_ == Shell::kPosix && peek() == '\'') {
          ++at_;
          return ansi_quoted();
        }
        return add(c);
      default: add(c);
    }
  }

  // ^" begins a quoted text as " does: what browsers write escapes every quote.
  void escaped() {
    if (shell_ == Shell::kCmd && peek() == '"') {
      ++at_;
      return caret_quoted();
    }
    add(text_[at_++]);
  }

  void single_quoted() {
    in_word_ = true;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c != '\'') {
        word_ += c;
      } else if (shell_ == Shell::kPowerShell && peek() == '\'') {
        word_ += text_[at_++];
      } else {
        return;
      }
    }
  }

  void double_quoted() {
    in_word_ = true;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') {
        if (shell_ == Shell::kPosix || peek() != '"') return;
        word_ += text_[at_++];
      } else if (c == '\\' && shell_ != Shell::kPowerShell) {
        backslash();
      } else if (c == '`' && shell_ == Shell::kPowerShell && at_ < text_.size()) {
        backtick();
      } else if (shell_ == Shell::kCmd && c == '^' && line_goes_on()) {
        word_ += '\n';
      } else {
        word_ += c;
      }
    }
  }

  void backslash() {
    if (shell_ == Shell::kPosix && line_goes_on()) return;
    const char next = peek();
    const bool taken = shell_ == Shell::kPosix ? std::string_view("$`\"\\").find(next) != std::string_view::npos : next == '"' || next == '\\';
    if (taken && at_ < text_.size()) {
      word_ += text_[at_++];
    } else {
      word_ += '\\';
    }
  }

  void backtick() {
    const char c = text_[at_++];
    switch (c) {
      case 'n': word_ += '\n'; break;
      case 'r': word_ += '\r'; break;
      case 't': word_ += '\t'; break;
      case '0': word_ += '\0'; break;
      default: word_ += c;
    }
  }

  // ^"…^": inside, \ escapes a quote or itself for the program, ^ any character for cmd, and ^ with two line breaks is one.
  void caret_quoted() {
    in_word_ = true;
    while (at_ < text_.size()) {
      char c = text_[at_++];
      const bool caret = c == '^' && at_ < text_.size();
      if (caret) {
        if (line_goes_on()) {
          line_goes_on();
          word_ += '\n';
          continue;
        }
        c = text_[at_++];
      }
      if (c == '"') return;
      if (c == '\\') {
        const std::size_t skip = peek() == '^' && (peek(1) == '"' || peek(1) == '\\') ? 1 : 0;
        if (peek(skip) == '"' || peek(skip) == '\\') {
          at_ += skip;
          c = text_[at_++];
        }
      }
      word_ += c;
    }
  }

  // $'…' (POSIX 2024 §2.2.4).
  void ansi_quoted() {
    in_word_ = true;
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '\'') return;
      if (c != '\\' || at_ == text_.size()) {
        word_ += c;
        continue;
      }
      const char kind = text_[at_++];
      constexpr std::string_view kNames = "abefnrtv", kMeans = "\a\b\x1b\f\n\r\t\v";
      if (const std::size_t name = kNames.find(kind); name != kNames.npos) {
        word_ += kMeans[name];
      } else if (kind == 'x') {
        word_ += static_cast<char>(number(2, 16));
      } else if (kind == 'u' || kind == 'U') {
        unicode(kind == 'u' ? 4 : 8);
      } else if (digit_of(kind, 8) >= 0) {
        --at_;
        word_ += static_cast<char>(number(3, 8));
      } else {
        word_ += kind;
      }
    }
  }

  std::uint32_t number(int most, int base) {
    std::uint32_t value = 0;
    for (int i = 0; i < most && digit_of(peek(), base) >= 0; ++i) {
      value = value * static_cast<std::uint32_t>(base) + static_cast<std::uint32_t>(digit_of(text_[at_++], base));
    }
    return value;
  }

  // Browsers write characters beyond 16 bits as two \u.
  void unicode(int digits) {
    std::uint32_t point = number(digits, 16);
    if (point >= 0xD800 && point < 0xDC00 && peek() == '\\' && peek(1) == 'u') {
      at_ += 2;
      const std::uint32_t low = number(4, 16);
      point = low >= 0xDC00 && low < 0xE000 ? 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00) : 0xFFFD;
    }
    append_utf8(point, word_);
  }

  std::string_view text_;
  Shell shell_;
  std::size_t at_ = 0;
  bool in_word_ = false;
  std::string word_;
  std::vector<std::string> words_;
  std::vector<std::vector<std::string>> commands_;
};

bool line_ends_with(std::string_view text, char mark) {
  for (std::size_t at = text.find(mark); at != text.npos; at = text.find(mark, at + 1)) {
    const std::string_view rest = text.substr(at + 1, 2);
    if (rest.starts_with('\n') || rest == "\r\n") return true;
  }
  return false;
}

}  // namespace

std::vector<std::vector<std::string>> shell_words(std::string_view text, Shell shell) {
  return Walk(text, shell).run();
}

Shell shell_of(std::string_view text) {
  if (line_ends_with(text, '\\')) return Shell::kPosix;
  if (line_ends_with(text, '^') || text.find("^\"") != text.npos) return Shell::kCmd;
  if (line_ends_with(text, '`') || text.starts_with("curl.exe ")) return Shell::kPowerShell;
  return Shell::kPosix;
}

}  // namespace mimus::formats
