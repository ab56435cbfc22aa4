#include "percent.h"

#include <array>
#include <cstdint>
#include <cstring>

namespace mimus::text {
namespace {

constexpr std::int8_t kNotHex = -1;
constexpr auto kHexValues = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(kNotHex);
  for (int i = 0; i < 10; ++i) values['0' + i] = static_cast<std::int8_t>(i);
  for (int i = 0; i < 6; ++i) {
    values['a' + i] = values['A' + i] = static_cast<std::int8_t>(10 + i);
  }
  return values;
}();

// The octet of the escape that begins at text[at] == '%', or -1.
int escaped_octet(std::string_view text, std::size_t at) {
  if (at + 2 >= text.size()) return -1;
  const int high = kHexValues[static_cast<unsigned char>(text[at + 1])];
  const int low = kHexValues[static_cast<unsigned char>(text[at + 2])];
  return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool holds(std::string_view text, char c) {
  return !text.empty() && std::memchr(text.data(), c, text.size()) != nullptr;
}

// Each writes at most as many bytes as `out` was promised to hold, and returns how many.

std::size_t decode(std::string_view text, bool plus_is_blank, char* out) {
  char* end = out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const int octet = c == '%' ? escaped_octet(text, i) : -1;
    if (octet >= 0) {
      *end++ = static_cast<char>(octet);
      i += 2;
    } else {
      *end++ = plus_is_blank && c == '+' ? ' ' : c;
    }
  }
  return static_cast<std::size_t>(end - out);
}

char* write_escape(unsigned char octet, char* out) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  *out++ = '%';
  *out++ = kDigits[octet >> 4];
  *out++ = kDigits[octet & 15];
  return out;
}

// A '%' that begins no escape becomes %25: it could otherwise form a new one with what follows
// ("%%34%31" would read %41), and a second pass would see another path.
std::size_t normalize(std::string_view path, char* out) {
  char* end = out;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] != '%') {
      *end++ = path[i];
      continue;
    }
    const int octet = escaped_octet(path, i);
    if (octet < 0) {
      end = write_escape('%', end);
      continue;
    }
    i += 2;
    if (octet == '/' || octet == '%' || octet == 0) {
      end = write_escape(static_cast<unsigned char>(octet), end);
    } else {
      *end++ = static_cast<char>(octet);
    }
  }
  return static_cast<std::size_t>(end - out);
}

std::string decode(std::string_view text, bool plus_is_blank) {
  std::string out(text.size(), '\0');
  out.resize(decode(text, plus_is_blank, out.data()));
  return out;
}

std::string_view decode(std::string_view text, bool plus_is_blank, Arena& arena) {
  char* out = arena.allocate(text.size());
  return {out, decode(text, plus_is_blank, out)};
}

constexpr std::size_t kLongestNormalized = 3;  // of one byte: a lone '%'

}  // namespace

std::string percent_decode(std::string_view text) { return decode(text, false); }
std::string form_decode(std::string_view text) { return decode(text, true); }

std::string_view percent_decode(std::string_view text, Arena& arena) {
  return holds(text, '%') ? decode(text, false, arena) : text;
}

std::string_view form_decode(std::string_view text, Arena& arena) {
  return holds(text, '%') || holds(text, '+') ? decode(text, true, arena) : text;
}

std::string percent_encode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    const bool unreserved = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                            (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
    if (unreserved) {
      out += c;
      continue;
    }
    char escape[3];
    write_escape(static_cast<unsigned char>(c), escape);
    out.append(escape, sizeof escape);
  }
  return out;
}

std::string_view normalize_path(std::string_view path, Arena& arena) {
  if (!holds(path, '%')) return path;
  char* out = arena.allocate(path.size() * kLongestNormalized);
  return {out, normalize(path, out)};
}

std::string normalize_path(std::string_view path) {
  if (!holds(path, '%')) return std::string(path);
  std::string out(path.size() * kLongestNormalized, '\0');
  out.resize(normalize(path, out.data()));
  return out;
}

}  // namespace mimus::text
