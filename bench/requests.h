#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mimus::bench {

// A request as bytes, and the answer that is right.
struct Request {
  std::string bytes;
  int status = 200;
  std::optional<std::string> body;  // nullopt: not compared
};

// Reads a request list: lines of METHOD, TAB, target, optionally TAB and the expected body ("*": any), optionally TAB and
// the body to send. Requests without one get `body_bytes` letters when that is not 0. Empty when the file cannot be
// read.
std::vector<Request> read_requests(const std::string& file, std::size_t body_bytes);

// A response at the front of `input`; `length` 0: it is not all there. With Content-Length, chunks (whose body is then in
// `joined`), or no body.
struct Response {
  std::size_t length = 0;
  int status = 0;
  std::string_view body;
  std::string joined;
  bool broken = false;
};
Response read_response(std::string_view input);

}  // namespace mimus::bench
