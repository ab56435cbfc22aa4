#include "stream.h"

#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

#include "tls_layer.h"

namespace mimus::server {

Stream::Stream(int descriptor, ReadsAhead& reader) : direct_(descriptor), fd_(descriptor), reader_(reader) {}

Stream::~Stream() { close(); }

std::ptrdiff_t Stream::receive(std::span<char> into) {
  if (!readable_) return kWait;
  for (;;) {
    const ssize_t got = ::recv(fd_, into.data(), into.size(), 0);
    if (got >= 0) {
      // A short read has emptied the socket; more bytes, or the end, make a new edge. An end that was
      // already announced makes none.
      if (static_cast<std::size_t>(got) < into.size() && !peer_finished_) readable_ = false;
      return got;
    }
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return kBroken;
    readable_ = false;
    return kWait;
  }
}

std::ptrdiff_t Stream::transmit(std::string_view bytes) {
  for (;;) {
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) return sent;
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return kBroken;
    writable_ = false;
    return kWait;
  }
}

std::ptrdiff_t Stream::read_now(std::span<char> into) {
  if (direct_ < 0) [[unlikely]] return read_sealed(into);
  return receive(into);
}

std::ptrdiff_t Stream::write_now(std::string_view bytes) {
  if (direct_ < 0) [[unlikely]] return write_sealed(bytes);
  return transmit(bytes);
}

void Stream::note(unsigned events) {
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) readable_ = true;
  if ((events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0) writable_ = true;
  if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) peer_finished_ = true;
  if ((events & (EPOLLHUP | EPOLLERR)) != 0) peer_gone_ = true;
  due_ = waiter_ && is_ready(waits_for_);
}

void Stream::go_on() {
  if (pumps_ && readable_) reader_.pump();
  if (std::exchange(due_, false)) wake();
}

void Stream::cancel() {
  cancelled_ = true;
  direct_ = -1;
  wake();
}

void Stream::allow_again() {
  cancelled_ = false;
  direct_ = tls_ ? -1 : fd_;
}

void Stream::shutdown_sending() {
  if (tls_) tls_->session()->finish();
  ::shutdown(fd_, SHUT_WR);
}

void Stream::reset() {
  const linger at_once{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  tls_.reset();  // says nothing
  close();
}

void Stream::close() {
  if (fd_ < 0) return;
  if (tls_) tls_->session()->finish();
  ::close(fd_);
  fd_ = direct_ = -1;
}

// ---- TLS ---------------------------------------------------------------------------------------

void Stream::secure(const tls::Context& context, std::string_view host, std::string early) {
  tls_ = std::make_unique<TlsLayer>(*this, context, host, std::move(early));
  direct_ = -1;
  if (tls_->session() != nullptr) return;
  tls_.reset();
  cancelled_ = true;
}

tls::Session::Step Stream::shake_hands() {
  if (cancelled_ || fd_ < 0) return tls::Session::Step::kFailed;
  return tls_->session()->handshake();
}

bool Stream::give_up_tls() {
  if (cancelled_ || fd_ < 0 || !tls_->hears_http()) return false;
  tls_.reset();
  direct_ = fd_;
  return true;
}

const tls::Session* Stream::tls() const { return tls_ ? tls_->session() : nullptr; }

std::ptrdiff_t Stream::read_sealed(std::span<char> into) {
  if (cancelled_ || fd_ < 0) return kBroken;
  return tls_->session()->read(into);
}

std::ptrdiff_t Stream::write_sealed(std::string_view bytes) {
  if (cancelled_ || fd_ < 0) return kBroken;
  return tls_->session()->write(bytes);
}

}  // namespace mimus::server
