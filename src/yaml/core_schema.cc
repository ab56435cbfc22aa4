#include "core_schema.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

#include "json/number_text.h"

namespace mimus::yaml {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

std::size_t digits_at(std::string_view text, std::size_t at) {
  std::size_t count = 0;
  while (at + count < text.size() && is_digit(text[at + count])) ++count;
  return count;
}

// [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
bool is_float(std::string_view text) {
  std::size_t at = text.starts_with('-') || text.starts_with('+') ? 1 : 0;
  const std::size_t whole = digits_at(text, at);
  at += whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = digits_at(text, ++at);
    if (whole + fraction == 0) return false;
    at += fraction;
  } else if (whole == 0) {
    return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    const std::size_t exponent = digits_at(text, at);
    if (exponent == 0) return false;
    at += exponent;
  }
  return at == text.size();
}

// The digits of an integer in `base`; nothing when they are none. Beyond 64 bits: a double.
std::optional<json::Value> integer(std::string_view digits, int base, bool negative) {
  if (digits.empty()) return std::nullopt;
  std::uint64_t number = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number, base);
  if (stop != end) return std::nullopt;
  constexpr std::uint64_t kSmallest = std::uint64_t{1} << 63;
  if (error == std::errc::result_out_of_range || (negative && number > kSmallest)) {
    double large = 0;
    for (const char c : digits)
      large = large * base + (is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
    if (base == 10) std::from_chars(digits.data(), end, large);
    return json::Value(negative ? -large : large);
  }
  if (negative) return json::Value(static_cast<std::int64_t>(~number + 1));
  if (number < kSmallest) return json::Value(static_cast<std::int64_t>(number));
  return json::Value(number);
}

std::optional<json::Value> integer(std::string_view text) {
  if (text.starts_with("0o")) return integer(text.substr(2), 8, false);
  if (text.starts_with("0x")) return integer(text.substr(2), 16, false);
  const bool sign = text.starts_with('-') || text.starts_with('+');
  return integer(text.substr(sign ? 1 : 0), 10, text.starts_with('-'));
}

Result<json::Value> real(std::string_view text) {
  const auto number = json::read_double(text.starts_with('+') ? text.substr(1) : text);
  if (number) return json::Value(*number);
  return invalid("the number '" + std::string(text) + "' is out of a double's range",
                 "put a text in quotes");
}

std::optional<json::Value> boolean(std::string_view text) {
  if (is_one_of(text, {"true", "True", "TRUE"})) return json::Value(true);
  if (is_one_of(text, {"false", "False", "FALSE"})) return json::Value(false);
  return std::nullopt;
}

bool is_null(std::string_view text) {
  return text.empty() || is_one_of(text, {"~", "null", "Null", "NULL"});
}

bool is_not_finite(std::string_view text) {
  if (is_one_of(text, {".nan", ".NaN", ".NAN"})) return true;
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return is_one_of(text, {".inf", ".Inf", ".INF"});
}

}  // namespace

Result<json::Value> plain_value(std::string_view text, const boost::json::storage_ptr& storage) {
  // Nearly all texts say with their first character that they are nothing else.
  const char first = text.empty() ? '~' : text.front();
  switch (first) {
    case '~':
    case 'n':
    case 'N':
      if (is_null(text)) return json::Value(nullptr);
      break;
    case 't':
    case 'T':
    case 'f':
    case 'F':
      if (auto value = boolean(text)) return *std::move(value);
      break;
    case '-':
    case '+':
    case '.':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
      if (auto value = integer(text)) return *std::move(value);
      if (is_float(text)) return real(text);
      if (is_not_finite(text)) {
        return invalid("JSON has no '" + std::string(text) + "'", "put a text in quotes");
      }
      break;
    default:
      break;
  }
  return json::Value(text, storage);
}

Result<json::Value> tagged_value(std::string_view tag, std::string_view text, bool plain,
                                 const boost::json::storage_ptr& storage) {
  constexpr std::string_view kCore = "tag:yaml.org,2002:";
  if (tag == "!")
    return json::Value(text, storage);  // §6.9.1: the non-specific tag makes it a text
  const std::string_view name =
      tag.starts_with(kCore) ? tag.substr(kCore.size()) : std::string_view();
  const auto wrong = [&] {
    return invalid("'" + std::string(text) + "' is no !!" + std::string(name));
  };
  if (name == "str") return json::Value(text, storage);
  if (name == "null") return is_null(text) ? Result<json::Value>(json::Value(nullptr)) : wrong();
  if (name == "bool") {
    auto value = boolean(text);
    return value ? Result<json::Value>(*std::move(value)) : wrong();
  }
  if (name == "int") {
    auto value = integer(text);
    return value ? Result<json::Value>(*std::move(value)) : wrong();
  }
  if (name == "float") return is_float(text) ? real(text) : wrong();
  return plain ? plain_value(text, storage) : json::Value(text, storage);
}

}  // namespace mimus::yaml
