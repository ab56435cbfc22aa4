#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "dialect.h"
#include "syntax.h"

namespace mimus::handlebars {

// Reads what stands inside a tag: paths, literals, calls. A cursor over the whole text; errors have
// its offset.
//
//   Scanner scanner(text, dialect);
//   scanner.move_to(2);
//   MIMUS_TRY(syntax::Call call, scanner.call());   // stops before }} ) and the like
class Scanner {
 public:
  Scanner(std::string_view text, const Dialect& dialect) : text_(text), dialect_(&dialect) {}

  std::string_view text() const { return text_; }
  std::size_t at() const { return at_; }
  void move_to(std::size_t at) { at_ = at; }
  bool at_end() const { return at_ >= text_.size(); }
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
  }
  bool starts_with(std::string_view prefix) const { return text_.substr(at_).starts_with(prefix); }
  bool take(std::string_view prefix);
  void skip_blanks();

  // name arguments… hash… up to what cannot belong to it.
  Result<syntax::Call> call();
  // One path, literal or (sub-expression).
  Result<syntax::Expression> expression();
  // as |a b|, or nothing.
  Result<std::vector<std::string>> block_params();

  Error wrong(std::string message, std::string hint = {}) const {
    return wrong_at(at_, std::move(message), std::move(hint));
  }
  Error wrong_at(std::size_t offset, std::string message, std::string hint = {}) const;

 private:
  bool at_hash_name() const;
  bool at_block_params() const;
  bool ends_argument() const;
  bool literal_ends_at(std::size_t at) const;
  std::size_t name_end(std::size_t from) const;
  Result<syntax::Expression> quoted(char quote);
  bool keyword(std::string_view word, syntax::Expression::Kind kind, syntax::Expression& out);
  bool number(syntax::Expression& out);
  Result<syntax::Expression> path();
  Result<std::string> segment(bool& literal);

  std::string_view text_;
  const Dialect* dialect_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

// Sub-expressions and blocks in each other beyond this do not compile: the parser recurses.
inline constexpr int kMostNesting = 100;

}  // namespace mimus::handlebars
