#pragma once

#include <vector>

#include "base/arena.h"
#include "http/message.h"
#include "serve/live_stubs.h"
#include "server/handler.h"

namespace mimus::serve {

// What WireMock's server does around its stubs' answers (reference: wiremock-stubs.md §1 and §5,
// wiremock-admin.md "CORS").

// Does this client get gzip where an answer may have it? Accept-Encoding names it (not just "*"),
// and the method is one of GET, POST, PUT, PATCH and DELETE.
bool takes_gzip(const http::Request& request);

// --enable-stub-cors: Vary, and for who has an Origin that one, with credentials.
void append_stub_cors(const http::Request& request, std::vector<http::OwnedField>& fields);
// … and what a preflight is told, whatever stubs there are.
void answer_preflight(const http::Request& request, Arena& arena, server::Reply& reply);

// A GET that no stub wants: the file of its path below snapshot.static_root, or the welcome file of
// its folder. False: there is none.
bool answer_static(const Snapshot& snapshot, const http::Request& request, Arena& arena,
                   server::Reply& reply);

}  // namespace mimus::serve
