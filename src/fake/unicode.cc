#include "unicode.h"

#include <algorithm>
#include <vector>

#include "image.h"
#include "js_text.h"

namespace mimus::fake {
namespace {

// The text that belongs to `code` in a table of ascending keys.
std::optional<std::string_view> look_up(Image::Section keys, std::uint32_t first_text,
                                        char32_t code) {
  const auto* begin = Image::at<std::uint32_t>(keys);
  const auto* end = begin + keys.count;
  const auto* found = std::lower_bound(begin, end, static_cast<std::uint32_t>(code));
  if (found == end || *found != code) return std::nullopt;
  return Image::text(first_text + static_cast<std::uint32_t>(found - begin));
}

// The rank of a mark's combining class; 0 for everything that is no mark.
std::uint32_t rank_of(char32_t code) {
  const auto section = Image::header().combining;
  const auto* begin = Image::at<std::uint32_t>(section);
  const auto* end = begin + section.count;
  const auto* found = std::lower_bound(begin, end, static_cast<std::uint32_t>(code) << 8);
  return found != end && *found >> 8 == code ? *found & 0xFF : 0;
}

// Unicode §3.12: a Hangul syllable is its jamo, by arithmetic.
bool decompose_hangul(char32_t code, std::u32string& out) {
  if (code < 0xAC00 || code > 0xD7A3) return false;
  const char32_t index = code - 0xAC00;
  out += 0x1100 + index / 588;
  out += 0x1161 + index % 588 / 28;
  if (index % 28 != 0) out += 0x11A7 + index % 28;
  return true;
}

void decompose(std::string_view text, std::u32string& out) {
  while (!text.empty()) {
    const char32_t code = take_code_point(text);
    if (code < 0x80) {
      out += code;
    } else if (!decompose_hangul(code, out)) {
      auto parts = look_up(Image::header().nfkd_keys, Image::header().nfkd_texts, code);
      if (!parts) out += code;
      while (parts && !parts->empty()) out += take_code_point(*parts);
    }
  }
}

// Unicode §3.11: runs of marks in the order of their classes.
void order_marks(std::u32string& text) {
  for (std::size_t begin = 0; begin < text.size();) {
    if (text[begin] < 0x300 || rank_of(text[begin]) == 0) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < text.size() && text[end] >= 0x300 && rank_of(text[end]) != 0) ++end;
    std::stable_sort(text.begin() + static_cast<std::ptrdiff_t>(begin),
                     text.begin() + static_cast<std::ptrdiff_t>(end),
                     [](char32_t a, char32_t b) { return rank_of(a) < rank_of(b); });
    begin = end;
  }
}

}  // namespace

std::string decomposed_without_marks(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  std::u32string codes;
  decompose(text, codes);
  order_marks(codes);
  std::string out;
  for (const char32_t code : codes) {
    if (code < 0x300 || code > 0x36F) append_code_point(code, out);
  }
  return out;
}

void append_upper(char32_t code, std::string& out) {
  if (code < 0x80) {
    out += upper(static_cast<char>(code));
  } else if (const auto text =
                 look_up(Image::header().upper_keys, Image::header().upper_texts, code)) {
    out += *text;
  } else {
    append_code_point(code, out);
  }
}

void append_latin(char32_t code, std::string& out) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (const auto text =
                 look_up(Image::header().latin_keys, Image::header().latin_texts, code)) {
    out += *text;
  } else {
    append_radix(static_cast<double>(code), 36, out);
  }
}

}  // namespace mimus::fake
