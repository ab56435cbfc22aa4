#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "engine.h"
#include "regex/generator.h"

namespace mimus::fake {

// Text that a real regular expression (ECMAScript's) matches: what helpers.fromRegExp is often
// taken for and is not, since that one leaves \d, groups and alternatives as they are. For
// OpenAPI's and JSON Schema's "pattern".
//
//   MIMUS_TRY(const MatchingText plate, MatchingText::compile("^[A-Z]{2}-\\d{1,4}$"));
//   MIMUS_TRY_DONE(plate.append(engine, out));   // KD-804
//
// One draw a text. compile() fails with Code::kSyntax at the byte of the fault; append() with
// Code::kInvalid when the expression matches nothing that could be found ("a^"). Immutable; copies
// share; any thread.
class MatchingText {
 public:
  static Result<MatchingText> compile(std::string_view expression);
  Status append(Engine& engine, std::string& out) const;

 private:
  explicit MatchingText(regex::Generator generator) : generator_(std::move(generator)) {}
  regex::Generator generator_;
};

}  // namespace mimus::fake
