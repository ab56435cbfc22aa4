#pragma once

#include <vector>

#include "base/result.h"
#include "program.h"
#include "token.h"

namespace mimus::jmespath {

// Tokens to nodes, by precedence: each operator has a power, and an operand takes along whatever
// binds stronger than what stands before it.
class Parser {
 public:
  Parser(std::vector<Token> tokens, Program& program)
      : tokens_(std::move(tokens)), program_(program) {}

  Status parse();

 private:
  using Kind = Token::Kind;

  Result<Id> expression(int power);
  Result<Id> prefix(const Token& token);
  Result<Id> infix(const Token& token, Id left);

  Result<Id> bracket(const Token& token, std::optional<Id> left);  // behind [
  Result<Id> slice_or_index(const Token& token, Id left);
  Result<Id> filter(const Token& token, Id left);  // behind [?
  Result<Id> call(const Token& name);              // behind (
  Result<Id> list(const Token& open);              // behind [
  Result<Id> hash(const Token& open);              // behind {
  Result<Id> behind_dot(int power);
  Result<Id> projected(int power);  // what is done with each element

  const Token& peek(std::size_t ahead = 0) const;
  Token take();
  bool take(Kind kind);
  Status expect(Kind kind, std::string_view what);
  Error unexpected(const Token& token, std::string_view expected) const;
  Result<Id> keep(Node node);
  Result<Id> two(Node::Kind kind, std::size_t at, Id left, Id right);
  Result<Id> current(std::size_t at);

  std::vector<Token> tokens_;
  std::size_t next_ = 0;
  Program& program_;
  int depth_ = 0;
};

}  // namespace mimus::jmespath
