#include "link.h"

#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/ssl/error.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>

namespace mimus::outbound {
namespace {

error_code last_error() { return {errno, boost::system::system_category()}; }

bool would_block() { return errno == EAGAIN || errno == EWOULDBLOCK; }

}  // namespace

SSL* Link::wrap(asio::ssl::context& context) {
  tls_ = std::make_unique<asio::ssl::stream<Socket&>>(socket_, context);
  return tls_->native_handle();
}

Task Link::handshake(error_code& failed) {
  Operation shaken([this](auto handler) { tls_->async_handshake(asio::ssl::stream_base::client, std::move(handler)); });
  co_await shaken;
  failed = shaken.failed();
}

void Link::watch(net::Poller& poller, error_code& failed) {
  descriptor_ = socket_.release(failed);
  if (failed) return;
  watched_ = true;
  const bool told = ::fcntl(descriptor_, F_SETFL, O_NONBLOCK) == 0 && poller.add(descriptor_, *this);
  if (told) return;
  failed = last_error();
  close();
}

void Link::note(unsigned events) {
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) readable_ = true;
  if ((events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0) writable_ = true;
  if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) ended_ = true;
}

// The reader may end this, but not while the writer waits, who holds it.
void Link::go_on() {
  const auto reader = readable_ ? std::exchange(reader_, nullptr) : nullptr;
  const auto writer = writable_ ? std::exchange(writer_, nullptr) : nullptr;
  if (reader) reader.resume();
  if (writer) writer.resume();
}

// ---- reading -----------------------------------------------------------------------------------

void Link::Reading::await_suspend(std::coroutine_handle<> self) {
  if (link_.watched_) {
    link_.reader_ = self;
    return;
  }
  const auto space = asio::buffer(link_.buffer_);
  const auto handler = [this, self](const error_code& failed, std::size_t got) {
    failed_ = failed;
    got_ = got;
    self.resume();
  };
  if (link_.tls_) link_.tls_->async_read_some(space, handler);
  else link_.socket_.async_read_some(space, handler);
}

void Link::Reading::await_resume() {
  if (link_.watched_) link_.receive(failed_, got_);
  if (failed_ == asio::ssl::error::stream_truncated) failed_ = asio::error::eof;  // many servers leave without a word
  link_.unread = {link_.buffer_.data(), got_};
}

void Link::receive(error_code& failed, std::size_t& got) {
  if (closed()) {
    failed = asio::error::operation_aborted;
    return;
  }
  ssize_t read = 0;
  do {
    read = ::recv(descriptor_, buffer_.data(), buffer_.size(), 0);
  } while (read < 0 && errno == EINTR);
  if (read < 0 && !would_block()) failed = last_error();
  if (read == 0) failed = asio::error::eof;
  if (read > 0) got = static_cast<std::size_t>(read);
  // A short read has emptied it: more bytes, or the end, make a new edge. An end that was announced already makes none.
  if (read < static_cast<ssize_t>(buffer_.size()) && !ended_) readable_ = false;
  if (read < 0 && would_block()) readable_ = false;
}

// ---- writing -----------------------------------------------------------------------------------

class Link::Writable {
 public:
  explicit Writable(Link& link) : link_(link) {}
  bool await_ready() const noexcept { return link_.writable_ || link_.closed(); }
  void await_suspend(std::coroutine_handle<> self) noexcept { link_.writer_ = self; }
  void await_resume() const noexcept {}

 private:
  Link& link_;
};

void Link::write_at_once(std::string_view& bytes, error_code& failed) {
  if (tls_) return;
  if (closed()) {
    failed = asio::error::operation_aborted;
    return;
  }
  const int descriptor = watched_ ? descriptor_ : socket_.native_handle();
  while (!bytes.empty()) {
    const ssize_t sent = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (would_block()) {
      writable_ = false;
      return;
    } else if (errno != EINTR) {
      failed = last_error();
      return;
    }
  }
}

Task Link::write(std::string_view bytes, error_code& failed) {
  if (watched_) {
    for (;;) {
      write_at_once(bytes, failed);
      if (failed || bytes.empty()) co_return;
      Writable writable(*this);
      co_await writable;
    }
  }
  const auto all = asio::buffer(bytes.data(), bytes.size());
  Operation written([this, all](auto handler) {
    if (tls_) asio::async_write(*tls_, all, std::move(handler));
    else asio::async_write(socket_, all, std::move(handler));
  });
  co_await written;
  failed = written.failed();
}

// ------------------------------------------------------------------------------------------------

bool Link::still_fresh(bool surely) const {
  if (closed() || (watched_ && (readable_ || ended_))) return false;
  if (watched_ && !surely) return true;
  char byte = 0;
  const int descriptor = watched_ ? descriptor_ : const_cast<Socket&>(socket_).native_handle();
  const auto got = ::recv(descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return got < 0 && would_block();
}

void Link::close() {
  if (!watched_) {
    error_code ignored;
    socket_.close(ignored);
    return;
  }
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  descriptor_ = -1;
  if (const auto reader = std::exchange(reader_, nullptr)) resume_soon(io_, reader);
  if (const auto writer = std::exchange(writer_, nullptr)) resume_soon(io_, writer);
}

}  // namespace mimus::outbound
