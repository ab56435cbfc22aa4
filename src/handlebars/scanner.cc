#include "scanner.h"

#include <utility>

#include "json/json.h"

namespace mimus::handlebars {
namespace {

bool is_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// What no name holds outside brackets: blanks and ! " # % & ' ( ) * + , . / ; < = > @ [ \ ] ^ ` { |
// } ~
bool ends_name(char c) {
  return is_blank(c) || c == '\0' ||
         std::string_view("!\"#%&'()*+,./;<=>@[\\]^`{|}~").find(c) != std::string_view::npos;
}

// What may stand right behind a name.
bool follows_name(char c) {
  return c == '\0' || is_blank(c) || std::string_view("=~}/.)|]").find(c) != std::string_view::npos;
}

}  // namespace

Error Scanner::wrong_at(std::size_t offset, std::string message, std::string hint) const {
  Error error = syntax_error(std::move(message), offset);
  error.hint = std::move(hint);
  const json::Position position = json::position_of(text_, std::min(offset, text_.size()));
  error.where.line = position.line;
  error.where.column = position.column;
  return error;
}

bool Scanner::take(std::string_view prefix) {
  if (!starts_with(prefix)) return false;
  at_ += prefix.size();
  return true;
}

void Scanner::skip_blanks() {
  while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
}

bool Scanner::literal_ends_at(std::size_t at) const {
  const char c = at < text_.size() ? text_[at] : '\0';
  return c == '\0' || is_blank(c) || c == '~' || c == '}' || c == ')' || c == ']';
}

std::size_t Scanner::name_end(std::size_t from) const {
  while (from < text_.size() && !ends_name(text_[from])) ++from;
  return from;
}

bool Scanner::at_hash_name() const {
  std::size_t end = at_;
  if (peek() == '[') {
    end = text_.find(']', at_);
    if (end == std::string_view::npos) return false;
    ++end;
  } else {
    end = name_end(at_);
  }
  while (end < text_.size() && is_blank(text_[end])) ++end;
  return end > at_ && end < text_.size() && text_[end] == '=';
}

bool Scanner::at_block_params() const {
  if (!starts_with("as")) return false;
  std::size_t end = at_ + 2;
  while (end < text_.size() && is_blank(text_[end])) ++end;
  return end > at_ + 2 && end < text_.size() && text_[end] == '|';
}

bool Scanner::ends_argument() const {
  return at_end() || peek() == ')' || peek() == '}' || (peek() == '~' && peek(1) == '}') ||
         at_block_params();
}

// ---- calls
// -------------------------------------------------------------------------------------------------------

Result<syntax::Call> Scanner::call() {
  skip_blanks();
  syntax::Call call;
  const std::size_t begin = at_;
  if (ends_argument()) {
    return wrong("an expression is missing between {{ and }}",
                 "for example {{uuid}}; \\{{ writes the braces themselves");
  }
  MIMUS_TRY(call.callee, expression());
  call.offset = call.callee.offset;
  std::size_t end = at_;
  for (skip_blanks(); !ends_argument(); skip_blanks()) {
    if (at_hash_name()) {
      bool literal = false;
      MIMUS_TRY(std::string name, segment(literal));
      skip_blanks();
      take("=");
      skip_blanks();
      MIMUS_TRY(syntax::Expression value, expression());
      call.hash.emplace_back(std::move(name), std::move(value));
    } else if (!call.hash.empty()) {
      return wrong("an argument stands behind key=value", "put arguments without a name first");
    } else {
      MIMUS_TRY(syntax::Expression argument, expression());
      call.arguments.push_back(std::move(argument));
    }
    end = at_;
  }
  call.source = text_.substr(begin, end - begin);
  return call;
}

Result<std::vector<std::string>> Scanner::block_params() {
  std::vector<std::string> names;
  skip_blanks();
  if (!at_block_params()) return names;
  at_ += 2;
  skip_blanks();
  take("|");
  for (skip_blanks(); !take("|"); skip_blanks()) {
    bool literal = false;
    MIMUS_TRY(std::string name, segment(literal));
    names.push_back(std::move(name));
  }
  if (names.empty())
    return wrong("names are missing between the bars", "for example as |item index|");
  skip_blanks();
  return names;
}

// ---- expressions
// -------------------------------------------------------------------------------------------------

Result<syntax::Expression> Scanner::expression() {
  using Kind = syntax::Expression::Kind;
  syntax::Expression made;
  made.offset = at_;
  const char c = peek();
  if (c == '"' || c == '\'') return quoted(c);
  if (c == '(') {
    if (++depth_ > kMostNesting) return wrong("too many parentheses in each other");
    ++at_;
    MIMUS_TRY(syntax::Call inner, call());
    if (!take(")")) return wrong("')' is missing");
    --depth_;
    made.kind = Kind::kCall;
    made.call = std::make_shared<syntax::Call>(std::move(inner));
    return made;
  }
  if (keyword("true", Kind::kBool, made) || keyword("false", Kind::kBool, made) ||
      keyword("null", Kind::kNull, made) || keyword("undefined", Kind::kUndefined, made) ||
      number(made)) {
    return made;
  }
  return path();
}

Result<syntax::Expression> Scanner::quoted(char quote) {
  syntax::Expression made;
  made.kind = syntax::Expression::Kind::kText;
  made.offset = at_;
  for (++at_; !at_end() && peek() != quote; ++at_) {
    if (peek() == '\\' && peek(1) == quote) ++at_;
    made.text += peek();
  }
  if (at_end())
    return wrong_at(made.offset, std::string("a text that begins with ") + quote + " does not end");
  ++at_;
  return made;
}

bool Scanner::keyword(std::string_view word, syntax::Expression::Kind kind,
                      syntax::Expression& out) {
  if (!starts_with(word) || !literal_ends_at(at_ + word.size())) return false;
  out.kind = kind;
  out.text = word;
  out.truth = word == "true";
  at_ += word.size();
  return true;
}

// -?digits[.digits]
bool Scanner::number(syntax::Expression& out) {
  std::size_t end = at_;
  if (end < text_.size() && text_[end] == '-') ++end;
  const std::size_t first = end;
  while (end < text_.size() && is_digit(text_[end])) ++end;
  if (end == first) return false;
  if (end + 1 < text_.size() && text_[end] == '.' && is_digit(text_[end + 1])) {
    for (++end; end < text_.size() && is_digit(text_[end]);) ++end;
  }
  if (!literal_ends_at(end)) return false;
  out.kind = syntax::Expression::Kind::kNumber;
  out.text = text_.substr(at_, end - at_);
  at_ = end;
  return true;
}

// ---- paths
// -------------------------------------------------------------------------------------------------------

// One step of a path: a name, [any text], '.' or '..'.
Result<std::string> Scanner::segment(bool& literal) {
  literal = peek() == '[';
  if (literal) {
    const std::size_t open = at_;
    std::string name;
    for (++at_; !at_end() && peek() != ']'; ++at_) {
      if (peek() == '\\' && (peek(1) == ']' || peek(1) == '\\')) ++at_;
      name += peek();
    }
    if (at_end()) return wrong_at(open, "']' is missing");
    ++at_;
    return name;
  }
  if (take("..")) return std::string("..");
  if (peek() == '.' && (literal_ends_at(at_ + 1) || peek(1) == '/')) {
    ++at_;
    return std::string(".");
  }
  const std::size_t end = name_end(at_);
  const char next = end < text_.size() ? text_[end] : '\0';
  if (end == at_) {
    if (at_end()) return wrong("the text ends inside an expression");
    return wrong("a name cannot begin with '" + std::string(1, peek()) + "'",
                 "put odd names in brackets: [a name]");
  }
  if (!follows_name(next) && !(dialect_->dots_and_brackets && next == '[')) {
    return wrong_at(end, "a name cannot hold '" + std::string(1, next) + "'",
                    "put odd names in brackets: [a name]");
  }
  std::string name(text_.substr(at_, end - at_));
  at_ = end;
  return name;
}

Result<syntax::Expression> Scanner::path() {
  syntax::Expression made;
  made.offset = at_;
  syntax::Path& path = made.path;
  path.offset = at_;
  path.data = take("@");
  path.scoped = peek() == '.';
  while (true) {
    bool literal = false;
    MIMUS_TRY(std::string name, segment(literal));
    path.original += name;
    if (!literal && (name == ".." || name == "." || name == "this")) {
      if (!path.parts.empty()) return wrong_at(made.offset, "Invalid path: " + path.original);
      path.scoped = true;
      if (name == "..") ++path.depth;
    } else {
      path.parts.push_back(std::move(name));
    }
    const bool bracket = dialect_->dots_and_brackets && peek() == '[';
    if (!bracket && peek() != '.' && peek() != '/') break;
    path.original += bracket ? '.' : peek();
    if (!bracket) ++at_;
  }
  return made;
}

}  // namespace mimus::handlebars
