#pragma once

#include <optional>

#include "http/prepared_response.h"
#include "keys.h"
#include "stub/stub.h"

namespace mimus::native {

// The second seed's form, a list of {"PATH": "/api/1", "VALUE": {…}}: any method on any path that
// begins with PATH, at any byte, answers 200 with VALUE as JSON. The first one that fits wins (all
// prefixes are equally specific, so file order decides). Braces in VALUE are just text.
bool is_path_value_list(const json::Value& root);
std::optional<stub::Stub> read_path_value(Context& in, const json::Value& value, const Place& at);

// 404, text/plain, "404 Not Found": what that form answers elsewhere.
http::PreparedResponse path_value_unmatched();

}  // namespace mimus::native
