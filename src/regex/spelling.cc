#include "spelling.h"

#include <algorithm>
#include <charconv>

namespace mimus::regex {
namespace {

bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

struct Escape {
  unsigned code_point;
  std::size_t size;  // of the escape in the expression
};

std::optional<unsigned> hex_number(std::string_view digits) {
  unsigned number = 0;
  const auto [end, failure] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
  if (digits.empty() || failure != std::errc() || end != digits.data() + digits.size()) {
    return std::nullopt;
  }
  return number;
}

// \uXXXX, or nothing.
std::optional<unsigned> utf16_unit(std::string_view text) {
  if (text.size() < 6 || !text.starts_with("\\u")) return std::nullopt;
  return hex_number(text.substr(2, 4));
}

// \uXXXX, \uXXXX\uXXXX or \u{X…} at the front of `text`.
std::optional<Escape> unicode_escape(std::string_view text) {
  if (text.starts_with("\\u{")) {
    const std::size_t close = text.find('}');
    if (close == std::string_view::npos) return std::nullopt;
    const auto number = hex_number(text.substr(3, close - 3));
    if (!number) return std::nullopt;
    return Escape{*number, close + 1};
  }
  const auto unit = utf16_unit(text);
  if (!unit) return std::nullopt;
  if (*unit >= 0xd800 && *unit < 0xdc00) {
    const auto low = utf16_unit(text.substr(6));
    if (low && *low >= 0xdc00 && *low < 0xe000) {
      return Escape{0x10000 + ((*unit - 0xd800) << 10) + (*low - 0xdc00), 12};
    }
  }
  return Escape{*unit, 6};
}

void append_escape(unsigned code_point, std::string& out) {
  char digits[8];
  const auto end = std::to_chars(digits, digits + sizeof digits, code_point, 16).ptr;
  out.append("\\x{").append(digits, end).append("}");
}

// The size of `[:name:]` or `[:^name:]` at the front of `text`, or 0.
std::size_t posix_name_size(std::string_view text) {
  std::size_t i = text.starts_with("[:^") ? 3 : 2;
  const std::size_t first = i;
  while (i < text.size() && text[i] >= 'a' && text[i] <= 'z') ++i;
  return text.starts_with("[:") && i > first && text.substr(i).starts_with(":]") ? i + 2 : 0;
}

// Escapes that PCRE2 and RE2 both take and read differently, in one escape or one class.
bool holds_ambiguous_escape(std::string_view piece) {
  constexpr std::string_view kAmbiguous = "vpPQ0123456789";
  for (std::size_t i = 0; i + 1 < piece.size(); ++i) {
    if (piece[i] != '\\') continue;
    if (is_one_of(piece[++i], kAmbiguous)) return true;
  }
  return false;
}

// The size of `(?<name>` or `(?'name'` at the front of `text`, or 0: then it is something else.
std::size_t named_group_size(std::string_view text) {
  const bool angle = text.starts_with("(?<") && !text.starts_with("(?<=") && !text.starts_with("(?<!");
  if (!angle && !text.starts_with("(?'")) return 0;
  const std::size_t end = text.find(angle ? '>' : '\'', 3);
  return end == std::string_view::npos ? 0 : end + 1;
}

}  // namespace

std::size_t PcreSpelling::original_offset(std::size_t at) const {
  for (auto shift = shifts.rbegin(); shift != shifts.rend(); ++shift) {
    if (shift->at <= at) return shift->original + (at - shift->at);
  }
  return at;
}

PcreSpelling pcre_spelling(std::string_view expression) {
  PcreSpelling out;
  bool quoted = false;
  for (std::size_t i = 0; i < expression.size();) {
    const std::string_view rest = expression.substr(i);
    if (rest.front() != '\\' || rest.size() < 2 || (quoted && rest[1] != 'E')) {
      out.text += rest.front();
      ++i;
      continue;
    }
    if (const auto escape = unicode_escape(rest)) {
      append_escape(escape->code_point, out.text);
      i += escape->size;
      out.shifts.push_back({out.text.size(), i});
      continue;
    }
    if (rest[1] == 'Q') quoted = true;
    if (rest[1] == 'E') quoted = false;
    out.text += rest.substr(0, 2);
    i += 2;
  }
  return out;
}

std::optional<std::size_t> class_size(std::string_view pcre) {
  std::size_t i = pcre.starts_with("[^") ? 2 : 1;
  if (i < pcre.size() && pcre[i] == ']') ++i;  // a bracket that comes first is a member
  while (i < pcre.size()) {
    const std::string_view rest = pcre.substr(i);
    if (rest.front() == ']') return i + 1;
    if (rest.front() == '\\') {
      if (rest.size() < 2 || is_one_of(rest[1], "QEcN")) return std::nullopt;
      i += 2;
    } else if (rest.front() == '[' && rest.size() > 1 && is_one_of(rest[1], ":.=")) {
      const std::size_t size = posix_name_size(rest);
      if (size == 0) return std::nullopt;
      i += size;
    } else {
      ++i;
    }
  }
  return std::nullopt;
}

std::optional<std::string> re2_spelling(std::string_view pcre) {
  std::string out;
  for (std::size_t i = 0; i < pcre.size();) {
    const std::string_view rest = pcre.substr(i);
    std::size_t size = 1;
    if (rest.front() == '\\') size = std::min<std::size_t>(2, rest.size());
    if (rest.front() == '[') {
      const auto whole = class_size(rest);
      if (!whole) return std::nullopt;
      size = *whole;
    }
    const std::string_view piece = rest.substr(0, size);
    if (holds_ambiguous_escape(piece)) return std::nullopt;
    const std::size_t group = named_group_size(rest);
    out += group == 0 ? piece : "(";
    i += group == 0 ? size : group;
  }
  return out;
}

}  // namespace mimus::regex
