#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "environment.h"
#include "json/json.h"
#include "regex/regex.h"
#include "template_text.h"
#include "value_path.h"

namespace mimus::mockoon {

class Asking;

// One condition of a response, compiled.
//
//   {"target": "body", "modifier": "user.name", "operator": "equals", "value": "Ann"}
//
// What cannot be worked out (a template that fails, an expression that is none) does not hold; `invert` turns the result around.
class CompiledRule {
 public:
  enum class Target : std::uint8_t {
    kBody,      // modifier empty: raw text for equals and regex, else parsed; else a path into it
    kQuery,     // the whole query, or a path into it
    kHeader, kCookie, kParams,  // by name
    kPath,      // the requested path, and the route's
    kMethod,    // in small letters
    kRequestNumber,
    kGlobal, kBucket,           // a path that begins with the name
    kTemplating,                // the modifier, rendered
    kNothing                    // none of these: never holds
  };
  enum class Op : std::uint8_t { kEquals, kRegex, kRegexIgnoringCase, kNull, kEmptyArray, kArrayIncludes, kSchema, kNothing };

  // `problem` says what is wrong with it, if something is.
  // `place`: of its templates' luck.
  static CompiledRule compile(const Rule& rule, std::string_view place, std::string& problem);
  bool holds(Asking& asking) const;
  bool writes() const { return modifier_.writes || value_.writes; }

 private:
  // What a modifier says of where: a path, behind the name of a variable or bucket where there is one.
  struct Reference {
    std::string name;
    ValuePath path;
  };
  static Reference read(Target target, std::string_view modifier);
  const json::Value* look_up(Asking& asking, std::string_view modifier) const;
  const json::Value* look_up(Asking& asking, const Reference& reference) const;
  bool judge(Asking& asking, const json::Value* found, std::string_view modifier, std::string_view wanted) const;
  bool judge_regex(Asking& asking, const json::Value& found, std::string_view wanted) const;

  Target target_ = Target::kNothing;
  Op op_ = Op::kEquals;
  bool invert_ = false;
  TemplateText modifier_, value_;
  std::optional<Reference> reference_;  // when the modifier is constant
  std::optional<regex::Regex> regex_;  // when the value is constant
};

// Do the response's rules hold, as it says: all of them, or one? Without rules they do not.
bool rules_hold(const std::vector<CompiledRule>& rules, bool all, Asking& asking);

}  // namespace mimus::mockoon
