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
  const std::string_view expected = next_column(line);
  const std::string body = line.empty() ? std::string(body_bytes, 'x') : std::string(line);
  if (!body.empty()) {
    const char* const type = body.front() == '{' ? "application/json" : body.front() == '<' ? "text/xml" : "text/plain";
    request.bytes += std::string("Content-Type: ") + type + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  }
  request.bytes += "\r\n" + body;
  if (!expected.empty() && expected != "*") request.body = std::string(expected);
  return request;
}

bool is_chunked(std::string_view head) {
  constexpr std::string_view kField = "\r\ntransfer-encoding: chunked\r\n";
  for (std::size_t at = head.find("\r\n"); at + kField.size() <= head.size(); at = head.find("\r\n", at + 2)) {
    if (strncasecmp(head.data() + at, kField.data(), kField.size()) == 0) return true;
  }
  return false;
}

// How long the chunks are, with their end; 0: they are not all there.
std::size_t join_chunks(std::string_view input, std::string& joined) {
  for (std::size_t at = 0;;) {
    const std::size_t line = input.find("\r\n", at);
    if (line == std::string_view::npos) return 0;
    std::size_t size = 0;
    std::from_chars(input.data() + at, input.data() + line, size, 16);
    at = line + 2 + size + 2;
    if (at > input.size()) return 0;
    if (size == 0) return at;
    joined.append(input.substr(line + 2, size));
  }
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
  const std::size_t head = blank + 4;
  if (is_chunked(input.substr(0, head))) {
    const std::size_t chunks = join_chunks(input.substr(head), response.joined);
    response.length = chunks == 0 ? 0 : head + chunks;
    return response;
  }
  const std::size_t length = content_length(input.substr(0, head));
  if (input.size() < head + length) return response;
  response.body = input.substr(head, length);
  response.length = head + length;
  return response;
}

}  // namespace mimus::bench
