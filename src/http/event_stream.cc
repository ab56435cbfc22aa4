#include "event_stream.h"

#include "text/encoding.h"

namespace mimus::http {

bool is_event_stream(std::string_view content_type) {
  return text::equal_ignoring_case(text::trim(content_type.substr(0, content_type.find(';'))), "text/event-stream");
}

std::size_t first_event(std::string_view stream) {
  bool has_line = false;    // a line of the event has been read
  bool in_line = false;     // a character of the next one
  for (std::size_t at = 0; at < stream.size(); ++at) {
    const char c = stream[at];
    if (c != '\n' && c != '\r') {
      in_line = true;
      continue;
    }
    if (c == '\r' && at + 1 < stream.size() && stream[at + 1] == '\n') ++at;
    if (!in_line && has_line) return at + 1;
    has_line = has_line || in_line;  // empty lines before the first one end nothing
    in_line = false;
  }
  return stream.size();
}

}  // namespace mimus::http
