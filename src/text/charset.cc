#include "charset.h"

#include <algorithm>
#include <cstdint>

#include "base/code_points.h"
#include "encoding.h"

namespace mimus::text {
namespace {

struct Name {
  std::string_view name;
  Charset charset;
};
constexpr Name kNames[] = {
    {"iso-8859-1", Charset::kLatin1}, {"latin1", Charset::kLatin1},     {"iso_8859-1", Charset::kLatin1},
    {"utf-16", Charset::kUtf16},      {"utf-16le", Charset::kUtf16Little}, {"utf-16be", Charset::kUtf16Big},
};

std::string from_latin1(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) append_code_point(static_cast<unsigned char>(c), out);
  return out;
}

std::string from_utf16(std::string_view bytes, bool big) {
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<unsigned char>(bytes[at]), second = static_cast<unsigned char>(bytes[at + 1]);
    return static_cast<char32_t>(big ? first << 8 | second : second << 8 | first);
  };
  std::string out;
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    char32_t code = unit(at);
    if (code >= 0xD800 && code <= 0xDFFF) {
      const bool pair = code < 0xDC00 && at + 3 < bytes.size() && (unit(at + 2) & 0xFC00) == 0xDC00;
      code = pair ? 0x10000 + ((code - 0xD800) << 10) + (unit(at + 2) - 0xDC00) : 0xFFFD;
      if (pair) at += 2;
    }
    append_code_point(code, out);
  }
  return out;
}

std::string from_utf16(std::string_view bytes) {
  const bool little = bytes.starts_with("\xFF\xFE");
  const bool marked = little || bytes.starts_with("\xFE\xFF");
  return from_utf16(bytes.substr(marked ? 2 : 0), !little);
}

}  // namespace

Charset charset_of(std::string_view content_type) {
  while (!content_type.empty()) {
    content_type.remove_prefix(std::min(content_type.find(';'), content_type.size() - 1) + 1);
    const std::string_view parameter = trim(content_type.substr(0, content_type.find(';')));
    constexpr std::string_view kName = "charset=";
    if (!equal_ignoring_case(parameter.substr(0, kName.size()), kName)) continue;
    std::string_view value = trim(parameter.substr(kName.size()));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    for (const Name& row : kNames) {
      if (equal_ignoring_case(row.name, value)) return row.charset;
    }
    return Charset::kUtf8;
  }
  return Charset::kUtf8;
}

std::string_view to_utf8(std::string_view bytes, Charset charset, Arena& arena) {
  switch (charset) {
    case Charset::kUtf8: return bytes;
    case Charset::kLatin1: {
      const bool ascii = std::all_of(bytes.begin(), bytes.end(), [](char c) { return static_cast<signed char>(c) >= 0; });
      return ascii ? bytes : arena.copy(from_latin1(bytes));
    }
    case Charset::kUtf16: return arena.copy(from_utf16(bytes));
    case Charset::kUtf16Little: return arena.copy(from_utf16(bytes, false));
    case Charset::kUtf16Big: return arena.copy(from_utf16(bytes, true));
  }
  return bytes;
}

}  // namespace mimus::text
