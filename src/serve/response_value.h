#pragma once

#include <string_view>

#include "json/json.h"

namespace mimus::serve {

// What templates see as {{response}}: {status, headers, body}; the body as what its JSON says, when it is JSON, else as text.
json::Value response_value(int status, json::Object headers, std::string_view body);

}  // namespace mimus::serve
