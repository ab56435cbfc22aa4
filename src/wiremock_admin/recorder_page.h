#pragma once

#include "call.h"

namespace mimus::wiremock_admin {

// GET /recorder: a page that starts and stops a recording and shows what came of it, by the endpoints of recording_endpoints().
Or<server::Reply> recorder_page(const Call& call);

}  // namespace mimus::wiremock_admin
