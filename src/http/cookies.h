#pragma once

#include <functional>
#include <string_view>

namespace mimus::http {

// The pairs of a Cookie header (RFC 6265 §5.4), in order: name and value, blanks trimmed, double quotes around a
// value removed. A pair without '=' is skipped.
void for_each_cookie(std::string_view header,
                     const std::function<void(std::string_view name, std::string_view value)>& visit);

}  // namespace mimus::http
