#include "spelling.h"

namespace mimus::render {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

// Takes words off the front of a text and knows where it is.
class Words {
 public:
  explicit Words(std::string_view text) : text_(text) {}

  void skip_blanks() {
    while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
  }
  Word head() { return take([](char c) { return is_word(c); }); }
  Word argument() { return take([](char c) { return !is_blank(c); }); }
  // Up to the next blank outside brackets, when a '.' or '[' stands here.
  Word member() {
    if (at_ == text_.size() || (text_[at_] != '.' && text_[at_] != '[')) return {{}, at_};
    bool bracket = false;
    return take([&bracket](char c) {
      bracket = c == '[' || (bracket && c != ']');
      return bracket || !is_blank(c);
    });
  }
  bool done() const { return at_ == text_.size(); }

 private:
  template <class Belongs>
  Word take(Belongs belongs) {
    const std::size_t first = at_;
    while (at_ < text_.size() && belongs(text_[at_])) ++at_;
    return {text_.substr(first, at_ - first), first};
  }
  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

Spelling take_apart(std::string_view text) {
  Words words(text);
  Spelling spelling;
  words.skip_blanks();
  spelling.head = words.head();
  spelling.member = words.member();
  for (words.skip_blanks(); !words.done(); words.skip_blanks()) spelling.arguments.push_back(words.argument());
  return spelling;
}

Error wrong(std::string message, std::size_t offset, std::string hint) {
  Error error = syntax_error(std::move(message), offset);
  error.hint = std::move(hint);
  return error;
}

}  // namespace mimus::render
