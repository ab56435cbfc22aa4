#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mimus {

// A request as a recorded case has it; a connection of its own. Host, and Content-Length where a
// body may be expected, are added unless they are there.
struct RawRequest {
  std::string method = "GET";
  std::string path;
  std::vector<std::pair<std::string, std::string>> headers;
  std::optional<std::string> body;
};

// What came back, broken or not.
struct RawAnswer {
  std::optional<int> status;  // nothing: no header block of HTTP came
  std::string reason;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;                                 // framing undone
  std::optional<std::vector<std::int64_t>> chunks;  // their sizes, when it came in chunks
  std::string end;  // "complete", "eof", "reset", "timeout", "malformed-chunk"
  std::string raw;  // all bytes
  std::chrono::milliseconds took{0};
};

RawAnswer exchange_raw(std::uint16_t port, const RawRequest& request);

}  // namespace mimus
