#pragma once

#include <string>

#include "call.h"

namespace mimus::wiremock_admin {

// What the tables of endpoints.h say: as a page, as an OpenAPI 3 document, and as the table in
// docs/wiremock-admin.md.
Or<server::Reply> docs_page(const Call& call);
Or<server::Reply> docs_openapi(const Call& call);
std::string docs_markdown();

}  // namespace mimus::wiremock_admin
