#include "path_template.h"

#include <algorithm>

#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::draft {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool is_identifier(std::string_view segment) {
  if (segment.empty()) return false;
  if (std::ranges::all_of(segment, &is_digit)) return true;
  const auto digits = std::ranges::count_if(segment, &is_digit);
  const bool hex = std::ranges::all_of(segment, [](char c) { return is_hex(c) || c == '-'; });
  if (hex && segment.size() >= 12 && digits >= 2) return true;
  const bool plain = std::ranges::all_of(segment, [](char c) { return is_digit(c) || is_letter(c) || c == '_' || c == '-'; });
  if (!plain || segment.size() < 8 || digits < 2) return false;
  std::size_t changes = 0;  // "chapter-10-part-2" is a name: in a token digits stand among letters
  for (std::size_t i = 1; i < segment.size(); ++i) {
    changes += (is_digit(segment[i]) && is_letter(segment[i - 1])) || (is_letter(segment[i]) && is_digit(segment[i - 1]));
  }
  return changes >= 3;
}

// "users" -> "userId", "categories" -> "categoryId", "order-items" -> "orderItemId".
std::string name_after(std::string_view segment) {
  std::string word;
  bool upper = false;
  for (const char c : segment) {
    if (!is_letter(c) && !is_digit(c)) {
      upper = !word.empty();
      continue;
    }
    const bool small = c >= 'a' && c <= 'z';
    word += upper && small ? static_cast<char>(c - 'a' + 'A') : c;
    upper = false;
  }
  if (word.empty() || !is_letter(word[0])) return "id";
  if (word.ends_with("ies") && word.size() > 4) {
    word.replace(word.size() - 3, 3, "y");
  } else if (word.ends_with("sses") || word.ends_with("xes") || word.ends_with("ches")) {
    word.resize(word.size() - 2);
  } else if (word.ends_with('s') && !word.ends_with("ss") && word.size() > 2) {
    word.pop_back();
  }
  return word + "Id";
}

// A name that the template has not yet.
std::string fresh(std::string name, const std::vector<std::string>& taken) {
  const std::string stem = name;
  for (int i = 2; std::ranges::find(taken, name) != taken.end(); ++i) name = stem + std::to_string(i);
  return name;
}

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  if (path.starts_with('/')) path.remove_prefix(1);
  for (;;) {
    const std::size_t slash = path.find('/');
    segments.push_back(path.substr(0, slash));
    if (slash == path.npos) return segments;
    path.remove_prefix(slash + 1);
  }
}

// Braces would be parameters.
std::string literal(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '{' || c == '}') {
      out += c == '{' ? "%7B" : "%7D";
    } else {
      out += c;
    }
  }
  return out;
}

void add_parameter(std::string name, std::string type, PathTemplate& into) {
  into.names.push_back(fresh(std::move(name), into.names));
  into.types.push_back(std::move(type));
  into.text += "{" + into.names.back() + "}";
}

std::size_t end_of_capture(std::string_view text, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == '\\') ++i;
    else if (text[i] == '{') ++depth;
    else if (text[i] == '}' && --depth == 0) return i;
  }
  return text.size();
}

struct CaptureType {
  std::string_view native, openapi;
};
constexpr CaptureType kTypes[] = {{"int", "integer"}, {"number", "number"}};

}  // namespace

PathTemplate template_of_path(std::string_view path) {
  PathTemplate made;
  std::string_view before;
  for (const std::string_view segment : segments_of(path)) {
    made.text += '/';
    if (is_identifier(segment)) {
      add_parameter(name_after(before), "", made);
    } else {
      made.text += literal(text::to_valid_utf8(segment));
      before = segment;
    }
  }
  return made;
}

PathTemplate template_of_pattern(std::string_view pattern) {
  PathTemplate made;
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern[at] == '{') {
      const std::size_t end = end_of_capture(pattern, at);
      const std::string_view inside = pattern.substr(at + 1, end - at - 1);
      const std::size_t colon = inside.find(':');
      const std::string_view type = colon == inside.npos ? std::string_view() : inside.substr(colon + 1);
      const auto row = std::ranges::find(kTypes, type, &CaptureType::native);
      const std::string name(inside.substr(0, colon));
      add_parameter(name.empty() ? "id" : name, row == std::end(kTypes) ? "string" : std::string(row->openapi), made);
      at = end;
    } else if (pattern[at] == '*') {
      const bool many = pattern.substr(at, 2) == "**";
      add_parameter(many ? "rest" : "any", "string", made);
      at += many;
    } else {
      made.text += pattern[at];
    }
  }
  if (!made.text.starts_with('/')) made.text.insert(0, 1, '/');
  return made;
}

std::vector<std::string> values_of(const PathTemplate& path_template, std::string_view path) {
  std::vector<std::string> values;
  const auto wanted = segments_of(path_template.text), given = segments_of(path);
  if (wanted.size() != given.size()) return {};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].starts_with('{') && wanted[i].ends_with('}')) values.push_back(text::percent_decode(given[i]));
  }
  if (values.size() != path_template.names.size()) return {};
  return values;
}

}  // namespace mimus::draft
