#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "regex/regex.h"

namespace mimus::xml {

using IsDateTime = std::function<bool(std::string_view text, std::string_view format)>;

// What stands for a text in an expected document: "${xmlunit.isNumber}".
struct Placeholder {
  enum class Kind { kIgnore, kIsNumber, kMatchesRegex, kIsDateTime };
  Kind kind = Kind::kIgnore;
  std::string format;                 // of isDateTime; may be empty
  std::optional<regex::Regex> regex;  // of matchesRegex

  // nullopt: there is no such attribute or text at all.
  bool accepts(std::optional<std::string_view> text, const IsDateTime& is_date_time) const;
};

// Finds placeholders between two delimiters.
class PlaceholderReader {
 public:
  static Result<PlaceholderReader> compile(std::string_view open, std::string_view close);
  // nullptr: the text stands for itself. Fails for a bad regular expression in matchesRegex(…).
  Result<std::shared_ptr<const Placeholder>> read(std::string_view text) const;

 private:
  explicit PlaceholderReader(regex::Regex form) : form_(std::move(form)) {}
  regex::Regex form_;
};

}  // namespace mimus::xml
