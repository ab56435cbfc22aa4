#include "javascript.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "text/encoding.h"

namespace mimus::helpers::javascript {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

}  // namespace

double number(std::string_view text) {
  text = text::trim(text);
  if (text.empty()) return 0;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    std::uint64_t hex = 0;
    const auto [end, failed] = std::from_chars(text.data() + 2, text.data() + text.size(), hex, 16);
    const bool whole = failed == std::errc() && end == text.data() + text.size();
    return whole ? static_cast<double>(hex) : kNaN;
  }
  const double sign = text[0] == '-' ? -1 : 1;
  if (text[0] == '-' || text[0] == '+') text.remove_prefix(1);
  if (text == "Infinity") return sign * std::numeric_limits<double>::infinity();
  if (text.empty() || !(text[0] == '.' || (text[0] >= '0' && text[0] <= '9'))) return kNaN;
  double value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size()) return kNaN;
  if (failed == std::errc::result_out_of_range)
    return text.find("e-") == std::string_view::npos ? sign * HUGE_VAL : 0;
  return failed == std::errc() ? sign * value : kNaN;
}

namespace {

// One code point of UTF-8: its bytes (a stray byte alone) and its UTF-16 units.
std::size_t bytes_at(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const std::size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  return std::min(size, text.size() - at);
}
std::size_t units_of(std::size_t bytes) {
  return bytes == 4 ? 2 : 1;
}

// Doubles that are whole as integers, so that they print without a fraction.
json::Value whole_numbers(json::Value value) {
  if (const double* real = value.if_double()) {
    if (std::fabs(*real) <= 9007199254740992.0 && std::trunc(*real) == *real)
      return static_cast<std::int64_t>(*real);
  } else if (json::Array* array = value.if_array()) {
    for (json::Value& item : *array) item = whole_numbers(std::move(item));
  } else if (json::Object* object = value.if_object()) {
    for (auto& member : *object) member.value() = whole_numbers(std::move(member.value()));
  }
  return value;
}

}  // namespace

double number(const Value& value, const Call& call) {
  if (value.is_number()) return value.to_double().value_or(kNaN);
  if (value.is_absent()) return kNaN;
  if (value.kind() == Value::Kind::kNull) return 0;
  if (value.is_bool()) return value.as_bool() ? 1 : 0;
  if (value.is_map_like()) return kNaN;
  return number(call.text(value));
}

std::optional<double> integer_at_front(std::string_view text) {
  text = text::trim(text);
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  double value = 0;
  std::size_t digits = 0;
  for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits)
    value = value * 10 + (text[digits] - '0');
  if (digits == 0) return std::nullopt;
  return negative ? -value : value;
}

Value value_of(double number) {
  if (std::fabs(number) <= 9007199254740992.0 && std::trunc(number) == number)
    return Value::number(static_cast<std::int64_t>(number));
  return Value::number(number);
}

std::string to_fixed(double number, int digits) {
  if (std::isnan(number)) return "NaN";
  std::string text;
  if (std::fabs(number) >= 1e21) {
    handlebars::append_javascript_number(number, text);
    return text;
  }
  char exact[512];
  const auto write = [&](double what, int precision) {
    return std::string(
        exact,
        std::to_chars(exact, exact + sizeof exact, what, std::chars_format::fixed, precision).ptr);
  };
  // Of two that are as near the larger one is meant, where to_chars() takes the even one.
  const std::string more = write(std::fabs(number), digits + 60);
  const std::string_view rest = std::string_view(more).substr(more.size() - 60);
  const bool tie = rest[0] == '5' && rest.find_first_not_of('0', 1) == std::string_view::npos;
  text = write(std::fabs(number) * (tie ? 1 + 1e-15 : 1), digits);
  const bool zero = text.find_first_not_of("0.") == std::string::npos;
  return number < 0 && !zero ? "-" + text : text;
}

double round(double number) {
  return std::floor(number + 0.5);
}

bool same(const Value& a, const Value& b) {
  if (a.is_text() && b.is_text()) return a.as_text() == b.as_text();
  if (a.is_number() && b.is_number()) return a.to_double() == b.to_double();
  return a.same(b);
}

std::string_view json_of(const Value& value, const Call& call) {
  std::string out;
  handlebars::append_json(value, call.dialect(), call.arena(), out);
  return call.arena().copy(out);
}

