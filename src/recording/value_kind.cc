#include "value_kind.h"

#include <algorithm>

#include "text/dates.h"

namespace mimus::recording {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? text[i] != '-' : !is_hex(text[i])) return false;
  }
  return true;
}

bool is_time(std::string_view text) {
  return text.size() >= 10 && text[4] == '-' && text[7] == '-' && text::parse_iso8601(text).has_value();
}

bool is_token(std::string_view text) {
  if (text.size() < 8) return false;
  const bool letters = std::ranges::all_of(text, [](char c) { return is_digit(c) || is_lower(c) || is_upper(c) || c == '_' || c == '-'; });
  const auto digits = std::ranges::count_if(text, &is_digit);
  // "chapter-10-part-2" is a name: in a token digits stand among letters, in one piece of it.
  if (!letters || digits < 2) return false;
  std::size_t changes = 0;
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char a = text[i - 1], b = text[i];
    const bool word = a != '_' && a != '-' && b != '_' && b != '-';
    changes += word && (is_digit(a) != is_digit(b) || (is_lower(a) && is_upper(b)));
  }
  return changes >= 3;
}

struct KindRow {
  ValueKind kind;
  std::string_view expression, capture;
};
constexpr KindRow kRows[] = {
    {ValueKind::kText, "", ""},
    {ValueKind::kInteger, "[0-9]+", "int"},
    {ValueKind::kUuid, "[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}", "uuid"},
    {ValueKind::kHex, "[0-9A-Fa-f]+", ""},
    {ValueKind::kTime, "[0-9]{4}-[0-9]{2}-[0-9]{2}.*", ""},
    {ValueKind::kToken, "[0-9A-Za-z_-]+", ""},
};

}  // namespace

ValueKind kind_of(std::string_view text) {
  if (text.empty()) return ValueKind::kText;
  if (text.size() <= 19 && std::ranges::all_of(text, &is_digit)) return ValueKind::kInteger;
  if (is_uuid(text)) return ValueKind::kUuid;
  if (is_time(text)) return ValueKind::kTime;
  const bool mixed = std::ranges::any_of(text, &is_digit) && !std::ranges::all_of(text, &is_digit);
  const bool one_case = std::ranges::none_of(text, &is_upper) || std::ranges::none_of(text, &is_lower);
  if (text.size() >= 12 && mixed && one_case && std::ranges::all_of(text, &is_hex)) return ValueKind::kHex;
  return is_token(text) ? ValueKind::kToken : ValueKind::kText;
}

std::string_view expression_of(ValueKind kind) { return kRows[static_cast<std::size_t>(kind)].expression; }
std::string_view capture_type_of(ValueKind kind) { return kRows[static_cast<std::size_t>(kind)].capture; }

}  // namespace mimus::recording
