#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"
#include "template.h"

namespace mimus::render {

// What an expression yields for one request, before it is decided how that is written. Views borrow from
// the request and its arena.
struct Datum {
  enum class Kind : std::uint8_t { kAbsent, kText, kNumber, kJson } kind = Kind::kAbsent;
  std::string_view text;               // of kText; of kNumber: one JSON number
  const json::Value* value = nullptr;  // of kJson
};

// One step into a JSON document: a member of an object, or an element of an array.
struct Step {
  std::string member;
  std::optional<std::size_t> index;  // of a step that is all digits
};

// What stands between {{ and }}, compiled.
//
//   MIMUS_TRY(Expression dice, Expression::parse("random 1 6"));
//   dice.evaluate(dice, scope)   // a kNumber: "4"
//
// parse() fails with a byte offset into `text`.
struct Expression {
  static Result<Expression> parse(std::string_view text);

  Datum (*evaluate)(const Expression&, const Scope&) = nullptr;
  std::string name;         // of path, query, header, cookie, form
  std::vector<Step> steps;  // of body
  std::int64_t low = 0;     // of random: the bounds, times 10 to the power of `decimals`
  std::int64_t high = 0;
  int decimals = 0;
  std::uint64_t fork = 0;   // what Scope::chance is forked by
};

}  // namespace mimus::render
