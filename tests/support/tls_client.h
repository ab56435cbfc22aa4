#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace mimus {

// A TLS client to 127.0.0.1 that sends bytes as they are; OpenSSL, blocking. Reads with patience of 30 s.
//
//   TlsClient client(port, {.roots = ca_pem, .server_name = "localhost"});
//   ASSERT_TRUE(client.connected()) << client.failure();
//   client.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
//   EXPECT_EQ(client.read_until("\r\n\r\n"), …);
class TlsClient {
 public:
  struct Wish {
    std::string roots;                     // PEM; the certificate is verified for the name, or for 127.0.0.1
    std::string server_name;               // SNI
    std::string certificate, key;          // PEM, of a client that shows one
    std::vector<std::string> protocols;    // ALPN
    bool only_tls12 = false;
    bool without_tickets = false;          // sessions by their id (TLS 1.2)
    std::string before;                    // plain bytes that are sent, and whose answer's head is read, first: a CONNECT
    std::shared_ptr<void> session;         // of an earlier client, to be resumed
  };
  TlsClient(std::uint16_t port, const Wish& wish);
  ~TlsClient();
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  bool connected() const { return connected_; }
  const std::string& failure() const { return failure_; }
  bool send(std::string_view bytes);
  void half_close();                           // close_notify, and the end of the TCP stream
  std::string read_until(std::string_view mark);  // up to and with it; less when the connection ends before
  std::string read(std::size_t size);
  std::string read_all();                      // until the server has closed
  // Did the server say goodbye (close_notify) rather than just go away? After read_all().
  bool was_told() const { return was_told_; }

  std::string protocol() const;                // of ALPN
  std::string version() const;
  bool resumed() const;
  std::string server_certificate() const;      // PEM
  std::shared_ptr<void> session() const;       // after some bytes were read: TLS 1.3 sends it late

 private:
  bool more();
  struct Impl;
  std::unique_ptr<Impl> impl_;
  bool connected_ = false;
  bool was_told_ = false;
  std::string failure_;
  std::string buffer_;
};

}  // namespace mimus
