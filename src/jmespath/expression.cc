#include "expression.h"

#include "parser.h"
#include "run.h"

namespace mimus::jmespath {

Result<Expression> Expression::compile(std::string_view text) {
  auto program = std::make_shared<Program>();
  program->text = text;
  MIMUS_TRY(std::vector<Token> tokens, tokens_of(text));
  MIMUS_TRY_DONE(Parser(std::move(tokens), *program).parse());
  return Expression(std::move(program));
}

const std::string& Expression::text() const {
  return program_->text;
}

Result<json::Value> Expression::search(const json::Value& document, const Limits& limits) const {
  Run run(*program_, limits);
  MIMUS_TRY(const json::Value* found, run.evaluate(program_->root, document));
  return json::Value(*found);
}

}  // namespace mimus::jmespath
