#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "json/json.h"

namespace mimus::match {

// The way to a value inside a JSON body.
//
//   user.name   items[0].id   ["a.b"].c   a member path, with or without "$." in front
//   /user/name                            a JSON pointer (RFC 6901)
//   "" or $                               the whole body
//
// parse() fails with Code::kSyntax at the byte offset of the first bad character.
class BodyPath {
 public:
  static Result<BodyPath> parse(std::string_view text);

  bool whole() const { return steps_.empty(); }
  // nullptr when there is no such value. Borrows from `root`.
  const json::Value* find(const json::Value& root) const;

 private:
  struct Step {
    std::string member;                // for an object
    std::optional<std::size_t> index;  // for an array
    bool only_index = false;           // written [0]
  };
  static Step step_of(std::string member);
  static Result<BodyPath> parse_pointer(std::string_view text);
  static Result<BodyPath> parse_members(std::string_view text, std::size_t at);
  Result<std::size_t> take_bracket(std::string_view text, std::size_t at);

  std::vector<Step> steps_;
};

}  // namespace mimus::match
