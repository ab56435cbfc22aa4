#pragma once

#include <string>
#include <string_view>

namespace mimus::server {

// Lines of a header block in the form of http::PreparedResponse::head: a status line, then fields, each ending
// in CRLF. Names are compared without case.
bool head_has_field(std::string_view head, std::string_view name);
void remove_field(std::string& head, std::string_view name);

}  // namespace mimus::server
