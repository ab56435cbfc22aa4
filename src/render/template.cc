#include "template.h"

#include <algorithm>
#include <utility>

#include "program.h"

namespace mimus::render {

struct Template::Compiled {
  Program program;
};

Template::Template() = default;

Result<Template> Template::compile(std::string_view text) {
  MIMUS_TRY(const std::vector<Piece> pieces, cut(text));
  ProgramBuilder builder;
  for (const Piece& piece : pieces) {
    if (!piece.is_expression) {
      builder.literal() += piece.text;
    } else if (auto done = builder.expression(piece.text, As::kText); !done) {
      *done.error().where.offset += piece.offset;
      return std::move(done).error();
    }
  }
  Template compiled;
  compiled.compiled_ = std::make_shared<const Compiled>(Compiled{std::move(builder).build()});
  return compiled;
}

Template Template::literal(std::string text) {
  ProgramBuilder builder;
  builder.literal() = std::move(text);
  Template compiled;
  compiled.compiled_ = std::make_shared<const Compiled>(Compiled{std::move(builder).build()});
  return compiled;
}

bool Template::constant() const { return compiled_ == nullptr || compiled_->program.constant(); }

std::string_view Template::constant_text() const {
  return compiled_ == nullptr ? std::string_view() : compiled_->program.literals();
}

void Template::render(const Scope& scope, std::string& out) const {
  if (compiled_ != nullptr) compiled_->program.run(scope, out);
}

void append_header_value(std::string_view value, std::string& out) {
  constexpr std::string_view kEnders("\r\n\0", 3);
  while (!value.empty()) {
    const std::size_t good = std::min(value.find_first_of(kEnders), value.size());
    out += value.substr(0, good);
    value.remove_prefix(std::min(good + 1, value.size()));
  }
}

}  // namespace mimus::render
