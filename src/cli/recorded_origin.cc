#include "recorded_origin.h"

#include <utility>

#include "text/encoding.h"

namespace mimus::cli {
namespace {

// "API.example.com:443" of https is "api.example.com".
std::string plain_authority(std::string_view scheme, std::string_view authority) {
  authority.remove_prefix(authority.rfind('@') + 1);
  const std::string_view usual = scheme == "https" ? ":443" : ":80";
  if (authority.ends_with(usual)) authority.remove_suffix(usual.size());
  return text::to_lower_ascii(authority);
}

std::string host_of(const exchange::UrlParts& parts) {
  const std::string scheme = text::to_lower_ascii(parts.scheme);
  return scheme + "://" + plain_authority(scheme, parts.authority);
}

}  // namespace

Result<Origin> Origin::parse(std::string_view url) {
  const exchange::UrlParts parts = exchange::split(url);
  const std::string scheme = text::to_lower_ascii(parts.scheme);
  if ((scheme != "http" && scheme != "https") || parts.authority.empty()) {
    return invalid("'" + std::string(url) + "' is no server", "as https://api.example.com");
  }
  // It would be sent with no request, and behind a path it would be in the way.
  if (url.find_first_of("?#") != url.npos) {
    return invalid("'" + std::string(url) + "' has a query or a fragment", "a scheme, a host and perhaps a path: https://api.example.com/v1");
  }
  Origin origin;
  origin.host_ = host_of(parts);
  origin.path_ = parts.path;
  while (origin.path_.ends_with('/')) origin.path_.pop_back();
  return origin;
}

bool Origin::take(exchange::Exchange& exchange) const {
  const exchange::UrlParts parts = exchange::split(exchange.request.url);
  if (host_of(parts) != host_ || !parts.path.starts_with(path_)) return false;
  const std::string_view rest = parts.path.substr(path_.size());
  if (!rest.empty() && rest.front() != '/') return false;  // "/v10" is not behind "/v1"
  std::string url = host_ + (rest.empty() ? "/" : std::string(rest));
  if (!parts.query.empty()) url.append("?").append(parts.query);
  exchange.request.url = std::move(url);
  return true;
}

}  // namespace mimus::cli
