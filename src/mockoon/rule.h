#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "environment.h"
#include "json/json.h"
#include "regex/regex.h"
#include "template_text.h"

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
  static CompiledRule compile(const Rule& rule, std::string& problem);
  bool holds(Asking& asking) const;
  bool writes() const { return modifier_.writes || value_.writes; }

 private:
  std::optional<json::Value> look_up(Asking& asking, const std::string& modifier) const;
  bool judge(Asking& asking, const std::optional<json::Value>& found, const std::string& modifier, const std::string& wanted) const;
  bool judge_regex(Asking& asking, const json::Value& found, const std::string& wanted) const;

  Target target_ = Target::kNothing;
  Op op_ = Op::kEquals;
  bool invert_ = false;
  TemplateText modifier_, value_;
  std::optional<regex::Regex> regex_;  // when the value is constant
};

// Do the response's rules hold, as it says: all of them, or one? Without rules they do not.
bool rules_hold(const std::vector<CompiledRule>& rules, bool all, Asking& asking);

}  // namespace mimus::mockoon
