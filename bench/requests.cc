#include "requests.h"

#include <strings.h>

#include <charconv>
#include <fstream>

namespace mimus::bench {
namespace {

// Takes the text up to the next TAB.
std::string_view next_column(std::string_view& line) {
  const std::size_t end = std::min(line.find('\t'), line.size());
  const std::string_view column = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return column;
}

Request build_request(std::string_view line, std::size_t body_bytes) {
  Request request;
  request.bytes.append(next_column(line)).append(" ").append(next_column(line));
  request.bytes += " HTTP/1.1\r\nHost: localhost\r\n";
  if (body_bytes > 0) {
    request.bytes +=
        "Content-Type: text/plain\r\nContent-Length: " + std::to_string(body_bytes) + "\r\n";
  }
  request.bytes += "\r\n" + std::string(body_bytes, 'x');
  if (!line.empty()) request.body = std::string(line);
  return request;
}

std::size_t content_length(std::string_view head) {
  constexpr std::string_view kName = "\r\ncontent-length:";
  for (std::size_t at = head.find("\r\n"); at + kName.size() < head.size();
       at = head.find("\r\n", at + 2)) {
    if (strncasecmp(head.data() + at, kName.data(), kName.size()) != 0) continue;
    std::size_t begin = at + kName.size(), length = 0;
    while (begin < head.size() && head[begin] == ' ') ++begin;
    std::from_chars(head.data() + begin, head.data() + head.size(), length);
    return length;
  }
  return 0;
}

}  // namespace

std::vector<Request> read_requests(const std::string& file, std::size_t body_bytes) {
  std::vector<Request> requests;
  std::ifstream in(file);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) requests.push_back(build_request(line, body_bytes));
  }
  return requests;
}

Response read_response(std::string_view input) {
  Response response;
  const std::size_t blank = input.find("\r\n\r\n");
  if (blank == std::string_view::npos) return response;
  response.broken = !input.starts_with("HTTP/1.1 ");
  if (response.broken) return response;
  std::from_chars(input.data() + 9, input.data() + 12, response.status);
  const std::size_t head = blank + 4, length = content_length(input.substr(0, head));
  if (input.size() < head + length) return response;
  response.body = input.substr(head, length);
  response.length = head + length;
  return response;
}

}  // namespace mimus::bench
