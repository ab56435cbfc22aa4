#include "stream.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace mimus::server {

std::ptrdiff_t Stream::read_now(std::span<char> into) {
  if (cancelled_ || fd_ < 0) return kBroken;
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

std::ptrdiff_t Stream::write_now(std::string_view bytes) {
  if (cancelled_ || fd_ < 0) return kBroken;
  for (;;) {
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) return sent;
    if (errno == EINTR) continue;
    if (errno != EAGAIN && errno != EWOULDBLOCK) return kBroken;
    writable_ = false;
    return kWait;
  }
}

void Stream::note(unsigned events) {
  if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) readable_ = true;
  if ((events & (EPOLLOUT | EPOLLHUP | EPOLLERR)) != 0) writable_ = true;
  if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0) peer_finished_ = true;
  if ((events & (EPOLLHUP | EPOLLERR)) != 0) peer_gone_ = true;
  due_ = waiter_ && (waits_to_read_ ? readable_ : writable_);
}

void Stream::go_on() {
  if (std::exchange(due_, false)) wake();
}

void Stream::cancel() {
  cancelled_ = true;
  wake();
}

void Stream::no_delay() {
  const int on = 1;
  ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void Stream::shutdown_sending() { ::shutdown(fd_, SHUT_WR); }

void Stream::reset() {
  const linger at_once{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
  close();
}

void Stream::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

}  // namespace mimus::server
