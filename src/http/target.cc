#include "target.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>

namespace mimus::http {
namespace {

bool is_visible(char c) { return static_cast<unsigned char>(c - 0x21) <= 0x7e - 0x21; }

// Eight bytes at once: almost every target is clean.
bool all_visible(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kTopBits = 0x80 * kOnes;
  while (text.size() >= 8) {
    std::uint64_t word;
    std::memcpy(&word, text.data(), sizeof word);
    const std::uint64_t too_high = (word | (word + kOnes)) & kTopBits;              // 0x7f and beyond
    const std::uint64_t high_enough = ((word | kTopBits) - 0x21 * kOnes) & kTopBits;
    if (too_high != 0 || high_enough != kTopBits) return false;
    text.remove_prefix(8);
  }
  return std::all_of(text.begin(), text.end(), is_visible);
}

void split_path_and_query(std::string_view text, Target& target) {
  text = text.substr(0, text.find('#'));
  const std::size_t mark = text.find('?');
  target.path = text.substr(0, mark);
  if (mark != std::string_view::npos) target.query = text.substr(mark + 1);
  if (target.path.empty()) target.path = "/";
}

std::string_view without_userinfo(std::string_view authority) {
  return authority.substr(authority.rfind('@') + 1);  // npos + 1 is 0
}

// Methods for which the registry defines what they mean for a resource; "*" is none.
bool wants_a_resource(std::string_view method) {
  constexpr std::string_view kMethods[] = {"GET", "POST", "PUT", "DELETE", "HEAD", "PATCH", "TRACE"};
  return std::find(std::begin(kMethods), std::end(kMethods), method) != std::end(kMethods);
}

// authority-form = uri-host ":" port
Result<Target> parse_authority_form(std::string_view text) {
  const std::string_view authority = without_userinfo(text);
  const std::size_t colon = authority.rfind(':');
  if (colon == std::string_view::npos || colon == 0 ||
      text.find_first_of("/?#") != std::string_view::npos) {
    return syntax_error("CONNECT wants host:port", 0);
  }
  const std::string_view port = authority.substr(colon + 1);
  unsigned number = 0;
  const auto [end, failure] = std::from_chars(port.data(), port.data() + port.size(), number);
  if (failure != std::errc() || end != port.data() + port.size() || number == 0 || number > 65535) {
    return syntax_error("the port of a CONNECT target is a number from 1 to 65535",
                        text.size() - port.size());
  }
  Target target;
  target.form = Target::Form::kAuthority;
  target.authority = authority;
  return target;
}

// scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." ). RFC 3986 §3.1.
bool is_scheme(std::string_view text) {
  const auto is_alpha = [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; };
  return !text.empty() && is_alpha(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) {
    return is_alpha(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
  });
}

Result<Target> parse_absolute_form(std::string_view text) {
  const std::size_t mark = text.find("://");
  if (mark == std::string_view::npos || !is_scheme(text.substr(0, mark))) {
    return syntax_error("a request target begins with '/' or with a scheme and '://'", 0);
  }
  Target target;
  target.form = Target::Form::kAbsolute;
  target.scheme = text.substr(0, mark);
  const std::string_view rest = text.substr(mark + 3);
  const std::size_t end = std::min(rest.find_first_of("/?#"), rest.size());
  target.authority = without_userinfo(rest.substr(0, end));
  if (target.authority.empty() || target.authority.front() == ':') {
    return syntax_error("the target names no host", mark + 3);
  }
  split_path_and_query(rest.substr(end), target);
  return target;
}

}  // namespace

Result<Target> parse_target(std::string_view method, std::string_view target) {
  if (target.empty()) return syntax_error("the request target is empty", 0);
  if (!all_visible(target)) {
    const auto bad = std::find_if_not(target.begin(), target.end(), is_visible);
    return syntax_error("a request target holds visible ASCII only; other bytes are percent-encoded",
                        static_cast<std::size_t>(bad - target.begin()));
  }
  if (method == "CONNECT") return parse_authority_form(target);
  if (target.front() == '/') {
    Target origin;
    split_path_and_query(target, origin);
    return origin;
  }
  if (target == "*") {
    if (wants_a_resource(method)) return syntax_error("only OPTIONS may ask for '*'", 0);
    Target asterisk;
    asterisk.form = Target::Form::kAsterisk;
    asterisk.path = target;
    return asterisk;
  }
  return parse_absolute_form(target);
}

}  // namespace mimus::http
