#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace mimus::tls {

// What read(), write(), pull() and push() return instead of a number of bytes.
inline constexpr std::ptrdiff_t kWait = -1;    // nothing now: try again when the socket is ready
inline constexpr std::ptrdiff_t kBroken = -2;  // and never again

// Where a session's sealed bytes come from and go to: a socket, or a test. Never waits.
class Wire {
 public:
  virtual std::ptrdiff_t pull(std::span<char> into) = 0;       // 0: the peer has finished sending
  virtual std::ptrdiff_t push(std::string_view bytes) = 0;

 protected:
  ~Wire() = default;
};

// What the handshake settled.
struct Agreement {
  std::string version;         // "TLSv1.3"
  std::string cipher;          // "TLS_AES_256_GCM_SHA384"
  std::string protocol;        // of ALPN, "" when the client named none
  std::string server_name;     // of SNI, "" when there was none
  bool resumed = false;
  std::string client_subject;  // of a client certificate that was verified, RFC 2253; "" without one
  std::string client_certificate;  // the same in PEM
};

// The server's side of TLS 1.2 and 1.3 on one connection, without I/O of its own. Made by Context::accept().
//
//   while ((step = session->handshake()) != Session::Step::kDone) wait(step);
//   const std::ptrdiff_t got = session->read(buffer);
//
// A call that returns kWait is made again, write() with the same bytes first: what was sealed of them is kept. One thread.
class Session {
 public:
  struct Impl;
  explicit Session(std::unique_ptr<Impl> impl);
  ~Session();

  enum class Step : std::uint8_t { kDone, kRead, kWrite, kFailed };
  // kRead, kWrite: until the socket is ready for that.
  Step handshake();
  // After kFailed: why, in a sentence. The alert that tells the peer is on its way.
  const std::string& failure() const;

  std::ptrdiff_t read(std::span<char> into);      // 0: the peer has finished sending
  // Bytes of which nothing is left here: the wire took all that they became.
  std::ptrdiff_t write(std::string_view bytes);
  // Says goodbye (close_notify), as far as that can be done at once. read() may go on.
  void finish();

  Agreement agreement() const;  // after kDone

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace mimus::tls
