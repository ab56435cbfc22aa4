#pragma once

#include <cstddef>
#include <string_view>

namespace mimus::http {

// Is this a Content-Type of server-sent events?
bool is_event_stream(std::string_view content_type);

// Server-sent events (HTML §9.2.6): how long the first event of `stream` is, with the empty line that ends it; all of
// `stream` when no event ends in it. Lines end in LF, CR or CRLF.
std::size_t first_event(std::string_view stream);

}  // namespace mimus::http
