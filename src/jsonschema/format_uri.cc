#include <algorithm>

#include "base/code_points.h"
#include "format_forms.h"
#include "uri.h"

namespace mimus::jsonschema {
namespace {

bool is_digit(char32_t c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_hex(char32_t c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_one_of(char32_t c, std::string_view set) {
  return c < 0x80 && set.find(static_cast<char>(c)) != std::string_view::npos;
}
bool is_unreserved(char32_t c) {
  return is_letter(c) || is_digit(c) || is_one_of(c, "-._~");
}

// RFC 3987 §2.2.
bool is_ucschar(char32_t c) {
  if (c < 0x10000)
    return (c >= 0xa0 && c <= 0xd7ff) || (c >= 0xf900 && c <= 0xfdcf) ||
           (c >= 0xfdf0 && c <= 0xffef);
  return c < 0xf0000 && (c & 0xffff) <= 0xfffd && (c < 0xe0000 || c >= 0xe1000);
}
bool is_private(char32_t c) {
  return (c >= 0xe000 && c <= 0xf8ff) || (c >= 0xf0000 && c <= 0x10fffd && (c & 0xffff) <= 0xfffd);
}

constexpr std::string_view kSubDelimiters = "!$&'()*+,;=";

struct Letters {
  bool international;
  bool private_use = false;
};

// Unreserved, sub-delims, percent-encoded, and these.
bool made_of(std::string_view text, std::string_view others, Letters letters) {
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '%') {
      if (at + 2 >= text.size() || !is_hex(static_cast<unsigned char>(text[at + 1])) ||
          !is_hex(static_cast<unsigned char>(text[at + 2])))
        return false;
      at += 3;
      continue;
    }
    const char32_t c = next_code_point(text, at);
    const bool wide =
        letters.international && (is_ucschar(c) || (letters.private_use && is_private(c)));
    if (!is_unreserved(c) && !is_one_of(c, kSubDelimiters) && !is_one_of(c, others) && !wide)
      return false;
  }
  return true;
}

bool is_ip_literal(std::string_view text) {
  if (!text.starts_with('v') && !text.starts_with('V')) return is_ipv6(text);
  const std::size_t dot = text.find('.');
  if (dot == std::string_view::npos || dot < 2 || dot + 1 == text.size()) return false;
  const std::string_view version = text.substr(1, dot - 1);
  return std::all_of(version.begin(), version.end(),
                     [](char c) { return is_hex(static_cast<unsigned char>(c)); }) &&
         text.find('%') == std::string_view::npos && made_of(text.substr(dot + 1), ":", {false});
}

bool is_authority(std::string_view text, bool international) {
  if (const std::size_t at = text.find('@'); at != std::string_view::npos) {
    if (!made_of(text.substr(0, at), ":", {international})) return false;
    text.remove_prefix(at + 1);
  }
  std::size_t host_end = text.find(':');
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos || !is_ip_literal(text.substr(1, close - 1))) return false;
    host_end = close + 1;
    if (host_end < text.size() && text[host_end] != ':') return false;
  } else if (!made_of(text.substr(0, host_end), "", {international})) {
    return false;
  }
  const std::string_view port =
      host_end >= text.size() ? std::string_view() : text.substr(host_end + 1);
  return std::all_of(port.begin(), port.end(),
                     [](char c) { return is_digit(static_cast<unsigned char>(c)); });
}

bool is_reference(std::string_view text, bool international, bool absolute) {
  const UriParts parts = split_uri(text);
  if (absolute && !parts.has_scheme) return false;
  if (parts.has_authority && !is_authority(parts.authority, international)) return false;
  // path-noscheme: the first segment has no colon
  if (!parts.has_scheme && !parts.has_authority &&
      parts.path.substr(0, parts.path.find('/')).find(':') != std::string_view::npos) {
    return false;
  }
  return made_of(parts.path, ":@/", {international}) &&
         made_of(parts.query, ":@/?", {international, true}) &&
         made_of(parts.fragment, ":@/?", {international});
}

// RFC 6570 §2.3.
bool is_variable(std::string_view text) {
  if (text.ends_with('*')) {
    text.remove_suffix(1);
  } else if (const std::size_t colon = text.find(':'); colon != std::string_view::npos) {
    const std::string_view size = text.substr(colon + 1);
    if (size.empty() || size.size() > 4 || size[0] == '0') return false;
    if (!std::all_of(size.begin(), size.end(),
                     [](char c) { return is_digit(static_cast<unsigned char>(c)); }))
      return false;
    text = text.substr(0, colon);
  }
  bool dot = true;  // one may not come now
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '.') {
      if (dot) return false;
      dot = true;
      continue;
    }
    dot = false;
    if (c == '%') {
      if (i + 2 >= text.size() || !is_hex(static_cast<unsigned char>(text[i + 1])) ||
          !is_hex(static_cast<unsigned char>(text[i + 2])))
        return false;
      i += 2;
    } else if (!is_letter(c) && !is_digit(c) && c != '_') {
      return false;
    }
  }
  return !dot;
}

bool is_template_expression(std::string_view text) {
  if (!text.empty() && is_one_of(static_cast<unsigned char>(text.front()), "+#./;?&=,!@|"))
    text.remove_prefix(1);
  for (;;) {
    const std::size_t comma = text.find(',');
    if (!is_variable(text.substr(0, comma))) return false;
    if (comma == std::string_view::npos) return true;
    text.remove_prefix(comma + 1);
  }
}

// RFC 6570 §2.1, with the apostrophe of erratum 6937.
bool is_template_literal(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '%') {
      if (at + 2 >= text.size() || !is_hex(static_cast<unsigned char>(text[at + 1])) ||
          !is_hex(static_cast<unsigned char>(text[at + 2])))
        return false;
      at += 3;
      continue;
    }
    const char32_t c = next_code_point(text, at);
    if (c <= ' ' || c == 0x7f || is_one_of(c, "\"<>\\^`{|}") ||
        (c >= 0x80 && !is_ucschar(c) && !is_private(c)))
      return false;
  }
  return true;
}

}  // namespace

bool is_uri(std::string_view text) {
  return is_reference(text, false, true);
}
bool is_uri_reference(std::string_view text) {
  return is_reference(text, false, false);
}
bool is_iri(std::string_view text) {
  return is_reference(text, true, true);
}
bool is_iri_reference(std::string_view text) {
  return is_reference(text, true, false);
}

bool is_uri_template(std::string_view text) {
  for (;;) {
    const std::size_t open = text.find('{');
    if (!is_template_literal(text.substr(0, open))) return false;
    if (open == std::string_view::npos) return true;
    const std::size_t close = text.find('}', open);
    if (close == std::string_view::npos ||
        !is_template_expression(text.substr(open + 1, close - open - 1)))
      return false;
    text.remove_prefix(close + 1);
  }
}

}  // namespace mimus::jsonschema
