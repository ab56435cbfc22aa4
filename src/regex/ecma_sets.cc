#include "ecma_sets.h"

#include <algorithm>
#include <charconv>

namespace mimus::regex {
namespace {

struct PropertyRow {
  std::string_view names;  // between blanks
  std::string_view pcre;
  Ranges members;
};
const PropertyRow kProperties[] = {
    {" L Letter Alphabetic Alpha ", "L", {{'a', 'z'}, {'A', 'Z'}}},
    {" Lu Uppercase_Letter Uppercase Upper ", "Lu", {{'A', 'Z'}}},
    {" Ll Lowercase_Letter Lowercase Lower ", "Ll", {{'a', 'z'}}},
    {" N Number ", "N", {{'0', '9'}}},
    {" Nd Decimal_Number digit ", "Nd", {{'0', '9'}}},
    {" P Punctuation punct ", "P", {{'!', '#'}, {'%', '*'}, {',', '/'}}},
    {" S Symbol ", "S", {{'$', '$'}, {'+', '+'}, {'<', '>'}}},
    {" Z Separator ", "Z", {{' ', ' '}}},
    {" Zs Space_Separator ", "Zs", {{' ', ' '}}},
    {" M Mark ", "M", {{0x300, 0x36f}}},
    {" Latin ", "Latin", {{'a', 'z'}, {'A', 'Z'}}},
    {" Greek ", "Greek", {{0x3b1, 0x3c9}}},
    {" Cyrillic ", "Cyrillic", {{0x430, 0x44f}}},
    {" Han ", "Han", {{0x4e00, 0x4eff}}},
};

}  // namespace

const Ranges& digits() {
  static const Ranges ranges{{'0', '9'}};
  return ranges;
}
const Ranges& word() {
  static const Ranges ranges{{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
  return ranges;
}
const Ranges& space() {
  static const Ranges ranges{{'\t', '\r'},     {' ', ' '},       {0xa0, 0xa0},     {0x1680, 0x1680},
                             {0x2000, 0x200a}, {0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f},
                             {0x3000, 0x3000}, {0xfeff, 0xfeff}};
  return ranges;
}
const Ranges& line_ends() {
  static const Ranges ranges{{'\n', '\n'}, {'\r', '\r'}, {0x2028, 0x2029}};
  return ranges;
}

Ranges complement(Ranges ranges) {
  std::sort(ranges.begin(), ranges.end(),
            [](const CodeRange& a, const CodeRange& b) { return a.first < b.first; });
  Ranges out;
  char32_t next = 0;
  for (const CodeRange& range : ranges) {
    if (range.first > next) out.push_back({next, range.first - 1});
    next = std::max<char32_t>(next, range.last + 1);
  }
  if (next <= 0x10ffff) out.push_back({next, 0x10ffff});
  return out;
}

void append_hex(char32_t code, std::string& out) {
  char digits[8];
  const auto end =
      std::to_chars(digits, digits + sizeof digits, static_cast<unsigned>(code), 16).ptr;
  out.append("\\x{").append(digits, end).append(1, '}');
}

void append_ranges(const Ranges& ranges, std::string& out) {
  for (const CodeRange& range : ranges) {
    append_hex(range.first, out);
    if (range.last == range.first) continue;
    out += '-';
    append_hex(range.last, out);
  }
}

Property find_property(std::string_view name) {
  std::string_view value = name;
  if (const std::size_t equals = name.find('='); equals != std::string_view::npos)
    value.remove_prefix(equals + 1);
  for (const PropertyRow& row : kProperties) {
    const std::size_t at = row.names.find(value);
    if (value.empty() || at == std::string_view::npos) continue;
    if (row.names[at - 1] == ' ' && row.names[at + value.size()] == ' ')
      return {row.pcre, row.members};
  }
  return {value, {{'a', 'z'}}};
}

}  // namespace mimus::regex
