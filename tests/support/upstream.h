#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace mimus {

// A server's end of one TCP connection.
class Peer {
 public:
  explicit Peer(int descriptor) : fd_(descriptor) {}
  // Head and body of the next request, the body as it travelled; "" when the client has gone.
  std::string read_request();
  std::string read_some();  // "" at the end
  bool send(std::string_view bytes);
  void reset();  // closes with a TCP RST
  void wait_for_end();  // until the client has gone
  int descriptor() const { return fd_; }

 private:
  int fd_;
  std::string buffer_;
};

// A server on 127.0.0.1 that says what a test wants it to say, byte by byte.
//
//   Upstream upstream([](Peer& peer) {
//     while (!peer.read_request().empty()) peer.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
//   });
//
// `talk` has every connection in a thread of its own; the connection closes when it returns.
class Upstream {
 public:
  explicit Upstream(std::function<void(Peer&)> talk);
  ~Upstream();  // cuts what is open and waits for `talk`

  std::uint16_t port() const { return port_; }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  int connections() const { return accepted_; }  // since the start

 private:
  void accept();

  const std::function<void(Peer&)> talk_;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::atomic<int> accepted_{0};
  std::mutex mutex_;
  std::vector<int> open_;             // guarded by mutex_
  std::vector<std::thread> talks_;    // guarded by mutex_
  std::thread acceptor_;
};

// An upstream that answers every request with these bytes, and keeps the connection.
std::function<void(Peer&)> always(std::string response);

// A port of 127.0.0.1 where nobody listens.
std::uint16_t closed_port();

}  // namespace mimus
