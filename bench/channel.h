#pragma once

#include <openssl/ssl.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstddef>
#include <string_view>

namespace mimus::bench {

// A connected socket, with TLS on it or without. Certificates are not looked at: the load generator knows whom it asks.
class Channel {
 public:
  int socket = -1;

  // Blocks; before the socket is made non-blocking.
  bool secure(SSL_CTX* context) {
    ssl_ = SSL_new(context);
    SSL_set_fd(ssl_, socket);
    return SSL_connect(ssl_) == 1;
  }
  void forget() {
    SSL_free(ssl_);
    ssl_ = nullptr;
  }
  // As send() and recv(): -1 with errno.
  ssize_t send(std::string_view bytes) {
    if (ssl_ == nullptr) return ::send(socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    return result(SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())));
  }
  ssize_t receive(char* into, std::size_t size) {
    if (ssl_ == nullptr) return ::recv(socket, into, size, 0);
    return result(SSL_read(ssl_, into, static_cast<int>(size)));
  }
  // Is more there that no event will tell?
  bool holds_more() const { return ssl_ != nullptr && SSL_pending(ssl_) > 0; }

 private:
  ssize_t result(int count) {
    if (count > 0) return count;
    const int why = SSL_get_error(ssl_, count);
    errno = why == SSL_ERROR_WANT_READ || why == SSL_ERROR_WANT_WRITE ? EAGAIN : EPIPE;
    return why == SSL_ERROR_ZERO_RETURN ? 0 : -1;
  }
  SSL* ssl_ = nullptr;
};

}  // namespace mimus::bench
