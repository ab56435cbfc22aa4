#pragma once

#include "json/json.h"
#include "stub/stub.h"

namespace mimus::native {

// The keys of a response that finish() makes this one of: status, headers, response, text … `usual` is the status that
// needs no key. Weight is left to lists of responses.
void write_response(const stub::ResponseSpec& spec, int usual, json::Object& out);

}  // namespace mimus::native
