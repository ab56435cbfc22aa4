#include "program.h"

#include <utility>

#include "compiler.h"
#include "machine.h"

namespace mimus::handlebars {

Program::Program() = default;

Result<Program> Program::compile(std::string_view text, const CompileOptions& options) {
  Program program;
  MIMUS_TRY(program.code_, compile_program(text, options));
  return program;
}

Program Program::literal(std::string text) {
  auto code = std::make_shared<CompiledProgram>();
  code->constant = true;
  code->constant_text = std::move(text);
  Program program;
  program.code_ = std::move(code);
  return program;
}

bool Program::constant() const {
  return code_ == nullptr || code_->constant;
}

std::string_view Program::constant_text() const {
  return code_ == nullptr ? std::string_view() : std::string_view(code_->constant_text);
}

bool Program::single() const {
  return code_ != nullptr && (code_->single || code_->single_constant);
}

Status Program::render(Rendering& rendering, std::string& out) const {
  if (constant()) {
    out += constant_text();
    return Done{};
  }
  Machine machine(*code_, rendering, out);
  if (machine.run()) return Done{};
  return machine.take_error();
}

Result<Value> Program::evaluate(Rendering& rendering) const {
  if (code_->single_constant) return *code_->single_constant;
  std::string unused;
  Machine machine(*code_, rendering, unused);
  Value value;
  if (!machine.evaluate_single(value)) return machine.take_error();
  return value;
}

}  // namespace mimus::handlebars
