#include <algorithm>

#include "i_regexp.h"
#include "parser.h"
#include "text/suggest.h"

namespace mimus::jsonpath {
namespace {

bool is_word_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

}  // namespace

Id Parser::keep(Expression expression) {
  program_.expressions.push_back(expression);
  return static_cast<Id>(program_.expressions.size() - 1);
}

Id Parser::keep(Operand operand) {
  program_.operands.push_back(operand);
  return static_cast<Id>(program_.operands.size() - 1);
}

// filter-selector = "?" S logical-expr
Result<Id> Parser::filter() {
  cursor_.skip_blanks();
  if (grammar_.filter_in_parentheses && cursor_.peek() != '(') return cursor_.expected("'(' behind '?'");
  return any_of();
}

// logical-or-expr = logical-and-expr *(S "||" S logical-and-expr)
Result<Id> Parser::any_of() {
  MIMUS_TRY_DONE(deeper());
  Ids parts;
  do {
    cursor_.skip_blanks();
    MIMUS_TRY(const Id part, all_of());
    parts.push_back(part);
    cursor_.skip_blanks();
  } while (cursor_.take("||"));
  shallower();
  if (parts.size() == 1) return parts.front();
  return keep(Expression{.kind = ExpressionKind::kAny, .range = keep_list({parts.data(), parts.size()})});
}

// logical-and-expr = basic-expr *(S "&&" S basic-expr)
Result<Id> Parser::all_of() {
  Ids parts;
  do {
    cursor_.skip_blanks();
    MIMUS_TRY(const Id part, basic());
    parts.push_back(part);
    cursor_.skip_blanks();
  } while (cursor_.take("&&"));
  if (parts.size() == 1) return parts.front();
  return keep(Expression{.kind = ExpressionKind::kAll, .range = keep_list({parts.data(), parts.size()})});
}

// basic-expr = paren-expr / comparison-expr / test-expr
Result<Id> Parser::basic() {
  if (cursor_.take('!')) return negation();
  if (!cursor_.take('(')) return comparison_or_test();
  MIMUS_TRY(const Id inner, any_of());
  if (!cursor_.take(')')) return cursor_.expected("')'");
  return inner;
}

// Behind "!": S, then paren-expr or test-expr.
Result<Id> Parser::negation() {
  cursor_.skip_blanks();
  Id inner = 0;
  if (cursor_.take('(')) {
    MIMUS_TRY(inner, any_of());
    if (!cursor_.take(')')) return cursor_.expected("')'");
  } else {
    MIMUS_TRY(const Term only, term());
    MIMUS_TRY(inner, test(only));
  }
  return keep(Expression{.kind = ExpressionKind::kNot, .range = {inner, 1}});
}

Result<Id> Parser::comparison_or_test() {
  MIMUS_TRY(Term left, term());
  const std::size_t behind = cursor_.at();
  cursor_.skip_blanks();
  const std::size_t at = cursor_.at();
  const std::optional<Relation> between = relation();
  if (!between) {
    cursor_.back_to(behind);
    return test(left);
  }
  cursor_.skip_blanks();
  MIMUS_TRY(Term right, term());
  return comparison(left, *between, at, right);
}

std::optional<Relation> Parser::relation() {
  for (const RelationRow& row : grammar_.relations) {
    if (!cursor_.rest().starts_with(row.text)) continue;
    if (is_word_char(row.text.back()) && is_word_char(cursor_.peek(row.text.size()))) continue;
    cursor_.skip(row.text.size());
    return row.relation;
  }
  return std::nullopt;
}

// A term that stands alone.
Result<Id> Parser::test(const Term& term) {
  if (term.kind == TermKind::kTest) return term.test;
  if (term.operand.kind == OperandKind::kQuery) {
    return keep(Expression{.kind = ExpressionKind::kExists, .range = {term.operand.of, 1}});
  }
  if (term.literal && grammar_.loose && program_.literals[term.operand.of].is_bool()) {
    program_.literals.emplace_back(true);
    const Id yes = keep(Operand{OperandKind::kLiteral, static_cast<Id>(program_.literals.size() - 1)});
    return keep(Expression{.kind = ExpressionKind::kCompare, .relation = Relation::kEqual,
                           .left = keep(term.operand), .right = yes});
  }
  Error error = syntax_error("a value is no condition", term.at);
  error.hint = "compare it with something";
  return error;
}

// comparison-expr = comparable S comparison-op S comparable, well-typed (§2.4.3)
Result<Id> Parser::comparison(Term left, Relation relation, std::size_t at, Term right) {
  for (const Term* side : {&left, &right}) {
    if (side->kind == TermKind::kTest) {
      return syntax_error("the result of this function is true or false by itself and cannot be compared", side->at);
    }
    if (!grammar_.loose && side->operand.kind == OperandKind::kQuery && !program_.queries[side->operand.of].singular) {
      Error error = syntax_error("this path can select several values and cannot be compared", side->at);
      error.hint = "use only names and indexes, or value() or count() around it";
      return error;
    }
  }
  const bool left_pattern = left.operand.kind == OperandKind::kPattern;
  const bool right_pattern = right.operand.kind == OperandKind::kPattern;
  if ((left_pattern || right_pattern) != (relation == Relation::kMatches) || (left_pattern && right_pattern)) {
    return syntax_error("'=~' has a /regular expression/ at one side", at);
  }
  if (left_pattern) std::swap(left, right);
  return keep(Expression{.kind = ExpressionKind::kCompare, .relation = relation,
                         .left = keep(left.operand), .right = keep(right.operand)});
}

// What a comparison or a test begins with: a literal, a query or a function.
Result<Parser::Term> Parser::term() {
  const std::size_t at = cursor_.at();
  const char c = cursor_.peek();
  Term out{.at = at};
  if (c == '@' || c == '$') {
    MIMUS_TRY_DONE(deeper());
    MIMUS_TRY(const Query path, query(Place::kInside));
    shallower();
    out.operand = {OperandKind::kQuery, keep(path)};
    return out;
  }
  if (c == '/' && grammar_.composite_literals) return pattern();
  const std::string_view word = cursor_.word();
  if (!word.empty() && cursor_.peek(word.size()) == '(') {
    const auto rows = grammar_.filter_functions;
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& it) { return it.name == word; });
    if (row != rows.end()) return function(*row);
    Error error = syntax_error("unknown function '" + std::string(word) + "'", at);
    std::vector<std::string_view> known;
    for (const FilterFunctionRow& it : rows) known.push_back(it.name);
    if (!known.empty()) error.hint = text::did_you_mean(word, known);
    return error;
  }
  MIMUS_TRY(json::Value value, literal());
  program_.literals.push_back(std::move(value));
  out.literal = true;
  out.operand = {OperandKind::kLiteral, static_cast<Id>(program_.literals.size() - 1)};
  return out;
}