std::string_view indented_json_of(const Value& value, const Call& call) {
  const json::Value document =
      whole_numbers(handlebars::to_json(value, call.dialect(), call.arena()));
  return call.arena().copy(json::write(document, {.indent = 2}));
}

std::size_t length(std::string_view text) {
  std::size_t units = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t bytes = bytes_at(text, at);
    units += units_of(bytes);
    at += bytes;
  }
  return units;
}

std::size_t byte_at(std::string_view text, std::size_t unit) {
  std::size_t at = 0;
  for (std::size_t units = 0; at < text.size() && units < unit;) {
    const std::size_t bytes = bytes_at(text, at);
    units += units_of(bytes);
    at += bytes;
  }
  return at;
}

std::string_view slice(std::string_view text, std::size_t from, std::size_t to) {
  if (to <= from) return {};
  const std::size_t first = byte_at(text, from);
  return text.substr(first, byte_at(text.substr(first), to - from));
}

std::size_t bound(double at, std::size_t size) {
  if (std::isnan(at)) return 0;
  const double end = static_cast<double>(size);
  const double from =
      std::trunc(at) < 0 ? std::max(0.0, end + std::trunc(at)) : std::min(std::trunc(at), end);
  return static_cast<std::size_t>(from);
}

namespace {

void append_replacement(std::string_view with, std::string_view text, std::size_t at,
                        std::size_t size, std::string& out) {
  for (std::size_t i = 0; i < with.size(); ++i) {
    const char next = with[i] == '$' && i + 1 < with.size() ? with[i + 1] : '\0';
    switch (next) {
      case '$':
        out += '$';
        break;
      case '&':
        out += text.substr(at, size);
        break;
      case '`':
        out += text.substr(0, at);
        break;
      case '\'':
        out += text.substr(at + size);
        break;
      default:
        out += with[i];
        continue;
    }
    ++i;
  }
}

}  // namespace

std::string replace(std::string_view text, std::string_view what, std::string_view with, bool all) {
  std::string out;
  std::size_t done = 0;
  while (true) {
    const std::size_t at = text.find(what, done);
    if (what.empty() || at == std::string_view::npos) break;
    out += text.substr(done, at - done);
    append_replacement(with, text, at, what.size(), out);
    done = at + what.size();
    if (!all) break;
  }
  return out += text.substr(done);
}

std::size_t trimmed_end(std::string_view text) {
  static constexpr std::string_view kWide[] = {"\xC2\xA0", "\xE2\x80\xA8", "\xE2\x80\xA9",
                                               "\xEF\xBB\xBF"};
  while (!text.empty()) {
    const std::size_t kept = text.find_last_not_of(" \t\n\v\f\r");
    text = text.substr(0, kept == std::string_view::npos ? 0 : kept + 1);
    const auto* wide = std::find_if(std::begin(kWide), std::end(kWide),
                                    [&](std::string_view blank) { return text.ends_with(blank); });
    if (wide == std::end(kWide)) break;
    text.remove_suffix(wide->size());
  }
  return text.size();
}

int locale_compare(std::string_view a, std::string_view b) {
  const auto order = [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    if (c >= 'a' && c <= 'z') return 2 * 256 + c;
    if (c >= 'A' && c <= 'Z') return 2 * 256 + (c - 'A' + 'a');
    if (c >= '0' && c <= '9') return 256 + c;
    return byte >= 0x80 ? 3 * 256 + byte : static_cast<int>(byte);
  };
  for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
    if (order(a[i]) != order(b[i])) return order(a[i]) - order(b[i]);
  }
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i]) return a[i] > b[i] ? -1 : 1;  // 'a' is above 'A' in ASCII, and first here
  }
  return 0;
}

std::string base64_text(std::string_view text) {
  std::string clean;
  for (const char c : text.substr(0, text.find('='))) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || c == '+' || c == '/' || c == '-' || c == '_') clean += c;
  }
  if (clean.size() % 4 == 1) clean.pop_back();
  // Bits beyond the last whole byte count for nothing.
  const std::size_t rest = clean.size() % 4;
  if (rest != 0) {
    static constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char last = clean.back() == '-' ? '+' : clean.back() == '_' ? '/' : clean.back();
    const std::size_t bits = rest == 2 ? 15 : 3;
    clean.back() = kAlphabet[kAlphabet.find(last) & ~bits];
  }
  const auto bytes = text::base64_decode(clean);
  return bytes ? text::to_valid_utf8(*bytes) : std::string();
}

}  // namespace mimus::helpers::javascript
