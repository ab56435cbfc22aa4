#include "encoding.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace mimus::text {
namespace {

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNotBase64 = 0xff;
constexpr auto kBase64Values = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(kNotBase64);
  for (std::uint8_t i = 0; i < 64; ++i) values[static_cast<unsigned char>(kBase64[i])] = i;
  values['-'] = 62;
  values['_'] = 63;
  return values;
}();

constexpr std::uint64_t repeat(std::uint8_t byte) {
  return 0x0101010101010101ull * byte;
}

std::uint64_t load8(const char* at) {
  std::uint64_t word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

// Eight letters at once: the top bit of each byte of `upper` says whether it is in A–Z.
std::uint64_t lower8(std::uint64_t word) {
  const std::uint64_t low_bits = word & repeat(0x7f);
  const std::uint64_t beyond_z = low_bits + repeat(0x7f - 'Z');
  const std::uint64_t from_a = low_bits + repeat(0x80 - 'A');
  const std::uint64_t upper = (from_a ^ beyond_z) & ~word & repeat(0x80);
  return word | (upper >> 2);
}

// One step through UTF-8: a well-formed sequence, or the maximal subpart of an ill-formed one.
struct Piece {
  std::size_t size;
  bool valid;
};

// Unicode table 3-7: which second bytes may follow which first byte.
struct LeadRow {
  std::uint8_t first_low, first_high;
  std::uint8_t second_low, second_high;
  std::uint8_t size;
};
constexpr LeadRow kLeads[] = {
    {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3}, {0xe1, 0xec, 0x80, 0xbf, 3},
    {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3}, {0xf0, 0xf0, 0x90, 0xbf, 4},
    {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
};

Piece piece_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[at + i]); };
  const std::uint8_t first = byte(0);
  if (first < 0x80) return {1, true};
  for (const LeadRow& row : kLeads) {
    if (first < row.first_low || first > row.first_high) continue;
    const std::size_t left = text.size() - at;
    if (left < 2 || byte(1) < row.second_low || byte(1) > row.second_high) return {1, false};
    for (std::size_t i = 2; i < row.size; ++i) {
      if (i >= left || (byte(i) & 0xc0) != 0x80) return {i, false};
    }
    return {row.size, true};
  }
  return {1, false};
}

// How many bytes from the front are well-formed.
std::size_t valid_prefix(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    if (at + 8 <= text.size() && (load8(text.data() + at) & repeat(0x80)) == 0) {
      at += 8;
      continue;
    }
    const Piece piece = piece_at(text, at);
    if (!piece.valid) return at;
    at += piece.size;
  }
  return at;
}

}  // namespace

std::string base64_encode(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (k < count ? static_cast<std::uint8_t>(bytes[i + k]) : 0u);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out += k <= count ? kBase64[group >> (18 - 6 * k) & 63] : '=';
    }
  }
  return out;
}

std::string base64url_encode(std::string_view bytes) {
  std::string text = base64_encode(bytes);
  while (text.ends_with('=')) text.pop_back();
  for (char& byte : text) byte = byte == '+' ? '-' : byte == '/' ? '_' : byte;
  return text;
}

std::optional<std::string> base64_decode(std::string_view text) {
  std::string_view digits = text;
  while (digits.size() + 2 > text.size() && digits.ends_with('=')) digits.remove_suffix(1);
  const bool padded = digits.size() < text.size();
  if (digits.size() % 4 == 1 || (padded && text.size() % 4 != 0)) return std::nullopt;
  std::string out;
  out.reserve(digits.size() / 4 * 3 + 2);
  std::uint32_t group = 0;
  int bits = 0;
  for (const char c : digits) {
    const std::uint8_t value = kBase64Values[static_cast<unsigned char>(c)];
    if (value == kNotBase64) return std::nullopt;
    group = (group << 6 | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += static_cast<char>(group >> bits);
    }
  }
  return out;
}

std::string hex_encode(std::string_view bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    out += kDigits[static_cast<std::uint8_t>(c) >> 4];
    out += kDigits[c & 15];
  }
  return out;
}

bool is_valid_utf8(std::string_view text) {
  return valid_prefix(text) == text.size();
}

std::string to_valid_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (true) {
    const std::size_t valid = valid_prefix(text);
    out += text.substr(0, valid);
    if (valid == text.size()) return out;
    out += "\uFFFD";
    text.remove_prefix(valid + piece_at(text, valid).size);
  }
}

std::string to_lower_ascii(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = lower(c);
  return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  const auto same8 = [&](std::size_t at) {
    const std::uint64_t left = load8(a.data() + at);
    const std::uint64_t right = load8(b.data() + at);
    return left == right || lower8(left) == lower8(right);
  };
  if (a.size() < 8) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (lower(a[i]) != lower(b[i])) return false;
    }
    return true;
  }
  for (std::size_t i = 0; i + 8 < a.size(); i += 8) {
    if (!same8(i)) return false;
  }
  return same8(a.size() - 8);  // what is left, some of it again
}

std::string_view trim(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace mimus::text
