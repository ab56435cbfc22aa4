#include "head_text.h"

#include "http/message.h"
#include "http/prepared_response.h"

namespace mimus::server {
namespace {

struct Line {
  std::size_t begin = std::string_view::npos;
  std::size_t end = 0;  // behind its CRLF
};

Line find_line(std::string_view head, std::string_view name) {
  std::size_t at = head.find("\r\n");
  while (at != std::string_view::npos && at + 2 < head.size()) {
    const std::size_t begin = at + 2;
    const std::size_t end = head.find("\r\n", begin);
    const std::string_view line = head.substr(begin, end - begin);
    if (line.size() > name.size() && line[name.size()] == ':' &&
        http::same_name(line.substr(0, name.size()), name)) {
      return {begin, end == std::string_view::npos ? head.size() : end + 2};
    }
    at = end;
  }
  return {};
}

}  // namespace

bool head_has_field(std::string_view head, std::string_view name) {
  return find_line(head, name).begin != std::string_view::npos;
}

void remove_field(std::string& head, std::string_view name) {
  for (Line line = find_line(head, name); line.begin != std::string_view::npos;
       line = find_line(head, name)) {
    head.erase(line.begin, line.end - line.begin);
  }
}

void frame_body(Framing framing, std::size_t size, std::string& head) {
  remove_field(head, "Content-Length");
  remove_field(head, "Transfer-Encoding");
  head += framing == Framing::kChunked ? std::string("Transfer-Encoding: chunked\r\n")
                                       : "Content-Length: " + std::to_string(size) + "\r\n";
}

void append_chunk(std::string_view piece, std::string& out) {
  out += http::chunk_head(piece.size());
  out += piece;
  out += "\r\n";
}

}  // namespace mimus::server
