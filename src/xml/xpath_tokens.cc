#include "xpath_tokens.h"

#include <algorithm>
#include <array>
#include <optional>

namespace mimus::xml {
namespace {

using Kind = XPathToken::Kind;

constexpr std::size_t kMaxTokens = 2000;
constexpr int kMaxOpen = 64;

constexpr std::array<std::string_view, 27> kCoreFunctions = {"last",
                                                             "position",
                                                             "count",
                                                             "id",
                                                             "local-name",
                                                             "namespace-uri",
                                                             "name",
                                                             "string",
                                                             "concat",
                                                             "starts-with",
                                                             "contains",
                                                             "substring-before",
                                                             "substring-after",
                                                             "substring",
                                                             "string-length",
                                                             "normalize-space",
                                                             "translate",
                                                             "boolean",
                                                             "not",
                                                             "true",
                                                             "false",
                                                             "lang",
                                                             "number",
                                                             "sum",
                                                             "floor",
                                                             "ceiling",
                                                             "round"};
constexpr std::array<std::string_view, 4> kNodeTypes = {"comment", "text", "processing-instruction",
                                                        "node"};
constexpr std::array<std::string_view, 4> kWordOperators = {"and", "or", "mod", "div"};
// Longer ones first.
constexpr std::array<std::string_view, 20> kSymbols = {"//", "!=", "<=", ">=", "::", "..", "(",
                                                       ")",  "[",  "]",  ".",  "@",  ",",  "/",
                                                       "|",  "+",  "-",  "=",  "<",  ">"};
constexpr std::array<std::string_view, 12> kOperators = {"//", "!=", "<=", ">=", "/", "|",
                                                         "+",  "-",  "=",  "<",  ">", "*"};

template <class List>
bool is_one_of(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_blank_byte(char byte) {
  return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}
bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}
bool begins_name(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
         (byte & 0x80) != 0;
}
bool in_name(char byte) {
  return begins_name(byte) || is_digit(byte) || byte == '-' || byte == '.';
}

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  Result<std::vector<XPathToken>> all() {
    for (skip_blanks(); at_ < text_.size(); skip_blanks()) MIMUS_TRY_DONE(next());
    return std::move(tokens_);
  }

 private:
  void skip_blanks() {
    while (at_ < text_.size() && is_blank_byte(text_[at_])) ++at_;
  }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }

  void add(Kind kind, std::size_t size) {
    tokens_.push_back({kind, text_.substr(at_, size), at_});
    at_ += size;
  }

  // §3.7: behind an operand, '*' multiplies and a name is an operator.
  bool after_operand() const {
    if (tokens_.empty()) return false;
    const XPathToken& last = tokens_.back();
    if (last.kind == Kind::kOperator || last.kind == Kind::kAxis) return false;
    constexpr std::array<std::string_view, 5> kOpen = {"@", "::", "(", "[", ","};
    return last.kind != Kind::kSymbol || !is_one_of(kOpen, last.text);
  }

  Status next() {
    const char byte = peek();
    if (byte == '"' || byte == '\'') return literal(byte);
    if (is_digit(byte) || (byte == '.' && is_digit(peek(1)))) return number();
    if (byte == '$') return variable();
    if (byte == '*') {
      add(after_operand() ? Kind::kOperator : Kind::kNameTest, 1);
      return Done{};
    }
    if (begins_name(byte)) return name();
    for (const std::string_view symbol : kSymbols) {
      if (!text_.substr(at_).starts_with(symbol)) continue;
      add(is_one_of(kOperators, symbol) ? Kind::kOperator : Kind::kSymbol, symbol.size());
      return Done{};
    }
    return syntax_error("'" + std::string(1, byte) + "' means nothing in an XPath expression", at_);
  }

