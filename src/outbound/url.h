#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace mimus::outbound {

// Whom to connect to. `host` is lower case and without the brackets of an IPv6 address.
struct Origin {
  bool tls = false;
  std::string host;
  std::uint16_t port = 80;
  friend auto operator<=>(const Origin&, const Origin&) = default;

  std::string authority() const;  // "example.com", "[::1]:8443": the port only where it is not the scheme's own
  std::string text() const;       // "https://example.com"
};

// An absolute http or https URL, taken apart for a request. RFC 3986 §3.
//
//   MIMUS_TRY(const Url url, parse_url("https://u:p@Example.com/a?b#c"));
//   url.origin.authority()   // "example.com"
//   url.target               // "/a?b": what stands in the request line; percent-encoding stays as it is
//   url.credentials          // "u:p"
struct Url {
  Origin origin;
  std::string target;
  std::string credentials;
  std::string text() const { return origin.text().append(target); }
};

// Errors: another scheme, no host, a bad port, blanks or control characters.
Result<Url> parse_url(std::string_view text);

// The same for one URL after the other: an authority that is written as the one before is not read again.
class UrlParser {
 public:
  Result<Url> parse(std::string_view text);

 private:
  std::string base_;  // "https://example.com" as it was written
  Url last_;
};

// The same text without "user:password@", for logs and people; any text.
std::string without_credentials(std::string_view url);

// A reference such as a Location field's, resolved against `base`: RFC 3986 §5.2. Errors as above.
Result<Url> resolve(const Url& base, std::string_view reference);

}  // namespace mimus::outbound
