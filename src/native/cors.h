#pragma once

#include <string_view>

#include "keys.h"
#include "stub/stub.h"

namespace mimus::native {

// cors: true | false | { origins, methods, headers, expose, credentials, max_age }. Replaces `out`.
void read_cors(Context& in, const json::Value& value, const Place& at, stub::Cors& out);

extern const std::string_view kCorsSchema;

}  // namespace mimus::native
