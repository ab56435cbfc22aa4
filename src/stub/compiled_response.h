#pragma once

#include <string_view>

#include "compiled_stub.h"

namespace mimus::stub {

// One response of a stub, with what its dialect adds. `label` is a text that is wanted whenever the
// response is: http::PreparedResponse::beside(). Errors: of templates, with the pointer of the
// native file; a template of WireMock's that does not compile is none: there it is the answer that
// fails, with 500.
Result<CompiledResponse> compile_response(const ResponseSpec& spec, const Stub& stub,
                                          std::string_view label);

// Do CORS fields depend on the request's Origin?
bool depends_on_request(const Cors& cors, Dialect dialect);

}  // namespace mimus::stub
