#pragma once

#include "handlebars/value.h"
#include "request_host.h"

namespace mimus::render {

// {{request.…}} as WireMock 3 has it (reference: response templating, A3), quirks included: every
// query parameter, header and cookie is a list that prints its first value and has .first, .last,
// .[n], and .[-1] for the value before the last; request.method prints as text but equals none.
handlebars::Value wiremock_request(RequestHost& host, Arena& arena);

// {{request.parts}}, and our {{parts}}: by name; each with body, bodyAsBase64, headers, name,
// filename, binary.
handlebars::Value request_parts(RequestHost& host, Arena& arena);

}  // namespace mimus::render
