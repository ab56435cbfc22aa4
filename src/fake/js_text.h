#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "json/json.h"

// Text as JavaScript makes and measures it. Our text is UTF-8, its is UTF-16: where units are
// counted, we count its.
namespace mimus::fake {

void append_number(double number, std::string& out);  // String(number), NaN and Infinity included
std::string number_text(double number);
inline void append_digit(double digit, std::string& out) {
  out += static_cast<char>('0' + static_cast<int>(digit));
}

// Number.prototype.toFixed: ties of the exact value go away from zero. digits of 0 to 100.
void append_fixed(double number, int digits, std::string& out);
// Number.prototype.toString(radix) of a whole number.
void append_radix(double number, int radix, std::string& out);
// toLocaleString("en-US", {minimumFractionDigits: digits}).
void append_grouped(double number, int digits, std::string& out);
// Number.parseInt of decimal digits, with a double's precision.
double parse_digits(std::string_view digits);
// Whether Number(text) is a number and not NaN.
bool is_numeric_text(std::string_view text);

bool is_ascii(std::string_view text);
constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}
inline char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}
constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
  return lower(c) >= 'a' && lower(c) <= 'z';
}
constexpr bool is_word(char c) {
  return is_digit(c) || is_letter(c) || c == '_';
}  // \w
void append_lower(std::string_view ascii, std::string& out);

std::size_t utf16_length(std::string_view text);
std::u16string to_utf16(std::string_view text);
void append_utf8(std::u16string_view text, std::string& out);  // a lone surrogate becomes U+FFFD
void append_code_point(char32_t code, std::string& out);
// The code point at the front, taken away.
char32_t take_code_point(std::string_view& text);

// text.charAt(0).toUpperCase() + text.slice(1)
void append_capitalized(std::string_view text, std::string& out);

void append_uri_component(std::string_view text, std::string& out);  // encodeURIComponent
std::string base64_url(std::string_view bytes);

// Object.keys: integer keys ascending, then the others as they came.
std::vector<std::string_view> js_keys(const json::Object& object);
void append_js_json(const json::Value& value, std::string& out);  // JSON.stringify

}  // namespace mimus::fake
