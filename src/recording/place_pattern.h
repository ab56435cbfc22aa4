#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace mimus::recording {

// Places in a JSON document: a JSON pointer in which '*' is any one step and "**" any number of steps, none included.
//
//   "/items/*/id"   "/**/etag"   ""   (the whole document)
class PlacePattern {
 public:
  static Result<PlacePattern> parse(std::string_view text);  // errors: those of a JSON pointer, RFC 6901
  bool matches(std::span<const std::string> steps) const;

 private:
  static bool matches(std::span<const std::string> pattern, std::span<const std::string> steps);
  std::vector<std::string> steps_;
};

}  // namespace mimus::recording
