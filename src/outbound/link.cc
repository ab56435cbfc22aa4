#include "link.h"

#include <sys/socket.h>

#include <boost/asio/ssl/error.hpp>
#include <boost/asio/write.hpp>

namespace mimus::outbound {

SSL* Link::wrap(asio::ssl::context& context) {
  tls_ = std::make_unique<asio::ssl::stream<Socket&>>(socket_, context);
  return tls_->native_handle();
}

Task<void> Link::handshake(error_code& failed) {
  co_await tls_->async_handshake(asio::ssl::stream_base::client, asio::redirect_error(kAwait, failed));
}

Task<void> Link::read(error_code& failed) {
  const auto space = asio::buffer(buffer_);
  std::size_t got = 0;
  if (tls_) {
    got = co_await tls_->async_read_some(space, asio::redirect_error(kAwait, failed));
  } else {
    got = co_await socket_.async_read_some(space, asio::redirect_error(kAwait, failed));
  }
  if (failed == asio::ssl::error::stream_truncated) failed = asio::error::eof;  // many servers leave without a word
  unread = {buffer_.data(), got};
}

Task<void> Link::write(std::string_view bytes, error_code& failed) {
  if (!tls_) {  // mostly there is room
    const std::size_t sent = socket_.write_some(asio::buffer(bytes.data(), bytes.size()), failed);
    if (failed && failed != asio::error::would_block) co_return;
    failed.clear();
    bytes.remove_prefix(sent);
    if (bytes.empty()) co_return;
    const auto rest = asio::buffer(bytes.data(), bytes.size());
    co_await asio::async_write(socket_, rest, asio::redirect_error(kAwait, failed));
    co_return;
  }
  const auto all = asio::buffer(bytes.data(), bytes.size());
  co_await asio::async_write(*tls_, all, asio::redirect_error(kAwait, failed));
}

bool Link::still_fresh() {
  char byte = 0;
  const auto got = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

void Link::close() {
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace mimus::outbound
