#pragma once

#include <memory>
#include <string_view>

#include "keys.h"
#include "stub/proxy.h"

namespace mimus::native {

// proxy: https://api.example.com
// proxy: { url: https://api.example.com/v1, strip_prefix: /api, request_headers: { X-Key: abc, Cookie: null },
//          remove_response_headers: [Server], patch: [{op: replace, path: /name, value: x}], body: {name: "{{response.body.name}}"}, preserve_host: true, insecure: true }
//
// nullptr when something is wrong with it.
std::shared_ptr<const stub::Proxy> read_proxy(Context& in, const json::Value& value, const Place& at);

extern const std::string_view kProxySchema;

}  // namespace mimus::native
