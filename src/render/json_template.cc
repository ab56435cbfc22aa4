#include <utility>

#include "json_text.h"
#include "program.h"
#include "template.h"

namespace mimus::render {
namespace {

// Walks a document once; `pointer_` says where it is.
class Walk {
 public:
  Status value(const json::Value& value) {
    if (const json::String* string = value.if_string()) return text(*string, As::kJson);
    if (const json::Object* object = value.if_object()) return members(*object);
    if (const json::Array* array = value.if_array()) return elements(*array);
    json::write(value, literal());
    return Done{};
  }
  Program build() && { return std::move(builder_).build(); }

 private:
  std::string& literal() { return builder_.literal(); }

  Status members(const json::Object& object) {
    literal() += '{';
    bool first = true;
    for (const auto& [key, member] : object) {
      if (!std::exchange(first, false)) literal() += ',';
      const std::size_t here = pointer_.size();
      pointer_ += '/' + json::escape_pointer(key);
      MIMUS_TRY_DONE(text(key, As::kJsonString));
      literal() += ':';
      MIMUS_TRY_DONE(value(member));
      pointer_.resize(here);
    }
    literal() += '}';
    return Done{};
  }

  Status elements(const json::Array& array) {
    literal() += '[';
    for (std::size_t i = 0; i < array.size(); ++i) {
      if (i > 0) literal() += ',';
      const std::size_t here = pointer_.size();
      pointer_ += '/' + std::to_string(i);
      MIMUS_TRY_DONE(value(array[i]));
      pointer_.resize(here);
    }
    literal() += ']';
    return Done{};
  }

  // A string of the document. One that is nothing but an expression is written `alone`.
  Status text(std::string_view string, As alone) {
    auto pieces = cut(string);
    if (!pieces) return here(std::move(pieces).error(), 0);
    if (pieces->size() == 1 && pieces->front().is_expression && alone == As::kJson) {
      return expression(pieces->front(), As::kJson);
    }
    literal() += '"';
    for (const Piece& piece : *pieces) {
      if (!piece.is_expression) {
        append_escaped(piece.text, literal());
      } else {
        MIMUS_TRY_DONE(expression(piece, As::kJsonString));
      }
    }
    literal() += '"';
    return Done{};
  }

  Status expression(const Piece& piece, As as) {
    auto done = builder_.expression(piece.text, as);
    if (!done) return here(std::move(done).error(), piece.offset);
    return Done{};
  }

  Error here(Error error, std::size_t offset) const {
    error.where.pointer = pointer_;
    *error.where.offset += offset;
    return error;
  }

  ProgramBuilder builder_;
  std::string pointer_;
};

}  // namespace

struct JsonTemplate::Compiled {
  Program program;
};

JsonTemplate::JsonTemplate() = default;

Result<JsonTemplate> JsonTemplate::compile(const json::Value& document) {
  Walk walk;
  MIMUS_TRY_DONE(walk.value(document));
  JsonTemplate compiled;
  compiled.compiled_ = std::make_shared<const Compiled>(Compiled{std::move(walk).build()});
  return compiled;
}

bool JsonTemplate::constant() const { return compiled_ == nullptr || compiled_->program.constant(); }

std::string_view JsonTemplate::constant_text() const {
  return compiled_ == nullptr ? std::string_view("null") : compiled_->program.literals();
}

void JsonTemplate::render(const Scope& scope, std::string& out) const {
  if (compiled_ == nullptr) {
    out += "null";
  } else {
    compiled_->program.run(scope, out);
  }
}

}  // namespace mimus::render
