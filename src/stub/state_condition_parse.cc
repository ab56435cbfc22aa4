#include <algorithm>
#include <cctype>

#include "state_condition_node.h"
#include "text/suggest.h"

namespace mimus::stub {
namespace {

using Node = StateCondition::Node;

constexpr int kMostDeep = 64;

struct SignRow {
  std::string_view text;
  Node::Sign sign;
};
constexpr SignRow kSigns[] = {
    {"==", Node::Sign::kEqual},     {"!=", Node::Sign::kUnequal}, {"<=", Node::Sign::kLessEqual},
    {">=", Node::Sign::kMoreEqual}, {"<", Node::Sign::kLess},     {">", Node::Sign::kMore},
};

struct RootRow {
  std::string_view name;
  Operand::Kind kind;
};
constexpr RootRow kRoots[] = {
    {"state", Operand::Kind::kState},   {"scenario", Operand::Kind::kScenario},
    {"query", Operand::Kind::kQuery},   {"header", Operand::Kind::kHeader},
    {"cookie", Operand::Kind::kCookie}, {"body", Operand::Kind::kBody},
};

struct WordRow {
  std::string_view name;
  bool is_null, value;
};
constexpr WordRow kWords[] = {
    {"true", false, true}, {"false", false, false}, {"null", true, false}};

bool is_in_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '$' ||
         (c & 0x80) != 0;
}

// Recursive descent over the grammar in state_condition.h.
class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  Result<StateCondition> whole() {
    MIMUS_TRY(StateCondition condition, any());
    skip_blanks();
    if (at_ != text_.size()) {
      const bool assigns = text_[at_] == '=';
      return error(assigns ? "'=' is no comparison" : "'and', 'or' or the end belongs here",
                   assigns ? "write ==" : "");
    }
    return condition;
  }

 private:
  Error error(std::string message, std::string hint = {}) const {
    Error made = syntax_error(std::move(message), at_);
    made.hint = std::move(hint);
    return made;
  }
  void skip_blanks() { at_ = std::min(text_.find_first_not_of(" \t\r\n", at_), text_.size()); }
  bool take(std::string_view sign) {
    skip_blanks();
    if (!text_.substr(at_).starts_with(sign)) return false;
    at_ += sign.size();
    return true;
  }
  std::string_view word_here() const {
    std::size_t end = at_;
    while (end < text_.size() && is_in_word(text_[end])) ++end;
    return text_.substr(at_, end - at_);
  }
  bool take_word(std::string_view word) {
    skip_blanks();
    if (word_here() != word) return false;
    at_ += word.size();
    return true;
  }
  std::string since(std::size_t begin) const {
    return std::string(text_.substr(begin, at_ - begin));
  }

  // The parts that a word joins; one alone stands for itself.
  Result<StateCondition> joined(Node::Kind kind, std::string_view word,
                                Result<StateCondition> (Parser::*part)()) {
    skip_blanks();
    const std::size_t begin = at_;
    Node node{.kind = kind};
    do {
      MIMUS_TRY(StateCondition one, (this->*part)());
      node.parts.push_back(std::move(one));
    } while (take_word(word));
    if (node.parts.size() == 1) return std::move(node.parts.front());
    node.text = since(begin);
    while (node.text.ends_with(' ')) node.text.pop_back();
    return StateCondition(std::make_shared<const Node>(std::move(node)));
  }
  Result<StateCondition> any() { return joined(Node::Kind::kOr, "or", &Parser::all); }
  Result<StateCondition> all() { return joined(Node::Kind::kAnd, "and", &Parser::one); }

  Result<StateCondition> one() {
    if (++depth_ > kMostDeep) return error("the condition is nested too deeply");
    auto made = one_inside();
    --depth_;
    return made;
  }

  Result<StateCondition> one_inside() {
    skip_blanks();
    const std::size_t begin = at_;
    if (take_word("not")) {
      MIMUS_TRY(StateCondition inner, one());
      Node node{.kind = Node::Kind::kNot, .text = since(begin)};
      node.parts.push_back(std::move(inner));
      return StateCondition(std::make_shared<const Node>(std::move(node)));
    }
    if (take("(")) {
      MIMUS_TRY(StateCondition inner, any());
      if (!take(")")) return error("')' is missing");
      return inner;
    }
    return comparison(begin);
  }

  Result<StateCondition> comparison(std::size_t begin) {
    Node node{.kind = Node::Kind::kTruth};
    MIMUS_TRY(node.left, operand());
    const std::size_t end = at_;
    for (const SignRow& row : kSigns) {
      if (!take(row.text)) continue;
      node.kind = Node::Kind::kCompare;
      node.sign = row.sign;
      MIMUS_TRY(node.right, operand());
      break;
    }
    if (node.kind == Node::Kind::kTruth) at_ = end;  // blanks that followed are not its own
    node.text = since(begin);
    return StateCondition(std::make_shared<const Node>(std::move(node)));
  }

