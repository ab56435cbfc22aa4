#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"
#include "keys.h"

namespace mimus::native {

// The `headers` of a route, of a response or of the whole file:
//
//   headers: { Cache-Control: no-store, Set-Cookie: [a=1, b=2], X-Powered-By: null }
//   headers: [ { name: Set-Cookie, value: a=1 }, { name: Set-Cookie, value: b=2 } ]
//
// null takes away a header that the whole file gives to every response.
struct Headers {
  std::vector<http::OwnedField> fields;
  std::vector<std::string> removed;

  bool names(std::string_view name) const;  // is it given or removed here? Without regard to case
};

void read_headers(Context& in, const json::Value& value, const Place& at, Headers& out);
// One value, for shortcuts such as content_type.
void read_header_value(Context& in, std::string_view name, const json::Value& value,
                       const Place& at, Headers& out);

// `defaults` below `own`: what `own` names wins.
Headers merge(const Headers& defaults, Headers own);

extern const std::string_view kHeadersSchema;

}  // namespace mimus::native
