#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string_view>

namespace mimus::http {

// The ways in which a response can go wrong on purpose, below HTTP.
enum class Fault : std::uint8_t {
  kNone,
  kConnectionReset,   // TCP RST instead of an answer
  kEmptyResponse,     // the connection closes without a byte
  kGarbage,           // random bytes that are not HTTP, then close
  kTruncatedBody,     // right header block, half of the body, then close
  kWrongLength,       // Content-Length says more than is sent, then close
  kMalformedChunk,    // a 200 header block, then a broken chunked body, then close
  kStall,             // half of the bytes, then silence until the client leaves or time runs out
};

std::string_view name_of(Fault fault);  // "connection_reset", as files and logs write it

// How a response goes out. The default is: at once and whole.
struct Delivery {
  std::chrono::nanoseconds delay{0};     // before the first byte
  Fault fault = Fault::kNone;
  // Dribble: the body in `pieces` pieces spread evenly over `spread`. 0 pieces: off.
  std::uint32_t pieces = 0;
  std::chrono::nanoseconds spread{0};
  // Or: of an event stream, when each event goes out, since the header did; in order. What is left goes with the last.
  // Outlives the delivery. Empty: off.
  std::span<const std::chrono::nanoseconds> events{};
  std::uint64_t bytes_per_second = 0;    // throttle for the body; 0: as fast as it goes
  bool chunked = false;                  // Transfer-Encoding: chunked instead of Content-Length (HTTP/1.1)
  std::uint64_t chance = 0;              // seeds garbage bytes …
  std::string_view garbage;              // … unless these are to be sent; outlives the delivery

  bool plain() const {
    return delay.count() == 0 && fault == Fault::kNone && pieces == 0 && events.empty() && bytes_per_second == 0 &&
           !chunked;
  }
};

}  // namespace mimus::http
