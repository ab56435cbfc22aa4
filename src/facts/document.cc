#include "document.h"

#include "http/content_coding.h"
#include "json/lenient.h"
#include "text/charset.h"

namespace mimus::facts {
namespace {

// Could a number in there have more digits than a double keeps? A glance, which may say yes too often.
bool has_long_number(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    const bool number = (c >= '0' && c <= '9') || c == '.' || c == 'e' || c == 'E' || c == '-' || c == '+';
    digits = number ? digits + 1 : 0;
    if (digits > 15) return true;
  }
  return false;
}

// e100 and beyond: short, but out of a double's reach.
bool has_large_exponent(std::string_view text) {
  for (std::size_t at = text.find_first_of("eE"); at != text.npos; at = text.find_first_of("eE", at + 1)) {
    std::size_t digits = at + 1;
    if (digits < text.size() && (text[digits] == '+' || text[digits] == '-')) ++digits;
    const std::size_t end = std::min(text.find_first_not_of("0123456789", digits), text.size());
    if (end - digits >= 3) return true;
  }
  return false;
}

}  // namespace

std::string_view Document::bytes() {
  if (bytes_) return *bytes_;
  constexpr std::string_view kGzip = "\x1f\x8b\x08";
  bytes_ = arrived_;
  if (arrived_.starts_with(kGzip)) {
    if (const auto unpacked = http::decode_content("gzip", arrived_, kMostUnpacked)) bytes_ = arena_->copy(*unpacked);
  }
  return *bytes_;
}

std::string_view Document::text() {
  if (!text_) text_ = text::to_utf8(bytes(), text::charset_of(content_type_), *arena_);
  return *text_;
}

const json::Value* Document::read(Reading& reading, Kind kind) {
  if (!reading.tried) {
    reading.tried = true;
    if (!text().empty()) {
      auto value = kind == Kind::kStrict ? json::parse(text(), &memory_)
                                         : json::parse_leniently(text(), kind == Kind::kExact, &memory_);
      if (value) reading.value.emplace(*std::move(value));
    }
  }
  return reading.get();
}

const json::Value* Document::json() { return read(strict_, Kind::kStrict); }

const json::Value* Document::lenient_json() {
  if (const json::Value* value = json()) return value;
  return read(lenient_, Kind::kLenient);
}

const json::Value* Document::exact_json() {
  if (!exact_.tried && !has_long_number(text()) && !has_large_exponent(text())) return lenient_json();
  return read(exact_, Kind::kExact);
}

const xml::Document* Document::xml() {
  if (!xml_tried_) {
    xml_tried_ = true;
    if (auto document = xml::Document::parse(text())) xml_.emplace(*std::move(document));
  }
  return xml_ ? &*xml_ : nullptr;
}

}  // namespace mimus::facts
