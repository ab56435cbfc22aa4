#include "server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

#include "connection.h"
#include "loop.h"

namespace mimus::server {
namespace {

using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, Executor>;

constexpr int kAcceptBatch = 64;

Connection::Peer peer_of(const sockaddr_storage& address) {
  char text[INET6_ADDRSTRLEN] = "";
  if (address.ss_family == AF_INET6) {
    const auto& v6 = reinterpret_cast<const sockaddr_in6&>(address);
    // A client that came over IPv4 is known by its IPv4 address.
    const bool mapped = IN6_IS_ADDR_V4MAPPED(&v6.sin6_addr);
    ::inet_ntop(mapped ? AF_INET : AF_INET6, mapped ? v6.sin6_addr.s6_addr + 12 : v6.sin6_addr.s6_addr, text, sizeof text);
    return {text, ntohs(v6.sin6_port)};
  }
  const auto& v4 = reinterpret_cast<const sockaddr_in&>(address);
  ::inet_ntop(AF_INET, &v4.sin_addr, text, sizeof text);
  return {text, ntohs(v4.sin_port)};
}

std::string too_many() {
  const std::string body = "too many connections (raise --max-connections)\n";
  return "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: " +
         std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
}

// A server holds a file descriptor for every connection; take what the system allows.
void raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

Error cannot_listen(const Options& options, const boost::system::error_code& failure) {
  const std::string where = options.host + ":" + std::to_string(options.port);
  if (failure == asio::error::address_in_use) {
    return Error{Code::kConflict, "port " + std::to_string(options.port) + " on " + options.host +
                                      " is in use by another program",
                 "stop it, or choose another with --port N (0 picks a free one)", {}};
  }
  if (failure == asio::error::access_denied) {
    return Error{Code::kIo, "no permission to listen on " + where,
                 "ports below 1024 need root; choose a higher one with --port N", {}};
  }
  return Error{Code::kIo, "cannot listen on " + where + ": " + failure.message(),
               "--host wants an address of this machine, such as 127.0.0.1 or 0.0.0.0", {}};
}

}  // namespace

struct Server::Impl {
  Impl(const Options& wanted, Handler& handler) : options(wanted), handler(handler) {
    for (LoopIndex i = 0; i < std::max(1u, options.loops); ++i) {
      loops.push_back(std::make_unique<Loop>(i));
    }
    acceptor.emplace(loops[0]->io);
    retry.emplace(loops[0]->io);
  }

  Status listen();
  void run();
  void accept();
  void accept_later();
  void deal(int descriptor, Connection::Peer peer);
  Loop& idlest();
  void drain(std::chrono::seconds grace);
  std::size_t live() const;

