#pragma once

#include <optional>
#include <vector>

#include "http/message.h"
#include "problem.h"
#include "wiremock_admin/wiremock_admin.h"

namespace mimus::wiremock_admin {

// Who may ask: HTTPS where it is required (else 403), credentials or token where they are wanted
// (else 401).
std::optional<Problem> turned_away(const Options& options, const http::Request& request,
                                   Arena& arena);

// What every answer to this request carries: Vary, and for one with an Origin what CORS wants;
// WireMock's admin side is open to every origin.
std::vector<http::OwnedField> common_fields(const http::Request& request);

// Does a browser ask whether it may ask? The fields of its answer then.
std::optional<std::vector<http::OwnedField>> preflight_fields(const http::Request& request);

}  // namespace mimus::wiremock_admin
