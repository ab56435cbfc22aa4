#include "support/upstream.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

namespace mimus {
namespace {

// Of the field Content-Length in a head; 0 when there is none.
std::size_t length_in(const std::string& head) {
  std::string lower(head);
  std::ranges::transform(lower, lower.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  const std::size_t at = lower.find("\r\ncontent-length:");
  return at == std::string::npos ? 0 : std::stoul(lower.substr(at + 17));
}

int listen_on_any(std::uint16_t& port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(fd, reinterpret_cast<sockaddr*>(&address), size);
  ::listen(fd, 512);
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  port = ntohs(address.sin_port);
  return fd;
}

}  // namespace

std::string Peer::read_some() {
  if (!buffer_.empty()) return std::exchange(buffer_, {});
  char bytes[65536];
  const ssize_t got = ::recv(fd_, bytes, sizeof bytes, 0);
  return got <= 0 ? std::string() : std::string(bytes, static_cast<std::size_t>(got));
}

std::string Peer::read_request() {
  std::string all;
  const auto whole = [&]() -> std::size_t {
    const std::size_t end = all.find("\r\n\r\n");
    if (end == all.npos) return 0;
    const std::string head = all.substr(0, end + 4);
    if (head.find("Transfer-Encoding: chunked") != head.npos) {
      const std::size_t last = all.find("0\r\n\r\n", end + 4);
      return last == all.npos ? 0 : last + 5;
    }
    const std::size_t size = end + 4 + length_in(head);
    return all.size() < size ? 0 : size;
  };
  while (whole() == 0) {
    const std::string more = read_some();
    if (more.empty()) return {};
    all += more;
  }
  buffer_ = all.substr(whole());
  all.resize(whole());
  return all;
}

bool Peer::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

void Peer::reset() {
  const linger at_once{1, 0};
  ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

void Peer::wait_for_end() {
  while (!read_some().empty()) {
  }
}

Upstream::Upstream(std::function<void(Peer&)> talk) : talk_(std::move(talk)) {
  listener_ = listen_on_any(port_);
  acceptor_ = std::thread([this] { accept(); });
}

void Upstream::accept() {
  for (;;) {
    const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (fd < 0) return;
    ++accepted_;
    const std::lock_guard lock(mutex_);
    open_.push_back(fd);
    talks_.emplace_back([this, fd] {
      Peer peer(fd);
      talk_(peer);
      const std::lock_guard closing(mutex_);
      std::erase(open_, fd);
      ::close(fd);
    });
  }
}

Upstream::~Upstream() {
  ::shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  ::close(listener_);
  {
    const std::lock_guard lock(mutex_);
    for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
  }
  for (std::thread& talk : talks_) talk.join();
}

std::function<void(Peer&)> always(std::string response) {
  return [response = std::move(response)](Peer& peer) {
    while (!peer.read_request().empty()) {
      if (!peer.send(response)) return;
    }
  };
}

std::uint16_t closed_port() {
  std::uint16_t port = 0;
  ::close(listen_on_any(port));
  return port;
}

}  // namespace mimus
