#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "json/json.h"

namespace mimus::jmespath {

struct Program;

// What one search may cost; beyond it the answer is Code::kLimit. A step is a value looked at or
// copied.
struct Limits {
  std::uint64_t steps = 5'000'000;
};

// A JMESPath expression (the specification of jmespath.org): a value made of a document.
//
//   MIMUS_TRY(const Expression open, Expression::compile("orders[?state=='open'].{id: id, sum:
//   total}")); MIMUS_TRY(const json::Value found, open.search(document));
//   // [{"id": 7, "sum": 12.5}]
//
// Identifiers, sub-expressions, indexes, slices, projections, flattening, filters, multi-selects,
// pipes, functions, literals. Immutable; copies share; any thread.
class Expression {
 public:
  // Code::kSyntax with the byte offset of what is wrong: the grammar, a function that nobody knows
  // (with the nearest as hint), how many arguments it takes. Code::kLimit: more than 1,000 nodes or
  // 64 levels.
  static Result<Expression> compile(std::string_view text);

  const std::string& text() const;

  // What leads nowhere is null. Code::kInvalid, with the offset of the call, when a function is
  // given what it does not take ("abs() takes a number, not a string").
  Result<json::Value> search(const json::Value& document, const Limits& limits = {}) const;

 private:
  explicit Expression(std::shared_ptr<const Program> program) : program_(std::move(program)) {}
  std::shared_ptr<const Program> program_;
};

}  // namespace mimus::jmespath