  Result<Operand> operand() {
    skip_blanks();
    if (at_ == text_.size())
      return error("a value is missing", "such as state.cart.size, 3 or 'text'");
    const std::size_t begin = at_;
    const char c = text_[at_];
    Operand made;
    if (c == '\'' || c == '"') {
      MIMUS_TRY(std::string text, quoted());
      made.literal = std::move(text);
    } else if (c == '-' || (c >= '0' && c <= '9')) {
      MIMUS_TRY(made.literal, number());
    } else {
      MIMUS_TRY(made, named());
    }
    made.text = since(begin);
    return made;
  }

  Result<std::string> quoted() {
    const std::size_t end = text_.find(text_[at_], at_ + 1);
    if (end == std::string_view::npos) return error("the text does not end");
    std::string text(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return text;
  }

  Result<json::Value> number() {
    std::size_t end = at_;
    while (end < text_.size() && (is_in_word(text_[end]) || text_[end] == '.' || text_[end] == '+'))
      ++end;
    auto value = json::parse(text_.substr(at_, end - at_));
    if (!value || !value->is_number())
      return error("'" + std::string(text_.substr(at_, end - at_)) + "' is no number");
    at_ = end;
    return *std::move(value);
  }

  Result<Operand> named() {
    const std::string_view root = word_here();
    for (const WordRow& row : kWords) {
      if (row.name != root) continue;
      at_ += root.size();
      return Operand{.literal = row.is_null ? json::Value(nullptr) : json::Value(row.value)};
    }
    for (const RootRow& row : kRoots) {
      if (row.name == root) return member(row);
    }
    if (root.empty()) return error("a value belongs here", "such as state.cart.size, 3 or 'text'");
    std::vector<std::string_view> names;
    for (const RootRow& row : kRoots) names.push_back(row.name);
    std::string hint = text::did_you_mean(root, names);
    return error("'" + std::string(root) + "' is no value",
                 hint.empty() ? "a text stands in quotes" : std::move(hint));
  }

  // What follows the root: .name, .path, ['name'].
  Result<Operand> member(const RootRow& row) {
    const std::size_t root = at_;
    at_ += row.name.size();
    const std::size_t begin = at_;
    MIMUS_TRY_DONE(skip_path());
    const std::string_view rest = text_.substr(begin, at_ - begin);
    Operand made{.kind = row.kind};
    if (row.kind == Operand::Kind::kBody) {  // its path begins with the root, so that it may go on
                                             // with a bracket
      MIMUS_TRY(made.path, path(root));
      return made;
    }
    if (rest.empty()) return error("a name is missing", "write " + std::string(row.name) + ".name");
    const bool bracket = rest.front() == '[';
    if (row.kind == Operand::Kind::kState) {
      MIMUS_TRY(made.path, path(begin + (bracket ? 0 : 1)));
      return made;
    }
    if (!bracket) {
      made.name = rest.substr(1);  // a header's name may have dots in it
      return made;
    }
    MIMUS_TRY(const facts::StatePath quoted, path(begin));
    if (!quoted.steps().empty()) return error("one name belongs here");
    made.name = quoted.name();
    return made;
  }

  // The path from there to here.
  Result<facts::StatePath> path(std::size_t begin) const {
    auto parsed = facts::StatePath::parse(text_.substr(begin, at_ - begin));
    if (!parsed) parsed.error().where.offset = begin + parsed.error().where.offset.value_or(0);
    return parsed;
  }

  // Over .name, [3] and ['quoted'].
  Status skip_path() {
    while (at_ < text_.size() && (text_[at_] == '.' || text_[at_] == '[')) {
      if (text_[at_] == '.') {
        ++at_;
        if (word_here().empty()) return error("a name is missing");
        at_ += word_here().size();
        continue;
      }
      const bool has_quote =
          at_ + 1 < text_.size() && (text_[at_ + 1] == '\'' || text_[at_ + 1] == '"');
      const std::size_t from = has_quote ? text_.find(text_[at_ + 1], at_ + 2) : at_;
      const std::size_t end = from == std::string_view::npos ? from : text_.find(']', from);
      if (end == std::string_view::npos) return error("']' is missing");
      at_ = end + 1;
    }
    return Done{};
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Result<StateCondition> StateCondition::parse(std::string_view text) {
  return Parser(text).whole();
}

}  // namespace mimus::stub
