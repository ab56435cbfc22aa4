#include "program.h"

#include <utility>

#include "base/hash.h"
#include "json_text.h"

namespace mimus::render {
namespace {

void append(const Datum& datum, As as, std::string& out) {
  switch (as) {
    case As::kText: return append_text(datum, out);
    case As::kJson: return append_json(datum, out);
    case As::kJsonString: return append_inside_string(datum, out);
  }
}

}  // namespace

void Program::run(const Scope& scope, std::string& out) const {
  std::size_t at = 0;
  for (const Operation& operation : operations_) {
    out.append(literals_, at, operation.literal_end - at);
    at = operation.literal_end;
    append(operation.expression.evaluate(operation.expression, scope), operation.as, out);
  }
  out.append(literals_, at);
}

Status ProgramBuilder::expression(std::string_view text, As as) {
  MIMUS_TRY(Expression expression, Expression::parse(text));
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  const std::string trimmed(text.substr(first, text.find_last_not_of(kBlanks) + 1 - first));
  expression.fork = hash_mix(hash_bytes(trimmed), seen_[trimmed]++);
  program_.operations_.push_back({program_.literals_.size(), as, std::move(expression)});
  return Done{};
}

Program ProgramBuilder::build() && {
  program_.literals_.shrink_to_fit();
  program_.operations_.shrink_to_fit();
  return std::move(program_);
}

Result<std::vector<Piece>> cut(std::string_view text) {
  std::vector<Piece> pieces;
  const auto add = [&](bool is_expression, std::size_t begin, std::size_t end) {
    if (is_expression || begin < end) {
      pieces.push_back({is_expression, text.substr(begin, end - begin), begin});
    }
  };
  std::size_t literal = 0;  // where the literal text that has not been added begins
  std::size_t open = text.find("{{");
  while (open != std::string_view::npos) {
    const std::string_view before = text.substr(literal, open - literal);
    if (before.ends_with('\\') && !before.ends_with("\\\\")) {  // \{{ : the braces themselves
      add(false, literal, open - 1);
      literal = open;
      open = text.find("{{", open + 2);
      continue;
    }
    const std::size_t close = text.find("}}", open + 2);
    if (close == std::string_view::npos) {
      Error error = syntax_error("'{{' is not closed", open);
      error.hint = "add }}, or write \\{{ for the braces themselves";
      return error;
    }
    add(false, literal, before.ends_with('\\') ? open - 1 : open);  // \\{{ : one backslash, an expression
    add(true, open + 2, close);
    literal = close + 2;
    open = text.find("{{", literal);
  }
  add(false, literal, text.size());
  return pieces;
}

}  // namespace mimus::render
