#include "url.h"

#include <charconv>
#include <vector>

#include "text/encoding.h"
#include "text/percent.h"

namespace mimus::outbound {
namespace {

constexpr std::uint16_t kHttp = 80;
constexpr std::uint16_t kHttps = 443;

Error bad(std::string_view text, std::string why) {
  return invalid("'" + std::string(text) + "' is no URL to send a request to: " + std::move(why),
                 "http://host[:port]/path or https://…");
}

// Sets scheme; the rest of the text follows "//".
Result<std::string_view> take_scheme(std::string_view text, Origin& origin) {
  const std::size_t colon = text.find("://");
  if (colon == text.npos) return bad(text, "it names no scheme");
  const std::string scheme = text::to_lower_ascii(text.substr(0, colon));
  if (scheme != "http" && scheme != "https") return bad(text, "the scheme is '" + scheme + "'");
  origin.tls = scheme == "https";
  origin.port = origin.tls ? kHttps : kHttp;
  return text.substr(colon + 3);
}

// Path and query, from behind the authority on.
Result<std::string> take_target(std::string_view whole, std::string_view rest) {
  rest = rest.substr(0, rest.find('#'));
  for (const char c : rest) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte == 0x7f) return bad(whole, "blanks and control characters have to be percent-encoded");
  }
  std::string target;
  target.reserve(rest.size() + 1);
  if (!rest.starts_with('/')) target = '/';
  target += rest;
  return target;
}

Status take_host(std::string_view whole, std::string_view authority, Origin& origin) {
  std::string_view port;
  if (authority.starts_with('[')) {
    const std::size_t close = authority.find(']');
    if (close == authority.npos) return bad(whole, "the bracket is not closed");
    origin.host = text::to_lower_ascii(authority.substr(1, close - 1));
    port = authority.substr(close + 1);
    if (!port.empty() && port.front() != ':') return bad(whole, "what follows the bracket is no port");
  } else {
    const std::size_t colon = authority.find(':');
    origin.host = text::to_lower_ascii(text::percent_decode(authority.substr(0, colon)));
    if (colon != authority.npos) port = authority.substr(colon);
  }
  if (origin.host.empty()) return bad(whole, "it names no host");
  for (const char c : origin.host) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte == 0x7f || c == '/' || c == '@') return bad(whole, "the host has a character that no host has");
  }
  if (port.size() <= 1) return Done{};
  port.remove_prefix(1);
  const auto [end, failed] = std::from_chars(port.data(), port.data() + port.size(), origin.port);
  if (failed != std::errc() || end != port.data() + port.size() || origin.port == 0) {
    return bad(whole, "'" + std::string(port) + "' is no port");
  }
  return Done{};
}

// RFC 3986 §5.2.4, for an absolute path.
std::string without_dots(std::string_view path) {
  std::vector<std::string_view> kept;
  bool open = false;  // does it end in a slash?
  for (path.remove_prefix(1);;) {
    const std::size_t slash = path.find('/');
    const std::string_view segment = path.substr(0, slash);
    open = slash != path.npos || segment == "." || segment == "..";
    if (segment == "..") {
      if (!kept.empty()) kept.pop_back();
    } else if (segment != "." && !(slash == path.npos && segment.empty())) {
      kept.push_back(segment);
    } else if (slash == path.npos) {
      open = true;
    }
    if (slash == path.npos) break;
    path.remove_prefix(slash + 1);
  }
  std::string out;
  for (const std::string_view segment : kept) out.append("/").append(segment);
  if (open || out.empty()) out += '/';
  return out;
}

}  // namespace

namespace {

void append_authority(const Origin& origin, std::string& out) {
  const bool v6 = origin.host.find(':') != origin.host.npos;
  if (v6) out += '[';
  out += origin.host;
  if (v6) out += ']';
  if (origin.port == (origin.tls ? kHttps : kHttp)) return;
  char digits[8] = ":";
  out.append(digits, std::to_chars(digits + 1, digits + sizeof digits, origin.port).ptr);
}

}  // namespace

std::string Origin::authority() const {
  std::string out;
  append_authority(*this, out);
  return out;
}

std::string Origin::text() const {
  std::string out;
  out.reserve(host.size() + 64);  // a target may follow
  out += tls ? "https://" : "http://";
  append_authority(*this, out);
  return out;
}

Result<Url> parse_url(std::string_view text) {
  Url url;
  MIMUS_TRY(std::string_view rest, take_scheme(text, url.origin));
  rest = rest.substr(0, rest.find('#'));
  const std::size_t end = std::min(rest.find_first_of("/?"), rest.size());
  std::string_view authority = rest.substr(0, end);
  if (const std::size_t at = authority.rfind('@'); at != authority.npos) {
    url.credentials = text::percent_decode(authority.substr(0, at));
    authority.remove_prefix(at + 1);
  }
  MIMUS_TRY_DONE(take_host(text, authority, url.origin));
  MIMUS_TRY(url.target, take_target(text, rest.substr(end)));
  return url;
}

Result<Url> UrlParser::parse(std::string_view text) {
  const bool same = !base_.empty() && text.starts_with(base_) && text.substr(base_.size()).starts_with('/');
  if (same) {
    MIMUS_TRY(std::string target, take_target(text, text.substr(base_.size())));
    return Url{last_.origin, std::move(target), last_.credentials};
  }
  MIMUS_TRY(last_, parse_url(text));
  base_ = text.substr(0, text.find_first_of("/?#", text.find("://") + 3));
  return last_;
}

Result<Url> resolve(const Url& base, std::string_view reference) {
  reference = reference.substr(0, reference.find('#'));
  const std::size_t colon = reference.find(':');
  if (colon != reference.npos && colon < reference.find_first_of("/?")) return parse_url(reference);
  if (reference.starts_with("//")) return parse_url((base.origin.tls ? "https:" : "http:") + std::string(reference));
  const std::string_view path = std::string_view(base.target).substr(0, base.target.find('?'));
  std::string joined = base.origin.text();
  if (reference.empty()) {
    joined += base.target;
  } else if (reference.starts_with('?')) {
    joined.append(path).append(reference);
  } else {
    const std::size_t query = std::min(reference.find('?'), reference.size());
    const std::string_view own = reference.substr(0, query);
    const std::string merged = own.starts_with('/') ? std::string(own) : std::string(path.substr(0, path.rfind('/') + 1)) + std::string(own);
    joined.append(without_dots(merged)).append(reference.substr(query));
  }
  return parse_url(joined);
}

std::string without_credentials(std::string_view url) {
  const std::size_t slashes = url.find("//");
  if (slashes == std::string_view::npos) return std::string(url);
  const std::size_t begin = slashes + 2;
  const std::size_t at = url.substr(0, url.find_first_of("/?#", begin)).rfind('@');
  if (at == std::string_view::npos || at < begin) return std::string(url);
  return std::string(url.substr(0, begin)).append(url.substr(at + 1));
}

}  // namespace mimus::outbound