// function-expr = function-name "(" S [function-argument *(S "," S function-argument)] S ")"
Result<Parser::Term> Parser::function(const FilterFunctionRow& row) {
  MIMUS_TRY_DONE(deeper());
  const std::size_t at = cursor_.at();
  cursor_.skip(row.name.size() + 1);
  boost::container::small_vector<Operand, 2> arguments;
  for (unsigned i = 0; i < row.parameters; ++i) {
    cursor_.skip_blanks();
    if (i > 0 && !cursor_.take(',')) return cursor_.expected("','");
    cursor_.skip_blanks();
    MIMUS_TRY(const Operand one, argument(row.parameter));
    arguments.push_back(one);
  }
  cursor_.skip_blanks();
  if (!cursor_.take(')')) return cursor_.expected("')'");
  shallower();
  Term out{.at = at};
  switch (row.function) {
    case FilterFunction::kLength: out.operand = {OperandKind::kLength, keep(arguments[0])}; break;
    case FilterFunction::kCount: out.operand = {OperandKind::kCount, arguments[0].of}; break;
    case FilterFunction::kValue: out.operand = {OperandKind::kValue, arguments[0].of}; break;
    case FilterFunction::kMatch:
    case FilterFunction::kSearch: {
      out.kind = TermKind::kTest;
      MIMUS_TRY(out.test, match(row.function == FilterFunction::kMatch, arguments[0], arguments[1]));
    }
  }
  return out;
}

// Well-typed (§2.4.3): NodesType wants a query; ValueType a literal, a singular query or a function with a value.
Result<Operand> Parser::argument(Type type) {
  const std::size_t at = cursor_.at();
  MIMUS_TRY(const Term given, term());
  const bool is_query = given.kind == TermKind::kOperand && given.operand.kind == OperandKind::kQuery;
  if (type == Type::kNodes && !is_query) return syntax_error("this function wants a path", at);
  if (type == Type::kValue && given.kind == TermKind::kTest) {
    return syntax_error("this function wants a value, not true or false of another function", at);
  }
  if (type == Type::kValue && is_query && !program_.queries[given.operand.of].singular) {
    Error error = syntax_error("this function wants one value, and the path can select several", at);
    error.hint = "use only names and indexes, or value() around it";
    return error;
  }
  return given.operand;
}

