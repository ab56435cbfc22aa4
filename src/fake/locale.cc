#include "locale.h"

#include <string>

#include "image.h"

namespace mimus::fake {
namespace {

char folded(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c == '-' ? '_' : c;
}

bool same(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (folded(a[i]) != folded(b[i])) return false;
  }
  return true;
}

std::string_view code_of(std::size_t index) {
  return Image::text(Image::header().codes + static_cast<std::uint32_t>(index));
}

}  // namespace

Locale::Locale() {
  static const std::uint16_t english = find("en")->index_;
  index_ = english;
}

std::optional<Locale> Locale::find(std::string_view code) {
  for (std::size_t i = 0; i < kLocaleCount; ++i) {
    if (same(code_of(i), code)) return Locale(i);
  }
  return std::nullopt;
}

std::size_t Locale::count() {
  return kLocaleCount;
}
Locale Locale::at(std::size_t index) {
  return Locale(index);
}
std::string_view Locale::code() const {
  return code_of(index_);
}
std::string_view Locale::title() const {
  return Image::text(Image::header().titles + index_);
}

std::optional<Locale> nearest_locale(std::string_view code) {
  if (const auto exact = Locale::find(code)) return exact;
  const std::string_view language = code.substr(0, code.find_first_of("_-"));
  if (const auto plain = Locale::find(language)) return plain;
  for (std::size_t i = 0; i < kLocaleCount; ++i) {
    const std::string_view candidate = code_of(i);
    if (same(candidate.substr(0, candidate.find('_')), language)) return Locale::at(i);
  }
  return std::nullopt;
}

}  // namespace mimus::fake
