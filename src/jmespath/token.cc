#include "token.h"

#include <charconv>

#include "text/encoding.h"

namespace mimus::jmespath {
namespace {

using Kind = Token::Kind;

struct Sign {
  std::string_view text;
  Kind kind;
};
// The longer ones first.
constexpr Sign kSigns[] = {
    {"[?", Kind::kFilter},      {"[]", Kind::kFlatten},
    {"||", Kind::kOr},          {"&&", Kind::kAnd},
    {"==", Kind::kEqual},       {"!=", Kind::kUnequal},
    {"<=", Kind::kLessOrEqual}, {">=", Kind::kGreaterOrEqual},
    {".", Kind::kDot},          {"*", Kind::kStar},
    {"[", Kind::kOpen},         {"]", Kind::kClose},
    {"(", Kind::kOpenCall},     {")", Kind::kCloseCall},
    {"{", Kind::kOpenHash},     {"}", Kind::kCloseHash},
    {",", Kind::kComma},        {":", Kind::kColon},
    {"|", Kind::kPipe},         {"!", Kind::kNot},
    {"&", Kind::kReference},    {"@", Kind::kCurrent},
    {"<", Kind::kLess},         {">", Kind::kGreater},
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool starts_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}
bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  Result<std::vector<Token>> all() {
    while (true) {
      while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
      if (at_ == text_.size()) break;
      MIMUS_TRY(Token token, next());
      tokens_.push_back(std::move(token));
    }
    tokens_.push_back({Kind::kEnd, at_, at_, nullptr});
    return std::move(tokens_);
  }

 private:
  Result<Token> next() {
    const char c = text_[at_];
    if (starts_name(c)) return name();
    if (is_digit(c) || c == '-') return number();
    if (c == '"') return quoted();
    if (c == '\'') return raw();
    if (c == '`') return literal();
    for (const Sign& sign : kSigns) {
      if (!text_.substr(at_).starts_with(sign.text)) continue;
      const std::size_t from = at_;
      at_ += sign.text.size();
      return Token{sign.kind, from, at_, nullptr};
    }
    if (c == '=') return syntax_error("'=' compares nothing; '==' does", at_);
    return syntax_error("nothing begins with '" + std::string(1, c) + "' here", at_);
  }

  Token name() {
    const std::size_t from = at_;
    while (at_ < text_.size() && (starts_name(text_[at_]) || is_digit(text_[at_]))) ++at_;
    return {Kind::kName, from, at_, json::Value(text_.substr(from, at_ - from))};
  }

  Result<Token> number() {
    const std::size_t from = at_++;
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
    std::int64_t value = 0;
    const auto [end, failed] = std::from_chars(text_.data() + from, text_.data() + at_, value);
    if (failed != std::errc() || end != text_.data() + at_)
      return syntax_error("expected a whole number", from);
    return Token{Kind::kNumber, from, at_, value};
  }

  // The text up to the closing mark, which a backslash hides; at_ is behind it.
  Result<std::string_view> enclosed(char mark, std::string_view what) {
    const std::size_t from = at_++;
    while (at_ < text_.size() && text_[at_] != mark) at_ += text_[at_] == '\\' ? 2 : 1;
    if (at_ >= text_.size()) {
      at_ = text_.size();
      return syntax_error("the " + std::string(what) + " has no end", from);
    }
    ++at_;
    return text_.substr(from + 1, at_ - from - 2);
  }

  // With the escaped marks plain, all other escapes as they are.
  static std::string without_escapes_of(char mark, std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
      if (text[i] == '\\' && i + 1 < text.size()) {
        if (text[i + 1] != mark) plain += '\\';
        ++i;
      }
      plain += text[i];
    }
    return plain;
  }

  Result<Token> quoted() {
    const std::size_t from = at_;
    MIMUS_TRY_DONE(enclosed('"', "quoted name"));
    auto value = json::parse(text_.substr(from, at_ - from));
    if (!value || !value->is_string()) return syntax_error("a quoted name is a JSON string", from);
    return Token{Kind::kQuoted, from, at_, *std::move(value)};
  }

  Result<Token> raw() {
    const std::size_t from = at_;
    MIMUS_TRY(const std::string_view inside, enclosed('\'', "text"));
    return Token{Kind::kLiteral, from, at_, json::Value(without_escapes_of('\'', inside))};
  }

  Result<Token> literal() {
    const std::size_t from = at_;
    MIMUS_TRY(const std::string_view inside, enclosed('`', "literal"));
    const std::string plain(text::trim(without_escapes_of('`', inside)));
    auto value = json::parse(plain);
    if (value) return Token{Kind::kLiteral, from, at_, *std::move(value)};
    if (!plain.empty() && std::string_view("\"[{").find(plain[0]) != std::string_view::npos)
      return syntax_error("the literal is no JSON: " + value.error().message, from);
    return Token{Kind::kLiteral, from, at_, json::Value(plain)};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

Result<std::vector<Token>> tokens_of(std::string_view text) {
  if (!text::is_valid_utf8(text)) return syntax_error("the expression is not UTF-8", 0);
  return Reader(text).all();
}

}  // namespace mimus::jmespath
