#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "expression.h"

namespace mimus::render {

// How the value of an expression is written.
enum class As : std::uint8_t {
  kText,        // as it is; absent: nothing; JSON values other than strings: compact JSON
  kJson,        // as a JSON value with its type; absent: null
  kJsonString,  // inside the quotes of a JSON string, escaped
};

// A text with expressions, flat: literal, expression, literal, expression, …, literal.
class Program {
 public:
  bool constant() const { return operations_.empty(); }
  std::string_view literals() const { return literals_; }
  void run(const Scope& scope, std::string& out) const;

 private:
  friend class ProgramBuilder;
  struct Operation {
    std::size_t literal_end;  // literals_ up to here come first
    As as;
    Expression expression;
  };
  std::string literals_;      // all of them, one after the other
  std::vector<Operation> operations_;
};

class ProgramBuilder {
 public:
  // Where literal text is appended to.
  std::string& literal() { return program_.literals_; }
  // Errors: byte offset into `text`, what stands between {{ and }}.
  Status expression(std::string_view text, As as);
  Program build() &&;

 private:
  Program program_;
  std::unordered_map<std::string, std::uint64_t> seen_;  // how often each expression has come already
};

// A text cut at its {{expressions}}. Views borrow from it.
struct Piece {
  bool is_expression = false;
  std::string_view text;   // of an expression: what stands between the braces
  std::size_t offset = 0;  // of `text` in the whole
};
// Errors: byte offset into `text` of an {{ that nothing closes.
Result<std::vector<Piece>> cut(std::string_view text);

}  // namespace mimus::render