  Status literal(char quote) {
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) return syntax_error("the text in quotes does not end", at_);
    add(Kind::kLiteral, end + 1 - at_);
    return Done{};
  }

  Status number() {
    std::size_t size = 0;
    while (is_digit(peek(size))) ++size;
    if (peek(size) == '.') ++size;
    while (is_digit(peek(size))) ++size;
    add(Kind::kNumber, size);
    return Done{};
  }

  Status variable() {
    std::size_t size = 1;
    while (in_name(peek(size)) || peek(size) == ':') ++size;
    add(Kind::kVariable, size);
    return Done{};
  }

  Status name() {
    std::size_t size = 1;
    while (in_name(peek(size))) ++size;
    if (after_operand()) {
      if (!is_one_of(kWordOperators, text_.substr(at_, size))) {
        return syntax_error(
            "an operator is missing before '" + std::string(text_.substr(at_, size)) + "'", at_);
      }
      add(Kind::kOperator, size);
      return Done{};
    }
    if (peek(size) == ':' && peek(size + 1) != ':') size = local_part(size + 1);
    add(kind_of_name(size), size);
    return Done{};
  }

  std::size_t local_part(std::size_t size) const {
    if (peek(size) == '*') return size + 1;
    while (in_name(peek(size))) ++size;
    return size;
  }

  Kind kind_of_name(std::size_t size) const {
    const std::size_t next = text_.find_first_not_of(" \t\r\n", at_ + size);
    const std::string_view rest = next == std::string_view::npos ? "" : text_.substr(next);
    if (rest.starts_with("::")) return Kind::kAxis;
    if (!rest.starts_with("(")) return Kind::kNameTest;
    return is_one_of(kNodeTypes, text_.substr(at_, size)) ? Kind::kNodeType : Kind::kFunction;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::vector<XPathToken> tokens_;
};

std::string quoted(std::string_view text) {
  return "'" + std::string(text) + "'";
}

Status check_prefix(const XPathToken& token,
                    const std::vector<std::pair<std::string, std::string>>& namespaces) {
  const std::size_t colon = token.text.find(':');
  if (colon == std::string_view::npos) return Done{};
  const std::string_view prefix = token.text.substr(0, colon);
  if (prefix == "xml") return Done{};
  for (const auto& [known, uri] : namespaces) {
    if (known == prefix) return Done{};
  }
  return syntax_error("the prefix " + quoted(prefix) + " is not bound to a namespace",
                      token.offset);
}

}  // namespace

Result<std::vector<XPathToken>> xpath_tokens(std::string_view expression) {
  return Lexer(expression).all();
}

Status check_tokens(const std::vector<XPathToken>& tokens,
                    const std::vector<std::pair<std::string, std::string>>& namespaces) {
  if (tokens.size() > kMaxTokens)
    return Error{Code::kLimit, "an XPath expression of more than 2,000 words", {}, {}};
  int open = 0;
  for (const XPathToken& token : tokens) {
    if (token.text == "(" || token.text == "[") ++open;
    if (token.text == ")" || token.text == "]") --open;
    if (open > kMaxOpen)
      return Error{Code::kLimit, "more than 64 open brackets in an XPath expression", {}, {}};
    if (token.kind == Kind::kVariable) {
      return syntax_error("the variable " + quoted(token.text) + " has no value here",
                          token.offset);
    }
    if (token.kind == Kind::kFunction && !is_one_of(kCoreFunctions, token.text)) {
      return syntax_error("there is no function " + quoted(token.text) + " in XPath 1.0",
                          token.offset);
    }
    if (token.kind == Kind::kNameTest) MIMUS_TRY_DONE(check_prefix(token, namespaces));
  }
  return Done{};
}

std::string with_any_namespace(std::string_view expression, const std::vector<XPathToken>& tokens) {
  std::string out;
  std::size_t copied = 0;
  for (const XPathToken& token : tokens) {
    if (token.kind != Kind::kNameTest || token.text.find_first_of(":*") != std::string_view::npos)
      continue;
    out.append(expression.substr(copied, token.offset - copied));
    out.append("*[").append(kNameFunction).append("(\"").append(token.text).append("\")]");
    copied = token.offset + token.text.size();
  }
  return out.append(expression.substr(copied));
}

}  // namespace mimus::xml