Result<Id> Parser::match(bool whole, Operand left, Operand right) {
  Expression out{.kind = whole ? ExpressionKind::kMatch : ExpressionKind::kSearch};
  if (right.kind == OperandKind::kLiteral) {
    const json::Value& text = program_.literals[right.of];
    Pattern pattern;
    if (text.is_string()) pattern.regex = compile_i_regexp(text.get_string());
    program_.patterns.push_back(std::move(pattern));
    out.pattern = static_cast<Id>(program_.patterns.size() - 1);
  }
  out.left = keep(left);
  out.right = keep(right);
  return keep(out);
}

// Jayway: /regular expression/flags, as Java reads them.
Result<Parser::Term> Parser::pattern() {
  const std::size_t at = cursor_.at();
  cursor_.skip(1);
  std::string text;
  while (!cursor_.at_end() && cursor_.peek() != '/') {
    if (cursor_.peek() == '\\' && cursor_.peek(1) != '\0') {
      if (cursor_.peek(1) != '/') text += '\\';
      cursor_.skip(1);
    }
    text += cursor_.peek();
    cursor_.skip(1);
  }
  if (!cursor_.take('/')) return syntax_error("the regular expression is not closed", at);
  regex::Regex::Options options;
  std::string inline_flags;
  for (bool more = true; more;) {
    switch (cursor_.peek()) {
      case 'i': options.ignore_case = true; break;
      case 's': options.dot_all = true; break;
      case 'm': case 'x': inline_flags += cursor_.peek(); break;
      case 'u': case 'U': case 'd': break;   // what PCRE2 does anyway, or does not tell apart
      default: more = false;
    }
    if (more) cursor_.skip(1);
  }
  const std::size_t before = inline_flags.empty() ? 0 : inline_flags.size() + 3;
  if (before > 0) text.insert(0, "(?" + inline_flags + ")");
  auto regex = regex::Regex::compile(text, options);
  if (!regex) {
    Error error = std::move(regex).error();
    error.where.offset = at + 1 + std::max(error.where.offset.value_or(0), before) - before;
    return error;
  }
  program_.patterns.push_back({*std::move(regex)});
  return Term{.operand = {OperandKind::kPattern, static_cast<Id>(program_.patterns.size() - 1)}, .at = at};
}

// literal = number / string-literal / true / false / null
Result<json::Value> Parser::literal() {
  const char c = cursor_.peek();
  if (c == '\'' || c == '"') {
    MIMUS_TRY(const std::string text, cursor_.string(grammar_.any_escape));
    return json::Value(json::String(text));
  }
  if (c == '-' || (c >= '0' && c <= '9')) return cursor_.number();
  if (grammar_.composite_literals && (c == '[' || c == '{')) return composite();
  const std::size_t at = cursor_.at();
  const std::string_view word = cursor_.word();
  cursor_.skip(word.size());
  if (word == "true") return json::Value(true);
  if (word == "false") return json::Value(false);
  if (word == "null") return json::Value(nullptr);
  cursor_.back_to(at);
  if (word.empty()) return cursor_.expected("a path ('@' or '$'), a function or a value");
  Error error = syntax_error("unknown word '" + std::string(word) + "'", at);
  error.hint = "strings stand in quotes";
  return error;
}

// Jayway: [1,'a'] or {"a":1}, with either kind of quotes.
Result<json::Value> Parser::composite() {
  MIMUS_TRY_DONE(deeper());
  const bool object = cursor_.peek() == '{';
  const std::string_view close = object ? "}" : "]";
  cursor_.skip(1);
  json::Object members;
  json::Array elements;
  cursor_.skip_blanks();
  while (!cursor_.take(close)) {
    if ((!members.empty() || !elements.empty()) && !cursor_.take(',')) {
      return cursor_.expected(object ? "',' or '}'" : "',' or ']'");
    }
    cursor_.skip_blanks();
    std::string name;
    if (object) {
      if (cursor_.peek() != '\'' && cursor_.peek() != '"') return cursor_.expected("a quoted name");
      MIMUS_TRY(name, cursor_.string(grammar_.any_escape));
      cursor_.skip_blanks();
      if (!cursor_.take(':')) return cursor_.expected("':'");
      cursor_.skip_blanks();
    }
    MIMUS_TRY(json::Value value, literal());
    if (object) {
      members.insert_or_assign(name, std::move(value));
    } else {
      elements.push_back(std::move(value));
    }
    cursor_.skip_blanks();
  }
  shallower();
  if (object) return json::Value(std::move(members));
  return json::Value(std::move(elements));
}

}  // namespace mimus::jsonpath
