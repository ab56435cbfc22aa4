#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "outbound/request.h"
#include "outbound/url.h"

namespace mimus::outbound {

// How a request's body goes out.
struct RequestFraming {
  std::optional<std::uint64_t> length;  // nothing: in chunks
};

// The head of a request, blank line included, appended to `out`.
struct HeadOptions {
  bool absolute = false;                     // for a proxy: the whole url in the request line, RFC 9112 §3.2.2
  std::string proxy_authorization{};         // the value of that field, or ""
};
// Errors: a method that is no token, names and values that would end or break a line.
Status write_request_head(const Request& request, const Url& url, const RequestFraming& framing, const HeadOptions& options,
                          std::string& out);

// "Basic dTpw", RFC 7617.
std::string basic_credentials(std::string_view user_and_password);

}  // namespace mimus::outbound
