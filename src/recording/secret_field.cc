#include "secret_field.h"

#include <algorithm>

#include "redact.h"
#include "secrets.h"
#include "text/encoding.h"

namespace mimus::recording {
namespace {

using Found = std::function<void(std::string_view)>;

// Letters with digits among them, or very long.
bool looks_random(std::string_view value) {
  const bool digits = value.find_first_of("0123456789") != value.npos;
  const bool letters = std::ranges::any_of(value, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  return (digits && letters && value.find('/') == value.npos) || value.size() >= 32;
}

// "a=1; b=2" up to `end`: names stay.
std::string cookies(std::string_view text, std::size_t end, const Found& found) {
  end = std::min(end, text.size());
  std::string out;
  for (std::size_t at = 0; at < end;) {
    const std::size_t stop = std::min(text.find(';', at), end);
    const std::string_view one = text.substr(at, stop - at);
    const std::size_t equals = one.find('=');
    out += equals == one.npos ? one : one.substr(0, equals + 1);
    if (equals != one.npos) {
      const std::string_view value = one.substr(equals + 1);
      if (is_secret_name(plain_name(one.substr(0, equals))) || looks_random(value)) found(value);
      out += kRedacted;
    }
    if (stop < end) out += ';';
    at = stop + 1;
  }
  return out.append(text.substr(end));
}

// "ada:secret" of Basic.
void add_password(std::string_view scheme, std::string_view value, const Found& found) {
  if (text::to_lower_ascii(scheme) != "basic") return;
  const auto pair = text::base64_decode(value);
  if (!pair) return;
  const std::size_t colon = pair->find(':');
  if (colon != std::string::npos) found(std::string_view(*pair).substr(colon + 1));
}

}  // namespace

std::string without_secret(const http::OwnedField& field, const Found& found) {
  const std::string_view value = field.value;
  const std::string name = plain_name(field.name);
  if (name == "cookie") return cookies(value, value.size(), found);
  if (name == "setcookie") return cookies(value, value.find(';'), found);
  const std::size_t blank = value.find(' ');
  if (name.ends_with("authorization") && blank != value.npos) {
    add_password(value.substr(0, blank), value.substr(blank + 1), found);
    found(value.substr(blank + 1));
    return std::string(value.substr(0, blank + 1)).append(kRedacted);
  }
  found(value);
  return std::string(kRedacted);
}

}  // namespace mimus::recording
