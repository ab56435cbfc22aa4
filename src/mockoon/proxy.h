#pragma once

#include <memory>

#include "asking.h"
#include "server/handler.h"

namespace mimus::mockoon {

// May what no route takes go to another server? proxyMode, and a host that is an http(s) URL.
bool is_proxy(const Environment& environment);

// Makes `reply` one that waits for that server. Its failure is a 504 that says why. `hold` lives as long as the reply.
void answer_by_proxy(Asking& asking, const http::Delivery* delivery, std::shared_ptr<const void> hold, server::Reply& reply);

}  // namespace mimus::mockoon
