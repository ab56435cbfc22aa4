#pragma once

#include <string_view>

#include "base/result.h"

namespace mimus::http {

// A request-target in its four forms (RFC 9112 §3.2), split without copying.
struct Target {
  enum class Form { kOrigin, kAbsolute, kAuthority, kAsterisk } form = Form::kOrigin;
  std::string_view scheme;     // of kAbsolute
  std::string_view authority;  // of kAbsolute and kAuthority, userinfo removed
  std::string_view path;       // "/" at least; "*" for kAsterisk; "" for kAuthority
  std::string_view query;      // without '?'
};

// Errors (400): empty, bytes outside printable ASCII, bad percent-encoding is let through (stubs may want it),
// asterisk-form with a method other than OPTIONS (M-SEARCH and other non-standard methods may use it),
// authority-form only with CONNECT. A fragment is dropped.
Result<Target> parse_target(std::string_view method, std::string_view target);

}  // namespace mimus::http
