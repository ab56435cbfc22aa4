#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "base/result.h"
#include "facts/request_facts.h"
#include "regex/regex.h"

namespace mimus::mockoon {

// Which paths an endpoint takes, as Express 4 reads it:
//
//   :name          one segment, or a part of one        :name?   or nothing
//   :name(\\d+)     what this expression takes            *        anything
//   (a|b)? + [xy]  parts of a regular expression; a dot is a dot
//
// Letter case and one slash at the end count for nothing. Immutable; any thread.
class EndpointPath {
 public:
  // Prefix and endpoint as the environment has them: "api", "users/:id". Errors: no regular expression, with its offset.
  static Result<EndpointPath> compile(std::string_view prefix, std::string_view endpoint);

  // `path` as received, but for doubled slashes: collapsed(). What the names took, percent-decoded in the arena, by name; groups
  // without one and stars are called 0, 1, …; those that took no part are left out. The names live as long as *this.
  std::optional<std::span<const facts::NameValue>> match(std::string_view path, Arena& arena) const;

  const std::string& text() const { return text_; }              // "/api/users/:id"
  const std::vector<std::string>& names() const { return names_; }  // of the groups, in order

 private:
  std::string text_;
  std::string plain_;  // when nothing in it is special: in small letters, without a slash at the end
  std::vector<std::string> names_;
  std::optional<regex::Regex> regex_;
};

// "/a//b///c" -> "/a/b/c". The same view when there is nothing to do.
std::string_view collapsed(std::string_view path, Arena& arena);

}  // namespace mimus::mockoon
