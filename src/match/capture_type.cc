#include "capture_type.h"

#include <algorithm>

#include "base/uuid.h"

namespace mimus::match {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_alpha(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Takes digits from the front of `text`; false when there is none.
bool skip_digits(std::string_view& text) {
  const std::size_t size = text.size();
  while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
  return text.size() != size;
}

bool skip(std::string_view& text, char c) {
  if (!text.starts_with(c)) return false;
  text.remove_prefix(1);
  return true;
}

bool is_int(std::string_view text) {
  skip(text, '-');
  return skip_digits(text) && text.empty();
}

bool is_number(std::string_view text) {
  skip(text, '-');
  if (!skip_digits(text)) return false;
  if (skip(text, '.') && !skip_digits(text)) return false;
  if (skip(text, 'e') || skip(text, 'E')) {
    if (!skip(text, '+')) skip(text, '-');
    if (!skip_digits(text)) return false;
  }
  return text.empty();
}

bool is_uuid(std::string_view text) { return Uuid::parse(text).has_value(); }

template <bool (*kOne)(char)>
bool all(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), kOne);
}

bool is_alnum(char c) { return is_alpha(c) || is_digit(c); }

bool is_slug(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (is_lower(text[i]) || is_digit(text[i])) continue;
    if (text[i] != '-' || i == 0 || i + 1 == text.size() || text[i + 1] == '-') return false;
  }
  return !text.empty();
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (!is_digit(text[i])) return false;
  }
  const auto two = [text](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
  const int year = two(0) * 100 + two(2);
  const int month = two(5);
  const int day = two(8);
  if (month < 1 || month > 12) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  const int short_month = month == 4 || month == 6 || month == 9 || month == 11 ? 1 : 0;
  const int days = month == 2 ? 28 + (leap ? 1 : 0) : 31 - short_month;
  return day >= 1 && day <= days;
}

constexpr CaptureType kTypes[] = {
    {"int", &is_int, "a whole number: 7, -12"},
    {"number", &is_number, "a decimal number: 7, -1.5, 2e10"},
    {"uuid", &is_uuid, "8-4-4-4-12 hexadecimal digits"},
    {"alpha", &all<is_alpha>, "ASCII letters"},
    {"alnum", &all<is_alnum>, "ASCII letters and digits"},
    {"slug", &is_slug, "lower-case words and digits joined by single hyphens: blue-shoes-2"},
    {"date", &is_date, "a day of the calendar: 2026-11-20"},
    {"hex", &all<is_hex>, "hexadecimal digits"},
};

}  // namespace

std::span<const CaptureType> capture_types() { return kTypes; }

const CaptureType* find_capture_type(std::string_view name) {
  for (const CaptureType& type : kTypes) {
    if (type.name == name) return &type;
  }
  return nullptr;
}

}  // namespace mimus::match
