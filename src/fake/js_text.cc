#include "js_text.h"

#include <algorithm>
#include <charconv>

#include "text/encoding.h"
#include "unicode.h"

namespace mimus::fake {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

void append_lower(std::string_view ascii, std::string& out) {
  for (const char c : ascii) out += lower(c);
}

std::size_t utf16_length(std::string_view text) {
  std::size_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    units += (byte & 0xC0) != 0x80 ? 1 : 0;
    units += byte >= 0xF0 ? 1 : 0;
  }
  return units;
}

char32_t take_code_point(std::string_view& text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0x80u;
  };
  const unsigned lead = byte(0);
  const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  char32_t code = length == 1 ? lead : lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) code = (code << 6) | (byte(i) & 0x3F);
  text.remove_prefix(std::min(length, text.size()));
  return code;
}

void append_code_point(char32_t code, std::string& out) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xC0 | code >> 6);
  } else {
    if (code < 0x10000) {
      put(0xE0 | code >> 12);
    } else {
      put(0xF0 | code >> 18);
      put(0x80 | (code >> 12 & 0x3F));
    }
    put(0x80 | (code >> 6 & 0x3F));
  }
  put(0x80 | (code & 0x3F));
}

std::u16string to_utf16(std::string_view text) {
  std::u16string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const char32_t code = take_code_point(text);
    if (code >= 0x10000) {
      out += static_cast<char16_t>(0xD800 + ((code - 0x10000) >> 10));
      out += static_cast<char16_t>(0xDC00 + (code & 0x3FF));
    } else {
      out += static_cast<char16_t>(code);
    }
  }
  return out;
}

void append_utf8(std::u16string_view text, std::string& out) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    char32_t code = text[i];
    if (code >= 0xD800 && code < 0xE000) {
      const bool pair =
          code < 0xDC00 && i + 1 < text.size() && text[i + 1] >= 0xDC00 && text[i + 1] < 0xE000;
      code = pair ? 0x10000 + ((code - 0xD800) << 10) + (text[i + 1] - 0xDC00) : 0xFFFD;
      i += pair ? 1 : 0;
    }
    append_code_point(code, out);
  }
}

void append_capitalized(std::string_view text, std::string& out) {
  if (text.empty()) return;
  if (static_cast<unsigned char>(text[0]) < 0x80) {
    out += upper(text[0]);
    out += text.substr(1);
    return;
  }
  std::string_view rest = text;
  const char32_t first = take_code_point(rest);
  append_upper(first, out);
  out += rest;
}

void append_uri_component(std::string_view text, std::string& out) {
  constexpr std::string_view kPlain = "-_.!~*'()";
  constexpr char kHex[] = "0123456789ABCDEF";
  for (const char c : text) {
    if (is_digit(c) || is_letter(c) || kPlain.find(c) != kPlain.npos) {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    }
  }
}

std::string base64_url(std::string_view bytes) {
  std::string text = text::base64_encode(bytes);
  while (text.ends_with('=')) text.pop_back();
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  return text;
}

namespace {

// An array index of ECMAScript §6.1.7: 0 to 2^32 - 2 without needless zeros.
bool is_index(std::string_view key, std::uint64_t& index) {
  if (key.empty() || key.size() > 10 || (key.size() > 1 && key[0] == '0')) return false;
  const auto end = std::from_chars(key.data(), key.data() + key.size(), index);
  return end.ptr == key.data() + key.size() && index < 4294967295u;
}

}  // namespace

std::vector<std::string_view> js_keys(const json::Object& object) {
  std::vector<std::pair<std::uint64_t, std::string_view>> indexes;
  std::vector<std::string_view> names;
  for (const auto& member : object) {
    std::uint64_t index = 0;
    if (is_index(member.key(), index))
      indexes.emplace_back(index, member.key());
    else
      names.push_back(member.key());
  }
  std::sort(indexes.begin(), indexes.end());
  std::vector<std::string_view> keys;
  for (const auto& [index, key] : indexes) keys.push_back(key);
  keys.insert(keys.end(), names.begin(), names.end());
  return keys;
}

void append_js_json(const json::Value& value, std::string& out) {
  if (value.is_object()) {
    out += '{';
    bool first = true;
    for (const std::string_view key : js_keys(value.get_object())) {
      if (!std::exchange(first, false)) out += ',';
      json::write_string(key, out);
      out += ':';
      append_js_json(value.get_object().at(key), out);
    }
    out += '}';
  } else if (value.is_array()) {
    out += '[';
    bool first = true;
    for (const json::Value& item : value.get_array()) {
      if (!std::exchange(first, false)) out += ',';
      append_js_json(item, out);
    }
    out += ']';
  } else if (value.is_number()) {
    append_number(value.to_number<double>(), out);
  } else {
    json::write(value, out);
  }
}

}  // namespace mimus::fake
