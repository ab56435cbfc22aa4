#include "letter_case.h"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace mimus::intl {
namespace {

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char byte) { return (byte & 0x80) == 0; });
}

template <class Map>
std::string mapped(std::string_view text, Map map) {
  auto wide = icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
  map(wide);
  std::string out;
  wide.toUTF8String(out);
  return out;
}

}  // namespace

std::string to_upper(std::string_view text) {
  if (!is_ascii(text))
    return mapped(text, [](icu::UnicodeString& wide) { wide.toUpper(icu::Locale::getRoot()); });
  std::string out(text);
  for (char& byte : out)
    byte = byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte;
  return out;
}

std::string to_lower(std::string_view text) {
  if (!is_ascii(text))
    return mapped(text, [](icu::UnicodeString& wide) { wide.toLower(icu::Locale::getRoot()); });
  std::string out(text);
  for (char& byte : out)
    byte = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
  return out;
}

}  // namespace mimus::intl
