#include "string_position.h"

#include <algorithm>
#include <optional>

namespace mimus::native {
namespace {

bool continues(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

// The byte at a line and column (in code points), both from 1.
std::optional<std::size_t> byte_at(std::string_view text, int line, int column) {
  std::size_t at = 0;
  for (int i = 1; i < line; ++i) {
    at = text.find('\n', at);
    if (at == std::string_view::npos) return std::nullopt;
    ++at;
  }
  for (int i = 1; i < column && at < text.size(); ++i) {
    do ++at;
    while (at < text.size() && continues(text[at]));
  }
  return at < text.size() ? std::optional(at) : std::nullopt;
}

// How many bytes of the value the escape at `at` (a backslash) stands for, and how long it is in
// the text.
struct Escape {
  std::size_t written;
  std::size_t meant;
};
Escape escape_at(std::string_view text, std::size_t at) {
  const char kind = at + 1 < text.size() ? text[at + 1] : '\0';
  if (kind != 'u' || at + 6 > text.size()) return {2, 1};
  const std::string_view digits = text.substr(at + 2, 4);
  if (digits.substr(0, 2) == "00") return {6, digits[2] < '8' ? 1u : 2u};
  if (digits[0] == 'd' || digits[0] == 'D')
    return {6, digits[1] >= '8' ? 2u : 3u};  // surrogates: 2 + 2
  return {6, digits[0] == '0' && digits[1] < '8' ? 2u : 3u};
}

}  // namespace

Where inside_string(std::string_view text, Where where, std::string_view value,
                    std::size_t offset) {
  std::optional<std::size_t> at = byte_at(text, where.line, where.column);
  if (!at) return where;
  const char quote = text[*at] == '"' || text[*at] == '\'' ? text[*at] : '\0';
  std::size_t here = *at + (quote ? 1 : 0);
  std::size_t meant = 0;
  while (meant < std::min(offset, value.size())) {
    if (here >= text.size() || text[here] == '\n') return where;
    if (quote == '"' && text[here] == '\\') {
      const Escape escape = escape_at(text, here);
      here += escape.written;
      meant += escape.meant;
      continue;
    }
    if (text[here] != value[meant]) return where;
    here += quote == '\'' && text[here] == '\'' ? 2 : 1;
    ++meant;
  }
  if (here > text.size()) return where;
  const std::string_view passed = text.substr(*at, here - *at);
  where.column += static_cast<int>(
      std::count_if(passed.begin(), passed.end(), [](char byte) { return !continues(byte); }));
  where.offset = here;
  return where;
}

}  // namespace mimus::native
