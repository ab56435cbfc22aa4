#include "value.h"

#include <cmath>
#include <cstring>

#include "dates.h"
#include "js_text.h"
#include "numbers.h"

namespace mimus::fake {
namespace {

template <class... Cases>
struct Match : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Match(Cases...) -> Match<Cases...>;

void append_json_number(double number, std::string& out) {
  if (std::isfinite(number))
    append_number(number, out);
  else
    out += "null";
}

bool is_safe(const BigInt& number) {
  const std::size_t digits = number.digits.size() - (number.digits.starts_with('-') ? 1 : 0);
  return digits < 16 || (digits == 16 && std::fabs(parse_digits(number.digits)) <= kMaxSafe);
}

void append_json_object(const Value::Object& object, std::string& out) {
  out += '{';
  bool first = true;
  for (const auto& [key, member] : object) {
    if (member.is_undefined()) continue;
    if (!std::exchange(first, false)) out += ',';
    json::write_string(key, out);
    out += ':';
    append_json(member, out);
  }
  out += '}';
}

// The first byte that JSON does not write as it is, or the end. Eight at a time: a byte x is found by the borrow of x - n.
const char* plain_until(const char* at, const char* end) {
  constexpr std::uint64_t kOnes = 0x0101010101010101u;
  constexpr std::uint64_t kHighs = 0x8080808080808080u;
  const auto below = [](std::uint64_t x, std::uint64_t n) { return (x - kOnes * n) & ~x & kHighs; };
  for (; end - at >= 8; at += 8) {
    std::uint64_t bytes;
    std::memcpy(&bytes, at, 8);
    if ((below(bytes, 0x20) | below(bytes ^ (kOnes * '"'), 1) | below(bytes ^ (kOnes * '\\'), 1)) != 0) break;
  }
  const auto plain = [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != '"' && c != '\\'; };
  while (at != end && plain(*at)) ++at;
  return at;
}

json::Value whole_or_double(double number) {
  if (number == std::trunc(number) && std::fabs(number) <= kMaxSafe)
    return static_cast<std::int64_t>(number);
  return std::isfinite(number) ? json::Value(number) : json::Value(nullptr);
}

}  // namespace

Value Value::from_json(const json::Value& json) {
  if (json.is_null()) return nullptr;
  if (json.is_bool()) return json.get_bool();
  if (json.is_number()) return json.to_number<double>();
  if (json.is_string()) return std::string(json.get_string());
  if (json.is_array()) {
    Array array;
    array.reserve(json.get_array().size());
    for (const json::Value& item : json.get_array()) array.push_back(from_json(item));
    return array;
  }
  Object object;
  for (const std::string_view key : js_keys(json.get_object())) {
    object.emplace_back(key, from_json(json.get_object().at(key)));
  }
  return object;
}

std::string_view Value::text() const {
  if (const auto* view = get<std::string_view>()) return *view;
  return *get<std::string>();
}

const Value* Value::member(std::string_view key) const {
  if (const auto* object = get<Object>()) {
    for (const auto& [name, value] : *object) {
      if (name == key) return &value;
    }
  }
  return nullptr;
}

void append_json(const Value& value, std::string& out) {
  std::visit(Match{[&](Undefined) { out += "null"; }, [&](std::nullptr_t) { out += "null"; },
                   [&](bool flag) { out += flag ? "true" : "false"; },
                   [&](double number) { append_json_number(number, out); },
                   [&](const BigInt& number) {
                     if (is_safe(number))
                       out += number.digits;
                     else
                       json::write_string(number.digits, out);
                   },
                   [&](Date date) {
                     out += '"';
                     append_iso(date.ms, out);
                     out += '"';
                   },
                   [&](std::string_view text) { json::write_string(text, out); },
                   [&](const std::string& text) { json::write_string(text, out); },
                   [&](const Value::Array& array) {
                     out += '[';
                     for (std::size_t i = 0; i < array.size(); ++i) {
                       if (i != 0) out += ',';
                       append_json(array[i], out);
                     }
                     out += ']';
                   },
                   [&](const Value::Object& object) { append_json_object(object, out); }},
             value.state());
}

void close_json_string(std::string& out, std::size_t from) {
  const char* end = out.data() + out.size();
  const char* plain = plain_until(out.data() + from + 1, end);
  if (plain == end) {
    out += '"';
    return;
  }
  // One line break is what addresses have.
  if (*plain == '\n' && plain_until(plain + 1, end) == end) {
    const auto at = static_cast<std::size_t>(plain - out.data());
    out.insert(at, 1, '\\');
    out[at + 1] = 'n';
    out += '"';
    return;
  }
  const std::string text(out, from + 1);
  out.resize(from);
  json::write_string(text, out);
}

std::string to_json(const Value& value) {
  std::string out;
  append_json(value, out);
  return out;
}

json::Value to_json_value(const Value& value) {
  return std::visit(Match{[](Undefined) { return json::Value(nullptr); },
                          [](std::nullptr_t) { return json::Value(nullptr); },
                          [](bool flag) { return json::Value(flag); },
                          [](double number) { return whole_or_double(number); },
                          [](const BigInt& number) {
                            return is_safe(number) ? whole_or_double(parse_digits(number.digits))
                                                   : json::Value(number.digits);
                          },
                          [](Date date) {
                            std::string text;
                            append_iso(date.ms, text);
                            return json::Value(text);
                          },
                          [](std::string_view text) { return json::Value(text); },
                          [](const std::string& text) { return json::Value(text); },
                          [](const Value::Array& array) {
                            json::Array items;
                            for (const Value& item : array) items.push_back(to_json_value(item));
                            return json::Value(std::move(items));
                          },
                          [](const Value::Object& object) {
                            json::Object members;
                            for (const auto& [key, member] : object) {
                              if (!member.is_undefined()) members[key] = to_json_value(member);
                            }
                            return json::Value(std::move(members));
                          }},
                    value.state());
}

void append_string(const Value& value, std::string& out) {
  std::visit(Match{[&](Undefined) { out += "undefined"; }, [&](std::nullptr_t) { out += "null"; },
                   [&](bool flag) { out += flag ? "true" : "false"; },
                   [&](double number) { append_number(number, out); },
                   [&](const BigInt& number) { out += number.digits; },
                   [&](Date date) { append_date_text(date.ms, out); },
                   [&](std::string_view text) { out += text; },
                   [&](const std::string& text) { out += text; },
                   [&](const Value::Array& array) {
                     for (std::size_t i = 0; i < array.size(); ++i) {
                       if (i != 0) out += ',';
                       // Array.prototype.join leaves these two out.
                       if (array[i].is_undefined() || array[i].get<std::nullptr_t>() != nullptr)
                         continue;
                       append_string(array[i], out);
                     }
                   },
                   [&](const Value::Object&) { out += "[object Object]"; }},
             value.state());
}

std::string to_string(const Value& value) {
  std::string out;
  append_string(value, out);
  return out;
}

}  // namespace mimus::fake
