#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mimus {

// A response as it came over the wire, framing undone.
struct WireResponse {
  int status = 0;
  std::string version;  // "HTTP/1.1"
  std::string reason;
  std::vector<std::pair<std::string, std::string>> fields;  // arrival order, original spelling
  std::string body;

  std::vector<std::string> values(
      std::string_view name) const;                // of a field; names compare without case
  std::string value(std::string_view name) const;  // the first one, or ""
};

// How reading ended.
enum class Outcome {
  kResponse,   // a whole response
  kClosed,     // the server closed the connection before the first byte of a response
  kReset,      // it was reset, with or without bytes before
  kTruncated,  // the connection ended inside a response
  kGarbage,    // bytes that are not HTTP, or a broken chunk
  kTimeout,    // nothing more came
};
std::string_view name_of(Outcome outcome);

struct Answer {
  Outcome outcome = Outcome::kTimeout;
  WireResponse response;             // what came, also when it is not whole
  std::chrono::nanoseconds took{0};  // from the call of read(), or of exchange(), to the end of the response
};

// A TCP connection to 127.0.0.1 that sends bytes as they are and understands the framing of
// responses (RFC 9112 §6). Waits for events, never for time.
//
//   Connection connection(server.port());
//   connection.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
//   const Answer answer = connection.read("GET");
class Connection {
 public:
  explicit Connection(std::uint16_t port);
  ~Connection();
  Connection(Connection&& other) noexcept;
  Connection& operator=(Connection&& other) noexcept;

  bool connected() const { return socket_ >= 0; }
  // False when the server has closed its side and the bytes went nowhere.
  bool send(std::string_view bytes);
  void finish_sending();  // half-close: the server reads the end of the stream
  // The next final response, in answer to `method` (1xx responses are skipped; a response to HEAD
  // has no body).
  Answer read(std::string_view method,
              std::chrono::milliseconds patience = std::chrono::seconds(20));
  // Waits until these bytes are among those that arrived and are not read yet (event streams, 1xx
  // responses).
  bool arrives(std::string_view bytes,
               std::chrono::milliseconds patience = std::chrono::seconds(20));
  // Did the server close? Waits for it.
  bool closes(std::chrono::milliseconds patience = std::chrono::seconds(20));
  // What arrived and has not been read as a response.
  std::string_view unread() const { return buffer_; }

 private:
  enum class Arrival { kBytes, kEnd, kReset, kTimeout };
  Arrival receive();

  int socket_ = -1;
  std::string buffer_;
  std::chrono::steady_clock::time_point deadline_;
};

// One exchange, connection and all. `head` is the request line and fields, each line ended by \r\n;
// Host, Content-Length and the blank line are added.
Answer exchange(std::uint16_t port, std::string_view head, std::string_view body = {});

}  // namespace mimus
