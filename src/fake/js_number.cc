#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdio>

#include "js_text.h"
#include "json/number_text.h"

namespace mimus::fake {
namespace {

// The digits of |number| rounded to `digits` places, ties away from zero: the slow and certain way.
// A tie can only be where the value has an end in binary within digits + 1 places, and then its
// decimal text ends there, too.
void append_fixed_exactly(double number, int digits, std::string& out) {
  char text[512];
  const double shifted = std::ldexp(number, digits + 1);
  const bool may_tie = std::isfinite(shifted) && std::floor(shifted) == shifted;
  int length = std::snprintf(text, sizeof text, "%.*f", digits + (may_tie ? 1 : 0), number);
  if (!may_tie) {
    out.append(text, static_cast<std::size_t>(length));
    return;
  }
  const bool up = text[--length] >= '5';
  if (text[length - 1] == '.') --length;
  int at = length - 1;
  for (; up && at >= 0; --at) {
    if (text[at] == '.') continue;
    if (text[at] != '9') {
      ++text[at];
      break;
    }
    text[at] = '0';
  }
  if (up && at < 0) out += '1';
  out.append(text, static_cast<std::size_t>(length));
}

constexpr std::uint64_t kTens[] = {1, 10, 100, 1000, 10000, 100000, 1000000};

}  // namespace

void append_number(double number, std::string& out) {
  constexpr double kExact = 9007199254740992;  // 2^53: below, a whole number has all its digits
  if (number >= 0 && number < kExact && number == std::floor(number)) {
    char text[24];
    const auto end =
        std::to_chars(text, text + sizeof text, static_cast<std::uint64_t>(number)).ptr;
    out.append(text, end);
  } else if (std::isfinite(number)) {
    json::append_shortest(number, out);
  } else {
    out += std::isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
  }
}

std::string number_text(double number) {
  std::string out;
  append_number(number, out);
  return out;
}

void append_fixed(double number, int digits, std::string& out) {
  if (std::isnan(number) || std::fabs(number) >= 1e21) return append_number(number, out);
  if (number < 0) {
    out += '-';
    number = -number;
  }
  if (digits <= 6 && number < 1e9) {
    // Scaling errs by less than 1e-6 here: what is further from a tie is certain.
    const double scaled = number * static_cast<double>(kTens[digits]);
    const double whole = std::floor(scaled);
    const double rest = scaled - whole;
    if (std::fabs(rest - 0.5) > 1e-5) {
      const std::uint64_t units = static_cast<std::uint64_t>(whole) + (rest > 0.5 ? 1 : 0);
      char text[24];
      out.append(text, std::to_chars(text, text + sizeof text, units / kTens[digits]).ptr);
      if (digits == 0) return;
      std::uint64_t fraction = units % kTens[digits];
      out.append(static_cast<std::size_t>(digits) + 1, '.');
      for (int i = 1; i <= digits; ++i, fraction /= 10)
        out[out.size() - i] = static_cast<char>('0' + fraction % 10);
      return;
    }
  }
  append_fixed_exactly(number, digits, out);
}

void append_radix(double number, int radix, std::string& out) {
  constexpr char kDigits[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  if (!std::isfinite(number)) return append_number(number, out);
  char text[1100];
  char* at = text + sizeof text;
  double rest = std::fabs(number);
  for (; rest >= 0x1p53; rest /= radix) *--at = '0';  // beyond a double's digits, as V8 does
  do {
    const double digit = std::fmod(rest, radix);
    *--at = kDigits[static_cast<int>(digit)];
    rest = (rest - digit) / radix;
  } while (rest > 0);
  if (number < 0) *--at = '-';
  out.append(at, text + sizeof text);
}

void append_grouped(double number, int digits, std::string& out) {
  // The shortest decimal text, rounded half away from zero to at most max(digits, 3) places, at
  // least `digits`.
  std::string text;
  char plain[400];
  const auto end =
      std::to_chars(plain, plain + sizeof plain, std::fabs(number), std::chars_format::fixed).ptr;
  text.assign(plain, end);
  const std::size_t most = static_cast<std::size_t>(std::max(digits, 3));
  std::size_t dot = text.find('.');
  if (dot != text.npos && text.size() - dot - 1 > most) {
    const bool up = text[dot + 1 + most] >= '5';
    text.resize(dot + 1 + most);
    std::size_t at = text.size();
    while (up && at > 0) {
      if (text[--at] == '.') continue;
      if (text[at]++ != '9') break;
      text[at] = '0';
      if (at == 0) text.insert(0, "1");
    }
    dot = text.find('.');
  }
  if (dot == text.npos) dot = text.size();
  std::string fraction = dot < text.size() ? text.substr(dot + 1) : std::string();
  while (fraction.size() > static_cast<std::size_t>(digits) && fraction.ends_with('0'))
    fraction.pop_back();
  fraction.resize(std::max(fraction.size(), static_cast<std::size_t>(digits)), '0');
  if (std::signbit(number)) out += '-';
  for (std::size_t i = 0; i < dot; ++i) {
    out += text[i];
    if (i + 1 < dot && (dot - i - 1) % 3 == 0) out += ',';
  }
  if (!fraction.empty()) out.append(1, '.').append(fraction);
}

double parse_digits(std::string_view digits) {
  double number = 0;
  if (std::from_chars(digits.data(), digits.data() + digits.size(), number).ec ==
      std::errc::result_out_of_range) {
    return INFINITY;
  }
  return number;
}

bool is_numeric_text(std::string_view text) {
  const auto blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  while (!text.empty() && blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && blank(text.back())) text.remove_suffix(1);
  if (text.empty()) return true;
  if (text.size() > 2 && text[0] == '0') {
    const char kind = lower(text[1]);
    const int radix = kind == 'x' ? 16 : kind == 'o' ? 8 : kind == 'b' ? 2 : 0;
    if (radix != 0) {
      std::size_t at = 2;
      for (; at < text.size(); ++at) {
        const char c = lower(text[at]);
        const int digit = is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : 99;
        if (digit >= radix) return false;
      }
      return true;
    }
  }
  if (text[0] == '+' || text[0] == '-') text.remove_prefix(1);
  if (text == "Infinity") return true;
  if (text.empty() || !(is_digit(text[0]) || text[0] == '.')) return false;
  double number = 0;
  const char* first = text.data();
  const auto end = std::from_chars(first, first + text.size(), number);
  return end.ptr == first + text.size() && end.ec != std::errc::invalid_argument;
}

}  // namespace mimus::fake
