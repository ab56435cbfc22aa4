#include <idn2.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/code_points.h"
#include "format_forms.h"
#include "text/encoding.h"

namespace mimus::jsonschema {
namespace {

constexpr std::size_t kMostName = 253;
constexpr std::size_t kMostLabel = 63;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// RFC 5891 §4: what may be registered as a label.
bool is_registrable(const std::string& u_label, const std::string& a_label) {
  std::uint8_t* out = nullptr;
  const auto bytes = [](const std::string& text) {
    return text.empty() ? nullptr : reinterpret_cast<const std::uint8_t*>(text.c_str());
  };
  const int code = idn2_register_u8(bytes(u_label), bytes(a_label), &out, 0);
  idn2_free(out);
  return code == IDN2_OK;
}

bool is_ascii_label(std::string_view label) {
  if (label.empty() || label.size() > kMostLabel || label.front() == '-' || label.back() == '-')
    return false;
  return std::all_of(label.begin(), label.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

bool is_label(std::string_view label, bool international) {
  if (is_ascii(label)) {
    if (!is_ascii_label(label)) return false;
    const std::string lower = text::to_lower_ascii(label);
    if (lower.starts_with("xn--")) return is_registrable("", lower);
    return !(label.size() >= 4 && label[2] == '-' && label[3] == '-');
  }
  return international && label.find('\0') == std::string_view::npos &&
         is_registrable(std::string(label), "");
}

template <class Each>
bool every_label(std::string_view name, Each each) {
  for (;;) {
    const std::size_t dot = name.find('.');
    if (!each(name.substr(0, dot))) return false;
    if (dot == std::string_view::npos) return true;
    name.remove_prefix(dot + 1);
  }
}

// The name with every kind of dot as '.'.
std::string with_plain_dots(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t code = next_code_point(text, at);
    append_code_point(code == 0x3002 || code == 0xff0e || code == 0xff61 ? U'.' : code, out);
  }
  return out;
}

bool is_mail_domain(std::string_view domain, bool international) {
  if (domain.starts_with('[') && domain.ends_with(']')) {
    domain = domain.substr(1, domain.size() - 2);
    return domain.starts_with("IPv6:") ? is_ipv6(domain.substr(5)) : is_ipv4(domain);
  }
  if (!international) return is_hostname(domain);
  // RFC 6531 leaves the form of U-labels to their registry.
  return !domain.empty() && every_label(domain, [](std::string_view label) {
    return !label.empty() && (!is_ascii(label) || is_ascii_label(label));
  });
}

bool is_mailbox(std::string_view text, bool international) {
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 ||
      !is_mail_domain(text.substr(at + 1), international))
    return false;
  std::string_view local = text.substr(0, at);
  const auto wide = [&](char c) { return international && static_cast<unsigned char>(c) >= 0x80; };
  if (local.front() == '"') {
    if (local.size() < 2 || local.back() != '"') return false;
    local = local.substr(1, local.size() - 2);
    for (std::size_t i = 0; i < local.size(); ++i) {
      if (local[i] == '\\' && ++i == local.size()) return false;
      const bool printable = local[i] >= ' ' && local[i] <= '~';
      if ((!printable && !wide(local[i])) || (local[i] == '"' && local[i - 1] != '\\'))
        return false;
    }
    return true;
  }
  return every_label(local, [&](std::string_view atom) {
    return !atom.empty() && std::all_of(atom.begin(), atom.end(), [&](char c) {
      constexpr std::string_view kOther = "!#$%&'*+-/=?^_`{|}~";
      return is_letter(c) || is_digit(c) || kOther.find(c) != std::string_view::npos || wide(c);
    });
  });
}

}  // namespace

bool is_plain_hostname(std::string_view text) {
  return text.size() <= kMostName && every_label(text, is_ascii_label);
}

bool is_hostname(std::string_view text) {
  return text.size() <= kMostName &&
         every_label(text, [](std::string_view label) { return is_label(label, false); });
}

bool is_idn_hostname(std::string_view text) {
  const std::string name = with_plain_dots(text);
  std::size_t ascii_size = 0;
  const bool fine = every_label(name, [&](std::string_view label) {
    ascii_size += std::min(label.size(), kMostLabel) + 1;
    return is_label(label, true);
  });
  return fine && (!is_ascii(name) || ascii_size <= kMostName + 1);
}

bool is_ipv4(std::string_view text) {
  int parts = 0;
  return every_label(text,
                     [&](std::string_view part) {
                       if (++parts > 4 || part.empty() || part.size() > 3 ||
                           (part.size() > 1 && part[0] == '0'))
                         return false;
                       int number = 0;
                       for (const char c : part) {
                         if (!is_digit(c)) return false;
                         number = number * 10 + (c - '0');
                       }
                       return number <= 255;
                     }) &&
         parts == 4;
}

bool is_ipv6(std::string_view text) {
  int groups = 0;
  bool gap = false;
  if (text.starts_with("::")) {
    gap = true;
    text.remove_prefix(2);
    if (text.empty()) return true;
  }
  for (;;) {
    const std::size_t colon = text.find(':');
    const std::string_view group = text.substr(0, colon);
    if (colon == std::string_view::npos && group.find('.') != std::string_view::npos) {
      if (!is_ipv4(group)) return false;
      groups += 2;
      break;
    }
    if (group.empty() || group.size() > 4 || !std::all_of(group.begin(), group.end(), is_hex))
      return false;
    ++groups;
    if (colon == std::string_view::npos) break;
    text.remove_prefix(colon + 1);
    if (text.starts_with(':')) {
      if (gap) return false;
      gap = true;
      text.remove_prefix(1);
      if (text.empty()) break;
    }
  }
  return gap ? groups <= 7 : groups == 8;
}

bool is_email(std::string_view text) {
  return is_mailbox(text, false);
}
bool is_idn_email(std::string_view text) {
  return is_mailbox(text, true);
}

}  // namespace mimus::jsonschema
