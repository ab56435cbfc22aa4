#include "java.h"

#include <algorithm>

namespace mimus::regex {
namespace {

struct Property {
  std::string_view java;
  std::string_view within;  // in a class
};
constexpr Property kProperties[] = {
    {"Lower", "[:lower:]"},   {"Upper", "[:upper:]"},   {"Alpha", "[:alpha:]"},     {"Digit", "[:digit:]"},
    {"Alnum", "[:alnum:]"},   {"Punct", "[:punct:]"},   {"Graph", "[:graph:]"},     {"Print", "[:print:]"},
    {"Blank", "[:blank:]"},   {"Cntrl", "[:cntrl:]"},   {"XDigit", "[:xdigit:]"},   {"Space", "[:space:]"},
    {"ASCII", "\\x00-\\x7f"}, {"IsAlphabetic", "\\p{L}"}, {"IsLetter", "\\p{L}"},   {"IsDigit", "\\p{Nd}"},
    {"IsUppercase", "\\p{Lu}"}, {"IsLowercase", "\\p{Ll}"}, {"IsPunctuation", "\\p{P}"}, {"IsWhite_Space", "\\s"},
    {"javaLowerCase", "\\p{Ll}"}, {"javaUpperCase", "\\p{Lu}"}, {"javaWhitespace", "\\s"},
};

// \p{Name} or \P{Name} at the front of `text`: its size, and what it becomes.
struct Replacement {
  std::size_t size = 0;
  std::string text;
};
Replacement property(std::string_view text, bool in_class) {
  if (!text.starts_with("\\p{") && !text.starts_with("\\P{")) return {};
  const std::size_t end = text.find('}');
  if (end == text.npos) return {};
  const std::string_view name = text.substr(3, end - 3);
  const bool negated = text[1] == 'P';
  const auto row = std::ranges::find(kProperties, name, &Property::java);
  if (row == std::end(kProperties)) {
    if (!name.starts_with("Is")) return {};
    return {end + 1, std::string(text.substr(0, 3)) + std::string(name.substr(2)) + "}"};  // a script or a category
  }
  if (!in_class) return {end + 1, (negated ? "[^" : "[") + std::string(row->within) + "]"};
  if (!negated) return {end + 1, std::string(row->within)};
  if (row->within.starts_with("[:")) return {end + 1, "[:^" + std::string(row->within.substr(2))};
  return {};
}

// The class [A&&[B]] or [A&&[^B]] at the front of `text`.
Replacement intersection(std::string_view text) {
  const std::size_t both = text.find("&&[");
  if (both == text.npos || text.substr(1, both - 1).find_first_of("[]") != text.npos) return {};
  const std::size_t end = text.find(']', both);
  if (end == text.npos || !text.substr(end).starts_with("]]")) return {};
  std::string_view other = text.substr(both + 3, end - both - 3);
  if (other.find('[') != other.npos) return {};
  const bool negated = other.starts_with('^');
  if (negated) other.remove_prefix(1);
  std::string out = negated ? "(?:(?![" : "(?:(?=[";
  out.append(other).append("])").append(text.substr(0, both)).append("])");
  return {end + 2, out};
}

}  // namespace

std::string from_java(std::string_view expression) {
  std::string out;
  bool in_class = false, quoted = false;
  for (std::size_t i = 0; i < expression.size();) {
    const std::string_view rest = expression.substr(i);
    if (quoted && !rest.starts_with("\\E")) {
      out += rest.front();
      ++i;
      continue;
    }
    Replacement replaced;
    if (rest.front() == '\\') replaced = property(rest, in_class);
    if (rest.front() == '[' && !in_class) replaced = intersection(rest);
    if (replaced.size > 0) {
      out += replaced.text;
      i += replaced.size;
      continue;
    }
    if (rest.starts_with("\\Q") || rest.starts_with("\\E")) quoted = rest[1] == 'Q';
    if (rest.front() == '[') in_class = true;
    if (rest.front() == ']') in_class = false;
    const std::size_t size = rest.front() == '\\' && rest.size() > 1 ? 2 : 1;
    out += rest.substr(0, size);
    i += size;
  }
  return out;
}

}  // namespace mimus::regex
