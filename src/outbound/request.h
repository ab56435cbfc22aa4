#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace mimus::outbound {

// A request's body that comes in pieces, because it is large or not all there yet. Asked on the client's thread, one
// call at a time, and only when the connection has room.
class BodySource {
 public:
  virtual ~BodySource() = default;
  enum class Next { kData, kWait, kEnd, kBroken };
  // Appends the next piece, at most a few hundred KiB. kWait: nothing now; `wake` says when to ask again. kBroken: no more
  // comes though it should; the request ends with Failure::Kind::kCancelled, and its connection.
  virtual Next next(std::string& out) = 0;
  // Before the first next(). `wake` may be called from any thread, any number of times, however late.
  virtual void on_wake(std::function<void()> wake) { (void)wake; }
  // Of the whole body, when it is known; else it goes out in chunks.
  virtual std::optional<std::uint64_t> length() const { return std::nullopt; }
};

// 0: no limit.
struct Timeouts {
  std::chrono::milliseconds connect{10'000};     // name, connection and handshake together
  std::chrono::milliseconds first_byte{60'000};  // from the request's last byte to the response's first
  std::chrono::milliseconds idle{60'000};        // between any two bytes, either way, while the other side is to act
  std::chrono::milliseconds total{0};            // all of it
};

// What to send. `fields` go out in order and as they are spelt; Host is made from the url unless it is among them, and
// what concerns the connection (Connection, Keep-Alive, Proxy-Connection, Transfer-Encoding, Content-Length, Upgrade,
// TE, Trailer) is the client's own business.
struct Request {
  std::string method = "GET";
  std::string url;  // absolute; credentials in it become an Authorization field
  std::vector<http::OwnedField> fields;
  std::string body;
  std::shared_ptr<BodySource> source;  // instead of `body`: then nothing can be sent a second time
  Timeouts timeouts;
  unsigned most_redirects = 0;           // followed, each target checked again
  bool decode = false;                   // fetch(): removes Content-Encoding, and asks for it unless the fields do
  std::size_t most_body = 32u << 20;     // fetch(): of the response
  bool insecure = false;                 // takes any certificate
};

// The beginning of a response.
struct Head {
  int status = 0;
  std::string reason;
  http::Version version = http::Version::k11;
  std::vector<http::OwnedField> fields;  // as received
  std::optional<std::uint64_t> length;   // of the body, when it is known from the start; 0 when there can be none

  std::optional<std::string_view> find(std::string_view name) const;  // the first one
};

// How long it took, real time.
struct Times {
  std::chrono::nanoseconds wait{0};   // from the request's last byte to the response's first
  std::chrono::nanoseconds total{0};  // from the call to the response's last byte
};

// A whole response.
struct Answer {
  Head head;
  std::string body;
  std::vector<http::OwnedField> trailers;
  std::string url;  // that answered: another one after redirects
  Times times;
};

}  // namespace mimus::outbound
