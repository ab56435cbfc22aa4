#pragma once

#include <string>
#include <vector>

#include "http/message.h"
#include "serve/live_stubs.h"
#include "stub/stub.h"

namespace mimus::serve {

// The Access-Control-* fields of an actual (not preflight) answer, Fetch standard §3.3.3. None when the request's
// origin is not allowed.
void append_cors_fields(const stub::Cors& cors, const http::Request& request,
                        std::vector<http::OwnedField>& fields);

// Is this an OPTIONS that a browser sends before the real request?
bool is_preflight(const http::Request& request);

// The fields of the answer (204) to an OPTIONS for a path that has stubs with these methods. For a preflight the Access-Control-*
// fields, else Allow.
std::vector<http::OwnedField> options_fields(const stub::Cors& cors, const http::Request& request,
                                             const std::vector<std::string>& methods);

}  // namespace mimus::serve