  const Options options;
  Handler& handler;
  std::vector<std::unique_ptr<Loop>> loops;
  std::optional<Acceptor> acceptor;      // on loop 0
  std::optional<Timer> retry;
  std::vector<asio::executor_work_guard<Executor>> work;
  std::vector<std::thread> threads;
  std::uint16_t port = 0;
  bool drained = false;
};

Status Server::Impl::listen() {
  boost::system::error_code failure;
  const std::string host = options.host == "localhost" ? "127.0.0.1" : options.host;
  const auto address = asio::ip::make_address(host, failure);
  if (failure) return cannot_listen(options, failure);
  const asio::ip::tcp::endpoint endpoint(address, options.port);
  acceptor->open(endpoint.protocol(), failure);
  if (failure) return cannot_listen(options, failure);
  acceptor->set_option(asio::socket_base::reuse_address(true), failure);
  if (address.is_v6()) acceptor->set_option(asio::ip::v6_only(false), failure);
  acceptor->bind(endpoint, failure);
  if (!failure) acceptor->listen(4096, failure);
  if (!failure) acceptor->native_non_blocking(true, failure);
  if (failure) return cannot_listen(options, failure);
  port = acceptor->local_endpoint().port();
  return Done{};
}

void Server::Impl::run() {
  for (auto& loop : loops) {
    work.push_back(asio::make_work_guard(loop->io));
    loop->start_sweeping();
    loop->poller.start(
        [this, index = loop->index](std::span<const std::string_view> paths) { handler.expect(paths, index); });
  }
  accept();
  for (auto& loop : loops) {
    threads.emplace_back([&io = loop->io] { io.run(); });
  }
}

Loop& Server::Impl::idlest() {
  Loop* best = loops[0].get();
  for (auto& loop : loops) {
    if (loop->live.load(std::memory_order_relaxed) < best->live.load(std::memory_order_relaxed)) {
      best = loop.get();
    }
  }
  return *best;
}

std::size_t Server::Impl::live() const {
  std::size_t total = 0;
  for (const auto& loop : loops) total += loop->live.load(std::memory_order_relaxed);
  return total;
}

void Server::Impl::accept() {
  acceptor->async_wait(Acceptor::wait_read, [this](const boost::system::error_code& failure) {
    if (failure || !acceptor->is_open()) return;
    // A batch at a time, so that a burst of connections does not starve those that are there.
    for (int i = 0; i < kAcceptBatch; ++i) {
      sockaddr_storage address{};
      socklen_t size = sizeof address;
      const int descriptor = ::accept4(acceptor->native_handle(), reinterpret_cast<sockaddr*>(&address), &size,
                                       SOCK_NONBLOCK | SOCK_CLOEXEC);
      if (descriptor >= 0) {
        deal(descriptor, peer_of(address));
        continue;
      }
      if (errno == EINTR || errno == ECONNABORTED) continue;
      if (errno == EAGAIN || errno == EWOULDBLOCK) break;
      return accept_later();  // out of descriptors, mostly: the client waits in the backlog while we do
    }
    accept();
  });
}

void Server::Impl::accept_later() {
  retry->expires_after(std::chrono::milliseconds(20));
  retry->async_wait([this](const boost::system::error_code& cancelled) {
    if (!cancelled) accept();
  });
}

void Server::Impl::deal(int descriptor, Connection::Peer peer) {
  if (live() >= options.most_connections) {
    const std::string refusal = too_many();
    (void)!::send(descriptor, refusal.data(), refusal.size(), MSG_NOSIGNAL);
    ::close(descriptor);
    return;
  }
  Loop& target = idlest();
  target.live.fetch_add(1, std::memory_order_relaxed);
  if (&target == loops[0].get()) {
    Connection::start(target, descriptor, std::move(peer), handler, options);
    return;
  }
  asio::post(target.io, [this, &target, descriptor, from = std::move(peer)]() mutable {
    Connection::start(target, descriptor, std::move(from), handler, options);
  });
}

void Server::Impl::drain(std::chrono::seconds grace) {
  if (drained) return;
  drained = true;
  asio::post(loops[0]->io, [this] {
    boost::system::error_code ignored;
    acceptor->close(ignored);
    retry->cancel();
  });
  for (auto& loop : loops) {
    asio::post(loop->io, [&loop = *loop] {
      loop.draining = true;
      for (auto at = loop.connections.begin(); at != loop.connections.end();) (at++)->drain();
    });
  }
  const auto poll = std::chrono::milliseconds(5);
  const auto wait_for_none = [&](SteadyTime until) {
    while (live() > 0 && std::chrono::steady_clock::now() < until) std::this_thread::sleep_for(poll);
  };
  wait_for_none(std::chrono::steady_clock::now() + grace);
  if (live() > 0) {
    for (auto& loop : loops) {
      asio::post(loop->io, [&loop = *loop] {
        for (auto at = loop.connections.begin(); at != loop.connections.end();) (at++)->cut();
      });
    }
    wait_for_none(std::chrono::steady_clock::now() + std::chrono::seconds(5));
  }
  for (auto& loop : loops) {
    asio::post(loop->io, [&loop = *loop] {
      loop.sweep_timer.cancel();
      loop.poller.stop();
    });
  }
  work.clear();
  if (live() > 0) {
    for (auto& loop : loops) loop->io.stop();
  }
  for (std::thread& thread : threads) thread.join();
  threads.clear();
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Server::~Server() { impl_->drain(std::chrono::seconds(0)); }

Result<std::unique_ptr<Server>> Server::start(const Options& options, Handler& handler) {
  raise_descriptor_limit();
  auto impl = std::make_unique<Impl>(options, handler);
  MIMUS_TRY_DONE(impl->listen());
  impl->run();
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::uint16_t Server::port() const { return impl_->port; }

std::string Server::url() const {
  const bool v6 = impl_->options.host.find(':') != std::string::npos;
  std::string host = impl_->options.host;
  if (host == "0.0.0.0" || host == "::") host = "127.0.0.1";
  else if (v6) host = "[" + host + "]";
  return "http://" + host + ":" + std::to_string(impl_->port);
}

std::size_t Server::connections() const { return impl_->live(); }

void Server::everywhere(std::function<void(LoopIndex)> task) {
  for (auto& loop : impl_->loops) {
    asio::post(loop->io, [task, index = loop->index] { task(index); });
  }
}

void Server::drain() { impl_->drain(impl_->options.grace); }

}  // namespace mimus::server
