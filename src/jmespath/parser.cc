#include "parser.h"

#include "functions.h"
#include "text/suggest.h"

namespace mimus::jmespath {
namespace {

constexpr int kMostDepth = 64;
constexpr std::size_t kMostNodes = 1000;

// How strongly operators bind. What ends a projection binds weaker than kEndsProjection.
enum Power {
  kNone = 0,
  kPipe = 1,
  kOr = 2,
  kAnd = 3,
  kCompare = 5,
  kFlatten = 9,
  kEndsProjection = 10,
  kStar = 20,
  kFilter = 21,
  kDot = 40,
  kNot = 45,
  kBracket = 55
};

int power_of(Token::Kind kind) {
  switch (kind) {
    case Token::Kind::kPipe:
      return kPipe;
    case Token::Kind::kOr:
      return kOr;
    case Token::Kind::kAnd:
      return kAnd;
    case Token::Kind::kEqual:
    case Token::Kind::kUnequal:
    case Token::Kind::kLess:
    case Token::Kind::kLessOrEqual:
    case Token::Kind::kGreater:
    case Token::Kind::kGreaterOrEqual:
      return kCompare;
    case Token::Kind::kFlatten:
      return kFlatten;
    case Token::Kind::kFilter:
      return kFilter;
    case Token::Kind::kDot:
      return kDot;
    case Token::Kind::kOpen:
      return kBracket;
    default:
      return kNone;
  }
}

Error too_large(std::string message, std::size_t at) {
  Error error{Code::kLimit, std::move(message), {}, {}};
  error.where.offset = at;
  return error;
}

}  // namespace

Status Parser::parse() {
  MIMUS_TRY(program_.root, expression(kNone));
  if (peek().kind != Kind::kEnd) return unexpected(peek(), "an operator or the end");
  return Done();
}

Result<Id> Parser::expression(int power) {
  if (++depth_ > kMostDepth)
    return too_large("the expression is nested more than 64 levels deep", peek().at);
  const Token first = take();
  MIMUS_TRY(Id left, prefix(first));
  while (power < power_of(peek().kind)) {
    const Token token = take();
    MIMUS_TRY(left, infix(token, left));
  }
  --depth_;
  return left;
}

Result<Id> Parser::prefix(const Token& token) {
  switch (token.kind) {
    case Kind::kLiteral:
      return keep({.kind = Node::Kind::kLiteral, .at = token.at, .value = token.value});
    case Kind::kName:
      if (take(Kind::kOpenCall)) return call(token);
      [[fallthrough]];
    case Kind::kQuoted:
      return keep({.kind = Node::Kind::kField, .at = token.at, .value = token.value});
    case Kind::kCurrent:
      return current(token.at);
    case Kind::kStar: {
      MIMUS_TRY(const Id left, current(token.at));
      MIMUS_TRY(const Id right, projected(kStar));
      return two(Node::Kind::kValueProjection, token.at, left, right);
    }
    case Kind::kFlatten:
    case Kind::kFilter: {
      MIMUS_TRY(const Id left, current(token.at));
      return infix(token, left);
    }
    case Kind::kOpen:
      return bracket(token, std::nullopt);
    case Kind::kOpenHash:
      return hash(token);
    case Kind::kOpenCall: {
      MIMUS_TRY(const Id inside, expression(kNone));
      MIMUS_TRY_DONE(expect(Kind::kCloseCall, "')'"));
      return inside;
    }
    case Kind::kNot: {
      MIMUS_TRY(const Id operand, expression(kNot));
      return two(Node::Kind::kNot, token.at, operand, operand);
    }
    default:
      return unexpected(token, "an expression");
  }
}

Result<Id> Parser::infix(const Token& token, Id left) {
  switch (token.kind) {
    case Kind::kDot: {
      if (take(Kind::kStar)) {
        MIMUS_TRY(const Id right, projected(kStar));
        return two(Node::Kind::kValueProjection, token.at, left, right);
      }
      MIMUS_TRY(const Id right, behind_dot(kDot));
      return two(Node::Kind::kSub, token.at, left, right);
    }
    case Kind::kPipe: {
      MIMUS_TRY(const Id right, expression(kPipe));
      return two(Node::Kind::kSub, token.at, left, right);
    }
    case Kind::kOr: {
      MIMUS_TRY(const Id right, expression(kOr));
      return two(Node::Kind::kOr, token.at, left, right);
    }
    case Kind::kAnd: {
      MIMUS_TRY(const Id right, expression(kAnd));
      return two(Node::Kind::kAnd, token.at, left, right);
    }
    case Kind::kFlatten: {
      MIMUS_TRY(const Id flat, two(Node::Kind::kFlatten, token.at, left, left));
      MIMUS_TRY(const Id right, projected(kFlatten));
      return two(Node::Kind::kProjection, token.at, flat, right);
    }
    case Kind::kFilter:
      return filter(token, left);
    case Kind::kOpen:
      return bracket(token, left);
    default: {  // a comparison: nothing else has a power
      MIMUS_TRY(const Id right, expression(kCompare));
      const int which = static_cast<int>(token.kind) - static_cast<int>(Kind::kEqual);
      return keep({.kind = Node::Kind::kCompare,
                   .comparison = static_cast<Node::Comparison>(which),
                   .left = left,
                   .right = right,
                   .at = token.at});
    }
  }
}

// [1], [1:2], [*] behind anything; [a, b] only where an expression begins.
Result<Id> Parser::bracket(const Token& token, std::optional<Id> left) {
  const Kind next = peek().kind;
  const bool all = next == Kind::kStar && peek(1).kind == Kind::kClose;
  if (!all && next != Kind::kNumber && next != Kind::kColon) {
    if (left) return unexpected(peek(), "an index, a slice or '*'");
    return list(token);
  }
  if (!left) {
    MIMUS_TRY(left, current(token.at));
  }
  if (!all) return slice_or_index(token, *left);
  take();
  take();
  MIMUS_TRY(const Id right, projected(kStar));
  return two(Node::Kind::kProjection, token.at, *left, right);
}

Result<Id> Parser::slice_or_index(const Token& token, Id left) {
  Node node{.kind = Node::Kind::kIndex, .at = token.at};
  std::size_t part = 0;
  while (!take(Kind::kClose)) {
    const Token next = take();
    if (next.kind == Kind::kNumber && !node.slice[part]) {
      node.slice[part] = next.value.get_int64();
    } else if (next.kind == Kind::kColon && part < 2) {
      node.kind = Node::Kind::kSlice;
      ++part;
    } else {
      return unexpected(next, "']'");
    }
  }
  if (node.slice[2] == 0) return syntax_error("a slice's step cannot be 0", token.at);
  const bool slice = node.kind == Node::Kind::kSlice;
  MIMUS_TRY(const Id kept, keep(std::move(node)));
  MIMUS_TRY(const Id taken, two(Node::Kind::kSub, token.at, left, kept));
  if (!slice) return taken;
  MIMUS_TRY(const Id right, projected(kStar));
  return two(Node::Kind::kProjection, token.at, taken, right);
}

Result<Id> Parser::filter(const Token& token, Id left) {
  MIMUS_TRY(const Id condition, expression(kNone));
  MIMUS_TRY_DONE(expect(Kind::kClose, "']'"));
  MIMUS_TRY(const Id right, projected(kFilter));
  return keep({.kind = Node::Kind::kFilterProjection,
               .left = left,
               .right = right,
               .at = token.at,
               .children = {condition}});
}

Result<Id> Parser::call(const Token& name) {
  const std::string_view text = name.value.get_string();
  Node node{.kind = Node::Kind::kCall, .at = name.at, .function = find_function(text)};
  if (node.function == nullptr) {
    std::vector<std::string_view> known;
    for (const Function& function : functions()) known.push_back(function.name);
    Error error = syntax_error("there is no function '" + std::string(text) + "'", name.at);
    error.hint = text::did_you_mean(text, known);
    return error;
  }
  while (!take(Kind::kCloseCall)) {
    if (!node.children.empty()) MIMUS_TRY_DONE(expect(Kind::kComma, "',' or ')'"));
    const std::size_t at = peek().at;
    const bool reference = take(Kind::kReference);
    MIMUS_TRY(Id argument, expression(kNone));
    if (reference) {
      MIMUS_TRY(argument, two(Node::Kind::kReference, at, argument, argument));
    }
    node.children.push_back(argument);
  }
  const std::size_t count = node.children.size();
  const Function& function = *node.function;
  if (count < function.arguments || (count > function.arguments && !function.more)) {
    return syntax_error(
        std::string(text) + "() takes " + std::to_string(function.arguments) +
            (function.more ? " or more" : "") +
            (function.arguments == 1 && !function.more ? " argument" : " arguments") + ", not " +
            std::to_string(count),
        name.at);
  }
  return keep(std::move(node));
}

Result<Id> Parser::list(const Token& open) {
  Node node{.kind = Node::Kind::kList, .at = open.at};
  do {
    MIMUS_TRY(const Id item, expression(kNone));
    node.children.push_back(item);
  } while (take(Kind::kComma));
  MIMUS_TRY_DONE(expect(Kind::kClose, "',' or ']'"));
  return keep(std::move(node));
}

Result<Id> Parser::hash(const Token& open) {
  Node node{.kind = Node::Kind::kHash, .at = open.at};
  do {
    const Token name = take();
    if (name.kind != Kind::kName && name.kind != Kind::kQuoted) return unexpected(name, "a name");
    MIMUS_TRY_DONE(expect(Kind::kColon, "':'"));
    MIMUS_TRY(const Id item, expression(kNone));
    node.names.emplace_back(name.value.get_string());
    node.children.push_back(item);
  } while (take(Kind::kComma));
  MIMUS_TRY_DONE(expect(Kind::kCloseHash, "',' or '}'"));
  return keep(std::move(node));
}

Result<Id> Parser::behind_dot(int power) {
  const Token& next = peek();
  switch (next.kind) {
    case Kind::kName:
    case Kind::kQuoted:
    case Kind::kStar:
      return expression(power);
    case Kind::kOpen: {
      const Token open = take();
      return list(open);
    }
    case Kind::kOpenHash: {
      const Token open = take();
      return hash(open);
    }
    default:
      return unexpected(next, "a name, '*', '[' or '{' after '.'");
  }
}

Result<Id> Parser::projected(int power) {
  const Token& next = peek();
  if (power_of(next.kind) < kEndsProjection) return current(next.at);
  if (!take(Kind::kDot)) return expression(power);
  return behind_dot(power);
}

// ---- tokens and nodes

const Token& Parser::peek(std::size_t ahead) const {
  return tokens_[std::min(next_ + ahead, tokens_.size() - 1)];
}

Token Parser::take() {
  const Token token = peek();
  if (next_ + 1 < tokens_.size()) ++next_;
  return token;
}

bool Parser::take(Kind kind) {
  if (peek().kind != kind) return false;
  take();
  return true;
}

Status Parser::expect(Kind kind, std::string_view what) {
  if (!take(kind)) return unexpected(peek(), what);
  return Done();
}

Error Parser::unexpected(const Token& token, std::string_view expected) const {
  const std::string found = token.kind == Kind::kEnd
                                ? "the end"
                                : "'" + program_.text.substr(token.at, token.end - token.at) + "'";
  return syntax_error("expected " + std::string(expected) + ", found " + found, token.at);
}

Result<Id> Parser::keep(Node node) {
  if (program_.nodes.size() == kMostNodes)
    return too_large("the expression has more than 1,000 parts", node.at);
  program_.nodes.push_back(std::move(node));
  return static_cast<Id>(program_.nodes.size() - 1);
}

Result<Id> Parser::two(Node::Kind kind, std::size_t at, Id left, Id right) {
  return keep({.kind = kind, .left = left, .right = right, .at = at});
}

Result<Id> Parser::current(std::size_t at) {
  return keep({.kind = Node::Kind::kCurrent, .at = at});
}

}  // namespace mimus::jmespath
