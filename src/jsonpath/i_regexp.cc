#include "i_regexp.h"

#include <cstddef>

#include "text/encoding.h"

namespace mimus::jsonpath {
namespace {

bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

// Reads RFC 9485 §3 (figure 1), rule by rule, without recursion: of a group only its depth matters.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::optional<std::string> run() {
    std::size_t depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '(') {
        ++depth;
        take();
      } else if (c == '|') {
        take();
      } else if (c == ')') {
        if (depth-- == 0) return std::nullopt;
        take();
        if (!quantifier()) return std::nullopt;
      } else if (!atom() || !quantifier()) {
        return std::nullopt;
      }
    }
    if (depth != 0) return std::nullopt;
    return std::move(out_);
  }

 private:
  // atom = NormalChar / charClass; the group is run()'s.
  bool atom() {
    switch (text_[at_]) {
      case '.':
        ++at_;
        out_ += "[^\\n\\r]";
        return true;
      case '\\': return escape();
      case '[': return char_class();
      case '*': case '+': case '?': case ']': case '{': case '}': return false;
      default: take(); return true;
    }
  }

  // quantifier = ( "*" / "+" / "?" ) / "{" QuantExact [ "," [ QuantExact ] ] "}"
  bool quantifier() {
    if (at_ == text_.size()) return true;
    if (is_one_of(text_[at_], "*+?")) {
      take();
      return true;
    }
    if (text_[at_] != '{') return true;
    take();
    if (!digits()) return false;
    if (next_is(',')) {
      take();
      if (!next_is('}') && !digits()) return false;
    }
    if (!next_is('}')) return false;
    take();
    return true;
  }

  // SingleCharEsc, catEsc and complEsc
  bool escape() {
    if (at_ + 1 >= text_.size()) return false;
    const char c = text_[at_ + 1];
    if (c == 'p' || c == 'P') return category();
    if (!is_one_of(c, "()*+-.?[\\]^nrt{|}")) return false;
    take();
    take();
    return true;
  }

  // \p{ IsCategory }
  bool category() {
    struct Category {
      char letter;
      std::string_view kinds;
    };
    static constexpr Category kCategories[] = {{'L', "lmotu"}, {'M', "cen"}, {'N', "dlo"}, {'P', "cdefios"},
                                               {'Z', "lps"},   {'S', "ckmo"}, {'C', "cfno"}};
    const std::size_t close = text_.find('}', at_);
    if (close == std::string_view::npos || text_[at_ + 2] != '{') return false;
    const std::string_view name = text_.substr(at_ + 3, close - at_ - 3);
    for (const Category& category : kCategories) {
      if (name.empty() || name[0] != category.letter) continue;
      if (name.size() > 2 || (name.size() == 2 && !is_one_of(name[1], category.kinds))) return false;
      while (at_ <= close) take();
      return true;
    }
    return false;
  }

  // charClassExpr = "[" [ "^" ] ( "-" / CCE1 ) *CCE1 [ "-" ] "]"
  bool char_class() {
    take();
    if (next_is('^')) take();
    if (next_is('-')) {
      hyphen();
    } else if (!class_item()) {
      return false;
    }
    while (!next_is(']')) {
      if (next_is('-')) {
        hyphen();
        if (!next_is(']')) return false;
      } else if (!class_item()) {
        return false;
      }
    }
    take();
    return true;
  }

  // CCE1 = ( CCchar [ "-" CCchar ] ) / charClassEsc
  bool class_item() {
    if (next_is('\\') && at_ + 1 < text_.size() && is_one_of(text_[at_ + 1], "pP")) return category();
    if (!class_char()) return false;
    const bool range = next_is('-') && at_ + 1 < text_.size() && text_[at_ + 1] != ']';
    if (!range) return true;
    take();
    return class_char();
  }

  bool class_char() {
    if (at_ == text_.size() || is_one_of(text_[at_], "-[]")) return false;
    if (text_[at_] == '\\') return escape();
    take_code_point();
    return true;
  }

  bool digits() {
    const std::size_t first = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') take();
    return at_ > first;
  }

  bool next_is(char c) const { return at_ < text_.size() && text_[at_] == c; }
  void take() { out_ += text_[at_++]; }
  void take_code_point() {
    take();
    while (at_ < text_.size() && (static_cast<unsigned char>(text_[at_]) & 0xc0) == 0x80) take();
  }
  void hyphen() {
    out_ += "\\-";
    ++at_;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::string out_;
};

}  // namespace

std::optional<std::string> pcre_from_i_regexp(std::string_view text) {
  if (!text::is_valid_utf8(text)) return std::nullopt;
  return Reader(text).run();
}

std::optional<regex::Regex> compile_i_regexp(std::string_view text) {
  const std::optional<std::string> expression = pcre_from_i_regexp(text);
  if (!expression) return std::nullopt;
  auto regex = regex::Regex::compile(*expression);
  if (!regex) return std::nullopt;
  return *std::move(regex);
}

}  // namespace mimus::jsonpath
